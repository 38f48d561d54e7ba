"""The derived table: made, read as any other sheet, described for a preview or kept as a version."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract.data import DataProblems, Problem
from contract.deriving import Derived
from contract.training import Progress
from datasets.deriving.orders import Resolved
from datasets.ingest.files import sha256_of
from datasets.ingest.keeping import Accept, Place, Step, keep, no_step
from datasets.ingest.memory import Choices
from datasets.ingest.upload import (
    KEEPING,
    PROFILING,
    described,
    files_of,
    follow,
    named_as_in,
    read_sheet,
)
from datasets.models import DatasetVersion
from datasets.values import plain_rows
from language.sentences import say

if TYPE_CHECKING:
    from datasets.reading import ReadTable

FIRST_ROWS = 20
ROWS_AT_ONCE = 200_000
"""Of all tables together, up to which a preview is made while somebody waits."""
LOADING = say("Reading the tables")
AS_FOUND = Choices({})
"""How a derived table is read: its columns have kinds already."""


@dataclass(frozen=True)
class Made:
    """A derived table: the ``file`` as it will be kept, how that is read, and what the recipe says of it."""

    derived: Derived
    file: Path
    read: ReadTable

    @property
    def told(self) -> dict[str, Any]:
        """What is kept of the work beside the table: how it was made, and its warnings."""
        return {
            "warnings": [problem.as_dict() for problem in self.derived.problems],
            "blocks": [block.as_dict() for block in self.derived.blocks],
        }


def is_large(resolved: Resolved) -> bool:
    """Whether a preview is a worker's, since it has to be of all the rows to be true."""
    return resolved.rows > ROWS_AT_ONCE


@contextmanager
def made(
    resolved: Resolved, name: str, progress: Progress | None = None, step: Step = no_step
) -> Iterator[Made]:
    """The table of ``resolved``, in a file that goes again.

    Raises DataProblems where it cannot be made, ReadingError where it is larger than any sheet may be, and
    FileNotFoundError where a table is gone from the disk.
    """
    step(2, LOADING)
    derived = resolved.recipe.make(resolved.load(), resolved.settings, progress)
    if not len(derived.table):
        raise DataProblems([_nothing(resolved)])
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        derived.table.to_parquet(file.name, index=False)
        read, _ = read_sheet(Path(file.name), f"{name}.parquet", AS_FOUND)
        yield Made(derived, Path(file.name), read)


def preview(resolved: Resolved, progress: Progress | None = None, step: Step = no_step) -> dict[str, Any]:
    """What the table would be, as JSON with sentences: it is made, and nothing is kept.

    Raises what ``made`` raises.
    """
    from datasets import profiling

    with made(resolved, resolved.recipe.key, progress, step) as table:
        step(85, PROFILING)
        frame = table.read.frame
        columns = [{"name": one.name, "kind": one.kind} for one in profiling.profile(frame)]
        names = [one["name"] for one in columns]
        first = [dict(zip(names, row, strict=True)) for row in plain_rows(frame.head(FIRST_ROWS))]
        return {
            "rows": len(frame),
            "columns": columns,
            "first": first,
            **table.told,
            "tables": resolved.tables,
            "roles": {role: _listed(names) for role, names in resolved.columns.items()},
            "settings": resolved.kept_settings,
        }


def keep_made(
    table: Made, resolved: Resolved, place: Place, accept: Accept, step: Step = no_step
) -> tuple[DatasetVersion, bool]:
    """The table as the next version of its data set, and whether it is new."""
    before = place.newest()
    read = named_as_in(before, table.read)
    step(75, PROFILING)
    with tempfile.NamedTemporaryFile(suffix=".parquet") as columns:
        read.frame.to_parquet(columns.name, index=False)
        name = before.dataset.slug if before else place.name
        version = described(read, AS_FOUND, table.file, f"{name}.parquet")
        version.sha256, version.fingerprint = sha256_of(table.file), resolved.fingerprint
        version.created_by = place.owner
        version.report = {}  # It tells of an upload.
        follow(before, version, read)
        step(90, KEEPING)
        files = files_of(read, AS_FOUND, table.file, Path(columns.name))
        return keep(version, place, files, accept, made_from=list(resolved.tables.values()))


def _nothing(resolved: Resolved) -> Problem:
    return Problem(
        code="empty_table",
        message=say("The table would have no rows."),
        table=next(iter(resolved.versions)),
        count=0,
        remedy=say("Choose other data or other settings."),
    )


def _listed(names: str | tuple[str, ...]) -> str | list[str]:
    return names if isinstance(names, str) else list(names)
