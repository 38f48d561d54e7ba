"""Sheets of amounts over time, whose dates are written in many ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from tests.sheets.conftest import Sheets, csv

FAST = {"horizon": 2}
MONTHS = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(36)]
WEEKS = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(60)]
DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(60)]
YEARS = [date(year, 1, 1) for year in range(2005, 2025)]
QUARTERS = [date(2012 + place // 4, 3 * (place % 4) + 1, 1) for place in range(40)]
HALVES = [date(1990 + place // 2, 6 * (place % 2) + 1, 1) for place in range(50)]

NEXT_YEARS, NEXT_QUARTERS = ["2025-01-01", "2026-01-01"], ["2022-01-01", "2022-04-01"]
NEXT_MONTHS, NEXT_WEEKS = ["2024-01-01", "2024-02-01"], ["2025-02-24", "2025-03-03"]


def sunday(day: date) -> date:
    return day + timedelta(days=6)


def amounts(count: int) -> np.ndarray:
    return 100 + 3 * np.arange(count) + 10 * (np.arange(count) % 2)


def sheet(header: str, cells: Sequence[Any], mark: str = ",") -> str:
    rows = [
        [*(cell if isinstance(cell, tuple) else (cell,)), amount]
        for cell, amount in zip(cells, amounts(len(cells)), strict=True)
    ]
    return csv(header, rows, mark)


def trained_on(sheets: Sheets, text: str, **order: Any) -> Any:
    trained = sheets.forecast(text, settings={**FAST, **order.pop("settings", {})}, **order)
    assert hasattr(trained, "run"), trained.text
    return trained


def days_ahead(trained: Any) -> list[str]:
    return [row["date"][:10] for row in trained.results()]


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
GERMAN = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
ITALIAN = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
