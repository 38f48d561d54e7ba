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
