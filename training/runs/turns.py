"""Whose turn it is: which of the waiting runs a free worker trains next.

Runs are taken in the order of ``queued_at + expected_seconds``: when each would have been done, had it been
started at once. Short runs go first, and none starves: a run is overtaken only by those asked for at most
as many seconds after it as they are shorter, so nothing goes before a search of ten minutes that is asked
for ten minutes after it. Where several workers are alive, one is kept free of long runs. A run that trains
is never interrupted for another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from training.models import TrainingRun, Worker
from training.runs.models import Status

CLUSTER = "training"
LONG_SECONDS = 60.0
"""Runs that are expected to take longer leave one worker to the others."""


def claim_next() -> TrainingRun | None:
    """The run whose turn it is, claimed for this worker; None where none waits that may start now.

    Of two workers that want the same run, one gets it, and the other the next one. Two that claim long
    runs in the same moment may leave no worker free of them; the next claim keeps to the rule again.
    """
    return next((run for run in may_start_now() if run.claim()), None)


def may_start_now() -> list[TrainingRun]:
    """The waiting runs that a free worker may take, the one whose turn it is first. Two queries."""
    waiting, training = active()
    long_ones = sum(is_long(run) for run in training)
    workers = workers_alive()
    return [run for run in waiting if may_start(run, long_ones, workers)]


def active() -> tuple[list[TrainingRun], list[TrainingRun]]:
    """The runs that wait, in turn, and those that train, the first started first. One query."""
    runs = TrainingRun.objects.filter(status__in=(Status.QUEUED, Status.RUNNING)).order_by("started_at", "pk")
    found = list(runs.defer("log", "problems", "candidates"))
    training = [run for run in found if run.status == Status.RUNNING]
    return in_turn(run for run in found if run.status == Status.QUEUED), training


def workers_alive() -> int:
    return Worker.objects.alive().in_cluster(CLUSTER).count()


def in_turn(runs: Iterable[TrainingRun]) -> list[TrainingRun]:
    return sorted(runs, key=lambda run: (_could_be_done_at(run), run.pk or 0))


def may_start(run: TrainingRun, long_ones: int, workers: int) -> bool:
    """Whether a free worker may take ``run`` while ``long_ones`` of the ``workers`` train long runs."""
    return not is_long(run) or workers < 2 or long_ones < workers - 1


def is_long(run: TrainingRun) -> bool:
    return (run.expected_seconds or 0) > LONG_SECONDS


def _could_be_done_at(run: TrainingRun) -> datetime:
    return run.queued_at + timedelta(seconds=run.expected_seconds or 0)
