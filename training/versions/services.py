"""Saving what a run produces, promoting versions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from audit.models import record
from contract import artifacts
from contract.family import Trained
from contract.plain import plain
from contract.training import Plan
from language.sentences import Sentence, joined, say
from training.models import Alias, Metric, ModelVersion, TrainedModel, TrainingRun
from training.runs.orders import model_called, model_slug, require_may_train
from training.versions import group_names, items, rows
from training.versions.learned import kept_conventions
from training.versions.result_changes import Outcome, outcome

if TYPE_CHECKING:
    from pandas import DataFrame


class FileMissing(Exception):
    """A file of a version is gone from the disk, or can no longer be read. Says which, in a sentence."""


class RunLost(Exception):
    """The run is no longer this process's to end: it was cancelled, or given to another worker."""


def keep(run: TrainingRun, plan: Plan, trained: Trained) -> ModelVersion:
    """Write files, version and metrics, and end the run, all or nothing.

    Raises RunLost, and OrderRefused where a model of another family has taken the name meanwhile.
    """
    beside = _beside_the_fast(run, trained)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sha256, manifest = artifacts.write(trained.model, _manifest(run, plan, trained), folder / "artifact")
        trained.results.to_parquet(folder / "results", index=False, row_group_size=rows.ROWS_PER_GROUP)
        stored = ["artifact", "results"]
        if trained.items is not None:
            items.write(trained.items, folder / "items")
            stored.append("items")
        version = ModelVersion(
            run=run,
            algorithm=trained.evaluation.model,
            sha256=sha256,
            size=(folder / "artifact").stat().st_size,
            manifest=manifest,
            result_rows=len(trained.results),
            item_count=0 if trained.items is None else len(trained.items),
            headline=trained.headline,
            summary={} if trained.summary is None else trained.summary.as_dict(),
            report=[block.as_dict() for block in [*beside.blocks, *trained.blocks]],
            problems=[problem.as_dict() for problem in trained.problems],
            metrics=plain(trained.evaluation.metrics),
            baseline=plain(trained.evaluation.baseline),
            baseline_label=trained.evaluation.baseline_label,
            stands_back=beside.stands_back,
        )
        try:
            # The files first, so that the transaction stays short; without a row they are swept away.
            for field in stored:
                with (folder / field).open("rb") as file:
                    getattr(version, field).save(field, File(file), save=False)
            _insert(run, version, trained, joined([trained.evaluation.reason, beside.reason]))
        except BaseException:
            delete_files(files_of(version))
            raise
    return version


def _beside_the_fast(run: TrainingRun, trained: Trained) -> Outcome:
    """Empty for a run that follows none, and where the version of the one it follows is gone."""
    fast = getattr(run.follows, "version", None)
    if fast is None:
        return Outcome()
    try:
        rows = results_table(fast)
    except FileMissing:
        rows = None
    return outcome(run.get_family(), fast, rows, trained)


@transaction.atomic
def _insert(run: TrainingRun, version: ModelVersion, trained: Trained, reason: Sentence) -> None:
    known = model_called(run.name)
    slug = known.slug if known else model_slug(run.name)
    TrainedModel.objects.get_or_create(
        slug=slug,
        defaults={"family": run.family, "name": run.name, "owner": run.requested_by},
    )
    model = TrainedModel.objects.select_for_update().get(slug=slug)
    if run.requested_by is not None:
        # Checked when the run was started; since then another run may have made the model.
        require_may_train(run.requested_by, model, run.family)
    previous = model.versions.order_by("-number").first()
    version.model = model
    model.last_number += 1
    model.save(update_fields=["last_number"])
    version.number = model.last_number
    version.label = next_label(previous, version.manifest)
    group_names.carry(previous, version)
    version.save()
    for split, values in (("evaluation", version.metrics), ("baseline", version.baseline)):
        Metric.objects.bulk_create(
            Metric(run=run, name=name, split=split, value=value)
            for name, value in values.items()
            if value is not None
        )
    ended = run.succeed(
        log=run.log,
        problems=[problem.as_dict() for problem in trained.problems],
        candidates=[plain(vars(candidate)) for candidate in trained.evaluation.candidates],
        reason=reason,
    )
    if not ended:
        raise RunLost
    record(run.requested_by, "trained", version, run=run.pk)


def next_label(previous: ModelVersion | None, manifest: Mapping[str, Any]) -> str:
    """The first number rises when columns or settings differ from the version before, else the second."""
    if previous is None:
        return "1.0.0"
    major, minor, _ = (int(part) for part in previous.label.split("."))
    same = all(previous.manifest.get(key) == manifest.get(key) for key in ("columns", "settings", "filters"))
    return f"{major}.{minor + 1}.0" if same else f"{major + 1}.0.0"


def set_alias(actor: Any, version: ModelVersion, name: str, reason: str = "") -> Alias:
    """Point ``name`` at ``version``. The row that held before is closed and stays as history."""
    with transaction.atomic():
        model = TrainedModel.objects.select_for_update().get(pk=version.model_id)
        current = model.aliases.filter(name=name, until=None).first()
        if current is not None and current.version_id == version.pk:
            return current
        now = timezone.now()
        model.aliases.filter(name=name, until=None).update(until=now)
        alias = Alias.objects.create(
            model=model, name=name, version=version, since=now, set_by=actor, reason=reason[:300]
        )
        before = current.version.number if current else None
        record(actor, "promoted", version, alias=name, before=before, reason=reason)
        return alias


def remove_alias(actor: Any, model: TrainedModel, name: str) -> bool:
    """Close ``name``. False where it points nowhere."""
    with transaction.atomic():
        closed = model.aliases.filter(name=name, until=None).update(until=timezone.now())
        if closed:
            record(actor, "removed alias of", model, alias=name)
        return bool(closed)


@contextmanager
def result_rows(version: ModelVersion) -> Iterator[rows.Rows]:
    """The rows that the run produced, read as they are asked for. Raises FileMissing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    gone = FileMissing(say("The result rows of {version} are no longer on disk.", version=str(version)))
    try:
        file = version.results.open("rb")
    except (OSError, ValueError):  # ValueError: no file was ever written.
        raise gone from None
    with file:
        try:
            yield rows.Rows(pq.ParquetFile(file), given=group_names.given_of(version))
        except pa.ArrowInvalid:
            raise gone from None


def results_table(version: ModelVersion, start: int = 0, stop: int | None = None) -> DataFrame:
    """Rows ``start`` to ``stop`` of what the run produced; all of them by default. Raises FileMissing."""
    with result_rows(version) as found:
        return found.table(start, stop).to_pandas()


def files_of(version: ModelVersion) -> list[str]:
    """The names of its files on disk."""
    return [str(file.name or "") for file in (version.artifact, version.results, version.items)]


def delete_files(names: list[str]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)


def _manifest(run: TrainingRun, plan: Plan, trained: Trained) -> dict[str, Any]:
    tables = list(run.run_tables.select_related("version"))
    return {
        "run": run.pk,
        "family": run.family,
        "model": trained.evaluation.model,
        "params": trained.model.params.model_dump(mode="json"),
        "settings": plan.settings.model_dump(mode="json"),
        "columns": run.columns,
        "filters": run.filters,
        "effort": plan.effort,
        "seed": plan.seed,
        "datasets": {table.table: {"name": table.dataset_name, "sha256": table.sha256} for table in tables},
        "conventions": kept_conventions(
            {table.table: table.version for table in tables}, run.columns, run.filters
        ),
        "inputs": [vars(wanted) for wanted in trained.inputs],
        "facts": trained.model.facts,
    }
