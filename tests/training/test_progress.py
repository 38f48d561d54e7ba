"""What a run tells of itself while it trains: how far it is, and its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from training.models import TrainingRun
from training.runs import execution
from training.runs.models import LOG_LINES, Status

MakeRun = Callable[..., TrainingRun]


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(execution, "time", clock)
    return clock


def test_progress_is_written_at_most_once_a_second(
    make_run: MakeRun, clock: Clock, django_assert_num_queries: Any
) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    writer = execution.ProgressWriter(run)
    with django_assert_num_queries(1):
        for hundredth in range(50):
            writer(hundredth / 100, f"Step {hundredth}")
            clock.now += 0.01
    run.refresh_from_db()
    assert (run.progress, run.message) == (0, "Step 0")
    clock.now = 1001.0
    writer(0.55, "Step 55")
    run.refresh_from_db()
    assert (run.progress, run.message) == (55, "Step 55")
    assert len(run.log.splitlines()) == 51, "what was not written at once is not lost"


def test_the_bar_is_full_only_with_the_result(make_run: MakeRun, clock: Clock) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    execution.ProgressWriter(run)(1.0, "Done")
    run.refresh_from_db()
    assert run.progress == 99


def test_a_message_stands_in_the_log_once(make_run: MakeRun, clock: Clock) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, log="of the attempt before")
    writer = execution.ProgressWriter(run)
    for fraction in (0.1, 0.2, 0.3):
        writer(fraction, "Training")
        writer(fraction, "")
    lines = writer.text.splitlines()
    assert lines[0] == "of the attempt before"
    assert len(lines) == 2
    assert lines[1].endswith(" Training")


def test_the_log_keeps_its_end(make_run: MakeRun, clock: Clock) -> None:
    writer = execution.ProgressWriter(make_run(status=Status.RUNNING, attempt=1))
    for number in range(LOG_LINES + 50):
        writer.log(f"line {number}")
    assert len(writer.text.splitlines()) == LOG_LINES
    assert writer.text.endswith(f"line {LOG_LINES + 49}")
