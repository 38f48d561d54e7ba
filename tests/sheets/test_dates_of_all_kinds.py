"""Dates and periods as people write them, in one column or in several: each sheet is read, and none is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, csv

FAST = {"horizon": 2}
MONTHS = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(36)]
WEEKS = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(60)]
DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(60)]
YEARS = [date(year, 1, 1) for year in range(2005, 2025)]
QUARTERS = [date(2012 + place // 4, 3 * (place % 4) + 1, 1) for place in range(40)]
HALVES = [date(1990 + place // 2, 6 * (place % 2) + 1, 1) for place in range(50)]


def _amounts(count: int) -> np.ndarray:
    return 100 + 3 * np.arange(count) + 10 * (np.arange(count) % 2)


def _sheet(header: str, cells: Sequence[Any], mark: str = ",") -> str:
    rows = [
        [*(cell if isinstance(cell, tuple) else (cell,)), amount]
        for cell, amount in zip(cells, _amounts(len(cells)))
    ]
    return csv(header, rows, mark)


def _trained(sheets: Sheets, text: str, **order: Any) -> Any:
    trained = sheets.forecast(text, settings={**FAST, **order.pop("settings", {})}, **order)
    assert hasattr(trained, "run"), trained.text
    return trained


def _days_ahead(trained: Any) -> list[str]:
    return [row["date"][:10] for row in trained.results()]


# --- Plain numbers of years and months, and periods ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells", "ahead"),
    [
        ("Year", [day.year for day in YEARS], ["2025-01-01", "2026-01-01"]),
        ("Jahr", [day.year for day in YEARS], ["2025-01-01", "2026-01-01"]),
        ("Année", [day.year for day in YEARS], ["2025-01-01", "2026-01-01"]),
        ("fiscal_year", [day.year for day in YEARS], ["2025-01-01", "2026-01-01"]),
        ("Month", [f"{day:%Y%m}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("Monat", [f"{day:%Y.%m}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("Monat", [f"{day.month}.{day.year}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("Mois", [f"{day.year}.{day.month}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("Periode", [f"0{day:%m.%Y}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("time", [f"{day:%YM%m}" for day in MONTHS], ["2024-01-01", "2024-02-01"]),
        ("Quarter", [f"FY{day:%y} Q{day.month // 3 + 1}" for day in QUARTERS], ["2022-01-01", "2022-04-01"]),
        ("Kwartał", [f"{day.month // 3 + 1} kwartał {day.year}" for day in QUARTERS], ["2022-01-01", "2022-04-01"]),
        ("Trimestre", [f"{day.month // 3 + 1}T{day:%y}" for day in QUARTERS], ["2022-01-01", "2022-04-01"]),
        ("yw", [f"{day:%GW%V}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("Week", [f"{day:%G%V}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("Woche", [f"KW {int(f'{day:%V}')} {day:%G}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("Semaine", [f"{day:%G}-S{day:%V}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("Week", [f"{day} - {day + timedelta(days=6)}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("Woche", [f"{day:%d.%m.}–{day + timedelta(days=6):%d.%m.%Y}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
        ("semana", [f"del {day:%d/%m/%Y} al {day + timedelta(days=6):%d/%m/%Y}" for day in WEEKS], ["2025-02-24", "2025-03-03"]),
    ],
)  # fmt: skip
def test_one_column_of_periods(sheets: Sheets, name: str, cells: list[str], ahead: list[str]) -> None:
    trained = _trained(sheets, _sheet(f"{name};Sales", cells, ";"))
    assert _days_ahead(trained) == ahead
    assert trained.run["columns"]["time"] == name


def test_english_ranges_with_commas(sheets: Sheets) -> None:
    cells = [
        f'"{day:%b} {day.day} - {last:%b} {last.day}, {last.year}"'
        for day in WEEKS
        for last in [day + timedelta(days=6)]
    ]
    assert _days_ahead(_trained(sheets, _sheet("Week,Sent", cells)))[0] == "2025-02-24"


def test_half_years_are_dates(sheets: Sheets) -> None:
    for cells in (
        [f"H{day.month // 6 + 1} {day.year}" for day in HALVES],
        [f"{day.year}-S{day.month // 6 + 1}" for day in HALVES],
    ):
        uploaded = sheets.upload(_sheet("Period;Sales", cells, ";"))
        assert uploaded["columns"][0]["kind"] == "date"
        assert uploaded["columns"][0]["min"][:10] == "1990-01-01"


# --- Two or three columns --------------------------------------------------------------------------

ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
POLISH = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
HOURS = [datetime(2026, 3, 2) + timedelta(hours=hour) for hour in range(24 * 14)]


@pytest.mark.parametrize(
    ("header", "cells", "ahead"),
    [
        ("Year;Month", [(day.year, ENGLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Year;Month", [(day.year, day.month) for day in MONTHS], "2024-01-01"),
        ("Rok;Miesiąc", [(day.year, POLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Jahr;Quartal", [(day.year, day.month // 3 + 1) for day in QUARTERS], "2022-01-01"),
        ("Année;Trimestre", [(day.year, f"T{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
        ("Fiscal year;Quarter", [(f"FY{day:%y}", f"Q{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
        ("Jahr;KW", [(f"{day:%G}", int(f"{day:%V}")) for day in WEEKS], "2025-02-24"),
        ("año;semana", [(f"{day:%G}", f"S{day:%V}") for day in WEEKS], "2025-02-24"),
        ("Year;Month;Day", [(day.year, day.month, day.day) for day in DAYS], "2026-03-02"),
        ("Datum;Stunde", [(f"{hour:%d.%m.%Y}", hour.hour) for hour in HOURS], "2026-03-16"),
        ("Date;Hour", [(f"{hour:%Y-%m-%d}", hour.hour + 1) for hour in HOURS], "2026-03-16"),
        ("Date;Heure", [(f"{hour:%d/%m/%Y}", f"{hour:%Hh%M}") for hour in HOURS], "2026-03-16"),
        ("Date;Time", [(f"{hour:%Y-%m-%d}", f"{hour:%I:%M %p}") for hour in HOURS], "2026-03-16"),
    ],
)  # fmt: skip
def test_several_columns_make_a_date_together(
    sheets: Sheets, header: str, cells: list[Any], ahead: str
) -> None:
    trained = _trained(sheets, _sheet(f"{header};Sales", cells, ";"))
    assert trained.run["columns"]["time"] == header.split(";")
    assert _days_ahead(trained)[0] == ahead
    assert len(trained.results()) == 2
