"""Fast first, best later: a fast run that has succeeded is followed by a search for the best.

The version of the search counts as newer than the fast one only where it is better by more than the standard
error of its own figure. Aliases are people's: nothing here sets or moves one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from audit.models import record
from language.sentences import Sentence, say
from training import result_changes, tasks
from training.exchange import MAIN, Block, Evaluation
from training.expected import expected_seconds
from training.families import Family, Trained
from training.models import ModelVersion, RunTable, TrainingRun
from training.models.runs import Status, Trigger

if TYPE_CHECKING:
    from pandas import DataFrame


def start_follow_ups() -> int:
    """Queue every search that is due and was not queued yet. Safe to call at any time, from any process."""
    due = TrainingRun.objects.filter(status=Status.SUCCEEDED, then_best=True, followed_up_at=None)
    return sum(follow_up(run) for run in due)


def follow_up(run: TrainingRun) -> bool:
    """Queue the search for the best that ``run`` asked for. Of all who try, one succeeds.

    It learns from the same versions of the same sheets, with the same columns, settings and seed.
    """
    with transaction.atomic():
        due = TrainingRun.objects.filter(
            pk=run.pk, status=Status.SUCCEEDED, then_best=True, followed_up_at=None
        )
        if not due.update(followed_up_at=timezone.now()):
            return False
        tables = list(run.run_tables.select_related("version"))
        rows = next((one.version.rows for one in tables if one.table == MAIN and one.version), 0)
        best = TrainingRun.objects.create(
            name=run.name,
            family=run.family,
            model=run.model,
            columns=run.columns,
            settings=run.settings,
            params=run.params,
            effort="best",
            seed=run.seed,
            trigger=Trigger.FOLLOW_UP,
            follows=run,
            requested_by=run.requested_by,
            message=say("Waiting for a worker"),
            expected_seconds=expected_seconds(run.get_family(), "best", rows, run.settings),
        )
        RunTable.objects.bulk_create(
            RunTable(
                run=best,
                table=one.table,
                version=one.version,
                dataset_name=one.dataset_name,
                sha256=one.sha256,
            )
            for one in tables
        )
        record(run.requested_by, "started", best, family=best.family, follows=run.pk)
        transaction.on_commit(lambda: tasks.enqueue_run(best.pk))
    return True


@dataclass(frozen=True)
class Outcome:
    """What a search found compared with the fast version: whether its own version stands back, the sentence
    that says why, and the rows that changed.
    """

    stands_back: bool = False
    reason: Sentence | str = ""
    blocks: Sequence[Block] = field(default_factory=list)


def outcome(family: Family, fast: ModelVersion, rows: DataFrame | None, trained: Trained) -> Outcome:
    """How ``trained`` compares with ``fast``, whose result ``rows`` may be gone."""
    stands_back, reason = _compared(family, trained.evaluation, fast)
    changed = [] if rows is None else result_changes.blocks(family, rows, trained.results, fast.label)
    return Outcome(stands_back, reason, changed)


def _compared(family: Family, best: Evaluation, fast: ModelVersion) -> tuple[bool, Sentence]:
    name = family.primary_metric
    ours, theirs = best.metrics.get(name), fast.metrics.get(name)
    if ours is None or theirs is None:
        return True, say(
            "It cannot be compared with version {version}, which keeps its place.", version=fast.label
        )
    error = next((one.error for one in best.candidates if one.chosen and one.error is not None), 0.0)
    gain = theirs - ours if family.lower_is_better else ours - theirs
    words = {
        "metric": family.metric_labels.get(name, name),
        "ours": ours,
        "theirs": theirs,
        "version": fast.label,
        "error": error,
    }
    if gain > error:
        return False, say(
            "The search for the best answer reaches {metric} {ours:number}, the fast version {version} "
            "{theirs:number}: better by more than the standard error of {error:number}, so this version "
            "replaces it.",
            **words,
        )
    return True, say(
        "The search for the best answer reaches {metric} {ours:number}, the fast version {version} "
        "{theirs:number}: not better by more than the standard error of {error:number}, so version "
        "{version} keeps its place.",
        **words,
    )
