"""The states of a run: what the drawing in its docstring shows happens once, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from training.models import TrainingRun
from training.runs.models import ENDED, MAX_ATTEMPTS, Status

MakeRun = Callable[..., TrainingRun]

DRAWN = {
    "claim": (Status.QUEUED, Status.RUNNING),
    "cancel_queued": (Status.QUEUED, Status.CANCELLED),
    "succeed": (Status.RUNNING, Status.SUCCEEDED),
    "fail": (Status.RUNNING, Status.FAILED),
    "cancel": (Status.RUNNING, Status.CANCELLED),
    "requeue": (Status.RUNNING, Status.QUEUED),
    "request_cancel": (Status.RUNNING, Status.RUNNING),
    "beat": (Status.RUNNING, Status.RUNNING),
    "advance": (Status.RUNNING, Status.RUNNING),
    "child_started": (Status.RUNNING, Status.RUNNING),
}
NOT_DRAWN = [(name, status) for name, (start, _) in DRAWN.items() for status in Status if status != start]
ARGUMENTS = {"fail": ("It broke.",), "advance": (40, "Training", "a line")}
OF_THE_ATTEMPT = [name for name in DRAWN if name not in {"claim", "cancel_queued", "request_cancel"}]
ONCE = [name for name, (start, end) in DRAWN.items() if start != end] + ["request_cancel"]


def call(run: TrainingRun, transition: str) -> bool:
    made: bool = getattr(run, transition)(*ARGUMENTS.get(transition, ()))
    return made


def stored(run: TrainingRun) -> dict[str, object]:
    return TrainingRun.objects.filter(pk=run.pk).values().get()


@pytest.mark.parametrize("transition", DRAWN)
def test_what_is_drawn_happens(transition: str, make_run: MakeRun) -> None:
    start, end = DRAWN[transition]
    run = make_run(status=start, attempt=1)
    assert call(run, transition)
    assert stored(run)["status"] == run.status == end
    assert (stored(run)["finished_at"] is not None) == (end in ENDED)


@pytest.mark.parametrize(("transition", "status"), NOT_DRAWN)
def test_what_is_not_drawn_is_refused(transition: str, status: Status, make_run: MakeRun) -> None:
    run = make_run(status=status, attempt=1)
    before = stored(run)
    assert not call(run, transition)
    assert stored(run) == before


@pytest.mark.parametrize("transition", ONCE)
def test_of_two_who_try_one_wins(transition: str, make_run: MakeRun) -> None:
    mine = make_run(status=DRAWN[transition][0], attempt=1)
    other = TrainingRun.objects.get(pk=mine.pk)
    assert call(mine, transition)
    before = stored(mine)
    assert not call(other, transition)
    assert stored(mine) == before


@pytest.mark.parametrize("transition", OF_THE_ATTEMPT)
def test_an_attempt_of_the_past_changes_nothing(transition: str, make_run: MakeRun) -> None:
    late = make_run()
    assert late.claim()
    now = TrainingRun.objects.get(pk=late.pk)
    assert now.requeue()
    assert now.claim()
    before = stored(late)
    assert (late.attempt, now.attempt) == (1, 2)
    assert not call(late, transition)
    assert stored(late) == before


def test_a_claim_starts_afresh(make_run: MakeRun) -> None:
    run = make_run(progress=70, attempt=1)
    assert run.claim()
    assert (run.attempt, run.progress) == (2, 0)
    assert run.started_at is not None
    assert run.heartbeat_at is not None
    assert run.child_started_at is None


def test_the_heart_stops_when_the_run_is_to_be_cancelled(make_run: MakeRun) -> None:
    run = make_run()
    assert run.claim()
    assert run.beat()
    assert TrainingRun.objects.get(pk=run.pk).request_cancel()
    beaten_at = stored(run)["heartbeat_at"]
    assert not run.beat()
    assert stored(run)["heartbeat_at"] == beaten_at


def test_the_last_attempt_is_not_queued_again(make_run: MakeRun) -> None:
    assert make_run(status=Status.RUNNING, attempt=MAX_ATTEMPTS - 1).requeue()
    assert not make_run(status=Status.RUNNING, attempt=MAX_ATTEMPTS).requeue()


def test_a_run_whose_heart_beats_again_is_not_queued_again(make_run: MakeRun) -> None:
    run = make_run()
    assert run.claim()
    thought_lost = TrainingRun.objects.get(pk=run.pk)
    assert run.beat()
    assert not thought_lost.requeue()
    assert stored(run)["status"] == Status.RUNNING
