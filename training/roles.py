"""Guesses which column plays which role, from the columns' names and kinds. No Django here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from training.exchange import Kind, Role, Table
from training.families import Family


def guess(family: Family, kinds: Mapping[str, Mapping[str, Kind]]) -> dict[str, str | tuple[str, ...]]:
    """Columns by role for the tables given. ``kinds`` maps a table to its columns and their kinds."""
    return {
        table.address(role): names
        for table in family.tables
        if table.key in kinds
        for role, names in guess_table(table, kinds[table.key]).items()
    }


def guess_table(table: Table, kinds: Mapping[str, Kind]) -> dict[str, str | tuple[str, ...]]:
    """Columns by the roles' own keys, for one table whose columns have these ``kinds``.

    A layout that the table knows by itself comes first. Else roles that usually one column plays are
    filled first, required ones before optional ones; an optional role is filled only where a name hints
    at it, or where it takes any. A role with ``guess_rest`` takes what is left and fits.
    """
    columns: dict[str, str | tuple[str, ...]] = {}
    if table.layout is not None and (known := table.layout(kinds)) is not None:
        return dict(known)
    free = dict(kinds)
    single = [role for role in table.roles if role.usually_one]
    for role in sorted(single, key=lambda role: not (role.required or role.guess_any)):
        if (column := _best(role, free)) is not None:
            columns[role.key] = column
            del free[column]
    return columns | _rest(table, free)


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


def missing(table: Table, kinds: Mapping[str, Kind]) -> list[Role]:
    """The roles of ``table`` that a sheet must have a column for, and this one has none."""
    if table.layout is not None and table.layout(kinds) is not None:
        return []
    guessed = guess_table(table, kinds)
    return [role for role in table.roles if (role.required or role.guess_any) and not guessed.get(role.key)]
