"""Files and options that are refused, with a message that names the place and the remedy."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datasets.reading import ReadingError, ReadingLimits, ReadingOptions
from tests.datasets.reading_tools import TABLE, read_bytes, read_column

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
TAR = b"day.csv".ljust(257, b"\0") + b"ustar" + bytes(250)


def refusal(folder: Path, content: bytes, **options: Any) -> Any:
    with pytest.raises(ReadingError) as refused:
        read_bytes(folder, content, **options)
    (finding,) = refused.value.findings
    assert finding.message in str(refused.value)
    return finding


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty_file", "'sheet.csv' is empty"),
        (b"\n \n", "empty_file", "'sheet.csv' is empty"),
        (PNG, "not_a_table", "a PNG picture"),
        (b"%PDF-1.7 ...", "not_a_table", "a PDF document"),
        (b"<!DOCTYPE html><p>hi", "not_a_table", "a web page"),
        (b"<?xml version='1.0'?><a/>", "not_a_table", "an XML document"),
        (b'[\n  {\n    "a": 1\n  }\n]\n', "not_a_table", "a JSON document"),
        (b'{"a":1}\n{"a":2}\n', "not_a_table", "a JSON document"),
        (b"(\xb5/\xfd" + TABLE.encode(), "not_a_table", "a Zstandard archive"),
        (b"PK\x05\x06" + bytes(18), "not_a_table", "an empty ZIP archive"),
        (b"ARROW1\x00\x00" + bytes(90), "not_a_table", "an Arrow file"),
        (b"<stata_dta><header>", "not_a_table", "a Stata file"),
        (b"$FL2@(#) SPSS DATA FILE", "not_a_table", "an SPSS file"),
        (gzip.compress(TAR, mtime=0), "not_a_table", "a TAR archive"),
        (bz2.compress(TABLE.encode()), "not_a_table", "a bzip2 archive"),
        (lzma.compress(TABLE.encode()), "not_a_table", "an XZ archive"),
        (b"date,amount\n\x00\x00\x00,5\n", "not_a_table", "a binary file"),
        (b"date,amount\n2024-01-01,\x005\n", "not_a_table", "a text with zero bytes"),
        (struct.pack("<200I", *range(0, 2_000_000, 10_000)), "not_a_table", "a binary file"),
        (b"date,amount\n", "only_header", "a header of 2 columns but no rows"),
        (b"word " * 200, "no_table", "no table"),
        (b'a,b\n"open,2\n3,4\n', "unreadable", "quotation mark"),
        (b"a,b\n" + b"1,2,3\n" * 5 + b"1,2\n" * 9, "too_many_cells", "the first is row 2"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, code: str, said: str) -> None:
    finding = refusal(tmp_path, content)
    assert finding.code == code
    assert said in finding.message


def test_a_column_of_mostly_impossible_dates_is_refused_with_their_row(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as refused:
        read_column(tmp_path, ["30/01/2024", "31/02/2024", "31/04/2024"])
    (finding,) = refused.value.findings
    assert (finding.code, finding.column, finding.row, finding.count) == ("impossible_date", "value", 3, 2)
    assert finding.remedy == "Correct these cells and upload the sheet again; nothing was saved."


@pytest.mark.parametrize(
    ("limits", "code"),
    [(ReadingLimits(rows=2), "too_many_rows"), (ReadingLimits(columns=1), "too_many_columns")],
)
def test_limits(tmp_path: Path, limits: ReadingLimits, code: str) -> None:
    finding = refusal(tmp_path, TABLE.encode(), limits=limits)
    assert finding.code == code
    assert finding.remedy


def test_exactly_as_many_rows_as_allowed(tmp_path: Path) -> None:
    assert len(read_bytes(tmp_path, TABLE.encode(), limits=ReadingLimits(rows=3)).frame) == 3


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("delimiter", "x", "';'"),
        ("decimal", "x", "','"),
        ("thousands", "x", "' '"),
        ("encoding", "rot13", "cp1252"),
        ("header_row", "0", "from 1 to"),
        ("header_row", "first", "from 1 to"),
        ("date_order", "ydm", "'dmy'"),
    ],
)
def test_wrong_options_name_what_is_allowed(option: str, value: str, allowed: str) -> None:
    with pytest.raises(ReadingError) as refused:
        ReadingOptions(**{option: value})  # type: ignore[arg-type]
    assert refused.value.findings[0].code == "bad_option"
    assert f"{option} is '{value}'" in str(refused.value)
    assert allowed in str(refused.value)


def test_options_that_do_not_fit_the_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, TABLE.encode(), header_row=9).row == 9
    assert refusal(tmp_path, "a,b\né,1\n".encode("cp1252"), encoding="utf-8").code == "wrong_encoding"


def test_decimal_and_thousands_must_differ() -> None:
    with pytest.raises(ReadingError, match="thousands"):
        ReadingOptions(decimal=",", thousands=",")


def workbook_bytes(cells: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_workbooks_that_would_fill_the_memory(tmp_path: Path) -> None:
    content = workbook_bytes({"A1": "a", "B1": "b", "A2": 1, "B2": 2})
    assert (
        refusal(tmp_path, content, limits=ReadingLimits(unpacked_bytes=500)).code == "too_many_unpacked_bytes"
    )
    far = workbook_bytes({"A1": "a", "XFD1048576": 1})
    assert refusal(tmp_path, far).code == "too_many_columns"
    low = workbook_bytes({"A1": "a", "CA1048576": 1})
    assert refusal(tmp_path, low, limits=ReadingLimits(workbook_cells=10**6)).code == "too_many_cells"


def test_damaged_and_other_archives(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("licence.txt", "none")
    finding = refusal(tmp_path, target.getvalue())
    assert (finding.code, finding.count) == ("several_files", 2)
    assert "'readme.txt', 'licence.txt'" in finding.message
    whole = workbook_bytes({"A1": "a", "A2": 1})
    assert refusal(tmp_path, whole[: len(whole) // 2]).code == "damaged_workbook"
    assert refusal(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600)).code == "damaged_workbook"


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("Index/Document.iwa", "Apple Numbers"),
        ("xl/workbook.bin", "an XLSB workbook"),
    ],
)
def test_documents_of_other_programs(tmp_path: Path, member: str, said: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in (member, "[Content_Types].xml", "preview.jpg"):
            archive.writestr(name, "x")
    finding = refusal(tmp_path, target.getvalue())
    assert finding.code == "not_a_table"
    assert said in finding.message
    assert "XLSX" in finding.remedy


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    finding = refusal(tmp_path, compound_file("EncryptedPackage"), name="secret.xlsx")
    assert finding.code == "password"
    assert finding.remedy == "Save it without the password."


def compound_file(stream: str) -> bytes:
    """The container of encrypted workbooks, with one stream of zeros."""
    free, end, sectors = 0xFFFFFFFF, 0xFFFFFFFE, 8
    table = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + bytes(2)
        links = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    listed = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    entries = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, sectors * 512)
    return head.ljust(512, b"\xff") + listed + entries.ljust(512, b"\0") + bytes(sectors * 512)
