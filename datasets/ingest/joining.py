"""The version that further rows make: they join those that are there, or take the place of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from datasets.ingest.memory import Choices
from datasets.ingest.upload import sheet_problems
from datasets.models import DatasetVersion

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from datasets.reading import ReadTable
    from datasets.schema.append_plan import AppendPlan


@dataclass(frozen=True)
class Prepared:
    """A sheet that was read and compared with the version it will follow."""

    read: ReadTable
    choices: Choices
    schema: list[dict[str, Any]]
    plan: AppendPlan
    rows: pa.Table

    @property
    def names(self) -> dict[str, str]:
        from datasets.schema.matching import replaced_names

        return replaced_names(self.plan.columns)


def replaces(plan: AppendPlan) -> bool:
    return plan.chosen == "replace"


def described(
    base: DatasetVersion, prepared: Prepared, files: Sequence[IO[bytes]], table: Path
) -> DatasetVersion:
    """The version not saved yet, its own part written to ``table``. Where rows are replaced, all rows are its
    own part: those of earlier ones stay as they are."""
    from datasets.schema.columns import merged, renamed, schema_of, with_aliases

    added = _frame(prepared.rows)
    columns, rows = (_replaced if replaces(prepared.plan) else _joined)(base, prepared, files, table, added)
    own = profile_of(added)
    written = renamed(prepared.read.conventions, prepared.names)
    schema = merged(base.known_schema, schema_of(added, own, len(added), written), columns, rows)
    return DatasetVersion(
        rows=rows,
        rows_added=len(added),
        earlier_parts=[] if replaces(prepared.plan) else [*base.earlier_parts, base.number],
        row_runs=[] if replaces(prepared.plan) else base.row_runs,
        columns=columns,
        schema=with_aliases(schema, base.known_schema, prepared.names),
        report=replace(prepared.read.report, names=prepared.names).as_dict(),
        reject_count=len(prepared.read.rejects),
        options={**prepared.read.options_used, **prepared.choices.as_said()},
        problems=[
            *sheet_problems(prepared.read, prepared.choices),
            *(finding.as_dict() for finding in prepared.plan.problems),
        ],
    )


def _joined(
    base: DatasetVersion, prepared: Prepared, files: Sequence[IO[bytes]], table: Path, added: pd.DataFrame
) -> tuple[list[dict[str, Any]], int]:
    """The profile and number of all rows, after the new ones were written alone."""
    import pyarrow.parquet as pq

    from datasets.parts import read_parts
    from datasets.profiling import merged_profiles

    pq.write_table(prepared.rows, table)
    rows = base.rows + len(added)
    own = profile_of(added)
    with table.open("rb") as last:
        columns = merged_profiles(
            base.columns, own, rows, lambda name: read_parts([*files, last], [name])[name]
        )
    return columns, rows


def _replaced(
    base: DatasetVersion, prepared: Prepared, files: Sequence[IO[bytes]], table: Path, added: pd.DataFrame
) -> tuple[list[dict[str, Any]], int]:
    """The same after all rows were written, the new ones in the place of those with their keys."""
    from datasets.schema.same_keys import in_place

    frame = _frame(in_place(files, prepared.rows, prepared.plan.key))
    frame.to_parquet(table, index=False)
    return profile_of(frame), len(frame)


def profile_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    from datasets import profiling

    return [profile.as_dict() for profile in profiling.profile(frame)]


def _frame(table: pa.Table) -> pd.DataFrame:
    import pandas as pd

    from datasets.parts import as_column

    return pd.DataFrame({name: as_column(table.column(name)) for name in table.column_names}, copy=False)
