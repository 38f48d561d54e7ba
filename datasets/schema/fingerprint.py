"""The header of a sheet as it is found before anything is chosen. Needs no web framework.

It tells whether two files are the same sheet of different days, so it must not depend on the choices that
are remembered for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from datasets.reading import ReadingError, ReadingLimits, ReadingOptions, ReadingQuestion
from datasets.reading.files import archives, content
from datasets.reading.layout.headers import SEARCHED_ROWS, find_header
from datasets.reading.text.dialect import find_dialect, unicode_of
from datasets.reading.text.encodings import ANY_BYTES
from datasets.reading.workbook.books import opened
from datasets.reading.workbook.workbook import BETWEEN_NAMES

ALL_BUT_WORDS = re.compile(r"[\W_]+")


def normalised(name: str) -> str:
    """``"Unit_Price (EUR)"`` and ``"unit price EUR"`` are one name."""
    return ALL_BUT_WORDS.sub(" ", name.casefold()).strip()


def header_fingerprint(path: Path, name: str, sheet: str | None = None) -> str:
    """Of the names in the header of the file at ``path``, or of ``sheet`` in that workbook.

    "" where there is no header, or no table. Of a text file the beginning is read; a workbook's sheet has
    to be parsed, which costs about half as much as reading it.
    """
    try:
        rows = _first_rows(path, name, sheet)
    except ReadingError:
        return ""
    header = find_header(rows)
    if header is None:
        return ""
    names = [normalised(str(cell)) for cell in rows[header] if cell not in (None, "")]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def is_unicode(path: Path, name: str) -> bool:
    """Whether the file at ``path`` is a text in Unicode, which can be read in no other encoding."""
    try:
        with archives.unpacked(path, name, ReadingLimits()) as (path, name):
            return content.kind_of(path, name, ReadingLimits()) == "text" and unicode_of(path) is not None
    except ReadingError:
        return False


def _first_rows(path: Path, name: str, sheet: str | None) -> Sequence[Sequence[Any]]:
    limits = ReadingLimits()
    with archives.unpacked(path, name, limits) as (path, name):
        kind = content.kind_of(path, name, limits)
        if kind == "workbook":
            try:
                return _rows_of_workbook(path, name, sheet, limits)
            except ReadingQuestion:  # about the letters of a web page
                return _rows_of_workbook(path, name, sheet, limits, ANY_BYTES)
        if kind == "parquet":
            return [pq.read_schema(path).names]
        # What the letters are depends on the rows below, and may have to be asked: the bytes tell as much.
        encoding = unicode_of(path) or ANY_BYTES
        return find_dialect(path, name, ReadingOptions(encoding=encoding)).sample


def _rows_of_workbook(
    path: Path, name: str, wanted: str | None, limits: ReadingLimits, encoding: str | None = None
) -> Sequence[Sequence[Any]]:
    """The first rows of the sheet ``wanted`` by name or number, else of the largest. Of several sheets that
    were stacked, the first speaks for all."""
    with opened(path, name, limits, encoding) as workbook:
        sheets = [workbook.get_sheet_by_index(at) for at in range(len(workbook.sheet_names))]
        if wanted:
            first = wanted.split(BETWEEN_NAMES)[0].strip().casefold()
            sheets = [
                sheet
                for at, sheet in enumerate(sheets, start=1)
                if first in (sheet.name.strip().casefold(), str(at))
            ]
        largest = max(sheets, key=lambda sheet: sheet.height * sheet.width, default=None)
        rows: list[list[Any]] = []
        if largest is not None:
            rows = largest.to_python(skip_empty_area=False, nrows=SEARCHED_ROWS)
        return rows
