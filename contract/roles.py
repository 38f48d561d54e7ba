"""Guesses which column plays which role, from the columns' names and kinds. No Django here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contract.data import MAIN, Kind, Problem, Role, Table, TrainingData
from language.sentences import Sentence, joined, say


def guess(
    tables: Sequence[Table], kinds: Mapping[str, Mapping[str, Kind]]
) -> dict[str, str | tuple[str, ...]]:
    """Columns by role for the tables given. ``kinds`` maps a table to its columns and their kinds."""
    return {
        table.address(role): names
        for table in tables
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
        if role.guess_columns is not None:
            if names := role.guess_columns(free):
                columns[role.key] = role.written(names)
                free = {column: kind for column, kind in free.items() if column not in names}
        elif (column := _best(role, free)) is not None:
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
    fitting = [column for column, kind in free.items() if kind in role.kinds and kind not in role.unguessed]
    if role.named_otherwise is not None:
        fitting = [column for column in fitting if not role.named_otherwise(column)] or fitting
    hinted = [(rank, column) for column in fitting if (rank := _hint_rank(role, column)) is not None]
    if hinted:
        return min(hinted)[1]
    return fitting[0] if fitting and (role.required or role.guess_any) else None


def _hint_rank(role: Role, column: str) -> int | None:
    """The place of the first hint that is a word of the column's name; None where none is."""
    words = words_of(column)
    name = column.lower()
    for rank, hint in enumerate(role.hints):
        if hint in words or hint == name:
            return rank
    return None


def words_of(column: str) -> set[str]:
    """The lower-case words of a column's name: of ``unitPrice`` and ``unit_price``, unit and price."""
    return set(re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()))


def missing(table: Table, kinds: Mapping[str, Kind]) -> list[Role]:
    """The roles of ``table`` that a sheet must have a column for, and this one has none."""
    if table.layout is not None and table.layout(kinds) is not None:
        return []
    guessed = guess_table(table, kinds)
    return [role for role in table.roles if (role.required or role.guess_any) and not guessed.get(role.key)]


# --- What is wrong with the columns chosen, before the family looks at their cells ---

KIND_WORDS: dict[str, Sentence] = {
    "date": say("dates"),
    "number": say("numbers"),
    "category": say("categories"),
    "flag": say("yes/no values"),
    "text": say("text"),
}
EXAMPLE_LENGTH = 40


def role_problems(
    roles: Mapping[str, tuple[Table, Role]], data: TrainingData, settings: Any = None
) -> list[Problem]:
    """Needed roles without a column, and columns of a kind that does not fit. ``roles`` by address."""
    problems = []
    for key, (table, role) in roles.items():
        if table.key not in data.tables:
            continue
        columns = data.many(key)
        if role.needed(settings) and not columns:
            problems.append(missing_role(role, table.key))
        for column in columns:
            if data.kind(column, table.key) not in role.fitting:
                problems.append(wrong_kind(data, table.key, column, role.label, kinds_in_words(role)))
    return problems


def missing_role(role: Role, table: str = MAIN) -> Problem:
    return Problem(
        code="missing_role",
        message=say("No column is chosen as '{role}'.", role=role.label),
        table=table,
        remedy=say("Choose the column that holds it: {what}", what=role.help or role.label),
    )


def kinds_in_words(role: Role) -> Sentence:
    """The kinds that fit: "dates or numbers"."""
    *others, last = (KIND_WORDS[kind] for kind in role.kinds)
    return say("{kinds} or {kind}", kinds=joined(others, ", "), kind=last) if others else last


def wrong_kind(
    data: TrainingData, table: str, column: str, role: str | Sentence, needed: str | Sentence
) -> Problem:
    """The ``column`` holds other kinds of cells than those ``needed``, in words, for the ``role``."""
    said = say(
        "The column '{column}' holds {held}, but '{role}' needs {needed}.",
        column=column,
        held=KIND_WORDS[data.kind(column, table)],
        role=role,
        needed=needed,
    )
    row, example = _first_value(data, table, column)
    if row is not None:
        said = joined([said, say("The first is '{example}' in row {row:integer}.", example=example, row=row)])
    return Problem(
        code="wrong_kind",
        message=said,
        table=table,
        column=column,
        row=row,
        remedy=say("Choose another column, or correct the sheet and upload it again."),
    )


def _first_value(data: TrainingData, table: str, column: str) -> tuple[int | None, str]:
    """The row of the first filled cell, as the sheet counts (the header is row 1), and its text."""
    values = data.tables[table][column]
    first = values.first_valid_index()
    if first is None:
        return None, ""
    return int(values.index.get_loc(first)) + 2, str(values[first])[:EXAMPLE_LENGTH]
