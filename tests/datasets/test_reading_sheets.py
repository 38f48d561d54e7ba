"""Workbooks: sheets, typed cells, header rows."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from datasets.reading import ReadingError
from tests.datasets.reading_tools import read_bytes


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


DAY = datetime.date(2024, 3, 1)
SALES = [
    ["date", "amount", "open", "code", "note"],
    [DAY, 5, True, "007", "a"],
    [DAY, 6.5, False, "010", None],
]


def test_typed_cells_in_a_workbook_named_csv(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, workbook(Sales=SALES), name="sales.csv")
    assert table.options_used == {"sheet": "Sales", "header_row": 1}
    types = table.frame.dtypes.astype(str).tolist()
    assert types == ["datetime64[ns]", "float64", "boolean", "object", "object"]
    assert table.frame.iloc[0].tolist() == [pd.Timestamp(DAY), 5, True, "007", "a"]
    assert table.frame["note"][1] is None


def test_the_first_sheet_with_data_unless_one_is_named(tmp_path: Path) -> None:
    content = workbook(Cover=[], First=[["a"], [1], [2]], Second=[["b"], [3], [4]])
    table = read_bytes(tmp_path, content)
    assert table.frame.columns.tolist() == ["a"]
    assert [finding.code for finding in table.problems] == ["guessed_sheet"]
    for sheet in ("second", "3"):
        table = read_bytes(tmp_path, content, sheet=sheet)
        assert table.frame["b"].tolist() == [3, 4]
        assert table.problems == []
    with pytest.raises(ReadingError, match="'Cover', 'First', 'Second'"):
        read_bytes(tmp_path, content, sheet="Third")


def test_blank_rows_titles_and_group_titles_above_the_header(tmp_path: Path) -> None:
    rows = [
        ["Report"],
        [],
        ["Place", None, "Result"],
        ["store", "dept", "sales"],
        [1, 2, 3.5],
        [2, 3, "many"],
    ]
    rows += [[i, i, i + 0.5] for i in range(20)]
    table = read_bytes(tmp_path, workbook(Sheet=rows))
    assert table.frame.columns.tolist() == ["store", "dept", "sales"]
    assert table.options_used["header_row"] == 4
    above, finding = table.problems
    assert (above.code, above.row, above.count) == ("preamble", 1, 2)
    assert (finding.code, finding.row, finding.column) == ("not_a_number", 6, "sales")


def test_a_given_header_row(tmp_path: Path) -> None:
    content = workbook(Sheet=[["x", "y"], ["a", "b"], [1, 2]])
    assert read_bytes(tmp_path, content, header_row=2).frame.columns.tolist() == ["a", "b"]
    with pytest.raises(ReadingError, match="has only 3 rows"):
        read_bytes(tmp_path, content, header_row=7)


def test_text_and_numbers_mixed(tmp_path: Path) -> None:
    rows = [
        ["v", "d"],
        *[[i, DAY] for i in range(20)],
        ["N/A", "2024-03-09"],
        ["1.5", datetime.datetime(2024, 3, 9, 8)],
    ]
    frame = read_bytes(tmp_path, workbook(Sheet=rows)).frame
    assert frame["v"].isna().sum() == 1
    assert frame["v"].iloc[-1] == 1.5
    assert frame["d"].iloc[-2:].tolist() == [pd.Timestamp("2024-03-09"), pd.Timestamp("2024-03-09 08:00")]


def test_dates_no_timestamp_can_hold(tmp_path: Path) -> None:
    rows = [["d"], *[[DAY]] * 20, [datetime.date(2999, 3, 1)]]
    table = read_bytes(tmp_path, workbook(Sheet=rows))
    assert table.frame["d"].isna().sum() == 1
    assert [(f.code, f.row) for f in table.problems] == [("impossible_date", 22)]


def test_a_workbook_without_data(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no sheet with data"):
        read_bytes(tmp_path, workbook(Empty=[]))


def test_a_hidden_sheet_is_read_only_where_it_is_asked_for(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(Lookup=[["x", "y"], *[[i, i] for i in range(9)]], Data=[["n"], [1], [2]]))
    )
    book["Lookup"].sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    table = read_bytes(tmp_path, target.getvalue())
    assert table.options_used["sheet"] == "Data"
    assert table.problems == []
    assert len(read_bytes(tmp_path, target.getvalue(), sheet="Lookup").frame) == 9


def test_cells_merged_over_several_rows_count_for_each(tmp_path: Path) -> None:
    rows = [["region", "store", "n"], ["North", "A", 1], [None, "B", 2], ["South", "C", 3], [None, "D", 4]]
    book = openpyxl.load_workbook(io.BytesIO(workbook(Sheet=rows)))
    for cells in ("A2:A3", "A4:A5", "F2:F4"):
        book["Sheet"].merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    table = read_bytes(tmp_path, target.getvalue())
    assert table.frame["region"].tolist() == ["North", "North", "South", "South"]
    assert [(finding.code, finding.count) for finding in table.problems][:1] == [("merged_cells", 2)]


@pytest.mark.parametrize(
    "lines",
    [
        ["day;amount;shop", "2024-01-01;2,5;A", "2024-01-02;3,5;B", "", "2024-01-03;4,5;C"],
        ["day,amount,shop", '2024-01-01,"2.5",A', "2024-01-02,3.5,B", "", '2024-01-03,4.5,"C"'],
    ],
)
def test_a_text_file_pasted_into_one_column(tmp_path: Path, lines: list[str]) -> None:
    table = read_bytes(tmp_path, workbook(Sheet=[[line] for line in lines]))
    frame = table.frame
    assert [(finding.code, finding.count) for finding in table.problems][:1] == [("parted_lines", 3)]
    assert frame.columns.tolist() == ["day", "amount", "shop"]
    assert frame["amount"].tolist() == [2.5, 3.5, 4.5]
    assert frame["shop"].tolist() == ["A", "B", "C"]


def test_one_column_of_sentences_stays_one(tmp_path: Path) -> None:
    notes = [["note"], ["good, but dear"], ["fine, thanks"], ["no, never"]]
    assert read_bytes(tmp_path, workbook(Sheet=notes)).frame["note"].tolist() == [row[0] for row in notes[1:]]
