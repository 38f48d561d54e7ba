"""Sheets of the awkward kind, generated with the traits of the real ones in test_reading_awkward.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datasets import reading
from tests.datasets.test_reading_awkward import DAY, FLAG, FLOAT, INT, OPTIONAL_INT, TEXT, found, kinds
from tests.stand_ins.awkward import ROWS, day

STATED: dict[str, tuple[tuple[int, int], dict[str, int], dict[str, Any], list[str], dict[str, Any]]] = {
    "decimal_commas_and_trailing_junk.csv": (
        (ROWS, 15),
        {INT: 8, FLOAT: 5, DAY: 1, TEXT: 1},
        {"delimiter": ";", "decimal": ",", "date_order": "dmy", "header_row": 1},
        ["empty_columns", "disguised_missing"],
        {"Date": day(2), "Time": "02.00.00", "Gas 1": 1.25, "Gas 5": 2.05, "Sensor 1": 902, "Sensor 8": 916},
    ),
    "two_digit_years_day_first.csv": (
        (ROWS, 4),
        {INT: 2, FLOAT: 1, DAY: 1},
        {"delimiter": ",", "date_order": "dmy"},
        [],
        {"Shop": 1, "Date": day(14), "Sales": 1506.5, "Staff": 2},
    ),
    "cp1252_money_with_points.csv": (
        (ROWS, 5),
        {INT: 2, FLAG: 1, FLOAT: 1, DAY: 1},
        {"encoding": "cp1252", "delimiter": ";", "decimal": ",", "date_order": "dmy"},
        [],
        {"Filiale": 1, "Datum": day(2), "Umsatz (€)": 7102.5, "Käufer": 602, "Geöffnet": True},
    ),
    "one_name_twice.csv": (
        (ROWS, 4),
        {FLOAT: 1, TEXT: 2, DAY: 1},
        {"delimiter": ",", "date_order": "dmy"},
        ["repeated_name"],
        {"Region": "Paarl", "Date": day(2), "Rate (%)": 4.75, "Region 2": "South"},
    ),
    "cp1252_captions.csv": (
        (ROWS, 4),
        {INT: 1, TEXT: 2, DAY: 1},
        {"encoding": "cp1252", "delimiter": ",", "header_row": 1},
        [],
        {
            "Date": day(2),
            "Views": 2074,
            "Caption": "Number 2, or “how to”",
            "Tags": "#till2\xa0#shop\xa0#café",
        },
    ),
    "bom_and_semicolons.csv": (
        (ROWS, 4),
        {INT: 1, TEXT: 1, OPTIONAL_INT: 1, DAY: 1},
        {"encoding": "utf-8", "delimiter": ";"},
        [],
        {"ID": 5002, "Education": "Graduation", "Income": 40622, "Since": day(2)},
    ),
    "bom_and_dollars.csv": (
        (ROWS, 3),
        {INT: 1, FLOAT: 1, DAY: 1},
        {"delimiter": ",", "decimal": ".", "date_order": "mdy"},
        [],
        {"ID": 1802, "Income": 40622, "Since": day(2)},
    ),
    "only_carriage_returns.csv": (
        (ROWS, 3),
        {INT: 2, TEXT: 1},
        {"delimiter": ",", "header_row": 1},
        [],
        {"Store": 3, "Type": "A", "Size": 102991},
    ),
    "workbook_named.csv": (
        (ROWS, 6),
        {INT: 3, TEXT: 2, FLAG: 1},
        {"sheet": "Sheet1", "header_row": 1},
        ["disguised_missing"],
        {"Lead number": 660002, "Do not call": False, "Trade": "Farming", "City": "Durban", "Converted": 0},
    ),
    "first_sheet_explains.xlsx": (
        (ROWS, 4),
        {INT: 1, OPTIONAL_INT: 1, TEXT: 1, FLOAT: 1},
        {"sheet": "Shop", "sheets": ["Words", "Shop"]},
        ["guessed_sheet"],
        {"Number": 50003, "Months": 2, "Device": "Phone", "Cashback": 121},
    ),
    "a_sheet_per_year.xlsx": (
        (150, 6),
        {INT: 2, TEXT: 3, DAY: 1},
        {"sheet": "2024 Sales, 2023 Sales, 2022 Sales", "header_row": 1},
        ["stacked_sheets", "guessed_sheet"],
        {"Order": "AX2024002", "Day": "2024-01-08", "Quantity": 3, "Price": 152, "sheet": "2024 Sales"},
    ),
    "two_sheets_and_a_blank_row.xlsx": (
        (ROWS, 4),
        {INT: 1, FLOAT: 2, TEXT: 1},
        {"sheet": "Risks", "sheets": ["Risks", "People"]},
        ["guessed_sheet", "disguised_missing", "taken_as_missing"],
        {"Number": 9002, "Sugar": 82.25, "Index": 24.7, "Smoking": "Unknown"},
    ),
    "report_with_titles_and_total.xlsx": (
        (ROWS, 5),
        {INT: 2, DAY: 1, FLOAT: 1, FLAG: 1},
        {"sheet": "Report", "header_row": 5},
        ["preamble", "total_rows", "footnotes"],
        {"Store": 1, "Dept": 3, "Week ending": day(0), "Sales (USD)": 24002.5, "Holiday?": False},
    ),
}
"""Of each file its shape, columns of each kind, how it is read, what is found, and some of its third row."""


@pytest.fixture
def awkward(stand_ins: Path) -> Any:
    def read(name: str, **options: Any) -> Any:
        return reading.read(stand_ins / "awkward" / name, name, reading.ReadingOptions(**options))

    return read


def test_every_file_of_the_folder_is_stated(stand_ins: Path) -> None:
    assert {path.name for path in (stand_ins / "awkward").iterdir()} == set(STATED)


@pytest.mark.parametrize("name", STATED)
def test_every_file(awkward: Any, name: str) -> None:
    shape, of_each_kind, used, codes, third = STATED[name]
    table = awkward(name)
    assert table.frame.shape == shape
    assert kinds(table) == of_each_kind
    assert {option: table.options_used[option] for option in used} == used
    assert list(found(table)) == codes
    for column, value in third.items():
        dates = str(table.frame[column].dtype) == DAY
        assert table.frame[column][2] == (pd.Timestamp(value) if dates else value)
    assert all(not reject.mendable for reject in table.rejects)


def test_what_was_not_measured_is_proposed_as_missing(awkward: Any) -> None:
    name = "decimal_commas_and_trailing_junk.csv"
    proposed = [f for f in awkward(name).problems if f.code == "disguised_missing"]
    assert len(proposed) == 13
    assert {finding.value for finding in proposed} == {"-200"}
    assert {f.column: f.count for f in proposed}["Gas 1"] == 9
    again = awkward(name, missing="-200")
    assert again.frame["Gas 1"].isna().sum() == 9
    assert again.frame["Gas 1"].min() == 1.05
    assert str(again.frame["Sensor 1"].dtype) == "Int64"
    assert set(found(again)) == {"empty_columns"}


def test_select_means_nothing(awkward: Any) -> None:
    table = awkward("workbook_named.csv")
    proposed = {f.column: (f.value, f.count) for f in table.problems if f.code == "disguised_missing"}
    assert proposed == {"Trade": ("Select", 32), "City": ("Select", 20)}
    again = awkward("workbook_named.csv", missing="Select")
    assert again.frame["City"].isna().sum() == table.frame["City"].isna().sum() + 20


def test_money_is_told(awkward: Any) -> None:
    table = awkward("bom_and_dollars.csv")
    changes = {change.code: change for change in table.report.columns["Income"]}
    assert changes["money"].count == changes["thousands"].count == table.frame["Income"].notna().sum() == 76
    assert changes["money"].examples[0] == ("$40,000.00", "40000")


def test_the_sheet_behind_the_explanations(awkward: Any) -> None:
    table = awkward("first_sheet_explains.xlsx")
    assert table.frame["Months"].isna().sum() == 8
    assert "'Words'" in table.problems[0].message
    people = awkward("two_sheets_and_a_blank_row.xlsx", sheet="People").frame
    assert people.columns.tolist() == ["id", "gender", "age"]
    assert len(people) == ROWS


def test_one_sheet_per_year(awkward: Any) -> None:
    frame = awkward("a_sheet_per_year.xlsx").frame
    assert frame["sheet"].value_counts().to_dict() == {"2022 Sales": 70, "2023 Sales": 60, "2024 Sales": 20}
    years = frame["Day"].dt.year.groupby(frame["sheet"]).unique()
    assert [list(one) for one in years] == [[2022], [2023], [2024]]


def test_what_has_no_number_is_a_gap(awkward: Any) -> None:
    table = awkward("two_sheets_and_a_blank_row.xlsx")
    assert table.frame["Index"].isna().sum() == 5
    assert found(table) == {
        "guessed_sheet": [None],
        "disguised_missing": ["Smoking"],
        "taken_as_missing": ["Index"],
    }


def test_totals_and_notes_of_the_report(awkward: Any) -> None:
    table = awkward("report_with_titles_and_total.xlsx")
    assert table.frame.columns.tolist() == ["Store", "Dept", "Week ending", "Sales (USD)", "Holiday?"]
    assert [(reject.row, reject.value.rstrip(","), reject.mendable) for reject in table.rejects] == [
        (ROWS + 6, "TOTAL", False),
        (ROWS + 8, "* figures unaudited", False),
    ]
    assert table.report.as_dict()["rows_set_aside"] == 2
