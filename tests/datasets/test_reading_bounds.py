"""Hostile and extreme files: read or refused, within bounded time and memory."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from datasets.reading import ReadingError, ReadingLimits
from tests.datasets.reading_tools import read_bytes, read_text
from tests.datasets.uploads import workbook

READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from datasets import reading
try:
    limits = reading.ReadingLimits(unpacked_bytes=100_000_000)
    print("read", reading.read(Path(sys.argv[1]), "sheet.csv", limits=limits).frame.shape)
except reading.ReadingError as error:
    print(error.findings[0].code)
"""
MEMORY = 3 << 30  # bytes of address space, of which libraries alone take more than one gigabyte
SECONDS = 60  # far more than is needed: only a reader that never ends is stopped


def read_alone(path: Path) -> str:
    """What reading ends in, in a process of its own with bounded memory and time."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(MEMORY)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def changed(book: bytes, member: str, content: bytes) -> bytes:
    """The workbook with other content in one of its files."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            out.writestr(name, content if name == member else source.read(name))
    return target.getvalue()


def test_a_bomb_of_gzip_and_one_of_zip(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(bytes(10_000_000)) * 30)  # the parts of a gzip file follow each other
    assert read_alone(path) == "too_many_unpacked_bytes"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", bytes(150_000_000))
    assert path.stat().st_size < 1_000_000
    assert read_alone(path) == "too_many_unpacked_bytes"


def test_an_xml_bomb_in_a_workbook(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">{entities}]><sst><si><t>&e10;</t></si></sst>'
    )
    book = workbook(("name", "n"), ("a", 1), ("b", 2))
    path = tmp_path / "bomb.xlsx"
    for member in ("xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"):
        path.write_bytes(changed(book, member, bomb.encode()))
        outcome = read_alone(path)
        assert outcome.startswith("read") or outcome in ("damaged_workbook", "empty_file", "no_table")


def test_16384_columns(tmp_path: Path) -> None:
    names = ",".join(f"c{number}" for number in range(16_384))
    values = ",".join(["1"] * 16_384)
    content = f"{names}\n{values}\n{values}\n".encode()
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, content)
    assert refused.value.findings[0].code == "too_many_columns"
    assert "16,384 columns" in refused.value.findings[0].message
    frame = read_bytes(tmp_path, content, limits=ReadingLimits(columns=20_000)).frame
    assert frame.shape == (2, 16_384)


def test_a_header_of_300_characters_is_kept(tmp_path: Path) -> None:
    name = "How much did you spend " * 13
    frame = read_text(tmp_path, f"{name};n\n1;2\n3;4\n").frame
    assert frame.columns.tolist() == [name.strip(), "n"]


def test_zero_bytes(tmp_path: Path) -> None:
    rows = b"".join(b"%d,x\n" % number for number in range(30_000))
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, b"n,\x00name\n" + rows)
    assert refused.value.findings[0].code == "not_a_table"
    late = read_bytes(tmp_path, b"n,name\n" + rows + b"7,a\x00b\n").frame
    assert late["name"].iloc[-1].startswith("a")


def test_a_single_line_of_100_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    for piece in (b"word ", b"word,"):
        path.write_bytes(piece * (100_000_000 // len(piece)))
        assert read_alone(path) in ("no_table", "unreadable", "too_many_columns", "only_header")


def test_formulas_are_read_as_their_values_and_macros_not_at_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("n", "double"), (1, "=A2*2"), (2, "=A3*2")):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(target) as archive:
        cells = archive.read(sheet)
    assert cells.count(b"<v />") == 2 or cells.count(b"<v></v>") == 2
    empty = b"<v />" if b"<v />" in cells else b"<v></v>"
    valued = cells.replace(empty, b"<v>2</v>", 1).replace(empty, b"<v>4</v>", 1)
    content = changed(target.getvalue(), sheet, valued)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    target = io.BytesIO(changed(content, "[Content_Types].xml", macro))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 no macro ever runs")
    table: Any = read_bytes(tmp_path, target.getvalue(), name="book.xlsm")
    assert table.frame["double"].tolist() == [2, 4]
