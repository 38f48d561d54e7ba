"""The dates a series should have, inferred from those it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.finding_steps import UnknownStep, find_frequency
from columns.frequency import DAYS_PER_WEEK, Frequency

CLOSED_BELOW = 0.02  # of the dates of a usual weekday: no row is expected on such a weekday
FEWEST_WEEKS = 3  # from which a weekday without rows is closed
REGULAR_FROM = 0.5  # share of neighbouring dates that are one step apart
MONDAY = 3  # days from the first Monday before 1970 to 1 January 1970


@dataclass(frozen=True)
class Calendar:
    """Numbers the dates on which rows are expected; ``every`` of these numbers is between two rows.

    ``weekdays`` are those with rows (0 is Monday), where the step is a day.
    """

    frequency: Frequency
    weekdays: tuple[int, ...]
    every: int = 1

    def index(self, times: pd.Series) -> np.ndarray:
        """One whole number (int64) per date."""
        found = self.frequency.to_index(times)
        if not self.weekdays:
            return found
        week, day = np.divmod(found + MONDAY, DAYS_PER_WEEK)
        return np.asarray(week * len(self.weekdays) + np.searchsorted(self.weekdays, day))

    def dates(self, index: np.ndarray) -> pd.DatetimeIndex:
        if self.weekdays:
            week, place = np.divmod(index, len(self.weekdays))
            index = week * DAYS_PER_WEEK + np.array(self.weekdays)[place] - MONDAY
        return self.frequency.to_dates(index)


def calendar_of(times: pd.Series, codes: np.ndarray) -> Calendar | None:
    """The calendar of ``times`` (none missing) of the series ``codes``; None where no step is usual."""
    try:
        frequency = find_frequency(times, codes)
    except UnknownStep:
        return None
    calendar = Calendar(frequency, _weekdays(times) if frequency.name == "day" else ())
    distances = _distances(calendar.index(times), codes)
    if not len(distances):
        return None
    lengths, counts = np.unique(distances, return_counts=True)
    every = int(lengths[counts.argmax()])
    if counts.max() < REGULAR_FROM * len(distances):
        return None
    return Calendar(frequency, calendar.weekdays, every)


def missing_steps(calendar: Calendar, times: pd.Series, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Series and number of every expected date that has no row, between the ends of its series."""
    index = calendar.index(times)
    order = np.lexsort((index, codes))
    codes, index = codes[order], index[order]
    distance = np.diff(index)
    apart = (np.diff(codes) == 0) & (distance > calendar.every) & (distance % calendar.every == 0)
    before = np.flatnonzero(apart)
    lacking = distance[before] // calendar.every - 1
    place = np.arange(lacking.sum()) - np.repeat(np.cumsum(lacking) - lacking, lacking)
    return np.repeat(codes[before], lacking), np.repeat(index[before], lacking) + (place + 1) * calendar.every


def off_step(calendar: Calendar, times: pd.Series, codes: np.ndarray) -> int:
    """How many neighbouring dates of a series are not a whole number of steps apart."""
    return int((_distances(calendar.index(times), codes) % calendar.every != 0).sum())


def _distances(index: np.ndarray, codes: np.ndarray) -> np.ndarray:
    order = np.lexsort((index, codes))
    distance = np.diff(index[order])
    return distance[(np.diff(codes[order]) == 0) & (distance > 0)]


def _weekdays(times: pd.Series) -> tuple[int, ...]:
    """The weekdays with rows; empty where every weekday has some, or little is known."""
    days = pd.Series(times.dt.normalize().unique()).dt.dayofweek
    counts = np.bincount(days, minlength=DAYS_PER_WEEK)
    seen = np.flatnonzero(counts > CLOSED_BELOW * counts.max())
    if len(seen) == DAYS_PER_WEEK or counts.max() < FEWEST_WEEKS:
        return ()
    return tuple(int(day) for day in seen)
