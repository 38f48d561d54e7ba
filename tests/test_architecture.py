"""What a layer contract cannot say: what starting the program may load, and how long a file may be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.conf import settings

from config.families import FAMILIES
from tests.import_rules import circles

HEAVY = (
    "torch",
    "optuna",
    "pandera",
    "prophet",
    "xgboost",
    "sklearn",
    "pandas",
    "numpy",
    "pyarrow",
    "openpyxl",
    "scipy",
)
DECLARATIONS = ("contract.family", *(f"{name}.family" for name in FAMILIES))
SCIENCE = ("datasets.reading", "datasets.checking")
MOST_LINES = 300


def fresh(code: str) -> Any:
    """What ``code`` prints as JSON in a Python of its own."""
    script = (
        f"import json, sys\nHEAVY = {HEAVY!r}\nheavy = lambda: [m for m in HEAVY if m in sys.modules]\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def without_django() -> dict[str, Any]:
    """Step -> what is loaded after it, in one process that takes all steps: a module, or all of a family.

    Whatever a step loads is there after the later ones too: the first that fails is the culprit.
    """
    code = f"""
import importlib
found, django = {{}}, []
def after(step, names):
    for name in names:
        importlib.import_module(name)
        if "django" in sys.modules:
            django.append(name)
    found[step] = {{"heavy": heavy(), "django": django[:1], "modules": names}}
for module in {DECLARATIONS!r}:
    after(module, [module])
for module in {SCIENCE!r}:
    after(module, [module])
from contract.registry import modules_in
for family in {FAMILIES!r}:
    after(family, [name for name in modules_in(family) if not name.endswith(".apps")])
print(json.dumps(found))
"""
    return dict(fresh(code))


@pytest.mark.parametrize("module", DECLARATIONS)
def test_declaring_a_family_loads_nothing_heavy(module: str, without_django: dict[str, Any]) -> None:
    assert without_django[module]["heavy"] == []


@pytest.mark.parametrize("module", [*DECLARATIONS, *SCIENCE])
def test_the_science_runs_without_django(module: str, without_django: dict[str, Any]) -> None:
    assert without_django[module]["django"] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_module_of_a_family_runs_without_django(family: str, without_django: dict[str, Any]) -> None:
    assert f"{family}.family" in without_django[family]["modules"]
    assert without_django[family]["django"] == []


def test_the_web_process_starts_without_heavy_libraries() -> None:
    code = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import config.wsgi; import django.urls; django.urls.get_resolver().url_patterns
print(json.dumps(heavy()))
"""
    assert fresh(code) == []


def test_a_waiting_worker_loads_no_neural_network() -> None:
    """It imports the modules and libraries of every family ahead; torch and optuna come on first use."""
    code = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
from training.runs.child import _import_libraries; _import_libraries()
print(json.dumps(heavy()))
"""
    loaded = set(fresh(code))
    assert {"prophet", "xgboost"} <= loaded, "the test sees what is loaded"
    assert not {"torch", "optuna"} & loaded


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Lazy imports and those for types count: a circle says that two rooms are one."""
    assert circles() == []


def test_circles_are_found() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (
        ("home.a", "home.b"),
        ("home.b", "home.c"),
        ("home.c", "home.a"),
        ("home.d", "home.a"),
    ):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph) == [["home.a", "home.b", "home.c"]]


def code_files(root: Path) -> list[Path]:
    """Python, templates and scripts of ours. Migrations and the settings may be longer."""
    folders = [path.parent for path in root.glob("*/__init__.py")] + [root / "templates", root / "static"]
    found = [*root.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.*"))]
    return sorted(
        path
        for path in found
        if path.suffix in {".py", ".html", ".js"}
        and "migrations" not in path.parts
        and path != root / "config/settings.py"
    )


def too_long(root: Path) -> dict[str, int]:
    """Path -> lines, of the files with more than ``MOST_LINES``."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in code_files(root)}
    return {path.relative_to(root).as_posix(): count for path, count in lines.items() if count > MOST_LINES}


def test_describing_the_api_loads_nothing_heavy() -> None:
    """The process that answers requests makes the description when it is first asked for it."""
    code = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from api.openapi.views import as_json, as_yaml
sizes = [len(as_json()), len(as_yaml())]
print(json.dumps({"heavy": heavy(), "sizes": sizes}))
"""
    found = fresh(code)
    assert found["heavy"] == []
    assert min(found["sizes"]) > 100_000


def test_no_file_is_too_long() -> None:
    assert too_long(settings.BASE_DIR) == {}


def test_long_files_are_found(tmp_path: Path) -> None:
    long = ("app/views.py", "templates/app/page.html", "static/js/app.js")
    passed_over = ("app/migrations/0001_first.py", "config/settings.py", "var/made.py")
    full = ("app/__init__.py", "config/__init__.py")
    for name in (*long, *passed_over, *full):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n" * (MOST_LINES + (name not in full)))
    assert too_long(tmp_path) == dict.fromkeys(sorted(long), MOST_LINES + 1)
