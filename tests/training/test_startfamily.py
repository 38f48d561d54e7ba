"""What CONTRIBUTING says of a new family, done in a copy of the project: it works at once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

BASH = shutil.which("bash") or "bash"
LEFT_BEHIND = shutil.ignore_patterns(
    *(".*", "__pycache__", "var", "media", "db.sqlite3*", "images", "stored_models", "*.mo.lock")
)


def steps() -> list[str]:
    """The commands of the section "Add a family", as they stand there."""
    text = (settings.BASE_DIR / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Add a family")[2].partition("\n## ")[0]
    return [line for block in re.findall(r"```\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copy") / "almanac"
    shutil.copytree(settings.BASE_DIR, target, ignore=LEFT_BEHIND)
    return target


def test_the_steps_of_contributing_give_a_family_that_passes_every_check(copy: Path) -> None:
    commands = steps()
    assert len(commands) == 3
    around = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "OMP_NUM_THREADS": "1",
    }
    for command in commands:
        done = subprocess.run(
            [BASH, "-c", command], cwd=copy, env=around, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert '"returns",' in (copy / "config" / "families.py").read_text()


@pytest.mark.parametrize(
    ("name", "said"),
    [("Returns", "lower-case"), ("a b", "lower-case"), ("x", "lower-case"), ("pandas", "conflicts")],
)
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_made(name: str, said: str) -> None:
    families = (settings.BASE_DIR / "config" / "families.py").read_text()
    with pytest.raises(CommandError, match=said):
        call_command("startfamily", name)
    assert not (settings.BASE_DIR / name).exists()
    assert (settings.BASE_DIR / "config" / "families.py").read_text() == families
