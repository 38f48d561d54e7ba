"""Guesses which column plays which role, from the columns' names and kinds. No Django here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from training.exchange import MAIN, Kind, Role, Table
from training.families import Family


def guess(family: Family, kinds: Mapping[str, Mapping[str, Kind]]) -> dict[str, str | tuple[str, ...]]:
    """Columns by role for the tables given. ``kinds`` maps a table to its columns and their kinds.

    A layout that the family knows by itself comes first. Else roles that usually one column plays are
    filled first, required ones before optional ones; an optional role is filled only where a name hints
    at it, or where it takes any. A role with ``guess_rest`` takes what is left and fits.
    """
    columns: dict[str, str | tuple[str, ...]] = {}
    for table in family.tables:
        if table.key not in kinds:
            continue
        if table.key == MAIN and (known := family.guess(kinds[MAIN])) is not None:
            columns |= known
            continue
        free = dict(kinds[table.key])
        prefix = "" if table.key == MAIN else f"{table.key}."
        single = [role for role in table.roles if role.usually_one]
        for role in sorted(single, key=lambda role: not (role.required or role.guess_any)):
            if (column := _best(role, free)) is not None:
                columns[prefix + role.key] = column
                del free[column]
        columns |= {prefix + key: names for key, names in _rest(table, free).items()}
    return columns


def _rest(table: Table, free: Mapping[str, Kind]) -> dict[str, tuple[str, ...]]:
    return {
        role.key: names
        for role in table.roles
        if role.guess_rest and (names := tuple(c for c, kind in free.items() if kind in role.kinds))
    }


def _best(role: Role, free: Mapping[str, Kind]) -> str | None:
    fitting = [column for column, kind in free.items() if kind in role.kinds]
    hinted = [(rank, column) for column in fitting if (rank := _hint_rank(role, column)) is not None]
    if hinted:
        return min(hinted)[1]
    return fitting[0] if fitting and (role.required or role.guess_any) else None


def _hint_rank(role: Role, column: str) -> int | None:
    """The place of the first hint that is a word of the column's name; None where none is."""
    words = set(re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()))
    name = column.lower()
    for rank, hint in enumerate(role.hints):
        if hint in words or hint == name:
            return rank
    return None


def missing(family: Family, kinds: Mapping[str, Kind]) -> list[Role]:
    """The roles of the main table that a sheet must have a column for, and this one has none."""
    if family.guess(kinds) is not None:
        return []
    guessed, needed = guess(family, {MAIN: kinds}), family.main_table.roles
    return [role for role in needed if (role.required or role.guess_any) and not guessed.get(role.key)]
