"""Years, months, hours and tables of years in workbooks, whose cells are numbers, dates and times."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from tests.sheets.conftest import Sheets
from tests.sheets.periods import ENGLISH, FAST, GERMAN, MONTHS, QUARTERS, WEEKS, YEARS, amounts, days_ahead

HOURS = [datetime(2026, 3, 2) + timedelta(hours=hour) for hour in range(24 * 14)]


def _rows(header: Sequence[Any], cells: Sequence[Any]) -> list[list[Any]]:
    told = amounts(len(cells)).tolist()
    return [[*header, "Umsatz"], *([*cell, amount] for cell, amount in zip(cells, told, strict=True))]


def _table(
    header: Sequence[Any], firsts: Sequence[Any], down: bool = False, total: bool = False
) -> list[list[Any]]:
    """Amounts in the order of time: along the rows, or ``down`` the columns."""
    width = len(header) - 1
    told = amounts(width * len(firsts))
    table = (told.reshape(width, -1).T if down else told.reshape(-1, width)).tolist()
    rows = [[first, *row, *([sum(row)] if total else [])] for first, row in zip(firsts, table, strict=True)]
    return [[*header, *(["Gesamt"] if total else [])], *rows]


YEARLY = [2020, 2021, 2022, 2023]
NUMBERED = [(day.year, day.month) for day in MONTHS]
SHEETS = {
    "years": (_rows(["Year"], [(day.year,) for day in YEARS]), "2025-01-01"),
    "months as numbers": (
        _rows(["Month"], [(year * 100 + month,) for year, month in NUMBERED]),
        "2024-01-01",
    ),
    "months with a point": (
        _rows(["Monat"], [(day.year + day.month / 100,) for day in MONTHS]),
        "2024-01-01",
    ),
    "year and month": (_rows(["Jahr", "Monat"], NUMBERED), "2024-01-01"),
    "short year": (_rows(["Yr", "Mo"], [(year - 2000, month) for year, month in NUMBERED]), "2024-01-01"),
    "year twice": (
        _rows(["Year", "Month"], [(year, year * 100 + month) for year, month in NUMBERED]),
        "2024-01-01",
    ),
    "quarter": (_rows(["Year", "Qtr"], [(day.year, 1 + day.month // 3) for day in QUARTERS]), "2022-01-01"),
    "date and hour": (_rows(["Date", "Hour"], [(hour.date(), hour.hour) for hour in HOURS]), "2026-03-16"),
    "date and time": (
        _rows(["Date", "Time"], [(hour.date(), time(hour.hour)) for hour in HOURS]),
        "2026-03-16",
    ),
    "week and year": (_rows(["Jahr", "KW"], [day.isocalendar()[:2] for day in WEEKS]), "2025-02-24"),
    "years by months": (_table(["Jahr", *GERMAN], YEARLY, total=True), "2024-01-01"),
    "years of some amount": (_table(["Umsatz", *ENGLISH], YEARLY), "2024-01-01"),
    "months by years": (_table(["Monat", 2020, 2021, 2022, 2023], GERMAN, down=True), "2024-01-01"),
    "weeks by years": (_table(["KW", 2022, 2023, 2024], range(1, 53), down=True), "2024-12-30"),
}


@pytest.mark.parametrize(("rows", "ahead"), SHEETS.values(), ids=SHEETS.keys())
def test_a_workbook(sheets: Sheets, rows: list[list[Any]], ahead: str) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    uploaded = sheets.upload(content.getvalue(), "sheet.xlsx")
    trained = sheets.train("forecasting", uploaded, settings=FAST)
    assert hasattr(trained, "run"), trained.text
    assert days_ahead(trained)[0] == ahead
    assert not {"gaps", "duplicates"} & set(trained.codes)
