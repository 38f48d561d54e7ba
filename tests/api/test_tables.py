"""Tables as CSV and XLSX: nothing in them runs, nothing in them is lost."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from api.rendering import csv_bytes, table_response
from api.workbooks import xlsx_bytes

FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A0']


def csv_rows(table: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))


BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def xlsx_cells(table: pd.DataFrame) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(table))).active
    return [list(row) for row in sheet.iter_rows()]


def xlsx_rows(table: pd.DataFrame) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in xlsx_cells(table)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_that_starts_like_a_formula_is_text(formula: str) -> None:
    table = pd.DataFrame({formula: [formula]})
    assert csv_rows(table) == [[f"'{formula}"], [f"'{formula}"]]
    for (cell,) in xlsx_cells(table):
        assert cell.data_type == "s"
        assert cell.value == f"'{formula}"


def test_a_formula_sign_further_on_is_left_alone() -> None:
    table = pd.DataFrame({"a-b": ["1 = 1", "x@y", "", " -"]})
    assert csv_rows(table) == [["a-b"], ["1 = 1"], ["x@y"], [""], [" -"]]


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "object"])
def test_negative_numbers_stay_numbers(dtype: str) -> None:
    table = pd.DataFrame({"n": pd.Series([-5, 7], dtype=dtype)})
    assert [float(value) for (value,) in csv_rows(table)[1:]] == [-5, 7]
    cells = [row[0] for row in xlsx_cells(table)[1:]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(-5, "n"), (7, "n")]


def test_numbers_lose_no_digit() -> None:
    numbers = [0.1 + 0.2, 1e-300, 123456789.123456]
    table = pd.DataFrame({"n": numbers, "m": np.array([0.5, 1.5, 2.5], dtype="float32")})
    assert [float(row[0]) for row in csv_rows(table)[1:]] == numbers
    assert [row[1] for row in xlsx_rows(table)[1:]] == [0.5, 1.5, 2.5]


@pytest.mark.parametrize(
    "missing",
    [
        pd.Series(["a", None], dtype=object),
        pd.Series(["a", pd.NA], dtype="string"),
        pd.Series(["a", np.nan], dtype="category"),
        pd.Series([1.0, np.nan]),
        pd.Series([1.0, np.inf]),
        pd.Series([1, pd.NA], dtype="Int64"),
        pd.Series([True, pd.NA], dtype="boolean"),
        pd.Series(pd.to_datetime(["2026-01-31", None])),
    ],
    ids=lambda series: f"{series.dtype}-{series[1]}",
)
def test_a_missing_value_is_an_empty_cell(missing: pd.Series) -> None:
    table = pd.DataFrame({"first": [1, 2], "value": missing})
    assert csv_rows(table)[2] == ["2", ""]
    assert csv_rows(table)[1][1] != ""
    assert xlsx_rows(table)[2] in ([2, None], [2])


def test_every_alphabet_survives() -> None:
    table = pd.DataFrame({"Straße": ["Zoë", "東京", "Привет", "🦔", 'say "a, b"', "two\nlines"]})
    names = [[name] for name in table["Straße"]]
    assert csv_rows(table) == [["Straße"], *names]
    assert xlsx_rows(table) == [["Straße"], *names]


def test_excel_is_told_that_a_csv_is_utf_8_and_programs_are_not() -> None:
    table = pd.DataFrame({"a": ["é"]})
    assert csv_bytes(table, for_excel=True) == BYTE_ORDER_MARK + csv_bytes(table)
    assert csv_bytes(table).startswith(b"a")


def test_a_character_that_no_workbook_holds_is_left_out() -> None:
    table = pd.DataFrame({"na\x0bme": ["a\x00b\x1f"]})
    assert xlsx_rows(table) == [["name"], ["ab"]]


def test_days_are_iso_dates_and_times_keep_their_time() -> None:
    at = pd.Series([pd.Timestamp("2026-01-31"), pd.Timestamp("2026-01-31 13:30")])
    assert csv_rows(pd.DataFrame({"at": at})) == [["at"], ["2026-01-31"], ["2026-01-31T13:30:00"]]
    first, second = (row[0] for row in xlsx_cells(pd.DataFrame({"at": at}))[1:])
    assert first.is_date and first.value.date() == date(2026, 1, 31)
    assert second.value == datetime(2026, 1, 31, 13, 30)


def test_a_time_with_a_zone_is_written_in_utc() -> None:
    at = pd.Series(pd.to_datetime(["2026-01-31 13:30"]).tz_localize("Africa/Johannesburg"))
    ((written,),) = xlsx_rows(pd.DataFrame({"at": at}))[1:]
    assert written.replace(tzinfo=UTC) == at[0]
    assert csv_rows(pd.DataFrame({"at": at}))[1] == ["2026-01-31T13:30:00+02:00"]


def test_a_list_is_written_as_text() -> None:
    assert xlsx_rows(pd.DataFrame({"reasons": [["a", "b"]]}))[1] == ["['a', 'b']"]


def test_the_header_is_bold_and_stays_in_sight() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(pd.DataFrame({"a": [1], "b": [2]})))).active
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.freeze_panes == "A2"


def test_a_table_without_rows_has_its_header() -> None:
    table = pd.DataFrame({"a": [], "b": []})
    assert csv_rows(table) == [["a", "b"]]
    assert xlsx_rows(table) == [["a", "b"]]


@pytest.mark.parametrize(
    ("file_format", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_table_is_answered_as_a_download(file_format: str, content_type: str) -> None:
    name = "a-model-with-a-name-longer-than-a-sheet-may-have-1.0.0"
    response = table_response(pd.DataFrame({"a": [1]}), file_format, name)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}.{file_format}"'
