"""The tables of a web page. Takes time and memory in proportion to the page, whatever is in it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from datasets.reading.files.content import CHUNK, SEND_A_TABLE, not_a_table
from datasets.reading.files.markup import TWO_BYTE_MARKS, Extent, MarkupBook, MarkupSheet, Room
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError
from datasets.reading.text.encodings import Encoding, find_encoding
from language.sentences import say

CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
TAG = re.compile(rb"<[^<>]*>")
SPAN = re.compile(r"\s*(\d{1,5})")
BLANKS, SPACES = re.compile(r"\s+"), re.compile(" {2,}")
MOST_TABLES = 10_000
MOST_DEPTH = 512  # as browsers count; the parser looks through all open elements for what an end tag closes
MOST_COLUMNS_SPANNED, MOST_ROWS_SPANNED = 1_000, 65_534  # as browsers count
LINE_BREAKS = {"br", "p", "div", "li"}
UNSEEN = {"script", "style", "title"}


@dataclass
class _Table:
    """A table while it is read. ``above`` and ``below`` hold by column the texts that reach down into this
    row and into the next, and into how many rows in all."""

    extent: Extent
    rows: list[list[str]] = field(default_factory=list)
    above: dict[int, tuple[str, int]] = field(default_factory=dict)
    below: dict[int, tuple[str, int]] = field(default_factory=dict)
    cell: io.StringIO | None = None
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

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        self.end_cell()
        if not self.rows:
            self.start_row()
        self.columns_spanned = min(_span(attributes.get("colspan")), MOST_COLUMNS_SPANNED)
        self.rows_spanned = min(_span(attributes.get("rowspan")), MOST_ROWS_SPANNED)
        self.cell = io.StringIO()

    def end_cell(self) -> None:
        if self.cell is None:
            return
        lines = self.cell.getvalue().split("\n")
        text = "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in lines)))
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


def _span(value: str | None) -> int:
    """Over how many rows or columns a cell goes: at least one."""
    found = SPAN.match(value or "")
    return max(int(found[1]), 1) if found else 1


@dataclass
class _Page:
    """Follows the elements that the parser tells of; no tree is built. ``inside`` has the tables that are not
    closed, the innermost last."""

    room: Room
    tables: list[_Table] = field(default_factory=list)
    inside: list[_Table] = field(default_factory=list)
    depth: int = 0
    unseen: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _too_deep(self.room.name)
        self.unseen += tag in UNSEEN
        if tag == "table" or (tag == "tr" and not self.inside):
            self.inside.append(_Table(Extent(self.room)))
            self.tables.append(self.inside[-1])
            if len(self.tables) > MOST_TABLES:
                raise not_a_table(self.room.name, say("a web page"))
        if not self.inside:
            return
        table = self.inside[-1]
        if tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            table.start_cell(attributes)
        elif tag in LINE_BREAKS:
            self._break_line()

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.unseen -= tag in UNSEEN
        if not self.inside:
            return
        table = self.inside[-1]
        if tag == "table":
            table.end_row()
            self.inside.pop()
        elif tag == "tr":
            table.end_row()
        elif tag in ("td", "th"):
            table.end_cell()
        elif tag in LINE_BREAKS:
            self._break_line()

    def data(self, text: str) -> None:
        if self.inside and not self.unseen and (cell := self.inside[-1].cell) is not None:
            # A line break of the page's text is a blank; those of the cell are elements.
            cell.write(BLANKS.sub(" ", text))

    def close(self) -> list[list[list[str]]]:
        """The rows of every table that has a filled cell."""
        for table in self.inside:
            table.end_row()
        return [table.rows for table in self.tables if any(map(any, table.rows))]

    def _break_line(self) -> None:
        if (cell := self.inside[-1].cell) is not None:
            cell.write("\n")


def tables_of(content: bytes, name: str, limits: ReadingLimits, encoding: str | None = None) -> MarkupBook:
    """Every table that has a cell, as a sheet "table 1", "table 2" ... A table in a cell of another is one
    of its own. Raises ReadingError where there is none, and where one is too large, ReadingQuestion where the
    letters of a page that does not name its encoding fit two readings."""
    from lxml import etree

    page, found = _decoded(content, encoding)
    parser = etree.HTMLParser(target=_Page(Room(name, limits)), encoding="utf-8", no_network=True)
    try:
        # In pieces: what is refused is not parsed to its end.
        for start in range(0, len(page), CHUNK):
            parser.feed(page[start : start + CHUNK].encode("utf-8", "replace"))
        filled = parser.close()
    except etree.XMLSyntaxError:  # where there is no element at all
        filled = []
    if not filled:
        raise not_a_table(name, say("a web page"))
    sheets = [MarkupSheet(f"table {at}", rows) for at, rows in enumerate(filled, start=1)]
    return MarkupBook(sheets, encoding=found)


def _too_deep(name: str) -> ReadingError:
    message = say(
        "'{name}' is a web page with elements nested more than {most:integer} deep.",
        name=name,
        most=MOST_DEPTH,
    )
    return ReadingError.of("not_a_table", message, remedy=SEND_A_TABLE)


def _decoded(content: bytes, encoding: str | None) -> tuple[str, Encoding | None]:
    """The page as text, with its encoding where that was given or found from its words."""
    if encoding is None and content.startswith(TWO_BYTE_MARKS):
        encoding = "utf-16"
    said = CHARSET.search(content[:4096])
    for one in filter(None, (encoding, said and said[1].decode(), "utf-8")):
        try:
            return content.decode(one).lstrip("\ufeff"), Encoding(one) if one == encoding else None
        except (LookupError, UnicodeError):
            continue
    found = find_encoding(TAG.split(content), lambda one: _decodes(content, one))
    return content.decode(found.name, "replace"), found


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True
