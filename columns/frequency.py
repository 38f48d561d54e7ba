"""The step of a series: from an hour to a year, detected from the dates.

Times are whole numbers of steps, so that a gap is a missing number and lags are subtractions: hours and
days since 1970, weeks since the first anchor weekday of 1970, months, quarters and years since year 0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

Step = Literal["hour", "day", "week", "month", "quarter", "year"]

SEASONS: dict[str, int] = {"hour": 24, "day": 7, "week": 52, "month": 12, "quarter": 4, "year": 1}
STEPS_A_YEAR: dict[str, int] = {"hour": 8_760, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
# Long steps make short sheets: what a backtest needs at least, and what it leaves a series to learn from.
MIN_ROWS: dict[str, int] = {"hour": 20, "day": 20, "week": 20, "month": 12, "quarter": 10, "year": 8}
MIN_PAST: dict[str, int] = {"hour": 10, "day": 10, "week": 10, "month": 6, "quarter": 5, "year": 4}
HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": MONTHS_PER_YEAR}
LONGEST_DAYS = (("day", 4), ("week", 20), ("month", 45), ("quarter", 135), ("year", 550))
MINUTES_PER_HOUR = 60


class UnknownStep(Exception):
    """The dates are further apart than a year. ``days`` is the usual distance."""

    def __init__(self, days: float):
        self.days = days
        super().__init__(f"The dates are {days:g} days apart.")


@dataclass(frozen=True)
class Frequency:
    """``anchor`` is the weekday a week begins on, 0 for Monday, or the month a year or quarter begins
    with, 0 for January; ``month_end`` shows the last day of a month, quarter or year.
    """

    step: Step
    anchor: int = 0
    month_end: bool = False

    @property
    def season(self) -> int:
        """Steps in the season that is repeated by the naive baseline."""
        return SEASONS[self.step]

    @property
    def min_rows(self) -> int:
        """Steps that a series needs to be more than repeated."""
        return MIN_ROWS[self.step]

    @property
    def min_past(self) -> int:
        """Steps that a backtest leaves a series to learn from."""
        return MIN_PAST[self.step]

    def to_index(self, dates: pd.Series) -> np.ndarray:
        """Whole steps (int64) of ``dates`` (datetime64 without time zone or missing values)."""
        if self.step in MONTHS:
            months = (dates.dt.year * MONTHS_PER_YEAR + dates.dt.month - 1).to_numpy(np.int64)
            return (months - self.anchor) // MONTHS[self.step]
        if self.step == "hour":
            return dates.to_numpy("datetime64[h]").astype(np.int64)
        days = dates.to_numpy("datetime64[D]").astype(np.int64)
        return days if self.step == "day" else (days - self._first_anchor) // DAYS_PER_WEEK

    def to_dates(self, index: np.ndarray) -> pd.DatetimeIndex:
        index = np.asarray(index, dtype=np.int64)
        if self.step in MONTHS:
            length = MONTHS[self.step]
            months = index * length + self.anchor + (length - 1 if self.month_end else 0)
            starts = (months - 1970 * MONTHS_PER_YEAR).astype("datetime64[M]").astype("datetime64[ns]")
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

    The step is the most common distance between neighbouring dates of a series: up to an hour is hourly,
    then see ``LONGEST_DAYS``. Times of single sales, where fewer than half of the hours have one, are
    daily. Raises UnknownStep for longer distances, unless a step is ``wanted``.
    """
    if wanted == "auto":
        return _anchored(usual_step(dates, series), dates)
    try:
        own = usual_step(dates, series)
    except UnknownStep:
        own = "year"
    # Where shorter steps are added up, weeks begin as most dates do, quarters and years with January.
    if own == wanted or wanted == "week":
        return _anchored(wanted, dates)  # type: ignore[arg-type]
    return Frequency(wanted)  # type: ignore[arg-type]


def usual_step(dates: pd.Series, series: np.ndarray) -> Step:
    """See ``find_frequency``."""
    distance = _distances(Frequency("hour").to_index(dates), series)
    if distance.size == 0:
        return "day"
    usual_days = float(_most_common(distance)) / HOURS_PER_DAY
    if usual_days * HOURS_PER_DAY <= 1:
        return "hour" if distance.size > distance.sum() / 2 else "day"
    for step, limit in LONGEST_DAYS:
        if usual_days < limit:
            return step  # type: ignore[return-value]
    raise UnknownStep(usual_days)


def usual_minutes(dates: pd.Series, series: np.ndarray) -> int:
    """The most common distance of neighbouring dates, in minutes; 0 where there is none."""
    distance = _distances(dates.to_numpy("datetime64[m]").astype(np.int64), series)
    return _most_common(distance) if distance.size else 0


def _anchored(step: Step, dates: pd.Series) -> Frequency:
    if step == "week":
        return Frequency(step, anchor=int(dates.dt.dayofweek.mode().iloc[0]))
    if step not in MONTHS:
        return Frequency(step)
    at_end = bool(dates.dt.is_month_end.mean() > 0.5)
    # A quarter shown by its last day begins with the month after the last one's.
    begins = (dates.dt.month - (0 if at_end else 1)) % MONTHS[step]
    return Frequency(step, anchor=int(begins.mode().iloc[0]), month_end=at_end)


def _distances(times: np.ndarray, series: np.ndarray) -> np.ndarray:
    order = np.lexsort((times, series))
    distance = np.diff(times[order])
    return distance[(np.diff(series[order]) == 0) & (distance > 0)]


def _most_common(distance: np.ndarray) -> int:
    lengths, counts = np.unique(distance, return_counts=True)
    return int(lengths[counts.argmax()])
