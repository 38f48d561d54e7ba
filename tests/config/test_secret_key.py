"""The secret key: given, or made once and kept for its owner alone."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.environment import secret_key


@pytest.fixture(autouse=True)
def not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_it_is_made_once(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "key")
    assert len(first) >= 50
    assert secret_key(tmp_path / "key") == first


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")


def test_only_its_owner_reads_it_and_nothing_else_is_left(tmp_path: Path) -> None:
    secret_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_variable_comes_first_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert secret_key(tmp_path / "key") == "from outside"
    assert not (tmp_path / "key").exists()


def test_an_operators_own_file_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("kept by hand\n")
    assert secret_key(tmp_path / "key") == "kept by hand"


def test_a_process_that_comes_second_takes_the_first_ones_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process makes the file after this one has found none."""
    path = tmp_path / "key"

    def while_the_other_is_faster() -> str:
        path.write_text("the other's")
        return "ours"

    monkeypatch.setattr("config.environment.get_random_secret_key", while_the_other_is_faster)
    assert secret_key(path) == "the other's"


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    """The web server and both clusters start together on a fresh machine."""
    code = (
        "import sys, pathlib, config.environment as e; print('up', flush=True); sys.stdin.readline();"
        "print(e.secret_key(pathlib.Path(sys.argv[1])))"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "key")],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdout and racer.stdout.readline() == "up\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    keys = {racer.communicate(timeout=20)[0].strip() for racer in racers}
    assert keys == {(tmp_path / "key").read_text()}
