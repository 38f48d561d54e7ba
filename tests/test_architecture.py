"""The import rules that a layer contract cannot say: what starting the program may load."""

from __future__ import annotations

import subprocess
import sys

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


def loaded_by(code: str) -> set[str]:
    """The heavy modules that a fresh Python has loaded after ``code``."""
    script = f"{code}\nimport sys\nprint(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["contract.family", *(f"{name}.family" for name in FAMILIES)])
def test_declaring_a_family_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


def test_the_web_process_starts_without_heavy_libraries() -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import config.wsgi; import django.urls; django.urls.get_resolver().url_patterns"
    )
    assert loaded_by(code) == set()


@pytest.mark.parametrize(
    "module", [*(f"{name}.family" for name in FAMILIES), "datasets.reading", "datasets.checking"]
)
def test_the_science_runs_without_django(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}, sys; sys.exit('django' in sys.modules)"],
        cwd=settings.BASE_DIR,
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.parametrize("family", FAMILIES)
def test_every_module_of_a_family_runs_without_django(family: str) -> None:
    code = (
        "import importlib, sys\n"
        "from contract.registry import modules_in\n"
        f"names = [name for name in modules_in({family!r}) if not name.endswith('.apps')]\n"
        f"assert {family!r} + '.family' in names\n"
        "[importlib.import_module(name) for name in names]\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 0


def test_a_waiting_worker_loads_no_neural_network() -> None:
    """It imports the modules and libraries of every family ahead; torch and optuna come on first use."""
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import django; django.setup()\n"
        "from training.runs.child import _import_libraries; _import_libraries()"
    )
    loaded = loaded_by(code)
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
