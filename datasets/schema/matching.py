"""Which column of a sheet is which column of a data set, and whether it fits. Needs no web framework."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from unicodedata import category

import pyarrow as pa
import pyarrow.compute as pc

from cells.conventions import Conventions
from datasets.schema.columns import Entry, aliases_of, conventions_of
from datasets.schema.fingerprint import normalised

How = Literal["name", "similar", "alias", "content", "missing", "new"]
Pair = tuple[str, str]
Pairing = Callable[[Sequence[Entry], Sequence[Entry]], list[Pair]]
KNOWN_FROM = 0.5  # share of the categories of a sheet's column that must be known for it to be that column
MOST_COMPARED = 10_000  # pairs of columns by content: of more, none is the only one that the other could be


@dataclass(frozen=True)
class Match:
    """``column`` of the data set is ``found`` in the sheet (None where it is missing there).

    ``how``: by the very name, by a similar one, by one that it had before, by its content; or the column is
    missing, or new.
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
    ways: dict[How, Pairing] = {"similar": _similar, "alias": _called_so_before}
    if by_content:
        ways["content"] = _alike
    for how, pairing in ways.items():
        for column, name in pairing(_open(schema, found), list(left.values())):
            found[column] = Match(column, name, how)
            del left[name]
    there = [found.get(entry["name"]) or Match(entry["name"], None, "missing") for entry in schema]
    return [*there, *(Match(name, name, "new") for name in left)]


def replaced_names(matches: Iterable[Match]) -> dict[str, str]:
    """The names of the sheet that are others in the data set, with those."""
    return {match.found: match.column for match in matches if match.found and match.found != match.column}


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


def _similar(columns: Sequence[Entry], sheet: Sequence[Entry]) -> list[Pair]:
    return _named_alike(columns, sheet, lambda entry: [entry["name"]])


def _called_so_before(columns: Sequence[Entry], sheet: Sequence[Entry]) -> list[Pair]:
    return _named_alike(columns, sheet, aliases_of)


def _named_alike(
    columns: Sequence[Entry], sheet: Sequence[Entry], names_of: Callable[[Entry], Sequence[str]]
) -> list[Pair]:
    """Pairs by the names of ``names_of``, whatever their case and marks; "Price (€)" is not "Price ($)"."""
    called = defaultdict(list)
    for entry in columns:
        for name in names_of(entry):
            called[normalised(name)].append((entry["name"], name))
    return _one_to_one(
        (column, entry["name"])
        for entry in sheet
        if normalised(entry["name"])
        for column, name in called[normalised(entry["name"])]
        if _signs(name) == _signs(entry["name"])
    )


def _alike(columns: Sequence[Entry], sheet: Sequence[Entry]) -> list[Pair]:
    """Pairs by what they hold."""
    if len(columns) * len(sheet) > MOST_COMPARED:
        return []
    return _one_to_one(
        (one["name"], other["name"]) for one in columns for other in sheet if _is_alike(one, other)
    )


def _one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs in which each is the only possible match for the other."""
    pairs = list(dict.fromkeys(pairs))
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    return [(one, other) for one, other in pairs if ones[one] == others[other] == 1]


def _signs(name: str) -> set[str]:
    """The signs that say in what the values are measured."""
    return {sign for sign in name if sign in "%‰°" or category(sign) == "Sc"}  # Sc: of a currency


def _is_alike(column: Entry, other: Entry) -> bool:
    if column["kind"] != other["kind"]:
        return False
    if column["unit"] and other["unit"] and column["unit"] != other["unit"]:
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


# --- What a data set knows of the columns of a sheet that is to join it, before the sheet is read. No web ---


def known_columns(
    schema: Sequence[Entry], profiles: Sequence[Entry], forgotten: Collection[str]
) -> Callable[[Sequence[str]], Mapping[str, Conventions]]:
    """The conventions of the columns that a sheet's names stand for, but for the reading options in
    ``forgotten``, which are to be found from the sheet, and for columns that hold nothing yet."""
    empty = {profile["name"] for profile in profiles if not profile["unique"]}
    found = conventions_of(entry for entry in schema if entry["name"] not in empty)
    nothing: dict[str, Any] = {
        "date_order": None,
        "decimal": None,
        "thousands": None,
        "missing": (),
        "not_missing": (),
    }
    open_again = {option: value for option, value in nothing.items() if option in forgotten}

    def known(names: Sequence[str]) -> dict[str, Conventions]:
        matches = match_columns(schema, [{"name": name} for name in names], by_content=False)
        return {
            match.found: replace(found[match.column], **open_again)
            for match in matches
            if match.found is not None and match.column in found
        }

    return known
