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


@pytest.mark.parametrize(
    ("name", "shape", "column", "dtype", "first"),
    [
        ("AirQualityUCI_semicolon_decimalcomma.csv", (9357, 15), "AH", "float64", 0.7578),
        ("AirQualityUCI_semicolon_decimalcomma.csv", (9357, 15), "Date", "datetime64[ns]", "2004-03-10"),
        ("Leads_xlsx_named_csv.csv", (9240, 37), "TotalVisits", "Int64", 0),
        ("dates_dd-mm-yy_walmart.csv", (6435, 8), "Date", "datetime64[ns]", "2010-02-05"),
        ("de_cp1252_semicolon_decimalcomma_ddmmyyyy.csv", (4710, 6), "Umsatz (€)", "float64", 0),
        ("de_cp1252_semicolon_decimalcomma_ddmmyyyy.csv", (4710, 6), "Geöffnet", "boolean", False),
        ("duplicate_column_names_unemployment.csv", (267, 9), "Region 2", "object", "South"),
        ("duplicate_column_names_unemployment.csv", (267, 9), "Date", "datetime64[ns]", "2020-01-31"),
        ("marketing_campaign_BOM_semicolon.csv", (2240, 29), "ID", "int64", 5524),
        ("marketing_money_strings_BOM.csv", (2240, 28), "Income", "float64", 84835),
        ("marketing_money_strings_BOM.csv", (2240, 28), "Dt_Customer", "datetime64[ns]", "2014-06-16"),
        ("walmart_stores_CR_only_line_ends.csv", (45, 3), "Size", "int64", 151315),
        ("second_sheet_blank_first_row.xlsx", (5110, 7), "bmi", "float64", 36.6),
    ],
)
def test_reads_right(
    awkward: Any, name: str, shape: tuple[int, int], column: str, dtype: str, first: Any
) -> None:
    frame = awkward(name).frame
    assert frame.shape == shape
    assert str(frame[column].dtype) == dtype
    assert frame[column][0] == (pd.Timestamp(first) if dtype.startswith("datetime") else first)


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


@pytest.mark.parametrize(
    ("name", "shape", "of_each_kind", "codes"),
    [
        ("dates_dd-mm-yy_walmart.csv", (6435, 8), {"int64": 2, "float64": 5, "datetime64[ns]": 1}, []),
        (
            "de_cp1252_semicolon_decimalcomma_ddmmyyyy.csv",
            (4710, 6),
            {"int64": 2, "boolean": 2, "float64": 1, "datetime64[ns]": 1},
            [],
        ),
        (
            "duplicate_column_names_unemployment.csv",
            (267, 9),
            {"float64": 4, "object": 3, "int64": 1, "datetime64[ns]": 1},
            ["repeated_name"],
        ),
        (
            "instagram_cp1252.csv",
            (176, 15),
            {"int64": 11, "object": 2, "float64": 1, "datetime64[ns]": 1},
            [],
        ),
        (
            "marketing_campaign_BOM_semicolon.csv",
            (2240, 29),
            {"int64": 25, "object": 2, "Int64": 1, "datetime64[ns]": 1},
            [],
        ),
        (
            "marketing_money_strings_BOM.csv",
            (2240, 28),
            {"int64": 23, "object": 3, "float64": 1, "datetime64[ns]": 1},
            [],
        ),
        ("walmart_stores_CR_only_line_ends.csv", (45, 3), {"int64": 2, "object": 1}, []),
    ],
)
def test_text_files(
    awkward: Any, name: str, shape: tuple[int, int], of_each_kind: dict[str, int], codes: list[str]
) -> None:
    table = awkward(name)
    assert table.frame.shape == shape
    assert kinds(table) == of_each_kind
    assert list(found(table)) == codes
    assert table.rejects == []


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
    assert list(found(table)) == ["guessed_sheet"]
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
    assert found(table) == {"guessed_sheet": [None], "disguised_missing": ["smoking_status"]}


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
