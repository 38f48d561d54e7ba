"""Real sheets of the awkward kind, where the optional folder with them is present."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datasets import reading


@pytest.fixture
def awkward(shared_data: Path) -> Any:
    def read(name: str, **options: Any) -> Any:
        return reading.read(shared_data / "awkward" / name, name, reading.ReadingOptions(**options))

    return read


def found(table: Any) -> dict[str, list[str | None]]:
    """The columns of the findings, by code."""
    columns: dict[str, list[str | None]] = {}
    for finding in table.problems:
        columns.setdefault(finding.code, []).append(finding.column)
    return columns


def kinds(table: Any) -> dict[str, int]:
    """How many columns are of each kind."""
    return table.frame.dtypes.astype(str).value_counts().to_dict()


def test_air_quality_with_decimal_commas_and_minus_200(awkward: Any) -> None:
    name = "AirQualityUCI_semicolon_decimalcomma.csv"
    table = awkward(name)
    assert kinds(table) == {"int64": 8, "float64": 5, "datetime64[ns]": 1, "object": 1}
    proposed = [f for f in table.problems if f.code == "disguised_missing"]
    assert len(proposed) == 13
    assert {finding.value for finding in proposed} == {"-200"}
    assert {f.column: f.count for f in proposed}["CO(GT)"] == 1683
    assert set(found(table)) == {"empty_columns", "disguised_missing"}
    again = awkward(name, missing="-200")
    assert again.frame["CO(GT)"].isna().sum() == 1683
    assert again.frame["CO(GT)"].min() == 0.1
    assert str(again.frame["PT08.S1(CO)"].dtype) == "Int64"
    assert set(found(again)) == {"empty_columns"}


def test_leads_where_select_means_nothing(awkward: Any) -> None:
    table = awkward("Leads_xlsx_named_csv.csv")
    assert kinds(table)["boolean"] == 14
    proposed = {f.column: (f.value, f.count) for f in table.problems if f.code == "disguised_missing"}
    assert proposed["Specialization"] == ("Select", 1942)
    assert {"How did you hear about X Education", "Lead Profile", "City"} < set(proposed)
    again = awkward("Leads_xlsx_named_csv.csv", missing="Select")
    assert again.frame["City"].isna().sum() == table.frame["City"].isna().sum() + 2249


INT, OPTIONAL_INT, FLOAT, DAY, FLAG, TEXT = "int64", "Int64", "float64", "datetime64[ns]", "boolean", "object"
STATED: dict[str, tuple[tuple[int, int], dict[str, int], dict[str, Any], list[str], dict[str, Any]]] = {
    "AirQualityUCI_semicolon_decimalcomma.csv": (
        (9357, 15),
        {INT: 8, FLOAT: 5, DAY: 1, TEXT: 1},
        {"delimiter": ";", "decimal": ",", "date_order": "dmy", "header_row": 1},
        ["empty_columns", "disguised_missing"],
        {"Date": "2004-03-10", "Time": "18.00.00", "CO(GT)": 2.6, "PT08.S1(CO)": 1360, "AH": 0.7578},
    ),
    "Leads_xlsx_named_csv.csv": (
        (9240, 37),
        {TEXT: 16, FLAG: 14, INT: 3, OPTIONAL_INT: 3, FLOAT: 1},
        {"sheet": "Sheet1", "header_row": 1},
        ["disguised_missing"],
        {"Lead Number": 660737, "Do Not Email": False, "City": "Select", "Lead Quality": "Low in Relevance"},
    ),
    "dates_dd-mm-yy_walmart.csv": (
        (6435, 8),
        {INT: 2, FLOAT: 5, DAY: 1},
        {"delimiter": ",", "date_order": "dmy"},
        [],
        {"Store": 1, "Date": "2010-02-05", "Weekly_Sales": 1643690.9, "CPI": 211.0963582},
    ),
    "de_cp1252_semicolon_decimalcomma_ddmmyyyy.csv": (
        (4710, 6),
        {INT: 2, FLAG: 2, FLOAT: 1, DAY: 1},
        {"encoding": "cp1252", "delimiter": ";", "decimal": ",", "date_order": "dmy"},
        [],
        {"Filiale": 1, "Datum": "2013-01-01", "Umsatz (€)": 0, "Käufer": 0, "Geöffnet": False},
    ),
    "duplicate_column_names_unemployment.csv": (
        (267, 9),
        {FLOAT: 4, TEXT: 3, INT: 1, DAY: 1},
        {"delimiter": ",", "date_order": "dmy"},
        ["repeated_name"],
        {
            "Region": "Andhra Pradesh",
            "Region 2": "South",
            "Date": "2020-01-31",
            "Estimated Employed": 16635535,
        },
    ),
    "ecommerce_first_sheet_is_data_dictionary.xlsx": (
        (5630, 20),
        {INT: 7, OPTIONAL_INT: 7, TEXT: 5, FLOAT: 1},
        {"sheet": "E Comm", "sheets": ["Data Dict", "E Comm"]},
        ["guessed_sheet", "hidden_rows"],
        {"CustomerID": 50001, "Tenure": 4, "PreferredLoginDevice": "Mobile Phone", "CashbackAmount": 159.93},
    ),
    "instagram_cp1252.csv": (
        (176, 15),
        {INT: 11, TEXT: 2, FLOAT: 1, DAY: 1},
        {"delimiter": ",", "header_row": 1},
        [],
        {"Date": "2021-12-10", "Impressions": 3920, "Saves": 98, "Conversion Rate": 5.714285714},
    ),
    "marketing_campaign_BOM_semicolon.csv": (
        (2240, 29),
        {INT: 25, TEXT: 2, OPTIONAL_INT: 1, DAY: 1},
        {"encoding": "utf-8", "delimiter": ";"},
        [],
        {"ID": 5524, "Education": "Graduation", "Income": 58138, "Dt_Customer": "2012-09-04"},
    ),
    "marketing_money_strings_BOM.csv": (
        (2240, 28),
        {INT: 23, TEXT: 3, FLOAT: 1, DAY: 1},
        {"delimiter": ",", "decimal": ".", "date_order": "mdy"},
        [],
        {"ID": 1826, "Income": 84835, "Dt_Customer": "2014-06-16", "Country": "SP"},
    ),
    "sales_one_sheet_per_year_different_columns.xlsx": (
        (10889, 9),
        {TEXT: 6, INT: 2, DAY: 1},
        {"sheet": "2020 Sales, 2019 Sales, 2018 Sales", "header_row": 1},
        ["stacked_sheets", "guessed_sheet"],
        {"Order ID": "AX10004", "Purchase Date": "2020-03-23", "Price": 1848, "sheet": "2020 Sales"},
    ),
    "second_sheet_blank_first_row.xlsx": (
        (5110, 7),
        {INT: 2, OPTIONAL_INT: 2, FLOAT: 2, TEXT: 1},
        {"sheet": "Risk_Factors_Sheet", "sheets": ["Risk_Factors_Sheet", "General_Details_Sheet"]},
        ["guessed_sheet", "disguised_missing", "taken_as_missing"],
        {"Patient_id": 9046, "avg_glucose_level": 228.69, "bmi": 36.6, "smoking_status": "formerly smoked"},
    ),
    "title_rows_merged_two_row_header_total_footer.xlsx": (
        (715, 5),
        {INT: 2, DAY: 1, FLOAT: 1, FLAG: 1},
        {"sheet": "Report", "header_row": 5},
        ["preamble", "total_rows", "footnotes"],
        {"Store": 1, "Dept": 1, "Week ending": "2010-02-05", "Sales (USD)": 24924.5, "Holiday?": False},
    ),
    "walmart_stores_CR_only_line_ends.csv": (
        (45, 3),
        {INT: 2, TEXT: 1},
        {"delimiter": ",", "header_row": 1},
        [],
        {"Store": 1, "Type": "A", "Size": 151315},
    ),
}
"""Of each file its shape, columns of each kind, how it is read, what is found, and some values of a row."""


def test_every_file_of_the_folder_is_stated(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "awkward").iterdir()} == set(STATED)


@pytest.mark.parametrize("name", STATED)
def test_every_file(awkward: Any, name: str) -> None:
    shape, of_each_kind, used, codes, first = STATED[name]
    table = awkward(name)
    assert table.frame.shape == shape
    assert kinds(table) == of_each_kind
    assert {option: table.options_used[option] for option in used} == used
    assert list(found(table)) == codes
    for column, value in first.items():
        dates = str(table.frame[column].dtype) == DAY
        assert table.frame[column][0] == (pd.Timestamp(value) if dates else value)
    assert all(not reject.mendable for reject in table.rejects)


def test_money_is_told(awkward: Any) -> None:
    table = awkward("marketing_money_strings_BOM.csv")
    changes = {change.code: change for change in table.report.columns["Income"]}
    assert changes["money"].count == changes["thousands"].count == table.frame["Income"].notna().sum()
    assert changes["money"].examples[0] == ("$84,835.00", "84835")


def test_the_sheet_behind_the_data_dictionary(awkward: Any) -> None:
    table = awkward("ecommerce_first_sheet_is_data_dictionary.xlsx")
    assert table.frame.shape == (5630, 20)
    assert table.options_used["sheet"] == "E Comm"
    assert table.frame["CustomerID"].tolist()[:2] == [50001, 50002]
    assert table.frame["Tenure"].isna().sum() == 264
    assert list(found(table)) == ["guessed_sheet", "hidden_rows"]
    assert "'Data Dict'" in table.problems[0].message


def test_one_sheet_per_year(awkward: Any) -> None:
    table = awkward("sales_one_sheet_per_year_different_columns.xlsx")
    assert table.frame.shape == (10889, 9)
    assert table.frame["sheet"].value_counts().to_dict() == {
        "2018 Sales": 4980,
        "2019 Sales": 4909,
        "2020 Sales": 1000,
    }
    assert table.frame["Purchase Date"].dt.year.groupby(table.frame["sheet"]).unique().str[0].tolist() == [
        2018,
        2019,
        2020,
    ]
    assert list(found(table)) == ["stacked_sheets", "guessed_sheet"]


def test_two_sheets_of_other_columns(awkward: Any) -> None:
    table = awkward("second_sheet_blank_first_row.xlsx")
    assert table.options_used["sheet"] == "Risk_Factors_Sheet"
    assert table.frame["bmi"].isna().sum() == 213
    assert found(table) == {
        "guessed_sheet": [None],
        "disguised_missing": ["smoking_status"],
        "taken_as_missing": ["bmi"],
    }


def test_the_sheet_that_is_asked_for(awkward: Any) -> None:
    shop = awkward("ecommerce_first_sheet_is_data_dictionary.xlsx", sheet="E Comm").frame
    assert shop.shape == (5630, 20)
    people = awkward("second_sheet_blank_first_row.xlsx", sheet="General_Details_Sheet").frame
    assert people.columns.tolist()[:2] == ["id", "gender"]
    assert len(people) == 5110


def test_titles_and_two_header_rows(awkward: Any) -> None:
    frame = awkward("title_rows_merged_two_row_header_total_footer.xlsx").frame
    assert frame.columns.tolist() == ["Store", "Dept", "Week ending", "Sales (USD)", "Holiday?"]
    assert frame["Sales (USD)"][0] == 24924.5


def test_totals_and_notes_of_the_report(awkward: Any) -> None:
    table = awkward("title_rows_merged_two_row_header_total_footer.xlsx")
    assert table.frame.shape == (715, 5)
    assert kinds(table) == {"int64": 2, "datetime64[ns]": 1, "float64": 1, "boolean": 1}
    assert list(found(table)) == ["preamble", "total_rows", "footnotes"]
    assert [(reject.row, reject.value.rstrip(","), reject.mendable) for reject in table.rejects] == [
        (721, "TOTAL", False),
        (723, "* figures unaudited", False),
    ]
    assert table.report.as_dict()["rows_set_aside"] == 2
