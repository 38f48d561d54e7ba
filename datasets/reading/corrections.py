"""Corrections of single cells and rows, put in before the columns are typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.words import MISSING
from datasets.reading.outcome import Finding, RawTable, ReadingError
from datasets.reading.text.parting import DOUBLE
from datasets.reading.text.ragged_rows import cells_of_line
from datasets.reading.values.distinct import as_texts, texts_of
from language.sentences import joined, say, say_count

NAMED = 3  # unknown rows or columns that a refusal names


@dataclass(frozen=True, slots=True)
class Correction:
    """``value`` takes the place of the cell in ``row``, as the sheet counts, and the column of that name.

    Where ``column`` is None it is a whole line, parted as the file is (by commas in a workbook).
    ``sheet`` says in which sheet of a workbook, where several were stacked.
    """

    row: int
    column: str | None
    value: str
    sheet: str | None = None


def apply_corrections(raw: RawTable, corrections: Sequence[Correction]) -> RawTable:
    """The table with the ``corrections`` put in. Raises ReadingError for rows and columns that it has not."""
    if not corrections:
        return raw
    _check_places(raw, corrections)
    cells: dict[str, dict[int, str]] = defaultdict(dict)
    for correction in sorted(
        corrections, key=lambda correction: correction.column is not None
    ):  # a cell wins over its line
        if correction.column is not None:
            cells[correction.column][correction.row] = correction.value
        else:
            for name, value in zip(raw.names, _cells_of(raw, correction), strict=True):
                cells[name][correction.row] = value
    columns = [
        _corrected(column, raw.row_numbers, cells[name], raw.words[name].kept if name in raw.words else ())
        if name in cells
        else column
        for name, column in zip(raw.names, raw.columns, strict=True)
    ]
    return replace(raw, columns=columns)


def _corrected(
    column: pa.Array, row_numbers: np.ndarray, values: dict[int, str], words: Sequence[str]
) -> pa.Array:
    """``words`` are values of the column, though they mean missing elsewhere."""
    rows = sorted(values)
    mask = np.zeros(len(column), dtype=bool)
    mask[np.searchsorted(row_numbers, rows)] = True
    missing = {*MISSING} - {*words}
    texts = texts_of([None if values[row] in missing else values[row] for row in rows])
    return pc.replace_with_mask(as_texts(column), pa.array(mask), texts)


def _cells_of(raw: RawTable, correction: Correction) -> list[str]:
    used = raw.options_used
    cells = cells_of_line(correction.value, used.get("delimiter", ","), used.get("quote", DOUBLE))
    width = len(raw.names)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) > width:
        raise ReadingError.of(
            "bad_mend",
            say_count(
                "The correction for row {row} has {count:integer} cell, but the table has "
                "{width:integer} columns.",
                "The correction for row {row} has {count:integer} cells, but the table has "
                "{width:integer} columns.",
                len(cells),
                row=correction.row,
                width=width,
            ),
            row=correction.row,
            count=len(cells),
            remedy=say("Put cells that contain the delimiter in quotation marks."),
        )
    return cells + [""] * (width - len(cells))


def _check_places(raw: RawTable, corrections: Sequence[Correction]) -> None:
    known = set(raw.row_numbers.tolist())
    rows = sorted({correction.row for correction in corrections} - known)
    columns = sorted(
        {correction.column for correction in corrections if correction.column is not None} - set(raw.names)
    )
    findings = []
    if rows:
        message = say_count(
            "{count:integer} row to correct is not in the table: {rows}.",
            "{count:integer} rows to correct are not in the table: {rows}.",
            len(rows),
            rows=_named(rows),
        )
        remedy = say("Do not change the row numbers; they are those of the sheet.")
        findings.append(Finding("unknown_row", message, row=rows[0], count=len(rows), remedy=remedy))
    if columns:
        message = say_count(
            "{count:integer} column to correct is not in the table: {columns}.",
            "{count:integer} columns to correct are not in the table: {columns}.",
            len(columns),
            columns=_named(f"'{column}'" for column in columns),
        )
        remedy = say("Do not change the column names.")
        findings.append(Finding("unknown_column", message, columns[0], count=len(columns), remedy=remedy))
    if findings:
        raise ReadingError(findings)


def _named(places: Iterable[object]) -> str:
    texts = [str(place) for place in places]
    return joined([*texts[:NAMED], *(["…"] if len(texts) > NAMED else [])], ", ")
