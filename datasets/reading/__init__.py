"""Reads an uploaded sheet (CSV, XLSX, XLS, ODS, Parquet) into a clean table. Needs no web framework.

options, outcome       what a caller may choose; what comes of it: a table, findings, a question, a refusal
files/                 what kind of file it is, what is packed in it, its beginning, Parquet
text/                  a text file as columns of text cells: encoding, dialect, ragged rows, quotes
workbook/              which sheets of a workbook are read, stacked if they belong together; web pages
layout/                the header row, and what is not data: titles, rules, subtotals, the tail
values/                text cells to typed columns, with what was changed and what could not be read
corrections, rejects   what could not be read as a CSV file, and what somebody corrected in it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cells.conventions import Conventions
from datasets.reading.corrections import Correction, apply_corrections
from datasets.reading.files import archives, content, parquetfile
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import (
    Finding,
    ImportReport,
    RawTable,
    ReadingError,
    ReadingQuestion,
    ReadTable,
    Reject,
    import_report,
)
from datasets.reading.text import textfile
from datasets.reading.values.columns import type_columns
from datasets.reading.values.missing_words import WordRules
from datasets.reading.values.survey import from_arrow
from datasets.reading.values.typed import Typed
from datasets.reading.workbook import books, workbook
from language.sentences import say, say_count

__all__ = [
    "ConventionsOf",
    "Correction",
    "Finding",
    "ImportReport",
    "ReadTable",
    "ReadingError",
    "ReadingLimits",
    "ReadingOptions",
    "ReadingQuestion",
    "Reject",
    "SheetCells",
    "read",
    "read_cells",
]


ConventionsOf = Callable[[Sequence[str]], Mapping[str, Conventions]]
"""What is known of columns by the names of a sheet, before any cell is read."""


@dataclass(frozen=True)
class SheetCells:
    """The cells of a sheet as they were found: texts of a text file, typed cells of a workbook or Parquet.

    ``row_numbers`` count as the sheet does. ``problems`` and ``rejects`` are about its rows and names.
    """

    frame: pd.DataFrame
    row_numbers: np.ndarray
    options_used: dict[str, Any]
    problems: list[Finding]
    rejects: list[Reject]


def read(
    path: Path,
    name: str,
    options: ReadingOptions | None = None,
    limits: ReadingLimits | None = None,
    corrections: Sequence[Correction] = (),
    known: ConventionsOf | None = None,
) -> ReadTable:
    """The table in the file at ``path``, which the user knows as ``name``.

    The content decides how it is read, not the suffix of the name. Columns come back as
    datetime64[ns], int64 (Int64 where cells are missing), float64, boolean or object (text, None where
    missing). ``corrections`` take the place of cells and rows of the file. ``known`` has the conventions of
    the rows that these are to join: they decide what the file leaves open. Raises ReadingError where there is
    no table or a mend fits no cell, ReadingQuestion where only the user can say.
    """
    options, limits = options or ReadingOptions(), limits or ReadingLimits()
    raw = _raw(path, name, options, limits, corrections, WordRules(options.not_missing, known))
    return _table(raw, type_columns(raw, options, known(raw.names) if known is not None else None))


def read_cells(
    path: Path, name: str, options: ReadingOptions | None = None, limits: ReadingLimits | None = None
) -> SheetCells:
    """The cells that ``read`` would type, in the same rows and columns, untouched: who has the conventions of
    the columns reads them by those (``contract.conform``). Raises ReadingError; asks nothing."""
    raw = _raw(path, name, options or ReadingOptions(), limits or ReadingLimits(), ())
    columns = {name: _as_found(column) for name, column in zip(raw.names, raw.columns, strict=True)}
    rejects = _in_order(raw.rejects, raw)
    return SheetCells(
        pd.DataFrame(columns, copy=False), raw.row_numbers, raw.options_used, raw.findings, rejects
    )


def _raw(
    path: Path,
    name: str,
    options: ReadingOptions,
    limits: ReadingLimits,
    corrections: Sequence[Correction],
    rules: WordRules | None = None,
) -> RawTable:
    with archives.unpacked(path, name, limits) as (path, name):
        kind = content.kind_of(path, name, limits)
        if kind == "parquet":
            raw = apply_corrections(parquetfile.read(path, name, limits), corrections)
        else:
            reader = workbook if kind == "workbook" else textfile
            raw = reader.read(path, name, options, limits, corrections, rules)
    _check_size(raw, name, limits)
    return raw


def _as_found(column: pa.Array) -> Any:
    """Texts as objects with None, other cells in the type that a table has for them."""
    if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
        return np.array(column.to_pylist(), dtype=object)
    return from_arrow(column)


def _table(raw: RawTable, typed: Typed) -> ReadTable:
    frame = pd.DataFrame(typed.values, copy=False)
    findings = [*raw.findings, *typed.findings]
    rejects = _in_order([*raw.rejects, *typed.rejects], raw)
    report = import_report(len(frame), findings, typed.changes)
    used = {**raw.options_used, **typed.found}
    return ReadTable(
        frame, raw.row_numbers, used, findings, rejects, report, typed.conventions, typed.as_before
    )


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


def sheet_names(path: Path, name: str, limits: ReadingLimits | None = None) -> list[str]:
    """The names of the sheets of a workbook, in their order; none for other files. Raises ReadingError."""
    limits = limits or ReadingLimits()
    with archives.unpacked(path, name, limits) as (path, name):
        if content.kind_of(path, name, limits) != "workbook":
            return []
        with books.opened(path, name, limits) as book:
            return [str(sheet) for sheet in book.sheet_names]
