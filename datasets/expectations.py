"""Expectations of a data set: saved, suggested, and checked on each new version."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from audit.models import record
from config import clock
from datasets.models import Dataset, DatasetVersion, Expectation

if TYPE_CHECKING:
    from datasets.checking.expectations import Expectation as Promise

logger = logging.getLogger(__name__)

WORST_FIRST = ("fail", "warn", "pass")
Verdicts = list[dict[str, Any]]


# --- Verdicts -----------------------------------------------------------------------------------


def judge(version: DatasetVersion, dataset: Dataset | None, table: Path | None = None) -> None:
    """Write verdicts and outcome on ``version``, which is not saved here.

    ``table`` is its own part where that is not kept yet. Whatever goes wrong, the version is kept: without
    verdicts then.
    """
    promises = [kept.promise for kept in dataset.expectations.all()] if dataset is not None else []
    try:
        verdicts = _verdicts(version, dataset, promises, table) if dataset and promises else []
    except Exception:
        logger.exception("The expectations of %s could not be verified", dataset)
        version.verdicts, version.outcome = None, ""
        return
    outcomes = {verdict["outcome"] for verdict in verdicts}
    version.verdicts = verdicts
    version.outcome = next((outcome for outcome in WORST_FIRST if outcome in outcomes), "")


def judge_newest(dataset: Dataset) -> None:
    """The newest version, checked against the current expectations."""
    newest = dataset.versions.order_by("-number").first()
    if newest is not None:
        judge(newest, dataset)
        dataset.versions.filter(pk=newest.pk).update(verdicts=newest.verdicts, outcome=newest.outcome)


def _verdicts(
    version: DatasetVersion, dataset: Dataset, promises: Sequence[Promise], table: Path | None
) -> Verdicts:
    import pyarrow.parquet as pq

    from datasets.checking.expectations import verify
    from datasets.parts import read_parts

    earlier = {part.number: part for part in dataset.versions.filter(number__in=version.earlier_parts)}
    with ExitStack() as opened:
        files: list[Any] = [
            opened.enter_context(earlier[number].table.open("rb")) for number in version.earlier_parts
        ]
        files.append(opened.enter_context(table.open("rb") if table else version.table.open("rb")))
        there = pq.read_schema(files[-1]).names
        files[-1].seek(0)
        named = {promise.column for promise in promises}
        # The number of rows is that of any column.
        wanted = [name for name in there if name in named] or there[:1]
        frame = read_parts(files, wanted)
    return [verdict.as_dict() for verdict in verify(frame, promises, clock.now())]


# --- What is expected ---------------------------------------------------------------------------


def suggested(version: DatasetVersion) -> list[Promise]:
    """Suggestions from ``version`` that nobody has set yet. Raises FileNotFoundError if its table is gone."""
    from datasets.checking.expectations import suggest
    from datasets.checks import checked_frame

    said = {(kept.kind, kept.column) for kept in version.dataset.expectations.all()}
    found = suggest(checked_frame(version), version.kinds, version.created_at)
    return [promise for promise in found if (promise.kind, promise.column or "") not in said]


def expect(actor: Any, dataset: Dataset, promises: Sequence[Promise]) -> None:
    """Keep ``promises`` beside what is expected already; one of the same kind and column is changed."""
    with transaction.atomic():
        for promise in promises:
            _keep(actor, dataset, promise)
    judge_newest(dataset)


def expect_only(actor: Any, dataset: Dataset, promises: Sequence[Promise]) -> None:
    """Keep ``promises`` and nothing else."""
    said = {(promise.kind, promise.column or "") for promise in promises}
    with transaction.atomic():
        for kept in dataset.expectations.all():
            if (kept.kind, kept.column) not in said:
                _drop(actor, kept)
        for promise in promises:
            _keep(actor, dataset, promise)
    judge_newest(dataset)


def forget(actor: Any, expectation: Expectation) -> None:
    dataset = expectation.dataset
    with transaction.atomic():
        _drop(actor, expectation)
    judge_newest(dataset)


def _keep(actor: Any, dataset: Dataset, promise: Promise) -> None:
    kept, created = Expectation.objects.get_or_create(
        dataset=dataset,
        kind=promise.kind,
        column=promise.column or "",
        defaults={"params": dict(promise.params), "created_by": actor},
    )
    if not created and kept.params == dict(promise.params):
        return
    Expectation.objects.filter(pk=kept.pk).update(params=dict(promise.params))
    record(actor, "created" if created else "changed", kept, params=dict(promise.params))


def _drop(actor: Any, expectation: Expectation) -> None:
    record(actor, "deleted", expectation, params=expectation.params)
    expectation.delete()
