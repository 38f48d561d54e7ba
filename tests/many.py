"""Rows by the hundred, copied from one trained model: its report has the size that reports have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion, Expectation, Import
from training.models import Alias, Draft, Metric, ModelVersion, RunTable, TrainedModel, TrainingRun
from training.runs.models import Status
from training.versions.models import PRODUCTION

STATUSES = (Status.SUCCEEDED, Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)
VERSIONS = 3


def make_many(
    owner: User, like: ModelVersion, *, datasets: int = 0, models: int = 0, runs: int = 0, versions: int = 0
) -> None:
    """So many of each besides what is there. Every model has three versions, the first in production.

    ``versions`` are further ones of ``like``'s own model, each with its run and an alias, and of its data.
    """
    _make_datasets(owner, like, datasets)
    _make_models(owner, like, models)
    _make_runs(owner, like, runs)
    _make_versions(owner, like, versions)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor=owner, actor_name=owner.username, verb="trained", object_type="run", object_name=f"{n}"
        )
        for n in range(runs)
    )
    Draft.objects.bulk_create(Draft(owner=owner, version=_table(like)) for _ in range(min(runs, 40)))


def make_many_imports(owner: User, job: Import, *, imports: int = 0, versions: int = 0) -> None:
    """So many imports like ``job``, of every status, and versions of its data set more; and an expectation
    of that data set for each."""
    assert job.dataset is not None
    newest, there = job.dataset.latest(), Import.objects.count()
    Import.objects.bulk_create(
        _copy(job, status=status, fingerprint=f"{there + n:060}{status[:4]}", file_name=f"{status} {n}.csv")
        for n in range(imports)
        for status in (Status.QUEUED, Status.FAILED, Status.SUCCEEDED)
    )
    for n in range(newest.number + 1, newest.number + 1 + versions):
        _copy(newest, number=n, fingerprint=f"{n:064}").save()
        Expectation.objects.create(
            dataset=job.dataset, kind="not_missing", column=f"column {n}", created_by=owner
        )


def _table(like: ModelVersion) -> DatasetVersion:
    assert like.run is not None
    version = like.run.run_tables.get(table="main").version
    assert version is not None
    return version


def _copy(record: Any, **changes: Any) -> Any:
    """``record`` as a new row, its large fields with it."""
    values = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.fields
        if not field.primary_key
    }
    return type(record)(**(values | changes))


def _make_datasets(owner: User, like: ModelVersion, number: int) -> None:
    start = Dataset.objects.count()
    made = Dataset.objects.bulk_create(
        Dataset(name=f"Sheet {n}", slug=f"sheet-{n}", owner=owner) for n in range(start, start + number)
    )
    DatasetVersion.objects.bulk_create(
        _copy(_table(like), dataset_id=dataset.pk, number=1, fingerprint=f"{dataset.pk:064}")
        for dataset in made
    )


def _make_models(owner: User, like: ModelVersion, number: int) -> None:
    start = TrainedModel.objects.count()
    family = like.model.family
    made = TrainedModel.objects.bulk_create(
        TrainedModel(name=f"Model {n}", slug=f"model-{n}", family=family, owner=owner)
        for n in range(start, start + number)
    )
    versions = ModelVersion.objects.bulk_create(
        (
            _copy(
                like,
                model_id=model.pk,
                number=n,
                label=f"1.{n}.0",
                run_id=None,
                sha256=f"{model.pk:032}{n:032}",
            )
            for model in made
            for n in range(1, VERSIONS + 1)
        ),
        batch_size=100,
    )
    Alias.objects.bulk_create(
        Alias(model_id=version.model_id, name=PRODUCTION, version=version, set_by=owner)
        for version in versions
        if version.number == 1
    )


def _make_runs(owner: User, like: ModelVersion, number: int) -> None:
    assert like.run is not None
    now = timezone.now()
    made = TrainingRun.objects.bulk_create(
        (
            _copy(
                like.run,
                name=f"Run {n}",
                status=STATUSES[n % len(STATUSES)],
                requested_by_id=owner.pk,
                queued_at=now - timedelta(minutes=n),
                finished_at=now - timedelta(minutes=n),
            )
            for n in range(number)
        ),
        batch_size=100,
    )
    table = _table(like)
    RunTable.objects.bulk_create(
        RunTable(run=run, version=table, dataset_name=table.reference, sha256=table.sha256) for run in made
    )
    Metric.objects.bulk_create(
        Metric(run=run, name=name, split="evaluation", value=value)
        for run in made
        for name, value in like.metrics.items()
        if isinstance(value, (int, float))
    )


def _make_versions(owner: User, like: ModelVersion, number: int) -> None:
    assert like.run is not None
    start = like.model.versions.count() + 1
    for n in range(start, start + number):
        run = _copy(like.run)
        run.save()
        version = _copy(like, number=n, label=f"1.{n}.0", run_id=run.pk, sha256=f"{n:064}")
        version.save()
        Alias.objects.create(model=like.model, name=f"alias-{n}", version=version, set_by=owner)
        sheet = _copy(_table(like), number=n, fingerprint=f"{n:064}")
        sheet.save()
        RunTable.objects.create(run=run, version=sheet, dataset_name=sheet.reference, sha256=sheet.sha256)
