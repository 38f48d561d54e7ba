"""Lines of a text file in the cells of one column, split into cells again.

So look sheets that were pasted into a spreadsheet program, and text files that were quoted line by line.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

DELIMITERS = (";", "\t", "|", ",")
LOOKED_AT = 200
FEWEST_LINES = 3
ALIKE = 0.9  # share of the lines that must have as many cells as the header


def unwrapped(rows: Sequence[Sequence[Any]], header_row: int | None = None) -> list[list[str]] | None:
    """The ``rows`` with their only cell split; None if there are others, or none fits.

    Rows keep their places, and all get the same width.
    """
    if any(cell not in (None, "") for row in rows[:LOOKED_AT] for cell in row[1:]):
        return None
    lines = [_only_text(row) for row in rows]
    if any(line is None for line in lines):
        return None
    texts = [line or "" for line in lines]
    delimiter = delimiter_of(texts[(header_row or 1) - 1 :])
    if delimiter is None:
        return None
    parted = [cells_of(text, delimiter) for text in texts]
    width = max(map(len, parted))
    return [[*cells, *[""] * (width - len(cells))] for cells in parted]


def delimiter_of(texts: Sequence[str]) -> str | None:
    """What parts the lines into as many cells, two or more; None where nothing does."""
    filled = [text for text in texts[:LOOKED_AT] if text.strip()]
    if len(filled) < FEWEST_LINES:
        return None
    for delimiter in DELIMITERS:
        widths = [len(cells_of(text, delimiter)) for text in filled]
        alike = sum(width == widths[0] for width in widths)
        if widths[0] > 1 and alike >= ALIKE * len(widths):
            return delimiter
    return None


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of a line; itself where it has line breaks outside of quotation marks."""
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return [text]


def _only_text(row: Sequence[Any]) -> str | None:
    """The first cell where the others are blank and it is text."""
    if any(cell not in (None, "") for cell in row[1:]) or not isinstance(row[0] if row else "", str):
        return None
    return row[0] if row else ""
