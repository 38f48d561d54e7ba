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
from datasets.schema.same_keys import Changed, examples, natural_key, with_key_in

CONFIRMED_BY = {
    "missing_column": "missing",
    "renamed_column": "renamed",
    "retyped_column": "retyped",
    "same_key": "replace",
}
"""Findings that keep a sheet from being appended, and the word that lets it in all the same."""
CHOICES = ("replace", "same_key", "add")
"""What can be done with rows whose key exists, with other values: they take the place of those that are
there, are left out, or join them. The first does least harm; ``add`` counts their amounts twice."""


@dataclass(frozen=True)
class AppendPlan:
    """What will change. ``rows`` are in the sheet, ``rows_added`` of them are new.

    ``duplicates`` are in the data set entirely and left out, ``same_key`` only by the columns of ``key``:
    what is done with them is one of ``choices``, and ``chosen`` once somebody said so. ``replaced``
    counts the rows that then go, ``changed`` are some of them. ``to_confirm`` are the words without which the
    sheet is refused.
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
    choices: list[str] = field(default_factory=list)
    chosen: str = ""
    replaced: int = 0
    changed: list[Changed] = field(default_factory=list)

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
    ]
    there = _there_already(base, table, matches, key)
    problems += said.overlap(base, table, bool(there.same.any()))
    chosen = next((word for word in CHOICES if word in confirmed), "") if there.same.any() else ""
    joins = there.joining(chosen)
    same = int(there.same.sum())
    problems += said.rows_there(int(there.copies.sum()), same, there.key, chosen, there.changed)
    words = {CONFIRMED_BY[found.code] for found in problems if found.code in CONFIRMED_BY}
    words -= set(confirmed) | ({"replace"} if chosen else set())
    added = table.filter(pa.array(joins))
    plan = AppendPlan(
        extends=base.reference,
        rows=sheet.num_rows,
        rows_added=added.num_rows,
        duplicates=int((there.copies & ~joins).sum()),
        same_key=same,
        key=there.key,
        columns=matches,
        problems=problems,
        to_confirm=sorted(words),
        choices=list(CHOICES) if same else [],
        chosen=chosen,
        replaced=there.going,
        changed=there.changed,
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


@dataclass(frozen=True)
class _There:
    """Per row of the sheet: whether all of it is there (``copies``), whether only its ``key`` is (``same``),
    and whether its key is that of such a row. ``going`` rows of the data set have one of these keys."""

    copies: np.ndarray
    same: np.ndarray
    of_changed: np.ndarray
    key: list[str] = field(default_factory=list)
    going: int = 0
    changed: list[Changed] = field(default_factory=list)

    def joining(self, chosen: str) -> np.ndarray:
        """The rows that are written. All of a key that is replaced are: those there go together."""
        new = ~(self.copies | self.same)
        if chosen == "replace":
            return np.asarray(new | self.of_changed)
        return np.asarray(new | self.same if chosen == "add" else new)


def _there_already(base: Base, table: pa.Table, matches: Sequence[Match], key: Sequence[str]) -> _There:
    shared = [match.column for match in matches if match.how not in ("missing", "new")]
    none = np.zeros(table.num_rows, dtype=bool)
    if not shared:
        return _There(none, none, none)
    first, last, time = None, None, time_column(base.schema, table)
    if time is not None:
        first, last = period(table.column(time))
    overlaps = time is None or not _begins_later(base.schema, time, first)
    old = rows_of_period(base.files, _only(table, shared), time, first, last) if overlaps else []
    there = copies(table.select(shared), old) if overlaps else none
    names = list(key) or [entry["name"] for entry in base.schema if entry["key"]][:1]
    if unknown := [name for name in names if name not in shared]:
        if key:
            raise said.unknown_key(unknown[0], base.reference)
        names = []
    if not names and time in shared and overlaps and not there.all():
        names = natural_key(base.schema, table, base.files, shared, str(time))
    if not names:
        return _There(there, none, none)
    if time not in names:
        old = rows_of_period(base.files, _only(table, shared), None, None, None)
    same = known_keys(table.select(names), [part.select(names) for part in old]) & ~there
    changed = table.filter(pa.array(same)).select(shared)
    return _There(
        there,
        same,
        with_key_in(table, names, changed),
        names,
        sum(int(with_key_in(part, names, changed).sum()) for part in old),
        examples(changed, names, old) if same.any() else [],
    )


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
