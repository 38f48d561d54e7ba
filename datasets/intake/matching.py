"""Which column of a sheet is which column of a data set, and whether it fits. Needs no web framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.headers import normalised
from datasets.intake.schema import Entry

How = Literal["name", "similar", "content", "missing", "new"]
KNOWN_FROM = 0.5  # share of the categories of a sheet's column that must be known for it to be that column


@dataclass(frozen=True)
class Match:
    """``column`` of the data set is ``found`` in the sheet (None where it is missing there).

    ``how``: by the very name, by a similar one, by its content; or the column is missing, or new.
    """

    column: str
    found: str | None
    how: How


def match_columns(schema: Sequence[Entry], sheet: Sequence[Entry], by_content: bool = True) -> list[Match]:
    """One match per column of ``schema``, in order, then one per new column of ``sheet``."""
    left = {entry["name"]: entry for entry in sheet}
    found: dict[str, Match] = {}
    for entry in schema:
        if left.pop(entry["name"], None) is not None:
            found[entry["name"]] = Match(entry["name"], entry["name"], "name")
    for entry in _open(schema, found):
        similar = [name for name in left if normalised(name) == normalised(entry["name"])]
        if len(similar) == 1:
            found[entry["name"]] = Match(entry["name"], similar[0], "similar")
            del left[similar[0]]
    if by_content:
        for column, name in _alike(_open(schema, found), list(left.values())):
            found[column] = Match(column, name, "content")
            del left[name]
    there = [found.get(entry["name"]) or Match(entry["name"], None, "missing") for entry in schema]
    return [*there, *(Match(name, name, "new") for name in left)]


def common_type(before: pa.DataType, column: pa.ChunkedArray) -> pa.DataType | None:
    """The type that holds both what was there and ``column`` without a loss; None where text alone would."""
    now = column.type
    if before == now or pa.types.is_null(now):
        return before
    if pa.types.is_null(before):
        return now
    if pa.types.is_string(before):
        return before
    if _is_number(before) and _is_number(now):
        return pa.float64()
    if pa.types.is_boolean(before) and pa.types.is_integer(now) and _only_0_and_1(column):
        return before
    if pa.types.is_integer(before) and pa.types.is_boolean(now):
        return before
    return None


def _open(schema: Sequence[Entry], found: dict[str, Match]) -> list[Entry]:
    return [entry for entry in schema if entry["name"] not in found]


def _alike(columns: Sequence[Entry], sheet: Sequence[Entry]) -> list[tuple[str, str]]:
    """Pairs of names of which each is the only one that the other could be."""
    pairs = [(one, other) for one in columns for other in sheet if _is_alike(one, other)]
    ones, others = [one["name"] for one, _ in pairs], [other["name"] for _, other in pairs]
    return [
        (one["name"], other["name"])
        for one, other in pairs
        if ones.count(one["name"]) == 1 and others.count(other["name"]) == 1
    ]


def _is_alike(column: Entry, other: Entry) -> bool:
    if column["kind"] != other["kind"]:
        return False
    if column["kind"] == "category":
        known, values = set(column["categories"] or ()), set(other["categories"] or ())
        return len(values & known) >= KNOWN_FROM * max(len(values), 1)
    if column["kind"] == "number" and None not in (column["min"], other["min"]):
        span = column["max"] - column["min"]
        return bool(other["min"] >= column["min"] - span and other["max"] <= column["max"] + span)
    return True


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _only_0_and_1(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.is_in(column.drop_null(), pa.array([0, 1], column.type))).as_py() is not False
