"""How a run ends when its child is gone, or must go. The real processes are in ``tests/live``."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from jobs import warm_process
from training import tasks
from training.models import TrainingRun
from training.runs import supervisor
from training.runs.models import LOG_LINES, Status

MakeRun = Callable[..., TrainingRun]


class FakeChild:
    """Ends by itself with ``code``, or runs until it is stopped."""

    def __init__(self, code: int | None = 0, output: str = "", ends: Callable[[], Any] = lambda: None):
        self.code, self.output, self.ends = code, output, ends
        self.sent: list[tuple[int, int]] = []
        self.stopped = 0

    def begin(self, _module: str, run_id: int, attempt: int) -> Any:
        self.sent.append((run_id, attempt))
        return self

    def wait(self, seconds: float) -> int | None:
        self.ends()
        return self.code

    def stop(self) -> None:
        self.stopped += 1

    def error_output(self) -> str:
        return self.output


@pytest.fixture
def child_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeChild], FakeChild]:
    monkeypatch.setattr(supervisor.warm_process, "keep_warm", lambda module: None)
    monkeypatch.setattr(supervisor, "BEAT_EVERY", 0.0)

    def use(child: FakeChild) -> FakeChild:
        monkeypatch.setattr(supervisor.warm_process, "begin", child.begin)
        return child

    return use


def settled(run: TrainingRun, child: Any, code: int) -> TrainingRun:
    supervisor._settle(run, child, code)
    return TrainingRun.objects.get(pk=run.pk)


def test_the_death_of_the_child_is_the_fault_of_the_run(make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, log="Reading")
    ended = settled(run, FakeChild(output="Fatal Python error\nin boosting"), -signal.SIGSEGV)
    assert ended.status == Status.FAILED
    assert "SIGSEGV" in ended.error
    assert "Ask the same question again" in ended.remedy
    assert ended.log.splitlines() == ["Reading", "Fatal Python error", "in boosting"]
    assert "Fatal Python" not in ended.error


def test_the_log_keeps_its_end(make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, log="line\n" * LOG_LINES)
    ended = settled(run, FakeChild(output="last words"), 1)
    assert len(ended.log.splitlines()) == LOG_LINES
    assert ended.log.endswith("last words")


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED, Status.CANCELLED])
def test_what_the_child_has_ended_stays(status: Status, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    TrainingRun.objects.filter(pk=run.pk).update(status=status)
    assert settled(run, FakeChild(), 0).status == status


def test_a_child_that_dies_of_a_cancellation_is_cancelled(make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    assert TrainingRun.objects.get(pk=run.pk).request_cancel()
    ended = settled(run, FakeChild(), -signal.SIGTERM)
    assert (ended.status, ended.error) == (Status.CANCELLED, "")


def test_a_run_of_another_worker_is_left_to_it(make_run: MakeRun, child_is: Any) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    TrainingRun.objects.filter(pk=run.pk).update(attempt=2)
    run.attempt = 1
    child = child_is(FakeChild(code=None))
    supervisor._watch(run, child)
    run.refresh_from_db()
    assert (run.status, run.attempt, child.stopped) == (Status.RUNNING, 2, 1)


def test_a_run_is_handed_to_the_child_once(make_run: MakeRun, child_is: Any) -> None:
    run = make_run()
    child = child_is(FakeChild(ends=lambda: TrainingRun.objects.get(pk=run.pk).succeed()))
    assert tasks.execute_run(run.pk) == Status.SUCCEEDED
    assert child.sent == [(run.pk, 1)]
    assert tasks.execute_run(run.pk) == "nothing to do"
    assert tasks.execute_run(run.pk + 1000) == "nothing to do"
    assert child.sent == [(run.pk, 1)]


def test_a_run_that_is_to_be_cancelled_is_stopped(make_run: MakeRun, child_is: Any) -> None:
    run = make_run()
    child = child_is(FakeChild(None, ends=lambda: TrainingRun.objects.get(pk=run.pk).request_cancel()))
    assert tasks.execute_run(run.pk) == Status.CANCELLED
    assert child.stopped


def test_a_run_that_takes_too_long_is_stopped(make_run: MakeRun, child_is: Any, settings: Any) -> None:
    settings.TRAINING_TIMEOUT_HOURS = 0
    run = make_run()
    child = child_is(FakeChild(None))
    assert tasks.execute_run(run.pk) == Status.FAILED
    assert child.stopped
    run.refresh_from_db()
    assert "longer than 0 hours" in run.error
    assert "Use effort 'fast'" in run.remedy


def test_a_warm_process_that_died_before_the_run_began_is_replaced(
    make_run: MakeRun, child_is: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    gone = FakeChild()
    gone.wait = not_begun  # type: ignore[method-assign]
    fresh = FakeChild(ends=lambda: TrainingRun.objects.get(pk=run.pk).succeed())
    child_is(fresh)
    forks = iter([gone, fresh])
    monkeypatch.setattr(supervisor.warm_process, "begin", lambda *order: next(forks).begin(*order))
    assert tasks.execute_run(run.pk) == Status.SUCCEEDED
    assert (gone.sent, gone.stopped, fresh.sent) == ([(run.pk, 1)], 1, [(run.pk, 1)])


def test_a_warm_process_that_always_dies_ends_the_run(make_run: MakeRun, child_is: Any) -> None:
    child = child_is(FakeChild(output="No module named pandas"))
    child.wait = not_begun
    run = make_run()
    assert tasks.execute_run(run.pk) == Status.FAILED
    run.refresh_from_db()
    assert "No module named pandas" in run.log


def not_begun(_seconds: float) -> int | None:
    raise warm_process.NotBegun


def test_a_database_that_is_busy_ends_no_training(
    make_run: MakeRun, child_is: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(run: TrainingRun) -> bool:
        raise OperationalError("database is locked")

    run = make_run()
    waits = iter([None, None, 0])
    child = child_is(FakeChild(ends=lambda: None))

    def wait(seconds: float) -> int | None:
        code = next(waits)
        if code == 0:
            TrainingRun.objects.get(pk=run.pk).succeed()
        return code

    child.wait = wait
    monkeypatch.setattr(TrainingRun, "beat", busy)
    assert tasks.execute_run(run.pk) == Status.SUCCEEDED
