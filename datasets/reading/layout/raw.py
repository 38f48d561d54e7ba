"""Removes the empty parts of a raw table: empty rows, and empty columns without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.reading.outcome import Finding, RawTable
from language.sentences import say, say_count

SOMETHING = r"[^\s,;|]"


def drop_unnamed_empty_columns(raw: RawTable, unnamed: Sequence[int]) -> RawTable:
    """Leave out the columns at the positions ``unnamed`` that hold nothing but left-over delimiters."""
    empty = {position for position in unnamed if _is_empty(raw.columns[position])}
    # A first column without a name holds row names. If no column has one, that is already reported.
    filled = [raw.names[position] for position in unnamed if position and position not in empty]
    if filled and len(unnamed) < len(raw.names):
        raw = replace(raw, findings=[*raw.findings, _unnamed_finding(filled)])
    if not empty:
        return raw
    finding = Finding(
        "empty_columns",
        say_count(
            "{count:integer} empty column without a name left out.",
            "{count:integer} empty columns without a name left out.",
            len(empty),
        ),
        count=len(empty),
    )
    keep = [position for position in range(len(raw.names)) if position not in empty]
    return replace(
        raw,
        names=[raw.names[position] for position in keep],
        columns=[raw.columns[position] for position in keep],
        findings=[*raw.findings, finding],
    )


def drop_empty_rows(raw: RawTable) -> RawTable:
    """Leave out the rows in which every cell is missing."""
    left = empty_places(raw.columns)
    if not len(left) or not raw.columns:
        return raw
    keep = np.ones(len(raw.row_numbers), dtype=bool)
    keep[left] = False
    findings = list(raw.findings)
    if keep.any() and left[0] < np.flatnonzero(keep)[-1]:  # blank lines at the end are no news
        first = int(raw.row_numbers[left[0]])
        message = say_count(
            "{count:integer} empty row left out: row {row}.",
            "{count:integer} empty rows left out, the first is row {row}.",
            len(left),
            row=first,
        )
        findings.append(Finding("empty_rows", message, row=first, count=len(left)))
    return replace(keep_rows(raw, keep), findings=findings)


def empty_places(columns: Sequence[pa.Array]) -> np.ndarray:
    """The places of the rows in which every cell is missing."""
    left = np.arange(len(columns[0]) if columns else 0)
    for column in columns:
        if not len(left):
            break
        cells = column if len(left) == len(column) else column.take(pa.array(left))
        left = left[_missing(cells)]
    return left


def keep_rows(raw: RawTable, keep: np.ndarray) -> RawTable:
    """The rows that are marked in ``keep``."""
    columns = [column.filter(pa.array(keep)) for column in raw.columns]
    sheets = raw.row_sheets if raw.row_sheets is None else raw.row_sheets[keep]
    return replace(raw, columns=columns, row_numbers=raw.row_numbers[keep], row_sheets=sheets)


def _is_empty(column: pa.Array) -> bool:
    if not pa.types.is_string(column.type):
        return bool(column.null_count == len(column))
    return not pc.any(pc.match_substring_regex(column, SOMETHING)).as_py()


def _missing(cells: pa.Array) -> np.ndarray:
    if not pa.types.is_string(cells.type):
        missing = cells.is_null()
    elif cells.null_count == 0 and not _has_blank(cells):
        return np.zeros(len(cells), dtype=bool)
    else:
        missing = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(cells), ""), True)
    return np.asarray(missing.to_numpy(zero_copy_only=False), dtype=bool)


def _has_blank(cells: pa.Array) -> bool:
    return bool(pc.any(pc.utf8_is_space(cells)).as_py())


def _unnamed_finding(names: list[str]) -> Finding:
    message = say_count(
        "{count:integer} column without a name holds values; it is called '{name}'.",
        "{count:integer} columns without a name hold values; the first is called '{name}'.",
        len(names),
        name=names[0],
    )
    remedy = say(
        "Give it a name. If decimal commas split numbers in two, put the numbers in quotation marks, or "
        "separate the cells with semicolons."
    )
    return Finding("unnamed_columns", message, names[0], count=len(names), remedy=remedy)
