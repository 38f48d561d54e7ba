"""The XML that Excel 2003 saved workbooks as (SpreadsheetML), and that many programs still call .xls."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from datasets.reading.files.content import damaged_workbook
from datasets.reading.files.markup import Extent, MarkupBook, MarkupSheet, Room
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError
from language.sentences import say

TRUE = {"1", "true"}


def sheets_of(content: bytes, name: str, limits: ReadingLimits) -> MarkupBook:
    """Raises ReadingError for XML that is damaged, declares anything, or spans more than is allowed."""
    reader = _Reader(Room(name, limits))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Entities that unfold to gigabytes are declared in a document type; no spreadsheet program writes one.
    parser.StartDoctypeDeclHandler = reader.refuse_declarations
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise damaged_workbook(name, error) from None
    return MarkupBook(reader.sheets)


@dataclass
class _Reader:
    """Follows the elements. ``column`` is that of the next cell; rows and cells may leap ahead."""

    room: Room
    sheets: list[MarkupSheet] = field(default_factory=list)
    column: int = 0
    place: tuple[int, int] = (0, 0)
    kind: str = ""
    pieces: list[str] | None = None
    extent: Extent = field(init=False)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        tag = _local(element)
        given = {_local(key): value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.sheets.append(MarkupSheet(given.get("Name") or f"sheet {len(self.sheets) + 1}"))
            self.extent = Extent(self.room)
        elif tag == "Row" and self.sheets:
            self._start_row(_number(given, "Index"))
        elif tag == "Cell" and self.sheets and self.sheets[-1].rows:
            self._start_cell(given)
        elif tag == "Data" and self.sheets and self.sheets[-1].rows:
            self.kind, self.pieces = given.get("Type", "String"), []

    def end(self, element: str) -> None:
        if _local(element) != "Data" or self.pieces is None:
            return
        value = _value("".join(self.pieces), self.kind)
        row, column = self.place
        cells = self.sheets[-1].rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value
        self.pieces = None

    def text(self, piece: str) -> None:
        if self.pieces is not None:
            self.pieces.append(piece)

    def refuse_declarations(self, *_: Any) -> None:
        raise ReadingError.of(
            "not_a_table",
            say("'{name}' declares entities, which no spreadsheet program does.", name=self.room.name),
            remedy=say("Open it in your spreadsheet program and save it as XLSX."),
        )

    def _start_row(self, index: int) -> None:
        rows = self.sheets[-1].rows
        last = max(index, len(rows) + 1)
        self.extent.reach(last, 0)
        rows.extend([] for _ in range(last - len(rows)))
        self.column = 0

    def _start_cell(self, given: dict[str, str]) -> None:
        column = max(_number(given, "Index") - 1, self.column)
        across, down = _number(given, "MergeAcross"), _number(given, "MergeDown")
        row = len(self.sheets[-1].rows) - 1
        self.extent.reach(row + 1, column + 1)
        if across or down:
            self.sheets[-1].merged_cell_ranges.append(((row, column), (row + down, column + across)))
        self.place, self.column = (row, column), column + across + 1


def _local(name: str) -> str:
    """Without the namespace."""
    return name.rpartition(" ")[2]


def _number(given: dict[str, str], key: str) -> int:
    text = given.get(key, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _value(text: str, kind: str) -> Any:
    """The text as its declared type; as text if it does not fit."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text.strip().lower() in TRUE if kind == "Boolean" else text
