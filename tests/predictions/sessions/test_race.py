"""Two callers propose and observe in one session at once, 200 times: two processes, on a real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.postgres import postgres

STEPS = 200


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database that is empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'race.sqlite3'}"
        return
    with postgres() as url:
        yield url


def test_steps_are_numbered_without_gap_or_double(database_url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.predictions.sessions.racing", str(STEPS)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url, "MEDIA_ROOT": str(tmp_path / "media")},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.splitlines()[-1])
    callers, kept = found["callers"], found["kept"]

    every = list(range(1, STEPS + 1))
    assert sorted(callers[0]["observed"] + callers[1]["observed"]) == every, "each step is observed once"
    # One may come second at every step: that is refused, and counts as taking part.
    assert all(caller["observed"] or caller["refused"] for caller in callers), "both took part"
    assert sum(caller["refused"] for caller in callers) > 0, "they met"
    for caller in callers:
        wrong = {n: given for n, given in caller["proposed"].items() if kept["proposals"][n] != given}
        assert wrong == {}, "both were given the one proposal that is written down"
    # The step after the last is proposed, and waits.
    assert (kept["step"], kept["steps"], kept["results"]) == (STEPS + 1, [*every, STEPS + 1], STEPS)
    assert kept["shown"] == STEPS, "the state has learned from every observation once"
    assert kept["audited"] == STEPS
