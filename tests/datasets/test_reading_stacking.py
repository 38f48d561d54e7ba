"""Workbooks with several sheets: which one is read, and sheets that are stacked."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from datasets import reading
from datasets.reading import Correction, ReadingError
from tests.datasets.reading_tools import read_bytes
from tests.datasets.test_reading_sheets import workbook

DAY = datetime.date(2024, 3, 1)


def sales(first: int, rows: int = 30) -> list[list[Any]]:
    return [["Day", "Store ID", "Amount"], *[[DAY, f"S{i}", first + i] for i in range(rows)]]


def codes(table: Any) -> list[str]:
    return [finding.code for finding in table.problems]


def test_the_sheet_with_the_most_filled_cells_is_read(tmp_path: Path) -> None:
    cover = [["Report", "by"], ["2024", "finance"], [None, None]]
    table = read_bytes(
        tmp_path, workbook(Cover=cover, Sales=sales(0), Rates=[["from", "to"], ["EUR", "USD"]])
    )
    assert table.options_used["sheet"] == "Sales"
    (finding,) = table.problems
    assert finding.code == "guessed_sheet"
    assert all(name in finding.message for name in ("'Cover'", "'Sales'", "'Rates'"))


def test_a_data_dictionary_is_not_the_data_however_long(tmp_path: Path) -> None:
    words = [["Column", "Meaning", "Source", "Owner"]]
    words += [[name, "what it means", "till", "ann"] for name in ("day", "store id", "amount", "x", "y", "z")]
    table = read_bytes(tmp_path, workbook(Dictionary=words, Data=sales(0, rows=4)))
    assert table.options_used["sheet"] == "Data"


def test_sheets_with_the_same_columns_are_stacked(tmp_path: Path) -> None:
    other = [["amount ", "DAY", "Store  ID"], *[[i, DAY, f"T{i}"] for i in range(20)]]
    table = read_bytes(tmp_path, workbook(**{"2023": sales(100), "2024": other, "Info": [["a"], ["b"]]}))
    assert table.frame.columns.tolist() == ["Day", "Store ID", "Amount", "sheet"]
    assert table.frame["sheet"].tolist() == [2023] * 30 + [2024] * 20
    assert table.frame["Amount"].tolist() == [*range(100, 130), *range(20)]
    assert str(table.frame["Day"].dtype) == "datetime64[ns]"
    assert codes(table) == ["stacked_sheets", "guessed_sheet"]
    assert "'2023', '2024'" in table.problems[0].message
    assert table.options_used["sheet"] == "2023, 2024"


def test_one_of_them_alone_and_the_stack_again_by_name(tmp_path: Path) -> None:
    content = workbook(**{"2023": sales(100), "2024": sales(0)})
    alone = read_bytes(tmp_path, content, sheet="2024")
    assert alone.frame.columns.tolist() == ["Day", "Store ID", "Amount"]
    assert len(alone.frame) == 30
    assert len(read_bytes(tmp_path, content, sheet="2023, 2024").frame) == 60


def test_a_column_named_sheet_is_kept(tmp_path: Path) -> None:
    rows = [["sheet", "n"], ["a", 1], ["b", 2]]
    table = read_bytes(tmp_path, workbook(One=rows, Two=rows))
    assert table.frame.columns.tolist() == ["sheet", "n", "sheet name"]


def test_sheets_with_other_columns_are_not_stacked(tmp_path: Path) -> None:
    other = [["Day", "Store ID", "Profit"], [DAY, "S1", 5], [DAY, "S2", 6]]
    table = read_bytes(tmp_path, workbook(Sales=sales(0), Profit=other))
    assert "sheet" not in table.frame.columns
    assert codes(table) == ["guessed_sheet"]


def test_rejects_and_mends_of_stacked_sheets_name_the_sheet(tmp_path: Path) -> None:
    content = workbook(
        A=[*sales(0), [DAY, "S9", "many"]], B=[*sales(0), ["soon", "S9", 5], ["TOTAL", None, 440]]
    )
    table = read_bytes(tmp_path, content)
    assert [(r.sheet, r.row, r.column, r.value) for r in table.rejects] == [
        ("A", 32, "Amount", "many"),
        ("B", 32, "Day", "soon"),
        ("B", 33, None, "TOTAL,,440"),
    ]
    assert "row 32 of sheet 'B'" in next(f.message for f in table.problems if f.code == "not_a_date")
    assert "Sheet 'B': 1 row of totals" in next(f.message for f in table.problems if f.code == "total_rows")
    corrections = [Correction(32, "Amount", "7", "A"), Correction(32, "Day", "2024-03-02", "B")]
    again = reading.read(tmp_path / "upload", "sheet.xlsx", corrections=corrections)
    assert [reject.mendable for reject in again.rejects] == [False]
    assert again.frame["Amount"].iloc[30] == 7


@pytest.mark.parametrize("sheet", [None, "C"])
def test_a_mend_of_no_stacked_sheet_is_refused(tmp_path: Path, sheet: str | None) -> None:
    path = tmp_path / "upload"
    path.write_bytes(workbook(A=sales(0), B=sales(0)))
    with pytest.raises(ReadingError, match="'A', 'B'"):
        reading.read(path, "sheet.xlsx", corrections=[Correction(3, "Amount", "7", sheet)])
