"""From the body of a request to what an ask sees: its fields validated, its tables read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from contract.asking import (
    Ask,
    AskContext,
    AskTable,
    Flag,
    Learned,
    Reading,
    RequestProblem,
    VersionFacts,
)
from contract.data import MAIN, TypedTable
from language.sentences import Sentence, joined, say, say_count

TABLES = "tables"
MOST_ROWS = 100_000
"""Of one table that a request brings; a data set that it names may have more."""

Sent = Mapping[str, Any]
"""Tables by key as they came: lists of rows, frames of cells, or tables that are read already."""


def split(ask: Ask, body: Mapping[str, Any], learned: Learned) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of ``body`` and its tables, which stand beside them or under "tables".

    Raises RequestProblem for a table that the ask does not take or that comes twice.
    """
    fields = {name: value for name, value in body.items() if name != TABLES}
    grouped = body.get(TABLES) or {}
    if not isinstance(grouped, Mapping):
        message = say('"tables" takes an object: the name of each table with its rows, or with a data set.')
        raise RequestProblem(TABLES, "dict_type", message)
    takes = [table.key for table in ask.takes(learned)]
    known = {table.key for table in ask.tables}
    for key in grouped:
        if key not in takes:
            raise RequestProblem(f"{TABLES}.{key}", "unknown_table", _unknown_table(ask, str(key), takes))
        if key in fields:
            message = say("The table '{table}' is sent twice: leave one of them out.", table=str(key))
            raise RequestProblem(f"{TABLES}.{key}", "table_twice", message)
    tables = {key: value for key, value in fields.items() if key in known} | dict(grouped)
    fields = {name: value for name, value in fields.items() if name not in known}
    return fields, {key: value for key, value in tables.items() if value is not None}


def address(ask: Ask, key: str) -> str:
    """How the problems of a table name it: its first one stands beside the fields."""
    return key if ask.tables and key == ask.tables[0].key else f"{TABLES}.{key}"


def check_tables(ask: Ask, tables: Sent) -> None:
    """Raises RequestProblem for a table that is missing, is no list of rows, or is too long."""
    for table in ask.tables:
        place = address(ask, table.key)
        if table.key not in tables:
            if table.required:
                message = say("Field required: '{table}', a list of rows.", table=table.key)
                raise RequestProblem(place, "missing", message)
            continue
        rows = tables[table.key]
        if isinstance(rows, str) or hasattr(rows, "frame") or hasattr(rows, "columns"):
            continue
        if not isinstance(rows, list):
            message = say("'{table}' takes a list of rows, or the name of a data set.", table=table.key)
            raise RequestProblem(place, "list_type", message)
        if table.required and not rows:
            message = say("'{table}' needs at least 1 row.", table=table.key)
            raise RequestProblem(place, "too_short", message)
        if len(rows) > MOST_ROWS:
            message = say(
                "'{table}' has {rows:integer} rows; a request takes at most {most:integer}.",
                table=table.key,
                rows=len(rows),
                most=MOST_ROWS,
            )
            raise RequestProblem(place, "too_long", message)
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping):
                message = say("Row {row:integer} of '{table}' is not an object.", row=number, table=table.key)
                raise RequestProblem(f"{place}.{number}", "dict_type", message)
            for column, cell in row.items():
                if isinstance(cell, (list, dict)):
                    message = say(
                        "'{column}' in row {row:integer} of '{table}' is a list or an object, not a cell.",
                        column=column,
                        row=number,
                        table=table.key,
                    )
                    raise RequestProblem(f"{place}.{number}.{column}", "not_a_cell", message)


def validate(ask: Ask, body: Mapping[str, Any], learned: Learned) -> tuple[Any, dict[str, Any]]:
    """The request and the tables of ``body`` as they came, none of their cells read yet.

    Raises RequestProblem, or pydantic's ValidationError for the fields.
    """
    fields, tables = split(ask, body, learned)
    request = ask.Request.model_validate(fields)
    check_tables(ask, tables)
    return request, tables


