"""Which of the waiting runs a free worker takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobs import queue
from jobs.recovery import LOST_MESSAGE_AFTER
from training import tasks
from training.models import TrainingRun, Worker
from training.runs import supervisor, turns
from training.runs.models import Status
from training.runs.services import recover

Ask = Callable[..., TrainingRun]


@pytest.fixture
def ask(make_run: Callable[..., TrainingRun]) -> Ask:
    """A run of so many seconds, asked for ``ago`` seconds ago."""

    def asked(seconds: float | None, ago: float = 0, **fields: Any) -> TrainingRun:
        moment = timezone.now() - timedelta(seconds=ago)
        return make_run(expected_seconds=seconds, queued_at=moment, **fields)

    return asked


def workers(count: int) -> None:
    for number in range(count):
        Worker.objects.create(cluster=queue.TRAINING, host="here", pid=number)


def claimed() -> list[int]:
    """In which order one worker takes what waits."""
    taken = []
    while (run := turns.claim_next()) is not None:
        assert run.status == Status.RUNNING
        run.succeed()
        taken.append(run.pk)
    return taken


def test_three_short_ones_go_before_a_long_one(ask: Ask) -> None:
    long = ask(600, ago=30)
    short = [ask(seconds, ago=ago) for seconds, ago in [(20, 20), (7, 2), (7, 1)]]
    assert claimed() == [*(run.pk for run in short), long.pk]


@pytest.mark.parametrize(("ago", "goes_first"), [(580, False), (600, True)])
def test_a_long_one_is_overtaken_by_nothing_that_comes_as_much_later_as_it_is_shorter(
    ago: float, goes_first: bool, ask: Ask
) -> None:
    """By 590 seconds: what was asked for 600 seconds after it has to wait."""
    long, short = ask(600, ago=ago), ask(10)
    assert (claimed() == [long.pk, short.pk]) is goes_first


def test_equals_and_those_never_estimated_go_in_the_order_they_came(ask: Ask) -> None:
    runs = [ask(None, ago=60), ask(None, ago=30), ask(5, ago=10), ask(5, ago=5)]
    assert claimed() == [run.pk for run in runs]


def test_two_workers_never_take_the_same(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the line before either claims."""
    first, second = ask(5, ago=10), ask(5)
    claim = TrainingRun.claim

    def slow(run: TrainingRun, **fields: Any) -> bool:
        TrainingRun.objects.filter(pk=first.pk, status=Status.QUEUED).update(status=Status.RUNNING, attempt=7)
        return claim(run, **fields)

    monkeypatch.setattr(TrainingRun, "claim", slow)
    taken = turns.claim_next()
    assert taken is not None
    assert (taken.pk, taken.attempt) == (second.pk, 1)
    first.refresh_from_db()
    assert first.attempt == 7
    assert turns.claim_next() is None


def test_one_of_several_workers_is_kept_free_of_long_ones(ask: Ask) -> None:
    workers(2)
    ask(600, status=Status.RUNNING, started_at=timezone.now())
    long = ask(300, ago=300)
    assert turns.claim_next() is None
    short = ask(10)
    assert (run := turns.claim_next()) is not None
    assert run.pk == short.pk
    Worker.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert (run := turns.claim_next()) is not None, "a worker alone takes whatever waits"
    assert run.pk == long.pk


def test_a_long_one_that_had_to_wait_is_handed_out_when_the_other_ends(
    ask: Ask, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    workers(2)
    first, second = ask(600, ago=10), ask(600, ago=5)

    def execute(run: TrainingRun) -> str:
        assert tasks.execute_run(second.pk) == "nothing to do", "the other worker leaves the second alone"
        assert sent == []
        run.succeed()
        return run.status

    monkeypatch.setattr(supervisor, "execute", execute)
    assert tasks.execute_run(first.pk) == Status.SUCCEEDED
    assert sent == [second.pk]


def test_what_has_to_wait_is_not_lost(ask: Ask, sent: list[int]) -> None:
    workers(2)
    trains = ask(600, status=Status.RUNNING, started_at=timezone.now(), heartbeat_at=timezone.now())
    waits = ask(600, ago=LOST_MESSAGE_AFTER.total_seconds() + 1)
    assert recover()["resent"] == 0
    trains.request_cancel()
    TrainingRun.objects.get(pk=trains.pk).cancel()
    assert recover()["resent"] == 1
    assert sent == [waits.pk]


def test_a_run_that_trains_is_not_interrupted(ask: Ask) -> None:
    trains = ask(600, status=Status.RUNNING, attempt=1, started_at=timezone.now())
    short = ask(3)
    assert claimed() == [short.pk]
    trains.refresh_from_db()
    assert (trains.status, trains.attempt) == (Status.RUNNING, 1)
