"""Text files no delimited-text parser can split: their cells row by row, and as a file it can split.

They are separated by blanks, quoted line by line, or have blanks between delimiters and quotation marks.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from cells.words import VALUE
from datasets.reading.text.parting import cells_of

Rewrite = Callable[[Iterable[str]], Iterator[list[str]]]
"""From the lines of a file to the cells of its rows."""

LOOKED_AT, FEWEST_LINES = 200, 3
LONGEST_LINE = 10_000  # of a file that blanks part
OVERFLOW = "…"
ALIKE = 0.9  # share of the lines with as many words
OF_VALUES = 0.9  # share of a column that has to be numbers or dates: one column at least


@contextmanager
def plain(
    path: Path, encoding: str, delimiter: str, rewrite: Rewrite, most_rows: int
) -> Iterator[Path | None]:
    """The file at ``path``, rewritten in UTF-8 with ``delimiter``; None where it has more rows."""
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, delimiter=delimiter, lineterminator="\n")
        rows = iter(rewrite(_without_mark(source)))
        writer.writerows(islice(rows, most_rows))
        target.flush()
        yield Path(target.name) if next(rows, None) is None else None


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line if number else line.lstrip("\ufeff")


def without_blanks_behind(delimiter: str) -> Rewrite:
    """Of rows such as 1, "a, b", 2."""

    def rewrite(lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)

    return rewrite


def unwrapped_lines(delimiter: str) -> Rewrite:
    """Of rows such as "1,""a, b"",2" that are one cell each."""

    def rewrite(lines: Iterable[str]) -> Iterator[list[str]]:
        for row in csv.reader(lines):
            yield cells_of(row[0], delimiter) if row else []

    return rewrite


def by_words(lines: Iterable[str]) -> Iterator[list[str]]:
    """Of rows whose cells are separated by blanks or tabs; quotation marks hold words together."""
    for line in lines:
        yield next(csv.reader([" ".join(line.split())], delimiter=" "), [])


def below_shorter_names(lines: Iterable[str]) -> Iterator[list[str]]:
    """The same where the first line has no name for the first column, as R writes tables."""
    for number, row in enumerate(by_words(lines)):
        yield row if number else ["", *row]


def at_places(starts: Sequence[int]) -> Rewrite:
    """Of rows whose cells start at the same places of every line. A line with a cell that reaches into the
    next gets a cell too many, so that it is set aside."""

    def rewrite(lines: Iterable[str]) -> Iterator[list[str]]:
        ends = [*starts[1:], None]
        for line in lines:
            text = line.expandtabs().rstrip()
            cells = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
            if any(text[start - 1 : start].strip() for start in starts[1:]):
                cells = [text, *[""] * (len(starts) - 1), OVERFLOW]
            yield cells if text else []

    return rewrite


def spaced(lines: Sequence[str]) -> Rewrite | None:
    """How blanks part the lines, of which the first are looked at; None where they hold no table."""
    some = [line.rstrip() for line in lines[:LOOKED_AT] if line.strip()]
    if len(some) < FEWEST_LINES or max(map(len, some)) > LONGEST_LINE:
        return None
    words = list(by_words(some))
    width = Counter(map(len, words)).most_common(1)[0][0]
    even = sum(len(row) == width for row in words[1:]) >= ALIKE * (len(words) - 1)
    if even and width > 1 and _holds_values(words):
        if len(words[0]) == width:
            return by_words
        if len(words[0]) == width - 1 and some[1].startswith('"'):  # the name of a row
            return below_shorter_names
    starts = _starts([line.expandtabs() for line in some])
    rows = list(at_places(starts)(some))
    # A first line that is narrower names one column.
    return at_places(starts) if len(starts) > 1 and all(rows[0]) and _holds_values(rows) else None


def _starts(lines: Sequence[str]) -> list[int]:
    """Where columns start: behind places that are blank in every line."""
    longest = max(map(len, lines))
    blank = [all(line[at : at + 1] in ("", " ") for line in lines) for at in range(longest)]
    return [at for at in range(longest) if not blank[at] and (at == 0 or blank[at - 1])]


def _holds_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column below the first row, which may hold the names, is one of numbers or dates."""
    width = max(map(len, rows))
    if width < 2:
        return False
    for place in range(width):
        cells = [row[place] for row in rows[1:] if place < len(row) and row[place]]
        if cells and sum(bool(VALUE.fullmatch(cell)) for cell in cells) >= OF_VALUES * len(rows[1:]):
            return True
    return False
