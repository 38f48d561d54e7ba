"""The mark around cells of a text file that hold a delimiter or a line break."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

DOUBLE, SINGLE, NONE = '"', "'", "none"
QUOTES = {"double": DOUBLE, "single": SINGLE, "apostrophe": SINGLE, "none": NONE}
csv.field_size_limit(8 << 20)  # as large as the parser of whole files lets a cell be


def parted(lines: Iterable[str], delimiter: str, quote: str = DOUBLE) -> Iterator[list[str]]:
    """The cells of each row of ``lines``. Raises csv.Error."""
    if quote == NONE:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)
