"""A sheet of a workbook as columns of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from datasets.reading.layout.headers import (
    cell_text,
    find_header,
    header_cells,
    is_unnamed,
    name_columns,
    no_header_finding,
    preamble_finding,
)
from datasets.reading.layout.second_table import Rows, another_finding, another_table
from datasets.reading.options import ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError
from datasets.reading.values.distinct import as_array
from language.sentences import say, say_count


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells below its header; ``unnamed`` are the positions of the columns without a name."""

    name: str
    raw: RawTable
    unnamed: list[int]

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return sum(len(column) - column.null_count for column in self.raw.columns)


Range = tuple[tuple[int, int], tuple[int, int]]


def sheet_of(
    rows: list[list[Any]], sheet: str, name: str, options: ReadingOptions, merged: Sequence[Range] = ()
) -> Sheet:
    """The ``rows`` of the sheet of that name in the workbook ``name``. Raises ReadingError where there
    is no row to take the names from. ``merged`` are the first and last (row, column) of merged cells."""
    width = max((len(row) for row in rows), default=0)
    header = find_header(rows) if options.header_row is None else options.header_row - 1
    if header is not None and header >= len(rows):
        raise ReadingError.of(
            "bad_option",
            say_count(
                "Row {row} should hold the names, but '{name}' has only {count:integer} row.",
                "Row {row} should hold the names, but '{name}' has only {count:integer} rows.",
                len(rows),
                row=header + 1,
                name=name,
            ),
            row=header + 1,
            remedy=say("Choose the row that holds the names (option {option}).", option="header_row"),
        )
    heads, top = (rows[header], header) if header is not None else ([], 0)
    if header is not None and options.header_row is None:
        heads, top = header_cells(rows, header)
    names, naming = name_columns(heads, width)
    naming += preamble_finding(rows, top)
    first = 0 if header is None else header + 1
    rows, another = _end_at_another(rows, first, names)
    naming += another
    naming += _fill_merged(rows, first, merged)
    cells = list(zip(*rows[first:], strict=True)) or [()] * width
    if header is None:
        naming.append(no_header_finding(width))
    used = {} if header is None else {"header_row": header + 1}
    numbers = np.arange(first + 1, len(rows) + 1)
    raw = RawTable(names, [as_array(column) for column in cells], numbers, used, naming)
    unnamed = [position for position in range(width) if is_unnamed(heads, position)]
    return Sheet(sheet, raw, unnamed)


def _end_at_another(
    rows: list[list[Any]], first: int, names: Sequence[str]
) -> tuple[list[list[Any]], list[Finding]]:
    """The ``rows`` up to another table below the one whose rows begin at ``first``."""
    blank = [not any(cell not in (None, "") for cell in row) for row in rows[first:]]
    gaps = [at for at in range(1, len(blank)) if blank[at - 1] and not blank[at]]
    found = another_table(
        Rows(len(blank), lambda at: [cell_text(cell) for cell in rows[first + at]], gaps), names
    )
    if found is None:
        return rows, []
    count = len(blank) - found.header - 1 - sum(blank[found.header + 1 :])
    start, header = first + found.start + 1, first + found.header + 1
    return rows[: start - 1], [another_finding(found.names, start, header, count)]


def _fill_merged(rows: list[list[Any]], first: int, merged: Sequence[Range]) -> list[Finding]:
    """Write the value of cells merged over several rows into each of these ``rows``, from ``first`` on."""
    filled = 0
    # Merged cells do not overlap, so that together they are no more than the sheet has.
    room = len(rows) * len(rows[0]) if rows else 0
    for (top, left), (bottom, _) in merged:
        if top < first or bottom <= top or top >= len(rows) or left >= len(rows[top]):
            continue
        room -= min(bottom + 1, len(rows)) - top
        if room < 0:
            break
        filled += 1
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    if not filled:
        return []
    message = say_count(
        "{count:integer} cell is merged across several rows: its value counts for each of them.",
        "{count:integer} cells are merged across several rows: their values count for each of them.",
        filled,
    )
    return [Finding("merged_cells", message, count=filled)]
