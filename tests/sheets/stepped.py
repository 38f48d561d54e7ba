"""Sheets of every step, with a pattern that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tests.columns.dates import apart, before_weekends, months, twice_a_month, weekdays
from tests.sheets.conftest import Sheets, csv

Days = Sequence[pd.Timestamp]


def lines(days: Days, values: Sequence[float], header: str = "date,amount", form: str = "%Y-%m-%d") -> str:
    return csv(header, [(day.strftime(form), value) for day, value in zip(days, values, strict=False)])


def seasonal(count: int, season: int, growth: float = 0.0) -> np.ndarray:
    """A pattern that comes back, with a peak in its last place."""
    place = np.arange(count) % season
    wave = 100 + 15 * np.sin(2 * np.pi * place / season) + 12 * (place == season - 1)
    return np.round(wave + growth * np.arange(count), 1)


def forecast(sheets: Sheets, content: str, columns: Any = None, ahead: int = 6, **settings: Any) -> Any:
    named = columns or {"time": "date", "target": "amount"}
    return sheets.forecast(content, columns=named, settings={"horizon": ahead, **settings}, model="auto")


STEPS: dict[str, tuple[Days, int]] = {
    "5 minutes": (apart("2026-03-01", "5min", 2 * 288 + 40), 288),
    "15 minutes": (apart("2026-03-01", "15min", 3 * 96 + 40), 96),
    "30 minutes": (apart("2026-03-01", "30min", 5 * 48 + 40), 48),
    "hour": (apart("2026-03-01 00:30", "1h", 12 * 24), 24),
    "3 hours": (apart("2026-03-01 01:00", "3h", 200), 8),
    "6 hours": (apart("2026-03-01 06:00", "6h", 160), 4),
    "12 hours": (apart("2026-03-01 07:00", "12h", 120), 2),
    "3 days": (apart("2025-03-01", "3D", 130), 7),
    "10 days": (apart("2021-03-01", "10D", 130), 36),
    "2 weeks": (apart("2022-03-04", "14D", 100), 26),
    "3 weeks": (apart("2022-03-04", "21D", 70), 17),
    "4 weeks": (apart("2020-02-01", "28D", 60), 13),
    "13 weeks": (apart("2010-01-30", "91D", 40), 4),
    "semimonth": (twice_a_month(2022, 15, 31, 96), 24),
    "1st and 15th": (before_weekends(twice_a_month(2022, 1, 15, 96)), 24),
    "month on the 15th": (months(2019, 1, 1, 15, 60), 12),
    "last Friday": (weekdays(2019, 1, 4, -1, 60), 12),
    "2 months": (months(2014, 2, 2, 28, 50), 6),
    "quarter": (months(2012, 3, 3, 31, 40), 4),
    "4 months": (months(2010, 1, 4, 1, 40), 3),
    "half-year": (months(2000, 6, 6, 30, 40), 2),
}
