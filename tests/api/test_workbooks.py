"""A workbook says what it is, and is shaped to be read."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pandas as pd
from openpyxl import load_workbook

from api.workbooks import About, xlsx_bytes
from contract.result_columns import ResultColumn

TABLE = pd.DataFrame(
    {
        "id": [10023, 10024],
        "probability": [0.314, 0.06],
        "value": [1234567.5, 12.0],
        "day": [date(2026, 3, 1), date(2026, 3, 2)],
        "reasons": ["x" * 300, "short"],
    }
)
WORDS = {
    "id": ResultColumn("Customer", "Who is scored.", "text"),
    "probability": ResultColumn("Probability", "How likely it is.", "percent"),
    "value": ResultColumn("Expected value"),
}
ABOUT = About("Churn", [("Question", "Who will leave?"), ("Trust", "=1+1")], WORDS)


def book(about: About = ABOUT) -> Any:
    return load_workbook(io.BytesIO(xlsx_bytes(TABLE, "churn-1.0.0", about=about)))


def test_the_first_sheet_says_what_this_is() -> None:
    found = book()
    assert found.sheetnames == ["About", "churn-1.0.0"]
    rows = [tuple(row) for row in found["About"].iter_rows(values_only=True)]
    assert rows[0][0] == "Almanac · Churn"
    assert ("Question", "Who will leave?") in rows
    assert ("Trust", "'=1+1") in rows, "nothing in it runs"
    assert ("Probability", "How likely it is.") in rows


def test_a_program_finds_the_table_first_and_its_own_names() -> None:
    found = book(About("Churn", ABOUT.facts, WORDS, in_words=False))
    assert found.sheetnames == ["churn-1.0.0", "About"]
    assert [cell.value for cell in found.worksheets[0][1]] == list(TABLE)


def test_columns_are_headed_in_words_and_numbers_written_as_such() -> None:
    header, first = book()["churn-1.0.0"].iter_rows(max_row=2)
    assert [cell.value for cell in header] == ["Customer", "Probability", "Expected value", "day", "reasons"]
    assert [cell.number_format for cell in first[:4]] == ["General", "0.0%", "#,##0", "yyyy-mm-dd"]
    assert (first[1].value, first[2].value) == (0.314, 1234567.5), "every digit is there"


def test_columns_fit_and_have_a_filter() -> None:
    sheet = book()["churn-1.0.0"]
    widths = {name: column.width for name, column in sheet.column_dimensions.items()}
    assert widths["E"] == 60
    assert len("Expected value") < widths["C"] < 30
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.freeze_panes == "A2"


def test_without_anything_to_say_there_is_the_table_alone() -> None:
    assert load_workbook(io.BytesIO(xlsx_bytes(TABLE, "rows"))).sheetnames == ["rows"]
