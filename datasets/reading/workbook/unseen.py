"""Rows that the owner of a workbook does not see, and formulas without values: told, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.reading.layout.raw import keep_rows
from datasets.reading.outcome import Finding, RawTable, ReadingQuestion
from datasets.reading.workbook.marks import Marks, address
from language.sentences import say, say_count

KEEP, LEAVE_OUT = "keep", "leave_out"


def without_zeros(raw: RawTable, marks: Marks) -> RawTable:
    """The table as it came, without the zeros that stand for formulas that were never computed."""
    by_column = _by_column(marks)
    columns = []
    for position, column in enumerate(raw.columns):
        if rows := by_column.get(position):
            marked = pa.array(np.isin(raw.row_numbers, rows))
            column = pc.if_else(marked, pa.scalar(None, column.type), column)
        columns.append(column)
    return replace(raw, columns=columns) if by_column else raw


def formula_findings(raw: RawTable, tidied: RawTable, marks: Marks) -> list[Finding]:
    """One for each column with such formulas. ``raw`` has all columns, ``tidied`` what is no data."""
    aside = {reject.row for reject in tidied.rejects}
    first = int(raw.row_numbers[0]) if len(raw.row_numbers) else 0
    findings = []
    for position, rows in _by_column(marks).items():
        left = [row for row in rows if row >= first and row not in aside]
        if not left or position >= len(raw.names):
            continue
        message = say_count(
            "Column '{column}': {count:integer} cell is a formula without a stored value ({cell}); it counts "
            "as missing.",
            "Column '{column}': {count:integer} cells are formulas without a stored value, the first is "
            "{cell}; they count as missing.",
            len(left),
            column=raw.names[position],
            cell=address(left[0], position),
        )
        remedy = say("Open the file in a spreadsheet program, save it once, and upload it again.")
        findings.append(
            Finding("formulas_without_values", message, raw.names[position], left[0], len(left), remedy)
        )
    return findings


def _by_column(marks: Marks) -> dict[int, list[int]]:
    """The rows of such formulas by the position of their column."""
    found: dict[int, list[int]] = {}
    for row, column in marks.without_value:
        found.setdefault(column, []).append(row)
    return dict(sorted(found.items()))


def settle_hidden(
    raws: Sequence[RawTable], marks: Sequence[Marks], option: str | None, asks: bool
) -> list[RawTable]:
    """The tables of the sheets with or without their hidden rows. Raises ReadingQuestion where ``asks``
    and nothing was chosen, unless what is left could not be learned from: then all are read, and told."""
    hidden = [np.isin(raw.row_numbers, list(one.hidden)) for raw, one in zip(raws, marks, strict=True)]
    count = sum(int(one.sum()) for one in hidden)
    rows = sum(map(len, hidden))
    if not asks or not count:
        return list(raws)
    if option is None and (count == rows or any(map(_shows_one_outcome, raws, hidden))):
        option = KEEP
    if option is None:
        raise _question(
            count, rows, next(_first(*one) for one in zip(raws, hidden, strict=True) if one[1].any())
        )
    return [_settled(raw, one, option) for raw, one in zip(raws, hidden, strict=True)]


def _shows_one_outcome(raw: RawTable, hidden: np.ndarray) -> bool:
    """Whether a column of 0 and 1 has one of them alone in the rows that can be seen: a look at the hits."""
    for column in raw.columns:
        if hidden.any() and pa.types.is_floating(column.type):
            values = column.to_numpy(zero_copy_only=False)
            if {*np.unique(values)} == {0.0, 1.0} and len(np.unique(values[~hidden])) == 1:
                return True
    return False


def _settled(raw: RawTable, hidden: np.ndarray, option: str) -> RawTable:
    if not hidden.any():
        return raw
    count, row = int(hidden.sum()), _first(raw, hidden)
    if option == LEAVE_OUT:
        message = say_count(
            "{count:integer} hidden row was left out: row {row}.",
            "{count:integer} hidden rows were left out, the first is row {row}.",
            count,
            row=row,
        )
        raw = keep_rows(raw, ~hidden)
    else:
        message = say_count(
            "{count:integer} row is hidden in the sheet and was read as any other: row {row}.",
            "{count:integer} rows are hidden in the sheet and were read as any other, the first is row "
            "{row}.",
            count,
            row=row,
        )
    remedy = say("To read them the other way, choose it (option {option}).", option="hidden_rows")
    finding = Finding("hidden_rows", message, row=row, count=count, remedy=remedy, value=option)
    used = {**raw.options_used, "hidden_rows": option}
    return replace(raw, options_used=used, findings=[*raw.findings, finding])


def _first(raw: RawTable, hidden: np.ndarray) -> int:
    return int(raw.row_numbers[np.argmax(hidden)])


def _question(count: int, rows: int, row: int) -> ReadingQuestion:
    message = say_count(
        "{count:integer} of {rows:integer} rows is hidden in the sheet, by a filter, a group or by hand: row "
        "{row}.",
        "{count:integer} of {rows:integer} rows are hidden in the sheet, by a filter, a group or by hand; "
        "the first is row {row}.",
        count,
        rows=rows,
        row=row,
    )
    keep = say("read all {rows:integer} rows, hidden ones too", rows=rows)
    leave = say("read the {rows:integer} rows that can be seen", rows=rows - count)
    readings = [
        {"value": KEEP, "label": keep, "count": rows, "examples": []},
        {"value": LEAVE_OUT, "label": leave, "count": rows - count, "examples": []},
    ]
    return ReadingQuestion("hidden_rows", None, readings, message)
