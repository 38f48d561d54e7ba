"""The tables of a web page. Takes time and memory in proportion to the page, whatever is in it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from datasets.reading.files.content import not_a_table
from datasets.reading.files.markup import TWO_BYTE_MARKS, Extent, MarkupBook, MarkupSheet, Room
from datasets.reading.options import ReadingLimits
from language.sentences import say

# What is never closed reaches to the end of the page: so nothing is looked at twice.
TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<unseen>script|style|title)\b.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<more>[^<>]*)>|<[!?][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
SPAN = re.compile(r"""\b(col|row)span\s*=\s*["']?(\d{1,5})""", re.IGNORECASE)
MOST_TABLES = 10_000
MOST_COLUMNS_SPANNED, MOST_ROWS_SPANNED = 1_000, 65_534  # as browsers count
LINE_BREAKS = {"br", "p", "div", "li"}


@dataclass
class _Table:
    """A table while it is read. ``above`` and ``below`` hold by column the texts that reach down into this
    row and into the next, and into how many rows in all."""

    extent: Extent
    rows: list[list[str]] = field(default_factory=list)
    above: dict[int, tuple[str, int]] = field(default_factory=dict)
    below: dict[int, tuple[str, int]] = field(default_factory=dict)
    cell: list[str] | None = None
    columns_spanned: int = 1
    rows_spanned: int = 1

    def start_row(self) -> None:
        self.end_row()
        self.extent.reach(len(self.rows) + 1, 0)
        self.rows.append([])
        self.above, self.below = self.below, {}

    def end_row(self) -> None:
        self.end_cell()
        for column in sorted(self.above):
            while len(self.rows[-1]) < column:
                self._add("", 0)
            self._take_from_above()

    def start_cell(self, attributes: str) -> None:
        self.end_cell()
        if not self.rows:
            self.start_row()
        spans = {name.lower(): int(count) for name, count in SPAN.findall(attributes)}
        self.columns_spanned = min(max(spans.get("col", 1), 1), MOST_COLUMNS_SPANNED)
        self.rows_spanned = min(max(spans.get("row", 1), 1), MOST_ROWS_SPANNED)
        self.cell = []

    def end_cell(self) -> None:
        if self.cell is None:
            return
        text = html.unescape("".join(self.cell))
        text = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
        self.cell = None
        self._take_from_above()
        # A text over several columns is that of the first, one over several rows is that of each.
        for place in range(self.columns_spanned):
            self._add("" if place else text, self.rows_spanned - 1)

    def _take_from_above(self) -> None:
        while (reaching := self.above.pop(len(self.rows[-1]), None)) is not None:
            self._add(reaching[0], reaching[1] - 1)

    def _add(self, text: str, rows_left: int) -> None:
        if rows_left:
            self.below[len(self.rows[-1])] = (text, rows_left)
        self.extent.reach(len(self.rows), len(self.rows[-1]) + 1)
        self.rows[-1].append(text)


def tables_of(content: bytes, name: str, limits: ReadingLimits, encoding: str | None = None) -> MarkupBook:
    """Every table that has a cell, as a sheet "table 1", "table 2" ... A table in a cell of another is one
    of its own. Raises ReadingError where there is none, and where one is too large."""
    page = _decoded(content, encoding)
    room = Room(name, limits)
    tables: list[_Table] = []
    inside: list[_Table] = []  # those that are not closed, the innermost last
    place = 0
    for token in TOKEN.finditer(page):
        if inside and inside[-1].cell is not None:
            # A line break of the page's text is a blank; those of the cell are tags.
            inside[-1].cell.append(page[place : token.start()].replace("\n", " "))
        place = token.end()
        if token["tag"] is None:
            continue
        tag, ends = token["tag"].lower(), bool(token["end"])
        if not ends and (tag == "table" or (tag == "tr" and not inside)):
            inside.append(_Table(Extent(room)))
            tables.append(inside[-1])
            if len(tables) > MOST_TABLES:
                raise not_a_table(name, say("a web page"))
        if inside:
            _follow(inside, tag, ends, token["more"])
    for table in inside:
        table.end_row()
    filled = [table.rows for table in tables if any(map(any, table.rows))]
    if not filled:
        raise not_a_table(name, say("a web page"))
    return MarkupBook([MarkupSheet(f"table {at}", rows) for at, rows in enumerate(filled, start=1)])


def _follow(inside: list[_Table], tag: str, ends: bool, attributes: str) -> None:
    """What one tag does to the innermost table."""
    table = inside[-1]
    if tag == "table" and ends:
        table.end_row()
        inside.pop()
    elif tag == "tr":
        table.end_row() if ends else table.start_row()
    elif tag in ("td", "th"):
        table.end_cell() if ends else table.start_cell(attributes)
    elif tag in LINE_BREAKS and table.cell is not None:
        table.cell.append("\n")


def _decoded(content: bytes, encoding: str | None) -> str:
    if encoding is None and content.startswith(TWO_BYTE_MARKS):
        encoding = "utf-16"
    said = CHARSET.search(content[:4096])
    for one in filter(None, (encoding, said and said[1].decode(), "utf-8")):
        try:
            return content.decode(one).lstrip("\ufeff")
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")
