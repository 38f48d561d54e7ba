"""A sheet as a version of a data set."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File

from api.pages import printable
from datasets.ingest.files import on_disk, sha256_of
from datasets.ingest.keeping import Accept, Files, Place, Step, accept_any, keep, no_step
from datasets.ingest.memory import Choices, choices_for, remember
from datasets.models import Dataset, DatasetVersion
from language.sentences import say

if TYPE_CHECKING:
    from datasets.reading import ConventionsOf, Correction, ReadTable

READING = say("Reading the sheet")
PROFILING = say("Examining the columns")
KEEPING = say("Saving the table")


def upload_version(
    actor: Any,
    upload: File[bytes],
    *,
    name: str = "",
    dataset: Dataset | None = None,
    options: Mapping[str, Any] | None = None,
    accept: Accept = accept_any,
    step: Step = no_step,
    corrections: Sequence[Correction] = (),
) -> tuple[DatasetVersion, bool]:
    """Read ``upload`` and keep it as a version of ``dataset``, or of a new data set called ``name``.

    Options that are not given are those that were chosen for the last sheet with the same header, by the
    same person or for the same data set; ``auto`` has one found from the sheet again.

    Returns the version and whether it is new: the same bytes read the same way are the version that
    exists. Columns that the newest version of ``dataset`` knows have their names there (``naming``).
    ``corrections`` replace cells and rows of the sheet. Raises ``reading.ReadingError`` where there is
    no table in the file, and ``reading.ReadingQuestion`` where only the user can say how to read it; nothing
    is kept then.
    ``accept`` is called with the version before it is committed: what it raises undoes the upload.
    """
    file_name = Path(upload.name or "upload").name
    place = place_for(actor, (name, Path(file_name).stem), dataset)
    with on_disk(upload) as path:
        choices = replace(
            choices_for(path, file_name, options, people_of(place)), corrections=tuple(corrections)
        )
        sha256 = sha256_of(path)
        if existing := place.existing(fingerprint_of(sha256, choices)):
            kept, created = existing.renamed(), False
            accept(kept)
        else:
            with tempfile.NamedTemporaryFile(suffix=".parquet") as table:
                step(5, READING)
                read, choices = read_sheet(path, file_name, choices)
                before = place.newest()
                read = named_as_in(before, read)
                read.frame.to_parquet(table.name, index=False)
                step(60, PROFILING)
                version = described(read, choices, path, file_name)
                version.sha256, version.fingerprint = sha256, fingerprint_of(sha256, choices)
                version.created_by = place.owner
                follow(before, version, read)
                step(90, KEEPING)
                kept, created = keep(version, place, files_of(read, choices, path, Path(table.name)), accept)
        remember(path, file_name, choices, people_of(place))
    return kept, created


def place_for(actor: Any, names: Iterable[str], dataset: Dataset | None) -> Place:
    """The first of ``names`` that says anything is that of a new data set."""
    owner = actor if getattr(actor, "pk", None) else None
    name = next(filter(None, map(printable, names)), "Data")
    return Place(owner, name[:120], dataset)


def people_of(place: Place) -> list[Any]:
    """Whose choices count: who uploads, then who owns the data set."""
    return [place.owner, place.dataset.owner if place.dataset is not None else None]


def fingerprint_of(sha256: str, choices: Choices, *more: str) -> str:
    """Of a file and how it is read, and of what else makes a version another one."""
    corrections = (
        json.dumps([asdict(correction) for correction in choices.corrections]) if choices.corrections else ""
    )
    text = sha256 + json.dumps(choices.options, sort_keys=True) + "".join(more) + corrections
    return hashlib.sha256(text.encode()).hexdigest()


def read_sheet(
    path: Path, file_name: str, choices: Choices, known: ConventionsOf | None = None
) -> tuple[ReadTable, Choices]:
    """The table, and the choices that it was read with: those remembered may not fit this sheet any more.

    ``known`` are the conventions of the rows that these are to join."""
    from datasets import reading

    limits = reading.ReadingLimits(rows=settings.MAX_ROWS)
    try:
        options = reading.ReadingOptions(**{"time_zone": settings.TIME_ZONE, **choices.options})
        return reading.read(path, file_name, options, limits, choices.corrections, known), choices
    except reading.ReadingError:
        if not choices.remembered:
            raise
    return read_sheet(path, file_name, choices.alone(), known)


def named_as_in(before: DatasetVersion | None, read: ReadTable) -> ReadTable:
    """The table with the names that its columns have in the version before."""
    from datasets.schema.naming import named_as_before

    return read if before is None else named_as_before(read, before.known_schema, before.number)


def described(read: ReadTable, choices: Choices, path: Path, file_name: str) -> DatasetVersion:
    """What the file holds, as a version not saved yet."""
    from contract.row_numbers import runs_of
    from datasets import profiling
    from datasets.schema.columns import schema_of

    columns = [column.as_dict() for column in profiling.profile(read.frame)]
    rows = len(read.frame)
    return DatasetVersion(
        original_name=file_name,
        size=path.stat().st_size,
        rows=rows,
        rows_added=rows,
        row_runs=runs_of(read.row_numbers),
        columns=columns,
        schema=schema_of(read.frame, columns, rows, read.conventions),
        options={**read.options_used, **choices.as_said()},
        problems=sheet_problems(read, choices),
        choices={"options": choices.options},
        report=read.report.as_dict(),
        reject_count=len(read.rejects),
    )


def follow(before: DatasetVersion | None, version: DatasetVersion, read: ReadTable) -> None:
    """Adds to ``version`` the other names of its columns, and what differs from the version before.

    The same file read another way says nothing by what its columns hold: the user wants to see it otherwise.
    """
    from datasets.schema.columns import with_aliases
    from datasets.schema.naming import differences

    if before is None:
        return
    known = before.known_schema
    version.schema = with_aliases(version.schema, known, read.report.names)
    found = differences(known, version.schema, before.reference, by_content=version.sha256 != before.sha256)
    version.problems = [*(finding.as_dict() for finding in found), *version.problems]


def files_of(read: ReadTable, choices: Choices, path: Path, table: Path) -> Files:
    """What is kept of a sheet: itself, its table, what could not be read, and the corrections put in."""
    from datasets.reading.rejects import rejects_csv

    rejects = rejects_csv(read.rejects) if read.rejects else b""
    corrections = (
        json.dumps([asdict(correction) for correction in choices.corrections]).encode()
        if choices.corrections
        else b""
    )
    return Files(path, table, rejects, corrections)


def sheet_problems(read: ReadTable, choices: Choices) -> list[dict[str, Any]]:
    return [finding.as_dict() for finding in [*read.problems, *choices.findings()]]
