"""What the markup of an XLSX sheet says beside its values: hidden rows, and formulas that have no value.

Programs that write workbooks leave formulas without their results; a spreadsheet program computes them once
it opens the file. Some write 0 in their place and ask to have all computed again.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from datasets.reading.files.content import CHUNK, DAMAGED

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PREFIX = rb"(?:[A-Za-z]\w*:)?"
HIDDEN_ROW = re.compile(rb"<" + PREFIX + rb"""row\b[^>]*?\shidden\s*=\s*["'](?:1|true)["'][^>]*>""")
ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
FORMULA = re.compile(
    rb"(?P<cell><" + PREFIX + rb"c\b[^>]*>)\s*<" + PREFIX + rb"f\b[^>]*?(?:/>|>[^<]*</" + PREFIX + rb"f>)\s*"
    rb"(?P<value><" + PREFIX + rb"v\b[^>]*?(?:/>|>(?P<text>[^<]*)</" + PREFIX + rb"v>))?"
)
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d+)["']""")
OF_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
COMPUTED_ON_LOAD = re.compile(rb"""fullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
OF_FORMULAS, OF_HIDDEN = (b"f", b"f>", b"si="), (b"h", b"hidden")
END_OF_ROW = b"row>"


@dataclass
class Marks:
    """Rows are numbered as the sheet does, columns from 0. ``without_value`` has the cells of formulas that
    were never computed, in order."""

    hidden: set[int] = field(default_factory=set)
    without_value: list[tuple[int, int]] = field(default_factory=list)


def marks_of(path: Path, sheet: str) -> Marks:
    """Those of the sheet of that name; none of a file that is no XLSX workbook."""
    if not zipfile.is_zipfile(path):
        return Marks()
    try:
        with zipfile.ZipFile(path) as archive:
            if WORKBOOK not in archive.namelist():
                return Marks()
            return _marks(archive, sheet)
    except (*DAMAGED, expat.ExpatError, KeyError, StopIteration):
        return Marks()  # its values could be read all the same


def _marks(archive: zipfile.ZipFile, sheet: str) -> Marks:
    book = archive.read(WORKBOOK)
    marks, zeros, computed = Marks(), [], 0
    for markup in _rows_of(archive, _member(archive, book, sheet)):
        if _has(markup, OF_HIDDEN):
            for row in HIDDEN_ROW.findall(markup):
                if number := ROW_NUMBER.search(row):
                    marks.hidden.add(int(number[1]))
        for found in FORMULA.finditer(markup) if _has(markup, OF_FORMULAS) else ():
            place = PLACE.search(found["cell"])
            if place is None:
                continue
            cell = int(place[2]), _position(place[1])
            text = (found["text"] or b"").strip()
            if not text and not (found["value"] and OF_TEXT.search(found["cell"])):
                marks.without_value.append(cell)
            elif text == b"0":
                zeros.append(cell)
            else:
                computed += 1
    if zeros and not computed and COMPUTED_ON_LOAD.search(book):
        marks.without_value = sorted([*marks.without_value, *zeros])
    return marks


def _member(archive: zipfile.ZipFile, book: bytes, sheet: str) -> str:
    """The file of the sheet in the archive. Raises KeyError."""
    relations = _elements(archive.read(RELATIONS), "Relationship")
    places = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in _elements(book, "sheet"):
        if one.get("name") == sheet:
            target = places[next(value for key, value in one.items() if key.endswith(" id"))]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _elements(markup: bytes, tag: str) -> list[dict[str, str]]:
    """The attributes of all elements of that name."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(markup, True)
    return found


def _rows_of(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The markup of the sheet in parts that end behind a row."""
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            rest += chunk
            if (end := rest.rfind(END_OF_ROW)) >= 0:
                yield rest[: end + len(END_OF_ROW)]
                rest = rest[end + len(END_OF_ROW) :]
    yield rest


def _has(markup: bytes, signs: tuple[bytes, ...]) -> bool:
    """Whether one of the signs is there; their first letter, which few sheets have, is looked for at once."""
    return signs[0] in markup and any(sign in markup for sign in signs[1:])


def _position(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def address(row: int, column: int) -> str:
    """As spreadsheet programs name a cell: C7."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
