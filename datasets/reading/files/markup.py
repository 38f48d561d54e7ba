"""Sheets that programs write as markup and call .xls: a web page with tables, or the XML of Excel 2003."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError

if TYPE_CHECKING:
    from datasets.reading.text.encodings import Encoding

Markup = Literal["page", "xml"]

TWO_BYTE_MARKS = (b"\xff\xfe", b"\xfe\xff")
MARK_AND_BLANKS = "\ufeffï»¿ \t\r\n"
EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
PAGE_STARTS = (
    *("<!doctype html", "<html", "<head", "<meta", "<style", "<title", "<body", "<table", "<tr", "<!--"),
    *("<div", "<center", "<font", "<form", "<h1", "<h2", "<h3"),
)
MOST_BYTES, MOST_CELLS = 200_000_000, 10_000_000  # more would take minutes
SPARE_ROWS = 1_000  # titles and blank rows above the data


@dataclass
class Room:
    """What all tables of the file ``name`` may take. ``area`` counts their cells as they are laid out."""

    name: str
    limits: ReadingLimits
    area: int = 0


@dataclass
class Extent:
    """How far one table reaches. It is laid out as a full rectangle, so that two cells in far corners of a
    tiny file would take hundreds of gigabytes: nothing may be kept before ``reach`` has allowed it."""

    room: Room
    rows: int = 0
    columns: int = 0

    def reach(self, rows: int, columns: int) -> None:
        """Raises ReadingError where the table, or all of them together, would be too large."""
        if rows <= self.rows and columns <= self.columns:
            return
        limits, before = self.room.limits, self.rows * max(self.columns, 1)
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.rows > limits.rows + SPARE_ROWS:
            raise ReadingError.too_many("rows", self.room.name, self.rows, limits.rows)
        if self.columns > limits.columns:
            raise ReadingError.too_many("columns", self.room.name, self.columns, limits.columns)
        # A row without a cell takes room, too.
        self.room.area += self.rows * max(self.columns, 1) - before
        if self.room.area > (most := min(limits.workbook_cells, MOST_CELLS)):
            raise ReadingError.too_many("cells", self.room.name, self.room.area, most)


@dataclass(frozen=True)
class MarkupSheet:
    """The rows of one table; as sheets of workbooks do, it fills them up to one width.

    ``merged_cell_ranges`` are the first and last (row, column) of merged cells, from 0 on.
    """

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged_cell_ranges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def to_python(self, skip_empty_area: bool = False, nrows: int | None = None) -> list[list[Any]]:
        width = self.width
        return [[*row, *[""] * (width - len(row))] for row in self.rows[:nrows]]


@dataclass(frozen=True)
class MarkupBook:
    """The tables of a file in the manner of a workbook. ``encoding`` is that of a page which does not name
    its own."""

    sheets: list[MarkupSheet]
    sheets_metadata: tuple[Any, ...] = ()
    encoding: Encoding | None = None

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    def get_sheet_by_index(self, index: int) -> MarkupSheet:
        return self.sheets[index]


def markup_of(head: bytes) -> Markup | None:
    """What the first bytes of a file say; None where they begin no such sheet."""
    encoding = "utf-16" if head.startswith(TWO_BYTE_MARKS) else "latin-1"
    text = head.decode(encoding, "replace").lstrip(MARK_AND_BLANKS).lower()
    if text.startswith(("<?xml", "<workbook")) and EXCEL_2003 in text:
        return "xml"
    if text.startswith(PAGE_STARTS) or (text.startswith("<?xml") and "<html" in text):
        return "page"
    return None
