"""What is wrong with the columns chosen for the roles of a family, before the family looks at their cells.

No Django here.
"""

from __future__ import annotations

from collections.abc import Mapping

from language.sentences import Sentence, joined, say
from training.exchange import MAIN, Kind, Problem, Role, Table, TrainingData

KIND_WORDS: dict[str, Sentence] = {
    "date": say("dates"),
    "number": say("numbers"),
    "category": say("categories"),
    "flag": say("yes/no values"),
    "text": say("text"),
}
EXAMPLE_LENGTH = 40


def role_problems(roles: Mapping[str, tuple[Table, Role]], data: TrainingData) -> list[Problem]:
    """Required roles without a column, and columns of a kind that does not fit. ``roles`` by address."""
    problems = []
    for key, (table, role) in roles.items():
        if table.key not in data.tables:
            continue
        columns = data.many(key)
        if role.required and not columns:
            problems.append(missing_role(role, table.key))
        for column in columns:
            if (kind := data.kind(column, table.key)) not in role.kinds:
                problems.append(_wrong_kind(data, table, role, column, kind))
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


def _wrong_kind(data: TrainingData, table: Table, role: Role, column: str, kind: Kind) -> Problem:
    said = say(
        "The column '{column}' holds {held}, but '{role}' needs {needed}.",
        column=column,
        held=KIND_WORDS[kind],
        role=role.label,
        needed=kinds_in_words(role),
    )
    row, example = _first_value(data, table, column)
    if row is not None:
        said = joined([said, say("The first is '{example}' in row {row:integer}.", example=example, row=row)])
    return Problem(
        code="wrong_kind",
        message=said,
        table=table.key,
        column=column,
        row=row,
        remedy=say("Choose another column, or correct the sheet and upload it again."),
    )


def _first_value(data: TrainingData, table: Table, column: str) -> tuple[int | None, str]:
    """The row of the first filled cell, as the sheet counts (the header is row 1), and its text."""
    values = data.tables[table.key][column]
    first = values.first_valid_index()
    if first is None:
        return None, ""
    return int(values.index.get_loc(first)) + 2, str(values[first])[:EXAMPLE_LENGTH]
