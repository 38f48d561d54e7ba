"""What was lost is found: runs without a supervisor, queued runs without a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import queue
from jobs.recovery import LOST_MESSAGE_AFTER
from training.models import TrainingRun
from training.runs.models import MAX_ATTEMPTS, STALE_AFTER, Status
from training.runs.services import recover

MakeRun = Callable[..., TrainingRun]
NOTHING = {"requeued": 0, "failed": 0, "resent": 0}


@pytest.fixture
def lost(make_run: MakeRun) -> Callable[..., TrainingRun]:
    """A running run that has not been heard of for too long."""

    def make(**fields: object) -> TrainingRun:
        silent_since = timezone.now() - STALE_AFTER - timedelta(seconds=1)
        return make_run(**{"status": Status.RUNNING, "attempt": 1, "heartbeat_at": silent_since, **fields})

    return make


@pytest.fixture
def forgotten(make_run: MakeRun) -> TrainingRun:
    """Queued for longer than a message takes."""
    return make_run(queued_at=timezone.now() - LOST_MESSAGE_AFTER - timedelta(seconds=1))


def test_a_lost_run_is_queued_again(lost: Callable[..., TrainingRun], sent: list[int]) -> None:
    run = lost(progress=60)
    assert recover() == {**NOTHING, "requeued": 1}
    run.refresh_from_db()
    assert (run.status, run.attempt, run.progress, run.heartbeat_at) == (Status.QUEUED, 1, 0, None)
    assert "worker was lost" in run.message
    assert sent == [run.pk]
    assert recover() == NOTHING


def test_the_third_time_it_fails_with_a_sentence(lost: Callable[..., TrainingRun], sent: list[int]) -> None:
    run = lost(attempt=MAX_ATTEMPTS)
    assert recover() == {**NOTHING, "failed": 1}
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert "lost 3 times" in run.error
    assert "fewer rows" in run.remedy
    assert run.finished_at is not None
    assert sent == []


@pytest.mark.parametrize("attempt", [1, MAX_ATTEMPTS])
def test_a_lost_run_that_was_to_be_cancelled_is_cancelled(
    attempt: int, lost: Callable[..., TrainingRun], sent: list[int]
) -> None:
    run = lost(attempt=attempt, cancel_requested_at=timezone.now())
    assert recover() == NOTHING
    run.refresh_from_db()
    assert run.status == Status.CANCELLED
    assert sent == []


def test_a_run_that_was_heard_of_is_left_alone(make_run: MakeRun, sent: list[int]) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, heartbeat_at=timezone.now())
    assert recover() == NOTHING
    run.refresh_from_db()
    assert run.status == Status.RUNNING


def test_a_lost_message_is_sent_again(forgotten: TrainingRun, sent: list[int]) -> None:
    assert recover() == {**NOTHING, "resent": 1}
    assert sent == [forgotten.pk]
    forgotten.refresh_from_db()
    assert forgotten.status == Status.QUEUED


def test_no_message_is_sent_while_one_waits(
    forgotten: TrainingRun, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "messages_waiting", lambda: 1)
    assert recover() == NOTHING
    assert sent == []


def test_a_message_on_its_way_is_not_lost(make_run: MakeRun, sent: list[int]) -> None:
    make_run()
    assert recover() == NOTHING
    assert sent == []


def test_the_longest_waiting_run_is_sent_first(
    forgotten: TrainingRun, make_run: MakeRun, sent: list[int]
) -> None:
    older = make_run(queued_at=timezone.now() - timedelta(hours=1))
    assert recover()["resent"] == 2
    assert sent == [older.pk, forgotten.pk]
