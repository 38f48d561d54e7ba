"""Fast first, best later: a fast run that has succeeded is followed by a search for the best.

The version of the search counts as newer than the fast one only where it is better by more than the standard
error of its own figure. Aliases are people's: nothing here sets or moves one.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from contract.data import MAIN
from training.models import RunTable, TrainingRun
from training.runs.expected import expected_seconds
from training.runs.models import Status, Trigger
from training.runs.services import queue_run


def start_follow_ups() -> int:
    """Queue every search that is due and was not queued yet. Safe to call at any time, from any process."""
    due = TrainingRun.objects.filter(status=Status.SUCCEEDED, then_best=True, followed_up_at=None)
    return sum(follow_up(run) for run in due)


def follow_up(run: TrainingRun) -> bool:
    """Queue the search for the best that ``run`` asked for. Of all who try, one succeeds.

    It learns from the same versions of the same sheets, with the same columns, settings, filters and seed.
    """
    with transaction.atomic():
        due = TrainingRun.objects.filter(
            pk=run.pk, status=Status.SUCCEEDED, then_best=True, followed_up_at=None
        )
        if not due.update(followed_up_at=timezone.now()):
            return False
        tables = list(run.run_tables.select_related("version"))
        rows = next((one.version.rows for one in tables if one.table == MAIN and one.version), 0)
        best = TrainingRun(
            name=run.name,
            family=run.family,
            model=run.model,
            columns=run.columns,
            settings=run.settings,
            filters=run.filters,
            params=run.params,
            effort="best",
            seed=run.seed,
            trigger=Trigger.FOLLOW_UP,
            follows=run,
            requested_by=run.requested_by,
            expected_seconds=expected_seconds(run.get_family(), "best", rows, run.settings),
        )
        read = [
            RunTable(table=one.table, version=one.version, dataset_name=one.dataset_name, sha256=one.sha256)
            for one in tables
        ]
        queue_run(best, read, follows=run.pk)
    return True
