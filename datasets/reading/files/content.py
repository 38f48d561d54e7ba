"""Recognises the kind of a file from its first bytes; refuses files without a table."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from datasets.reading.files.markup import markup_of
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError
from language.sentences import say

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
ARCHIVE = b"PK\x03\x04"
PARQUET = b"PAR1"
WORKBOOK_MEMBERS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
NO_TABLES = {
    b"\x89PNG": say("a PNG picture"),
    b"\xff\xd8\xff": say("a JPEG picture"),
    b"GIF8": say("a GIF picture"),
    b"BM": say("a bitmap picture"),
    b"RIFF": say("a picture or sound file"),
    b"%PDF": say("a PDF document"),
    b"{\\rtf": say("a rich text document"),
    b"MIME-Version:": say("a web archive"),
    b"(\xb5/\xfd": say("a Zstandard archive"),
    b"PK\x05\x06": say("an empty ZIP archive"),
    b"ARROW1": say("an Arrow file"),
    b"<stata_dta>": say("a Stata file"),
    b"$FL2@(#)": say("an SPSS file"),
    b"BZh": say("a bzip2 archive"),
    b"\xfd7zXZ": say("an XZ archive"),
    b"\x1f\x8b": say("a gzip archive in an archive"),
    b"7z\xbc\xaf": say("a 7z archive"),
    b"Rar!": say("a RAR archive"),
    b"SQLite format": say("a database"),
    b"\x7fELF": say("a program"),
    b"MZ": say("a program"),
    b"<?xml": say("an XML document"),
}
JSON = re.compile(rb'\[\s*[\[{]|\{\s*"')
TAR, TAR_AT = b"ustar", 257
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# What the zip library raises for archives with wrong sizes, places, methods or contents.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
SEND_A_TABLE = say("Upload the table as CSV or XLSX.")
CHUNK, HEAD_BYTES = 1 << 20, 4096
# Addresses of cells and rows in a sheet's XML, from column AA and from row 10,000 on.
FAR_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,9})\d""")
FAR_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}(\d{5,20})""")
FEWER_COLUMNS, FEWER_ROWS = 26, 9_999


def kind_of(path: Path, name: str, limits: ReadingLimits) -> Literal["workbook", "parquet", "text"]:
    """Workbooks are XLSX, XLS, ODS and tables in markup. Raises ReadingError for what is not a table."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if size == 0 or not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadingError.of(
            "empty_file", say("'{name}' is empty.", name=name), count=0, remedy=SEND_A_TABLE
        )
    if head.startswith(ARCHIVE):
        _check_archive(path, name, limits)
        return "workbook"
    if head.startswith(OLD_WORKBOOK) or markup_of(head):
        return "workbook"
    if head.startswith(PARQUET):
        return "parquet"
    _refuse_other_formats(head, name)
    return "text"


def _refuse_other_formats(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in NO_TABLES.items():
        found = start[: len(magic)].lower() == magic if magic.startswith(b"<") else start.startswith(magic)
        # Letters alone may begin a header ("BM,MZ"): only with binary bytes behind them.
        if found and (CONTROL_BYTES.search(head) or not magic.isalpha()):
            raise not_a_table(name, what)
    if head[TAR_AT : TAR_AT + len(TAR)] == TAR:
        raise not_a_table(name, say("a TAR archive"))
    if JSON.match(start):
        raise not_a_table(name, say("a JSON document"))


def not_a_table(name: str, what: str) -> ReadingError:
    message = say("'{name}' is {what}, not a table.", name=name, what=what)
    return ReadingError.of("not_a_table", message, remedy=SEND_A_TABLE)


def damaged_workbook(name: str, error: Exception) -> ReadingError:
    message = say("'{name}' is a damaged workbook ({error}).", name=name, error=str(error))
    return ReadingError.of("damaged_workbook", message, remedy=say("Save it again as XLSX."))


def _check_archive(path: Path, name: str, limits: ReadingLimits) -> None:
    """Refuse an archive that is not a workbook, or unpacks to more than the limits allow."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.bin" in names:
                raise not_a_table(name, say("an XLSB workbook"))
            if not names & WORKBOOK_MEMBERS:
                raise not_a_table(name, say("a ZIP archive in an archive"))
            unpacked = sum(member.file_size for member in members)
            if unpacked > limits.unpacked_bytes:
                raise ReadingError.too_many("unpacked_bytes", name, unpacked, limits.unpacked_bytes)
            for member in members:  # a workbook may keep its sheets under any name
                _check_extent(archive, member, name, limits)
    except DAMAGED as error:
        raise damaged_workbook(name, error) from None


def _check_extent(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: ReadingLimits
) -> None:
    """Refuse a sheet whose outermost cells span an area that could not be held in memory.

    The reader lays a sheet out as a full rectangle, so two cells in far corners of a tiny file would
    take hundreds of gigabytes. Reading to the end also proves the unpacked size that the file states.
    """
    last_row, width, tail = FEWER_ROWS, FEWER_COLUMNS, b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            width = max([width, *map(_column_number, set(FAR_COLUMN.findall(text)))])
            last_row = max([last_row, *map(int, set(FAR_ROW.findall(text)))])
            tail = text[-64:]
    if width > limits.columns:
        raise ReadingError.too_many("columns", name, width, limits.columns)
    if last_row * width > limits.workbook_cells:
        raise ReadingError.too_many("cells", name, last_row * width, limits.workbook_cells)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
