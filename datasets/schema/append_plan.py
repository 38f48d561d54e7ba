"""What appending a sheet to a version would change, worked out before anything is saved. No web framework."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from datasets.parts import in_type
from datasets.reading import Finding, ReadingError
from datasets.schema import append_findings as said
from datasets.schema.append_findings import Base
from datasets.schema.columns import Entry
from datasets.schema.duplicates import copies, known_keys, period, rows_of_period
from datasets.schema.matching import Match, common_type, match_columns

CONFIRMED_BY = {
    "missing_column": "missing",
    "renamed_column": "renamed",
    "retyped_column": "retyped",
    "same_key": "same_key",
}
"""Findings that keep a sheet from being appended, and the word that lets it in all the same."""


@dataclass(frozen=True)
class AppendPlan:
    """What will change. ``rows`` are in the sheet, ``rows_added`` of them are new.

    ``duplicates`` are in the data set entirely, ``same_key`` only by the columns of ``key``: both are left
    out. ``to_confirm`` are the words without which the sheet is refused.
    """

    extends: str
    rows: int
    rows_added: int
    duplicates: int
    same_key: int
    key: list[str]
    columns: list[Match]
    problems: list[Finding]
    to_confirm: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class AppendRefused(ReadingError):
    """The sheet does not fit, and nobody has confirmed that it is meant so. Carries the plan."""

    def __init__(self, plan: AppendPlan):
        self.plan = plan
        super().__init__(
            [found for found in plan.problems if CONFIRMED_BY.get(found.code) in plan.to_confirm]
        )


def planned(
    base: Base,
    sheet: pa.Table,
    schema: Sequence[Entry],
    confirmed: Collection[str] = (),
    key: Sequence[str] = (),
) -> tuple[AppendPlan, pa.Table]:
    """The plan, and the rows to add in the columns and types that the data set then has.

    ``schema`` is that of ``sheet``; ``key`` names the columns that name a row, else the schema of the base
    knows. Cost: of the rows that are there, those of the period of the sheet are read, all of them where no
    column holds dates; of a key, its columns are read whole.
    """
    by_content = "missing" not in confirmed or "renamed" in confirmed
    matches = match_columns(base.schema, schema, by_content)
    table, retyped = _conformed(base, sheet, matches)
    problems = [
        *said.of_columns(matches, base.reference),
        *(said.retyped(base, match, sheet) for match in retyped),
        *said.unseen_categories(base.schema, schema, matches),
        *said.overlap(base, table),
    ]
    there, same, names = _there_already(base, table, matches, key)
    problems += said.rows_there(int(there.sum()), int(same.sum()), names)
    words = {CONFIRMED_BY[found.code] for found in problems if found.code in CONFIRMED_BY}
    added = table.filter(pa.array(~(there | same)))
    plan = AppendPlan(
        extends=base.reference,
        rows=sheet.num_rows,
        rows_added=added.num_rows,
        duplicates=int(there.sum()),
        same_key=int(same.sum()),
        key=names,
        columns=matches,
        problems=problems,
        to_confirm=sorted(words - set(confirmed)),
    )
    return plan, added


def _conformed(base: Base, sheet: pa.Table, matches: Sequence[Match]) -> tuple[pa.Table, list[Match]]:
    """The sheet in the columns of ``matches``; a column that does not fit becomes text, and is named."""
    fields, columns, retyped = [], [], []
    for match in matches:
        if match.found is None:
            kind = base.types.field(match.column).type
            column = pa.chunked_array([pa.nulls(sheet.num_rows, kind)])
        else:
            column = sheet.column(match.found)
            kind = column.type
            if match.how != "new":
                kind = common_type(base.types.field(match.column).type, column)
                if kind is None:
                    retyped.append(match)
                    kind = pa.string()
        fields.append(pa.field(match.column, kind))
        columns.append(in_type(column, kind))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields)), retyped


def _there_already(
    base: Base, table: pa.Table, matches: Sequence[Match], key: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Per row: whether all of it is there, whether only its key is; and the columns of the key."""
    shared = [match.column for match in matches if match.how not in ("missing", "new")]
    there = np.zeros(table.num_rows, dtype=bool)
    same = there.copy()
    if not shared:
        return there, same, []
    first, last, time = None, None, time_column(base.schema, table)
    if time is not None:
        first, last = period(table.column(time))
    if time is None or not _begins_later(base.schema, time, first):
        old = rows_of_period(base.files, _only(table, shared), time, first, last)
        there = copies(table.select(shared), old)
    names = list(key) or [entry["name"] for entry in base.schema if entry["key"]][:1]
    if unknown := [name for name in names if name not in shared]:
        if key:
            raise said.unknown_key(unknown[0], base.reference)
        return there, same, []
    if names:
        old = rows_of_period(base.files, _only(table, names), None, None, None)
        same = known_keys(table.select(names), old) & ~there
    return there, same, names


def time_column(schema: Sequence[Entry], table: pa.Table) -> str | None:
    """The first column of dates, where every row of ``table`` has one."""
    for entry in schema:
        if entry["kind"] == "date" and entry["name"] in table.column_names:
            column = table.column(entry["name"])
            if pa.types.is_timestamp(column.type) and column.null_count == 0 and len(column):
                return str(entry["name"])
    return None


def _begins_later(schema: Sequence[Entry], time: str, first: Any) -> bool:
    last = next(entry["max"] for entry in schema if entry["name"] == time)
    return last is not None and bool(np.datetime64(first) > np.datetime64(last))


def _only(table: pa.Table, names: Sequence[str]) -> pa.Schema:
    return pa.schema([table.schema.field(name) for name in names])
