"""Sheets of a workbook that have the same columns: stacked as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.reading.outcome import RawTable
from datasets.reading.values.column_words import ColumnWords
from datasets.reading.values.distinct import as_texts
from datasets.reading.workbook.sheets import Sheet
from language.sentences import say

SHEET = "sheet"  # the column that says where a row came from
NAMED_COLUMNS = 0.5  # share of another sheet's columns that a data dictionary explains


def agreeing(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """The sheets in groups with the same column names, whatever their order, case and spaces.

    Sheets without a header stay alone, and data dictionaries are left out where there is anything else.
    """
    groups: dict[object, list[Sheet]] = {}
    for sheet in sheets:
        has_header = "header_row" in sheet.raw.options_used
        key = frozenset(map(_plain, _names(sheet))) if has_header else sheet.name
        groups.setdefault(key, []).append(sheet)
    data = [group for group in groups.values() if not _explains_another(group[0], sheets)]
    return data or list(groups.values())


def stack(raws: Sequence[RawTable], sheets: Sequence[str]) -> RawTable:
    """The tables below each other, in the column order of the first, with the column ``sheet`` behind."""
    first = raws[0]
    columns = []
    for name, column in zip(first.names, first.columns, strict=True):
        parts = [column, *(_column(raw, name) for raw in raws[1:])]
        if len({part.type for part in parts}) > 1:
            parts = [as_texts(part) for part in parts]
        columns.append(pa.concat_arrays(parts))
    origin = np.repeat(np.array(sheets, dtype=object), [len(raw.row_numbers) for raw in raws])
    named = zip(raws, sheets, strict=True)
    findings, rejects = [], []
    for raw, sheet in named:
        for finding in raw.findings:
            message = say("Sheet '{sheet}': {message}", sheet=sheet, message=finding.message)
            findings.append(replace(finding, message=message))
        rejects += [replace(reject, sheet=sheet) for reject in raw.rejects]
    taken = {_plain(name) for name in first.names}
    name = SHEET if SHEET not in taken else f"{SHEET} name"
    return RawTable(
        [*first.names, name],
        [*columns, pa.array(origin, pa.string())],
        np.concatenate([raw.row_numbers for raw in raws]),
        first.options_used,
        findings,
        rejects,
        row_sheets=origin,
        words=_words(raws),
    )


def _words(raws: Sequence[RawTable]) -> dict[str, ColumnWords]:
    """Those of all sheets, by the names of the first."""
    result: dict[str, ColumnWords] = {}
    called = {_plain(name): name for name in raws[0].names}
    for raw in raws:
        for own, words in raw.words.items():
            name = called.get(_plain(own), own)
            result[name] = result.get(name, ColumnWords()).with_more(words)
    return result


def _column(raw: RawTable, name: str) -> pa.Array:
    for own, column in zip(raw.names, raw.columns, strict=True):
        if _plain(own) == _plain(name):
            return column
    return pa.nulls(len(raw.row_numbers), pa.string())  # an empty column without a name was left out


def _names(sheet: Sheet) -> list[str]:
    """The names of the columns, but for empty ones that have none."""
    empty = {at for at in sheet.unnamed if not pc.any(sheet.raw.columns[at].is_valid()).as_py()}
    return [name for at, name in enumerate(sheet.raw.names) if at not in empty]


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


def _explains_another(sheet: Sheet, sheets: Sequence[Sheet]) -> bool:
    """Whether a column of words lists the columns of another sheet."""
    words = [column for column in sheet.raw.columns if pa.types.is_string(column.type)]
    listed = [{_plain(text) for text in column.unique().to_pylist() if text} for column in words]
    others = [set(map(_plain, _names(other))) for other in sheets if other is not sheet]
    return any(
        len(names) > 1 and len(names & texts) >= NAMED_COLUMNS * len(names)
        for names in others
        for texts in listed
    )
