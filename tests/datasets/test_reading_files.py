"""Kinds of files: Parquet, and files packed by gzip or into a ZIP archive, whatever they are called."""

from __future__ import annotations

import datetime
import decimal
import gzip
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from datasets.reading import Correction, ReadingError, ReadingLimits, read
from tests.datasets.reading_tools import TABLE, read_bytes
from tests.datasets.uploads import workbook


def parquet(**columns: Any) -> bytes:
    target = io.BytesIO()
    pa.parquet.write_table(pa.table(columns), target)
    return target.getvalue()


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def refused(folder: Path, content: bytes, **limits: int) -> Any:
    with pytest.raises(ReadingError) as error:
        read_bytes(folder, content, limits=ReadingLimits(**limits))
    (finding,) = error.value.findings
    assert finding.remedy
    return finding


def test_the_columns_of_a_parquet_file_keep_their_kinds(tmp_path: Path) -> None:
    day = datetime.date(2024, 3, 1)
    content = parquet(
        code=["7", "8", None],
        whole=pa.array([1, 2, None], pa.int32()),
        real=[1.0, 2.0, None],
        money=pa.array([decimal.Decimal("1.50"), None, decimal.Decimal("2.25")]),
        flag=[True, None, False],
        day=[day, None, day],
        at=pa.array([1_700_000_000, None, 0], pa.timestamp("s", tz="UTC")),
        word=pa.array(["a", "", "b"]).dictionary_encode(),
        parts=[[1, 2], None, []],
    )
    table = read_bytes(tmp_path, content, name="table.csv")
    frame = table.frame
    assert frame.dtypes.astype(str).to_dict() == {
        "code": "object",
        "whole": "Int64",
        "real": "float64",
        "money": "float64",
        "flag": "boolean",
        "day": "datetime64[ns]",
        "at": "datetime64[ns]",
        "word": "object",
        "parts": "object",
    }
    assert frame["code"].tolist() == ["7", "8", None]
    assert frame["day"][0] == pd.Timestamp(day)
    assert frame["word"].tolist() == ["a", None, "b"]
    assert frame["parts"].tolist() == ["[1, 2]", None, "[]"]
    assert (table.problems, table.rejects) == ([], [])


def test_the_index_of_pandas_is_no_column_and_infinite_numbers_are_missing(tmp_path: Path) -> None:
    target = io.BytesIO()
    pd.DataFrame({"a": [1.5, float("inf")]}, index=[5, 7]).to_parquet(target)
    frame = read_bytes(tmp_path, target.getvalue()).frame
    assert frame.columns.tolist() == ["a"]
    assert frame["a"].isna().tolist() == [False, True]


def test_limits_of_parquet_files(tmp_path: Path) -> None:
    content = parquet(a=list(range(5_000)), b=[f"x{i}" for i in range(5_000)])
    assert refused(tmp_path, content, rows=4_999).code == "too_many_rows"
    assert refused(tmp_path, content, columns=1).code == "too_many_columns"
    assert refused(tmp_path, content, unpacked_bytes=1_000).code == "too_many_unpacked_bytes"
    assert refused(tmp_path, content[:200]).code == "damaged_file"


def test_a_parquet_file_can_be_mended_too(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(parquet(a=["x", "y"]))
    assert read(path, "table.parquet", corrections=[Correction(2, "a", "z")]).frame["a"].tolist() == [
        "x",
        "z",
    ]


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.csv.gz", "sheet.xlsx"])
@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TABLE.encode()),
        zipped(**{"folder/sheet.csv": TABLE.encode(), "__MACOSX/folder/._sheet.csv": b"junk"}),
        zipped(**{"sheet.xlsx": workbook(("date", "amount"), ("2024-01-01", 5), ("a", 6), ("b", 7))}),
        gzip.compress(parquet(date=["a", "b", "c"], amount=[5, 6, 7])),
    ],
    ids=["gzip", "zip", "workbook in zip", "parquet in gzip"],
)
def test_a_packed_file_is_unpacked_whatever_it_is_called(tmp_path: Path, content: bytes, name: str) -> None:
    frame = read_bytes(tmp_path, content, name=name).frame
    assert frame.columns.tolist() == ["date", "amount"]
    assert frame["amount"].tolist() == [5, 6, 7]


def test_bombs_are_refused_with_the_numbers(tmp_path: Path) -> None:
    zeros = bytes(3_000_000)
    for content in (gzip.compress(zeros), zipped(bomb=zeros)):
        assert len(content) < 10_000
        finding = refused(tmp_path, content, unpacked_bytes=1_000_000)
        assert finding.code == "too_many_unpacked_bytes"
        assert "1,000,000 are allowed" in finding.message


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = zipped(bomb=bytes(3_000_000))
    lying = content.replace((3_000_000).to_bytes(4, "little"), (3_000).to_bytes(4, "little"))
    assert lying != content
    assert refused(tmp_path, lying, unpacked_bytes=1_000_000).code in (
        "damaged_archive",
        "empty_file",
        "too_many_unpacked_bytes",
    )


def test_archives_of_several_files_damaged_ones_and_archives_in_archives(tmp_path: Path) -> None:
    several = refused(tmp_path, zipped(**{"a.csv": b"x", "b.csv": b"y"}))
    assert several.code == "several_files"
    assert "2 files ('a.csv', 'b.csv')" in several.message
    assert refused(tmp_path, gzip.compress(os.urandom(5_000))[:2_000]).code == "damaged_archive"
    assert refused(tmp_path, zipped(inner=zipped(inner=TABLE.encode()))).code == "not_a_table"
    assert refused(tmp_path, gzip.compress(gzip.compress(TABLE.encode()))).code == "not_a_table"
