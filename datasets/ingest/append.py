"""Further rows for a data set: its next version, made of the existing parts and one more."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File

from datasets.ingest.files import on_disk, sha256_of
from datasets.ingest.joining import Prepared, described, profile_of, replaces
from datasets.ingest.keeping import Accept, Overtaken, Place, Step, accept_any, keep, no_step
from datasets.ingest.memory import Choices, choices_for, remember
from datasets.ingest.upload import (
    KEEPING,
    PROFILING,
    READING,
    files_of,
    fingerprint_of,
    people_of,
    place_for,
    read_sheet,
)
from datasets.models import Dataset, DatasetVersion
from language.sentences import say

if TYPE_CHECKING:
    from datasets.reading import Correction, ReadTable
    from datasets.schema.append_plan import AppendPlan

TRIES = 3
COMPARING = say("Comparing with the existing rows")
WRITTEN_OTHERWISE = ("other_date_order", "other_decimal", "no_percent")
"""Findings about the cells of a sheet that belong to what appending it changes."""


@dataclass(frozen=True)
class UploadRequest:
    """How a sheet is to be appended: reading options, what is confirmed, which columns name a row."""

    options: Mapping[str, Any] | None = None
    confirmed: Collection[str] = ()
    key: Sequence[str] = ()
    corrections: tuple[Correction, ...] = ()


def plan_append(
    dataset: Dataset,
    upload: File[bytes],
    wanted: UploadRequest | None = None,
    actor: Any = None,
    step: Step = no_step,
) -> AppendPlan:
    """What appending ``upload`` to the newest version of ``dataset`` would change; nothing is kept.

    Raises what ``upload_version`` raises.
    """
    file_name = Path(upload.name or "upload").name
    place = place_for(actor, (), dataset)
    with on_disk(upload) as path, ExitStack() as opened:
        wanted = wanted or UploadRequest()
        choices = choices_for(path, file_name, wanted.options, people_of(place))
        base = dataset.latest()
        return _prepared(base, _files(base, opened), path, file_name, choices, wanted, step).plan


def subject_of(upload: File[bytes], wanted: UploadRequest) -> str:
    """A fingerprint of what a plan is about: the sheet, how it is read, and what names its rows."""
    options = {key: str(value) for key, value in (wanted.options or {}).items() if value not in (None, "")}
    with on_disk(upload) as path:
        about = json.dumps([sha256_of(path), options, list(wanted.key)], sort_keys=True)
    return hashlib.sha256(about.encode()).hexdigest()


def append_version(
    actor: Any,
    dataset: Dataset,
    upload: File[bytes],
    wanted: UploadRequest | None = None,
    accept: Accept = accept_any,
    step: Step = no_step,
) -> tuple[DatasetVersion, bool]:
    """The rows of ``upload`` that ``dataset`` does not have yet, as its next version.

    The newest version and False where it has them all. Raises what ``upload_version`` raises, and
    ``append_plan.AppendRefused`` where the sheet does not fit and nobody has confirmed that it is meant so.
    What is there is not written again: the cost is that of the new rows, of looking for them among the old
    ones (``append_plan.planned``) and of the profile (``merged_profiles``).
    """
    from datasets.reading import ReadingError

    with on_disk(upload) as path:
        file_name = Path(upload.name or "upload").name
        for _ in range(TRIES):
            try:
                return extend(
                    actor, dataset.latest(), path, file_name, wanted or UploadRequest(), accept, step=step
                )
            except Overtaken:
                continue  # Other rows joined in between: these are to follow them.
    raise ReadingError.of(
        "overtaken",
        say("Other rows were added to '{name}' each time these were about to be.", name=dataset.name),
        remedy=say("Add the sheet again."),
    )


def extend(
    actor: Any,
    base: DatasetVersion,
    path: Path,
    file_name: str,
    wanted: UploadRequest,
    accept: Accept = accept_any,
    newest: bool = True,
    step: Step = no_step,
) -> tuple[DatasetVersion, bool]:
    """The sheet at ``path`` as the next version, after the parts of ``base``.

    Raises Overtaken where ``newest`` is asked for and ``base`` is no longer the newest version.
    """
    place = place_for(actor, (), base.dataset)
    people = people_of(place)
    choices = replace(choices_for(path, file_name, wanted.options, people), corrections=wanted.corrections)
    sha256 = sha256_of(path)
    if existing := place.existing(fingerprint_of(sha256, choices, base.fingerprint)):
        accept(existing)
        return existing, False
    with ExitStack() as opened, tempfile.NamedTemporaryFile(suffix=".parquet") as table:
        files = _files(base, opened)
        prepared = _prepared(base, files, path, file_name, choices, wanted, step)
        _refuse(prepared.plan)
        if prepared.plan.rows_added == 0:
            accept(base)
            return base, False
        step(60, PROFILING)
        version = described(base, prepared, files, Path(table.name))
        version.original_name, version.size, version.sha256 = file_name, path.stat().st_size, sha256
        version.fingerprint = fingerprint_of(sha256, prepared.choices, base.fingerprint)
        version.created_by = place.owner
        place = Place(place.owner, "", base.dataset, after=base.number if newest else None)
        step(90, KEEPING)
        version.choices = {
            "options": prepared.choices.options,
            "confirm": list(wanted.confirmed),
            "key": list(wanted.key),
            **({"replaced": prepared.plan.replaced, "onto": base.number} if replaces(prepared.plan) else {}),
        }
        kept_files = files_of(prepared.read, prepared.choices, path, Path(table.name))
        kept = keep(version, place, kept_files, accept)
    remember(path, file_name, prepared.choices, people)
    return kept


def _files(base: DatasetVersion, opened: ExitStack) -> list[IO[bytes]]:
    return [opened.enter_context(part.table.open("rb")) for part in base.parts()]


def _refuse(plan: AppendPlan) -> None:
    from datasets.schema.append_plan import AppendRefused

    if plan.to_confirm:
        raise AppendRefused(plan)


def _prepared(
    base: DatasetVersion,
    files: Sequence[IO[bytes]],
    path: Path,
    file_name: str,
    choices: Choices,
    wanted: UploadRequest,
    step: Step,
) -> Prepared:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from datasets import reading
    from datasets.schema.append_plan import Base, planned
    from datasets.schema.columns import schema_of

    step(5, READING)
    read, choices = _read(base, path, file_name, choices)
    step(40, COMPARING)
    profiles = profile_of(read.frame)
    schema = schema_of(read.frame, profiles, len(read.frame), read.conventions)
    sheet = pa.Table.from_pandas(read.frame, preserve_index=False).replace_schema_metadata(None)
    about = Base(base.reference, base.known_schema, pq.read_schema(files[-1]), files)
    plan, rows = planned(about, sheet, schema, wanted.confirmed, wanted.key)
    total = base.rows + plan.rows_added - (plan.replaced if replaces(plan) else 0)
    if total > settings.MAX_ROWS:
        raise reading.ReadingError.too_many("rows", base.dataset.name, total, settings.MAX_ROWS)
    otherwise = [found for found in read.problems if found.code in WRITTEN_OTHERWISE]
    plan = replace(plan, problems=[*otherwise, *plan.problems])
    read = replace(read, problems=[found for found in read.problems if found not in otherwise])
    return Prepared(read, choices, schema, plan, rows)


def _read(base: DatasetVersion, path: Path, file_name: str, choices: Choices) -> tuple[ReadTable, Choices]:
    """What the sheet leaves open is read as the rows that are there, unless that is to be found again.

    A column whose own order is not known is read as all others of the data set.
    """
    from datasets import reading
    from datasets.schema.matching import known_columns

    known = known_columns(base.known_schema, base.columns, choices.forgotten)
    try:
        read, choices = read_sheet(path, file_name, choices, known)
    except reading.ReadingQuestion as question:
        orders = {entry["date_order"] for entry in base.known_schema if entry["date_order"]}
        if question.option != "date_order" or len(orders) != 1 or "date_order" in choices.forgotten:
            raise
        read, choices = read_sheet(path, file_name, choices.and_as_before(date_order=orders.pop()), known)
    return read, choices.and_as_before(**read.as_before)
