"""Reads an uploaded sheet (CSV, XLSX, XLS, ODS, Parquet) into a clean table. Needs no web framework.

archives   a file that was packed alone, unpacked within limits
content    what kind of file it is, and refusal of what is no table
parquetfile  a Parquet file, whose columns have kinds
encodings  the encoding of a text that is no UTF-8, by its words (letters.py)
dialect    encoding and delimiter of a text file; rewriting.py has what only looks delimited
textfile   a text file as columns of text cells; misfits.py has the rows of another width
workbook   which sheets of a workbook are read; sheets.py has one as columns of cells, stacking.py several
books      a workbook opened; pages.py and spreadsheetml.py have those that are markup (markup.py) called .xls
wrapped    lines of a text file that stand in the cells of one column
headers    the header row and the names of the columns
tidying    corrections put in (mends), and what is no data taken out (raw, between, subtotals, tail)
cells      the distinct texts of a column; what one could be is found by survey.py
columns    cells to typed columns, with numbers.py, dates.py, periods.py and words.py; notes.py says
           what was not read
report     what was changed in each column, counted by changes.py, and the rows set aside
rejects    what could not be read as a CSV file, and the corrections from it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from datasets.reading import archives, content, parquetfile, textfile, workbook
from datasets.reading.columns import Typed, type_columns
from datasets.reading.mends import Mend, apply_mends
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import (
    Finding,
    RawTable,
    ReadingError,
    ReadingQuestion,
    ReadTable,
    Reject,
)
from datasets.reading.report import ImportReport, import_report
from language.sentences import say, say_count

__all__ = [
    "Finding",
    "ImportReport",
    "Mend",
    "ReadTable",
    "ReadingError",
    "ReadingLimits",
    "ReadingOptions",
    "ReadingQuestion",
    "Reject",
    "read",
]


def read(
    path: Path,
    name: str,
    options: ReadingOptions | None = None,
    limits: ReadingLimits | None = None,
    mends: Sequence[Mend] = (),
) -> ReadTable:
    """The table in the file at ``path``, which the user knows as ``name``.

    The content decides how it is read, not the suffix of the name. Columns come back as
    datetime64[ns], int64 (Int64 where cells are missing), float64, boolean or object (text, None where
    missing). ``mends`` take the place of cells and rows of the file. Raises ReadingError where there is
    no table or a mend fits no cell, ReadingQuestion where only the user can say.
    """
    options, limits = options or ReadingOptions(), limits or ReadingLimits()
    with archives.unpacked(path, name, limits) as (path, name):
        kind = content.kind_of(path, name, limits)
        if kind == "parquet":
            raw = apply_mends(parquetfile.read(path, name, limits), mends)
        else:
            reader = workbook if kind == "workbook" else textfile
            raw = reader.read(path, name, options, limits, mends)
    _check_size(raw, name, limits)
    return _table(raw, type_columns(raw, options))


def _table(raw: RawTable, typed: Typed) -> ReadTable:
    frame = pd.DataFrame(typed.values, copy=False)
    findings = [*raw.findings, *typed.findings]
    rejects = _in_order([*raw.rejects, *typed.rejects], raw)
    report = import_report(len(frame), findings, typed.changes)
    return ReadTable(frame, {**raw.options_used, **typed.found}, findings, rejects, report)


def _in_order(rejects: list[Reject], raw: RawTable) -> list[Reject]:
    """As the sheets stand in the workbook and the rows in their sheet."""
    sheets = list(raw.options_used.get("sheets", []))
    return sorted(rejects, key=lambda one: (sheets.index(one.sheet) if one.sheet else 0, one.row))


def _check_size(raw: RawTable, name: str, limits: ReadingLimits) -> None:
    rows = len(raw.row_numbers)
    if not raw.names:
        raise ReadingError.of(
            "no_table",
            say("'{name}' holds no table.", name=name),
            remedy=say("Upload a sheet with a header row."),
        )
    if rows == 0:
        raise ReadingError.of(
            "only_header",
            say_count(
                "'{name}' has a header of {count:integer} column but no rows below it.",
                "'{name}' has a header of {count:integer} columns but no rows below it.",
                len(raw.names),
                name=name,
            ),
            row=raw.options_used.get("header_row"),
            count=0,
            remedy=say(
                "Add rows below the header, or say which row holds the names (option {option}).",
                option="header_row",
            ),
        )
    if rows > limits.rows:
        raise ReadingError.too_many("rows", name, rows, limits.rows)
