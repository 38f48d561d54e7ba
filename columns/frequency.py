"""The step of a series: a number of minutes, hours, days, weeks, months or years, or half a month.

Times are whole numbers of steps, so that a gap is a missing number and lags are subtractions: minutes, hours
and days since 1970, weeks since the first anchor weekday of 1970, months, quarters and years since year 0.
How a step is found from dates is in ``columns.finding_steps``.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

Step = Literal["minute", "hour", "day", "week", "semimonth", "month", "quarter", "year"]

# Of the steps that everything else is reckoned from; see ``Frequency.like``.
SEASONS: dict[str, int] = {"hour": 24, "day": 7, "week": 52, "month": 12, "quarter": 4, "year": 1}
STEPS_A_YEAR: dict[str, int] = {"hour": 8_760, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
# Long steps make short sheets: what a backtest needs at least, and what it leaves a series to learn from.
MIN_ROWS: dict[str, int] = {"hour": 20, "day": 20, "week": 20, "month": 12, "quarter": 10, "year": 8}
MIN_PAST: dict[str, int] = {"hour": 10, "day": 10, "week": 10, "month": 6, "quarter": 5, "year": 4}
LEAST_A_YEAR = (("week", 20), ("month", 5), ("quarter", 1.5))  # steps a year, for those longer than a week
HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
MONTHS_PER_YEAR = 12
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": MONTHS_PER_YEAR}
MINUTES_PER_HOUR = 60
MINUTES: dict[str, int] = {"minute": 1, "hour": MINUTES_PER_HOUR}
MINUTES_PER_DAY = MINUTES_PER_HOUR * HOURS_PER_DAY
DAYS_PER_YEAR = 365.25
LAST_DAY = 31  # of any month: as a day of the month it is the last
LATE_DAY = 25  # of the month: a quarter dated the 30th of March is the one that ends then
LAST_OF_ITS_KIND = 5  # the last Friday of a month, whether it is the fourth or the fifth
FIRST_WEEKDAY = 3  # 1 January 1970 was a Thursday
SHARE_UNCOVERED = 0.05  # of a step that a number of days may reach beyond: a month of 31 days is one month


@dataclass(frozen=True)
class Frequency:
    """A step is ``every`` times ``step``. ``anchor`` is where it begins: the weekday of a week, 0 for Monday
    (of several weeks, days after such a Monday); the month of a year, a quarter or several months, 0 for
    January; the second day of a semimonth; the first minute of hours and minutes.

    ``month_end`` shows the last day of a month, quarter or year; ``day`` shows that day of a month, or the
    last of a shorter one, and 0 its first day; ``nth`` shows its first, second ... ``weekday``, 5 for the
    last. Late days are shown of the last month of a quarter or a year, others of the first. With ``nearest``
    a date counts for the step whose shown date is nearest to it.
    """

    step: Step
    anchor: int = 0
    month_end: bool = False
    every: int = 1
    day: int = 0
    nth: int = 0
    weekday: int = 0
    nearest: bool = False

    @classmethod
    def named(cls, name: str) -> Frequency:
        """The frequency of a ``name`` such as week or 2 weeks, beginning where such steps usually do.

        Raises ValueError for any other text.
        """
        every, _, unit = name.rpartition(" ")
        step: Any = unit.removesuffix("s") if every else unit
        if step not in get_args(Step):
            raise ValueError(f"'{name}' is no step.")
        if step == "semimonth":
            return cls(step, anchor=16, day=1)
        return cls(step, every=int(every or 1))

    @property
    def name(self) -> str:
        """``week``, ``2 weeks``, ``semimonth``."""
        return self.step if self.every == 1 else f"{self.every} {self.step}s"

    @property
    def like(self) -> str:
        """Of hour, day, week, month, quarter and year the one that this step is most like."""
        if self.step in MINUTES:
            return "hour"
        if self.step == "day" and self.every < DAYS_PER_WEEK:
            return "day"
        return next((step for step, least in LEAST_A_YEAR if self.steps_a_year >= least), "year")

    @property
    def steps_a_year(self) -> float:
        if self.step == "minute":
            return STEPS_A_YEAR["hour"] * MINUTES_PER_HOUR / self.every
        whole = 2 * MONTHS_PER_YEAR if self.step == "semimonth" else STEPS_A_YEAR[self.step]
        return whole / self.every

    def scaled(self, steps: int) -> int:
        """As long as ``steps`` of the step this one is like; at least two steps."""
        return max(2, round(steps * self.steps_a_year / STEPS_A_YEAR[self.like]))

    @property
    def season(self) -> int:
        """Steps in the season that is repeated by the naive baseline: a day of hours, a week of days, else
        a year; 1 where a year is no whole number of steps."""
        if self.step in MINUTES:
            return MINUTES_PER_DAY // self.minutes
        if self.like == "day":
            return SEASONS["day"]
        if self.step in MONTHS:
            return MONTHS_PER_YEAR // self.months if MONTHS_PER_YEAR % self.months == 0 else 1
        return max(1, round(self.steps_a_year))

    @property
    def steps_to_its_like(self) -> int:
        """Steps to the one before that is alike: the same hour of a day, the same day of a week."""
        return self.season if self.within_day or self.like == "day" else 1

    @property
    def min_rows(self) -> int:
        """Steps that a series needs to be more than repeated."""
        return MIN_ROWS[self.like]

    @property
    def min_past(self) -> int:
        """Steps that a backtest leaves a series to learn from."""
        return MIN_PAST[self.like]

    @property
    def within_day(self) -> bool:
        """Whether a step is shorter than a day."""
        return self.step in MINUTES

    @property
    def minutes(self) -> int:
        """Of hours and minutes."""
        return MINUTES[self.step] * self.every

    @property
    def months(self) -> int:
        """Of months, quarters and years."""
        return MONTHS[self.step] * self.every

    @property
    def shows_end(self) -> bool:
        """Whether months, quarters and years are shown by a day in their last month, not in their first."""
        return self.month_end or self.day >= LATE_DAY or self.nth == LAST_OF_ITS_KIND

    @property
    def days(self) -> float:
        """Days in a step, on average."""
        exact = {"day": 1.0, "week": DAYS_PER_WEEK, "hour": 1 / HOURS_PER_DAY, "minute": 1 / MINUTES_PER_DAY}
        return exact[self.step] * self.every if self.step in exact else DAYS_PER_YEAR / self.steps_a_year

    def steps_covering(self, days: int) -> int:
        """How many steps reach as far as ``days``; at least one."""
        return max(1, math.ceil(days / self.days - SHARE_UNCOVERED))

    # --- Dates and numbers ---

    def to_index(self, dates: pd.Series) -> np.ndarray:
        """Whole steps (int64) of ``dates`` (datetime64 without time zone or missing values)."""
        if self.step in MINUTES:
            seconds = dates.to_numpy("datetime64[s]").astype(np.int64)
            length = self.minutes * 60
            return (seconds - self.anchor * 60 + (length // 2 if self.nearest else 0)) // length
        if self.nearest and self.step != "day":
            dates = dates + pd.Timedelta(days=self._moved)
        if self.step in MONTHS:
            return (self._month(dates) - self.anchor) // self.months
        if self.step == "semimonth":
            return self._half_months(dates)
        days = dates.to_numpy("datetime64[D]").astype(np.int64)
        return (days - self._first_day) // self._whole_days

    def to_dates(self, index: np.ndarray) -> pd.DatetimeIndex:
        index = np.asarray(index, dtype=np.int64)
        if self.step in MINUTES:
            minutes = index * self.minutes + self.anchor
            return pd.DatetimeIndex(minutes.astype("datetime64[m]").astype("datetime64[ns]"))
        if self.step in MONTHS:
            months = index * self.months + self.anchor + (self.months - 1 if self.shows_end else 0)
            days = self._day_in(months)
        elif self.step == "semimonth":
            months, second = np.divmod(index, 2)
            starts, lengths = _starts(months)
            days = starts + np.minimum(np.where(second == 1, self.anchor, self.day), lengths) - 1
        else:
            days = index * self._whole_days + self._first_day
        return pd.DatetimeIndex(days.astype("datetime64[D]").astype("datetime64[ns]"))

    def begins(self, index: np.ndarray) -> pd.DatetimeIndex:
        """The first day (or minute) that belongs to each step, whatever day it is shown by."""
        shown = {"month_end": False, "day": 0, "nth": 0} if self.step in MONTHS else {}
        return replace(self, **shown).to_dates(index)  # type: ignore[arg-type]

    def last_day(self, index: int) -> pd.Timestamp:
        """The last day that belongs to a step."""
        return self.begins(np.array([index + 1]))[0] - pd.Timedelta(days=1)

    def to_text(self, index: np.ndarray) -> list[str]:
        """ISO dates; ISO timestamps where a step is shorter than a day."""
        form = "%Y-%m-%dT%H:%M:%S" if self.within_day else "%Y-%m-%d"
        return list(self.to_dates(index).strftime(form))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    # --- Parts ---

    @property
    def _whole_days(self) -> int:
        """Of days and weeks."""
        return self.every * (DAYS_PER_WEEK if self.step == "week" else 1)

    @property
    def _first_day(self) -> int:
        """Day number of the first step since 1970 that is a whole number of days."""
        if self.step == "day":
            return self.anchor
        return (self.anchor - FIRST_WEEKDAY) % self._whole_days

    @property
    def _moved(self) -> int:
        """Days by which dates are moved, so that those nearest to a shown date lie within its step."""
        if self.step == "semimonth":
            return 7
        if self.step == "week":
            return self._whole_days // 2
        of_weekday = {0: 1, LAST_OF_ITS_KIND: 28}.get(self.nth, 7 * self.nth - 3)
        return 16 - (LAST_DAY if self.month_end else self.day or of_weekday)

    @staticmethod
    def _month(dates: pd.Series) -> np.ndarray:
        return (dates.dt.year * MONTHS_PER_YEAR + dates.dt.month - 1).to_numpy(np.int64)

    def _half_months(self, dates: pd.Series) -> np.ndarray:
        day, length = dates.dt.day.to_numpy(), dates.dt.days_in_month.to_numpy()
        half = np.where(day >= np.minimum(self.anchor, length), 1, np.where(day >= self.day, 0, -1))
        return 2 * self._month(dates) + half

    def _day_in(self, months: np.ndarray) -> np.ndarray:
        """Day numbers of the shown day of ``months`` since year 0."""
        starts, lengths = _starts(months)
        if self.month_end:
            return starts + lengths - 1
        if not self.nth:
            return starts + np.minimum(max(self.day, 1), lengths) - 1
        first = starts + (self.weekday - starts - FIRST_WEEKDAY) % DAYS_PER_WEEK
        found = first + DAYS_PER_WEEK * (self.nth - 1)
        return np.where(found < starts + lengths, found, found - DAYS_PER_WEEK)


def _starts(months: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Day numbers of the first days of ``months`` since year 0, and their numbers of days."""
    since = months - 1970 * MONTHS_PER_YEAR
    starts, following = (
        (since + more).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for more in (0, 1)
    )
    return starts, following - starts
