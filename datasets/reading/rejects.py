"""Rejects as a CSV file that people correct in their spreadsheet program, and the corrections from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from api.formulas import plain_cell, safe_cell
from datasets.reading.corrections import Correction
from datasets.reading.files.content import kind_of
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import ReadingError, Reject
from datasets.reading.text import textfile
from datasets.reading.values.distinct import as_texts
from datasets.reading.workbook import workbook
from language.reader import ENGLISH, current
from language.sentences import from_english, in_english, say

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("row", "column", "value", "reason")


def rejects_csv(rejects: Sequence[Reject]) -> bytes:
    """A line per reject: row, column (empty for a whole row), value, reason; in UTF-8 with a mark.

    Where several sheets were stacked, a first column names the sheet. Nothing in it runs as a formula.
    Reasons are in English, to be shown to each reader by ``in_reader_language``.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    stacked = any(reject.sheet for reject in rejects)
    writer.writerow(["sheet", *COLUMNS] if stacked else COLUMNS)
    for reject in rejects:
        texts = (reject.column or "", reject.value, in_english(reject.reason))
        cells = [reject.row, *map(safe_cell, texts)]
        writer.writerow([safe_cell(reject.sheet or ""), *cells] if stacked else cells)
    return buffer.getvalue().encode("utf-8-sig")


def in_reader_language(content: bytes) -> bytes:
    """What ``rejects_csv`` wrote, with the reasons in the language of who reads it."""
    if current().language == ENGLISH:
        return content
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([*line[:-1], reason_shown(line[-1])] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def reason_shown(reason: str) -> str:
    """A reason as it was kept, in the reader's language."""
    return str(from_english(reason))


def read_corrections(path: Path, name: str) -> list[Correction]:
    """The corrections in the file at ``path``: what ``rejects_csv`` wrote, as CSV or as a workbook.

    Raises ReadingError where it is no such file.
    """
    options, limits = ReadingOptions(header_row=1), ReadingLimits()
    reader = workbook if kind_of(path, name, limits) == "workbook" else textfile
    raw = reader.read(path, name, options, limits, [])
    columns = {key: as_texts(column).to_pylist() for key, column in zip(raw.names, raw.columns, strict=True)}
    return corrections_from(pd.DataFrame(columns, dtype=object))


def corrections_from(table: DataFrame) -> list[Correction]:
    """The corrections in a table with the columns row, column and value, and perhaps sheet and reason.

    Cells are best text; missing ones are empty. Raises ReadingError for a column that is missing and a
    row that is not a number. Whether the sheet has such rows and columns is seen when it is read.
    """
    for wanted in COLUMNS[:3]:
        if wanted not in table.columns:
            raise ReadingError.of(
                "unknown_column",
                say("The corrections have no column '{column}'.", column=wanted),
                column=wanted,
                remedy=say("Keep the header of the file: {columns}.", columns=", ".join(COLUMNS)),
            )
    texts = table.astype(object).where(table.notna(), "")
    found = texts["sheet"] if "sheet" in texts else [""] * len(texts)
    lines = zip(texts["row"], texts["column"], texts["value"], found, strict=True)
    return [
        Correction(_row(row, line), _text(column) or None, _text(value), _text(sheet) or None)
        for line, (row, column, value, sheet) in enumerate(lines, start=2)
    ]


def _row(value: Any, line: int) -> int:
    text = _text(value).strip()
    if not text.isdecimal() or int(text) < 1:
        raise ReadingError.of(
            "unknown_row",
            say(
                "Line {line} of the corrections has the row number '{row}', which is not one.",
                row=text,
                line=line,
            ),
            row=line,
            remedy=say("Do not change the row numbers; they are those of the sheet."),
        )
    return int(text)


def _text(value: Any) -> str:
    """Numbers a spreadsheet program made from text: 5.0 is "5"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain_cell(str(value))
