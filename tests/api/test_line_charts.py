"""A forecast as a workbook: its dates are dates, and its lines are drawn on a sheet of their own."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from api.line_charts import MOST_SERIES, Lines
from api.rendering import csv_bytes
from api.workbooks import xlsx_bytes
from contract.asking import Logged

LINES = Lines("date", "value", "item")


def forecast(*items: str) -> pd.DataFrame:
    dates = ["2025-01-01", "2025-01-02", "2025-01-03"]
    rows = [(item, date, 10.5 + step) for item in items for step, date in enumerate(dates)]
    return pd.DataFrame(rows, columns=["item", "date", "value"])


def book(table: pd.DataFrame, lines: Lines | None = LINES) -> Any:
    return load_workbook(io.BytesIO(xlsx_bytes(table, "Sales", lines)))


def test_each_series_is_a_line_over_its_own_rows() -> None:
    found = book(forecast("north", "south"))
    assert found.sheetnames == ["Sales", "Chart"]
    [chart] = found["Chart"]._charts
    assert [line.val.numRef.f for line in chart.series] == ["'Sales'!$C$2:$C$4", "'Sales'!$C$5:$C$7"]
    assert [line.tx.v for line in chart.series] == ["north", "south"]


def test_dates_written_as_text_are_dates() -> None:
    cell = book(forecast("north"))["Sales"]["B2"]
    assert (cell.value, cell.is_date) == (datetime(2025, 1, 1), True)
    assert b"2025-01-01" in csv_bytes(forecast("north"))


def test_of_many_series_the_first_are_drawn() -> None:
    [chart] = book(forecast(*map(str, range(30))))["Chart"]._charts
    assert len(chart.series) == MOST_SERIES


def test_a_series_whose_rows_stand_apart_is_left_out() -> None:
    mixed = forecast("north", "south").sort_values("date")
    assert book(mixed).sheetnames == ["Sales"]


def test_a_table_without_lines_or_rows_has_no_chart() -> None:
    assert book(forecast("north"), None).sheetnames == ["Sales"]
    assert book(forecast()).sheetnames == ["Sales"]


def test_a_series_named_like_a_formula_runs_nothing() -> None:
    found = book(forecast("=1+1"))
    assert found["Sales"]["A2"].data_type == "s"
    assert found["Chart"]._charts[0].series[0].tx.strRef is None


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (["item", "date", "value"], LINES),
        (["date", "value"], Lines("date", "value")),
        (["item", "value"], None),
        (["date"], None),
    ],
)
def test_only_amounts_over_time_are_lines(columns: list[str], lines: Lines | None) -> None:
    logged = Logged(keys=("item",), at="date", value="value")
    assert Lines.of(logged, columns) == lines
    assert Lines.of(None, columns) is None
