"""Rows of a text file with another number of cells than the table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from datasets.reading.outcome import Finding, ReadingError, Reject
from datasets.reading.text.parting import DOUBLE, parted
from language.sentences import say, say_count

WRITE_TWICE = say(
    'Double quotation marks inside a cell (""), or say that cells have none around them (option {option}).',
    option="quote",
)
TOO_LONG = say("This row has more cells than the header.")
IS_COMMENT = say("This is a comment; nothing to correct.")
END_OF_FILE = "\x1a"  # as DOS programs write it
COMMENT = re.compile(r"\s*#+[\s!]+")
MOST_RAGGED = 0.1  # share of rows with too many cells above which the delimiter must be wrong


@dataclass
class RaggedRows:
    """Collects such rows while a file is parsed.

    ``corrected`` are lines by row that stand in for those of the file; what is used of them is taken out.
    """

    width: int
    delimiter: str
    quote: str = DOUBLE
    corrected: dict[int, str] = field(default_factory=dict)
    short: dict[int, list[str]] = field(default_factory=dict)
    long: dict[int, str] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)

    def __call__(self, row: Any) -> str:
        """Called by the parser for every such row; "skip" keeps it out of the table."""
        line = self.corrected.pop(row.number, row.text)
        cells = cells_of_line(line, self.delimiter, self.quote)
        while len(cells) > self.width and not cells[-1].strip():
            cells.pop()
        if cells == [END_OF_FILE]:
            cells = []
        if cells and (COMMENT.match(cells[0]) or (len(cells) == 1 and cells[0].startswith("#"))):
            self.comments[row.number] = line
        elif len(cells) <= self.width:
            self.short[row.number] = cells
        else:
            self.long[row.number] = line
        return "skip"

    def end_before(self, row: int) -> None:
        """What was collected from ``row`` on belongs to another table."""
        for collected in (self.short, self.long, self.comments):
            for number in [number for number in collected if number >= row]:
                del collected[number]

    def rejects(self, header_row: int) -> list[Reject]:
        """The rows below the header that are left out."""
        long = [Reject(row, None, line, TOO_LONG) for row, line in self.long.items()]
        comments = [
            Reject(row, None, line, IS_COMMENT, mendable=False) for row, line in self.comments.items()
        ]
        return [reject for reject in [*long, *comments] if reject.row > header_row]


def cells_of_line(line: str, delimiter: str, quote: str) -> list[str]:
    """The cells of one line; a quotation mark that is never closed ends with it."""
    return next(parted(line.splitlines(keepends=True), delimiter, quote), [])


def with_short_rows(columns: list[pa.Array], ragged: RaggedRows) -> tuple[list[pa.Array], np.ndarray]:
    """The columns with the short rows, filled up with missing cells, back in their place."""
    apart = [*ragged.short, *ragged.long, *ragged.comments]
    total = len(columns[0]) + len(apart)
    numbers = np.delete(np.arange(1, total + 1), np.array(apart, dtype=int) - 1)
    if not ragged.short:
        return columns, numbers
    order = np.argsort(np.concatenate([numbers, list(ragged.short)]), kind="stable")
    padded = [cells + [""] * (ragged.width - len(cells)) for cells in ragged.short.values()]
    for position, column in enumerate(columns):
        extra = [cells[position] or None for cells in padded]
        columns[position] = pa.concat_arrays([column, pa.array(extra, pa.string())]).take(pa.array(order))
    return columns, np.sort(np.concatenate([numbers, list(ragged.short)])).astype(np.int64)


def ragged_findings(ragged: RaggedRows, header_row: int, rows: int, name: str) -> list[Finding]:
    long = [number for number in ragged.long if number > header_row]
    short = [n for n, cells in ragged.short.items() if n > header_row and 0 < len(cells) < ragged.width]
    _check_quotes(ragged, short, name)
    findings = []
    if long:
        finding = Finding(
            "too_many_cells",
            say_count(
                "{count:integer} row with more than {width} cells left out: row {row}.",
                "{count:integer} rows with more than {width} cells left out, the first is row {row}.",
                len(long),
                width=ragged.width,
                row=long[0],
            ),
            row=long[0],
            count=len(long),
            remedy=say(
                "Put cells that contain the delimiter in quotation marks, or say which delimiter separates "
                "the cells (option {option}).",
                option="delimiter",
            ),
        )
        if len(long) > MOST_RAGGED * (rows + len(long)):
            raise ReadingError([finding])
        findings.append(finding)
    if comments := [number for number in ragged.comments if number > header_row]:
        findings.append(_comments_finding(comments))
    if short:
        message = say_count(
            "{count:integer} row with fewer than {width} cells padded: row {row}.",
            "{count:integer} rows with fewer than {width} cells padded, the first is row {row}.",
            len(short),
            width=ragged.width,
            row=short[0],
        )
        findings.append(Finding("too_few_cells", message, row=short[0], count=len(short)))
    return findings


def _check_quotes(ragged: RaggedRows, short: list[int], name: str) -> None:
    for number in short:
        if any("\n" in cell for cell in ragged.short[number]):
            raise ReadingError.of(
                "unreadable",
                say(
                    "'{name}', row {row}: a quotation mark is opened but not closed on its line.",
                    name=name,
                    row=number,
                ),
                row=number,
                remedy=WRITE_TWICE,
            )


def _comments_finding(comments: list[int]) -> Finding:
    message = say_count(
        "{count:integer} comment line set aside: row {row}.",
        "{count:integer} comment lines set aside, the first is row {row}.",
        len(comments),
        row=comments[0],
    )
    return Finding("comment_lines", message, row=comments[0], count=len(comments))