def read(
    ask: Ask,
    model: Any,
    request: Any,
    tables: Sent,
    learned: Learned,
    version: VersionFacts | None = None,
    today: date | None = None,
) -> tuple[AskContext, list[Flag]]:
    """What the ask sees, and what is said of cells that did not fit. Raises RequestProblem."""
    from contract.conform import conform

    conventions = reading_of(ask, model, learned)
    typed, flags = {}, []
    for table in ask.tables:
        if table.key not in tables:
            continue
        sent = tables[table.key]
        named = sent if isinstance(sent, TypedTable) else None
        found = conform(sent if named is None else named.frame, conventions.get(table.key, {}))
        if named is not None:
            found = replace(found, source=named.source)
        flags += _invalid_cells(ask, table, found)
        typed[table.key], more = _that_count(table, found, learned, ask.conventions(model, learned))
        flags += more
    facts = version or VersionFacts("", 0, "")
    context = AskContext(model, request, typed, facts, learned, today or date.today())
    return context, flags


def reading_of(ask: Ask, model: Any, learned: Learned) -> Reading:
    """How the cells of each table of ``ask`` are read, with the columns that say which rows count."""
    return {
        table.key: {
            **{
                one.column: how
                for one in learned.filters
                if one.table == table.of and (how := learned.of_table(table.of).get(one.column))
            },
            **ask.conventions(model, learned).get(table.key, {}),
        }
        for table in ask.tables
    }


def _that_count(
    table: AskTable, found: TypedTable, learned: Learned, own: Reading
) -> tuple[TypedTable, list[Flag]]:
    """``found`` without the rows that the model did not learn from either; of the main table every row is
    answered, and those are flagged. ``own`` are the columns that the ask knows."""
    from contract.filters import in_words, rows_that_count

    wanted = [one for one in learned.filters if one.table == table.of and one.column in found.frame]
    if not wanted:
        return found, []
    counts = rows_that_count(found.frame, wanted, found.conventions)
    known = [name for name in found.frame if name in own.get(table.key, {})]
    found = replace(found, frame=found.frame[known])
    if table.of != MAIN:
        return replace(found, frame=found.frame[counts]), []
    message = say(
        "The model did not learn from such rows: {filters}.",
        filters=joined([in_words(one) for one in wanted], "; "),
    )
    return found, [
        Flag(int(row), "left_out_in_training", message, wanted[0].column)
        for row in found.frame.index[~counts]
    ]


def _invalid_cells(ask: Ask, table: AskTable, found: TypedTable) -> list[Flag]:
    """Flags for the cells that did not fit; of side tables one for all cells of a column.

    Raises RequestProblem where the ask refuses such cells, and for cells that are no cells.
    """
    place = address(ask, table.key)
    for cell in found.invalid_cells:
        if table.invalid_cells == "refuse" or cell.code == "not_a_cell":
            raise RequestProblem(f"{place}.{cell.row}.{cell.column}", cell.code, cell.message)
    if table.key == ask.rows:
        return [
            Flag(one.row, one.code, joined([one.message, say("It counts as missing.")]), one.column)
            for one in found.invalid_cells
        ]
    flags = []
    for column in dict.fromkeys(cell.column for cell in found.invalid_cells):
        cells = [cell for cell in found.invalid_cells if cell.column == column]
        message = say_count(
            "{count:integer} cell of '{column}' in '{table}' counts as missing (row {row:integer}). {first}",
            "{count:integer} cells of '{column}' in '{table}' count as missing (first in row {row:integer}). "
            "{first}",
            len(cells),
            row=cells[0].row,
            column=column,
            table=table.label,
            first=cells[0].message,
        )
        flags.append(Flag(None, cells[0].code, message, column))
    return flags


def _unknown_table(ask: Ask, key: str, takes: Sequence[str]) -> Sentence:
    if key in {table.key for table in ask.tables}:
        return say("This model learned without the table '{table}': leave it out.", table=key)
    if not takes:
        return say("'{ask}' takes no tables: leave '{table}' out.", ask=ask.label, table=key)
    return say(
        "'{ask}' takes no table '{table}'; it takes {known}.",
        ask=ask.label,
        table=key,
        known=joined(list(takes), ", "),
    )
