"""The cells of a sheet as they were found, in the rows and columns that an upload would have."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from datasets import reading
from tests.datasets.uploads import workbook

SHEET = """Report of March

day;price;id
03/04/2026;1.234;007
;;
05/06/2026;-;NA
Total;1.234;
"""


def cells(folder: Path, content: bytes, name: str) -> reading.SheetCells:
    path = folder / "upload"
    path.write_bytes(content)
    return reading.read_cells(path, name)


def test_a_text_file(tmp_path: Path) -> None:
    """03/04/2026 alone would be asked about, 1.234 guessed: here both are left as they are."""
    found = cells(tmp_path, SHEET.encode(), "sheet.csv")
    assert found.frame.to_dict("list") == {
        "day": ["03/04/2026", "05/06/2026"],
        "price": ["1.234", "-"],
        "id": ["007", "NA"],
    }
    assert found.row_numbers.tolist() == [4, 6]
    assert [reject.row for reject in found.rejects] == [7]
    assert {finding.code for finding in found.problems} >= {"total_rows", "empty_rows"}


def test_a_workbook(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 4, 3)
    content = workbook(("day", "price", "note", "ok"), (day, 5.5, "x", True), (day, None, 7, False))
    frame = cells(tmp_path, content, "sheet.xlsx").frame
    assert frame["day"].tolist() == [pd.Timestamp(day)] * 2
    assert frame["price"].tolist() == pytest.approx([5.5, np.nan], nan_ok=True)
    assert frame["note"].tolist() == ["x", "7"]
    assert frame["ok"].tolist() == [True, False]


def test_a_parquet_file(tmp_path: Path) -> None:
    target = io.BytesIO()
    pd.DataFrame({"n": [1, 2], "t": ["a", None]}).to_parquet(target)
    frame = cells(tmp_path, target.getvalue(), "sheet.parquet").frame
    assert frame.to_dict("list") == {"n": [1, 2], "t": ["a", None]}


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(reading.ReadingError):
        cells(tmp_path, b"day,price\n", "sheet.csv")
