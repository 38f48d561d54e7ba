"""The first rows of a long file as a separate file: enough for a preview. Needs no web framework."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from datasets.reading import ReadingLimits
from datasets.reading.files.content import ARCHIVE, CHUNK, DAMAGED, HEAD_BYTES
from datasets.reading.files.markup import markup_of

ROWS, BYTES = 2_000, 4 << 20
BYTES_OF_SHEET = 32 << 20  # of a sheet's XML, whose cells take more room than those of a text file
WORKBOOK, SHEETS, NOT_READ = "xl/workbook.xml", "xl/worksheets/", ("xl/media/", "xl/pivotCache/")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b")
FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
END_OF_ROW = re.compile(rb"</(\w+:)?row\s*>|<(\w+:)?row\b[^<>]*/>")


@contextmanager
def beginning(path: Path, sheet_chosen: bool) -> Iterator[tuple[Path, bool]]:
    """A file with the first rows of a long text file or XLSX workbook, and True; any other as it is.

    Which of several sheets holds the most is to be found as from the whole workbook: where two of them are
    long and none was chosen, it is left as it is.
    """
    with path.open("rb") as file, tempfile.NamedTemporaryFile() as start:
        head = file.read(BYTES)
        cut = _cut_workbook(path, start, sheet_chosen) if head.startswith(ARCHIVE) else _cut_text(head, start)
        start.flush()
        yield (Path(start.name), True) if cut else (path, False)


def _cut_text(head: bytes, target: IO[bytes]) -> bool:
    end = _end_of_lines(head)
    # A NUL is in every Parquet file, and in text of two bytes a letter.
    if b"\0" in head or end is None or markup_of(head[:HEAD_BYTES]):
        return False
    target.write(head[:end])
    return True


def _end_of_lines(head: bytes) -> int | None:
    """Where the first lines end, outside of quotation marks; None where there are not more of them."""
    place, quotes, end = 0, 0, None
    for count, line in enumerate(head.splitlines(keepends=True), start=1):
        if count > ROWS:
            return end
        place += len(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0 and line.endswith((b"\n", b"\r")):
            end = place
    return end if len(head) == BYTES else None


def _cut_workbook(path: Path, target: IO[bytes], sheet_chosen: bool) -> bool:
    """Whether sheets were cut. Whoever reads the whole archive reports what is wrong with it."""
    filled_of_cut: list[int] = []
    filled_of_whole: list[int] = []
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as short:
            members = [one for one in archive.infolist() if not one.filename.startswith(NOT_READ)]
            if sum(member.file_size for member in members) > ReadingLimits().unpacked_bytes:
                return False
            for member in members:
                with archive.open(member) as stream, short.open(member.filename, "w") as copy:
                    if member.filename.startswith(SHEETS) and member.filename.endswith(".xml"):
                        text, cut = _first_rows(stream)
                        copy.write(text)
                        (filled_of_cut if cut else filled_of_whole).append(len(FILLED.findall(text)))
                    else:
                        shutil.copyfileobj(stream, copy, CHUNK)
            sheets = len(SHEET.findall(archive.read(WORKBOOK)))
    except (*DAMAGED, KeyError):
        return False
    if sheet_chosen:
        return bool(filled_of_cut)
    # The one that was cut holds the most even so: surely, since not every cell that is filled counts.
    seen = len(filled_of_cut) + len(filled_of_whole) == sheets
    return seen and len(filled_of_cut) == 1 and filled_of_cut[0] > 2 * sum(filled_of_whole)


def _first_rows(stream: IO[bytes]) -> tuple[bytes, bool]:
    """The XML of a sheet with its first rows, and whether that is not all of it."""
    text, rows, end, prefix = b"", 0, 0, b""
    while rows < ROWS and len(text) < BYTES_OF_SHEET:
        if not (chunk := stream.read(CHUNK)):
            return text, False
        text += chunk
        for found in END_OF_ROW.finditer(text, end):
            rows, end, prefix = rows + 1, found.end(), found[1] or found[2] or b""
            if rows == ROWS:
                break
    return text[:end] + b"</%bsheetData></%bworksheet>" % (prefix, prefix), True
