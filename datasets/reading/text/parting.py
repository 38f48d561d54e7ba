"""Lines of text, parted into cells: by a delimiter, and the mark around cells that hold a delimiter."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

DOUBLE, SINGLE, NONE = '"', "'", "none"
QUOTES = {"double": DOUBLE, "single": SINGLE, "apostrophe": SINGLE, "none": NONE}
csv.field_size_limit(8 << 20)  # as large as the parser of whole files lets a cell be

# Of lines in the cells of one column.
DELIMITERS = (";", "\t", "|", ",")
LOOKED_AT = 200
FEWEST_LINES = 3
ALIKE = 0.9  # share of the lines that must have as many cells as the header


def parted(lines: Iterable[str], delimiter: str, quote: str = DOUBLE) -> Iterator[list[str]]:
    """The cells of each row of ``lines``. Raises csv.Error."""
    if quote == NONE:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def unwrapped(rows: Sequence[Sequence[Any]], header_row: int | None = None) -> list[list[str]] | None:
    """The ``rows`` with their only cell split; None if there are others, or none fits.

    So look sheets that were pasted into a spreadsheet program, and text files that were quoted line by line.
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
    split = [cells_of(text, delimiter) for text in texts]
    width = max(map(len, split))
    return [[*cells, *[""] * (width - len(cells))] for cells in split]


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
