"""The step of a series: hour, day, week or month, found from the dates.

Times are whole numbers of steps, so that a gap is a missing number and lags are subtractions:
hours and days since 1970, weeks since the first anchor weekday of 1970, months since year 0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

Step = Literal["hour", "day", "week", "month"]

SEASONS: dict[str, int] = {"hour": 24, "day": 7, "week": 52, "month": 12}
HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12


class UnknownStep(Exception):
    """The dates lie further apart than a month. ``days`` is the usual distance."""

    def __init__(self, days: float):
        self.days = days
        super().__init__(f"The dates lie {days:g} days apart.")


@dataclass(frozen=True)
class Frequency:
    """``anchor`` is the weekday a week starts on, 0 for Monday; ``month_end`` shows a month's last day."""

    step: Step
    anchor: int = 0
    month_end: bool = False

    @property
    def season(self) -> int:
        """Steps in the season that is repeated by the naive baseline."""
        return SEASONS[self.step]

    def to_index(self, dates: pd.Series) -> np.ndarray:
        """Whole steps (int64) of ``dates`` (datetime64 without time zone or missing values)."""
        if self.step == "month":
            months = dates.dt.year * MONTHS_PER_YEAR + dates.dt.month - 1
            return months.to_numpy(np.int64)
        if self.step == "hour":
            return dates.to_numpy("datetime64[h]").astype(np.int64)
        days = dates.to_numpy("datetime64[D]").astype(np.int64)
        return days if self.step == "day" else (days - self._first_anchor) // DAYS_PER_WEEK

    def to_dates(self, index: np.ndarray) -> pd.DatetimeIndex:
        index = np.asarray(index, dtype=np.int64)
        if self.step == "month":
            starts = (index - 1970 * MONTHS_PER_YEAR).astype("datetime64[M]").astype("datetime64[ns]")
            dates = pd.DatetimeIndex(starts)
            return dates + pd.offsets.MonthEnd(0) if self.month_end else dates
        if self.step == "hour":
            return pd.DatetimeIndex(index.astype("datetime64[h]").astype("datetime64[ns]"))
        days = index if self.step == "day" else index * DAYS_PER_WEEK + self._first_anchor
        return pd.DatetimeIndex(days.astype("datetime64[D]").astype("datetime64[ns]"))

    def last_day(self, index: int) -> pd.Timestamp:
        """The last day that belongs to a step."""
        following = replace(self, month_end=False).to_dates(np.array([index + 1]))
        return following[0] - pd.Timedelta(days=1)

    def to_text(self, index: np.ndarray) -> list[str]:
        """ISO dates; ISO timestamps where a step is an hour."""
        form = "%Y-%m-%dT%H:%M:%S" if self.step == "hour" else "%Y-%m-%d"
        return list(self.to_dates(index).strftime(form))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def _first_anchor(self) -> int:
        """Day number of the first anchor weekday in 1970, whose first day was a Thursday (3)."""
        return (self.anchor - 3) % DAYS_PER_WEEK


def find_frequency(dates: pd.Series, series: np.ndarray, wanted: str = "auto") -> Frequency:
    """The frequency of ``dates``; ``series`` numbers the series each date belongs to.

    The step is the most common distance between neighbouring dates of a series: up to an hour is
    hourly, under 4 days daily, under 20 days weekly, under 45 days monthly. Times of single sales,
    where fewer than half of the hours have one, are daily. Raises UnknownStep for longer distances,
    unless a step is ``wanted``.
    """
    step: Step = _usual_step(dates, series) if wanted == "auto" else wanted  # type: ignore[assignment]
    if step == "week":
        return Frequency(step, anchor=int(dates.dt.dayofweek.mode().iloc[0]))
    if step == "month":
        return Frequency(step, month_end=bool(dates.dt.is_month_end.mean() > 0.5))
    return Frequency(step)


def _usual_step(dates: pd.Series, series: np.ndarray) -> Step:
    hours = Frequency("hour").to_index(dates)
    order = np.lexsort((hours, series))
    distance = np.diff(hours[order])
    distance = distance[(np.diff(series[order]) == 0) & (distance > 0)]
    if distance.size == 0:
        return "day"
    lengths, counts = np.unique(distance, return_counts=True)
    usual_days = float(lengths[counts.argmax()]) / HOURS_PER_DAY
    if usual_days * HOURS_PER_DAY <= 1:
        return "hour" if distance.size > distance.sum() / 2 else "day"
    for step, limit in (("day", 4), ("week", 20), ("month", 45)):
        if usual_days < limit:
            return step  # type: ignore[return-value]
    raise UnknownStep(usual_days)
