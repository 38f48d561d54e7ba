"""Steps on the calendar: months, whole numbers of them that divide a year, and half months."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from columns.frequency import DAYS_PER_WEEK, LAST_DAY, LAST_OF_ITS_KIND, MONTHS, Frequency, Step
from columns.step_fit import (
    HARDLY_ANY,
    MOSTLY,
    OFTEN,
    USUAL,
    best,
    distances,
    fits,
    most_common,
    most_even,
    share_doubled,
    usual_weekday,
)

CALENDAR = (12, 6, 4, 3, 2, 1)  # months of a step
STEPS: dict[int, Step] = {months: step for step, months in MONTHS.items()}  # type: ignore[misc]
SAME_DAY = 0.6  # share of the dates that are on one day of the month, from which on others are moved
SAME_WEEKDAY = 0.75
APART = (10, 20)  # days between neighbouring dates of half months, moved ones included
SECOND_AFTER_FIRST = (13, 17)  # days between the two days of a month


@dataclass(frozen=True)
class DaysOfMonth:
    """Of each date the day, and the number of days of its month."""

    day: np.ndarray
    length: np.ndarray

    @classmethod
    def of(cls, dates: pd.Series) -> DaysOfMonth:
        return cls(dates.dt.day.to_numpy(), dates.dt.days_in_month.to_numpy())

    def shares(self) -> dict[int, float]:
        """By each day of the month the share of dates that are on it, or on the last of a shorter month."""
        every = range(1, LAST_DAY + 1)
        return {day: float((self.day == np.minimum(day, self.length)).mean()) for day in every}


def months(dates: pd.Series, series: np.ndarray, surely: bool) -> Frequency | None:
    """``surely``: most dates are on one day of the month, of all series or of each. None where no number of
    months fits."""
    shown, share = _shown(dates)
    if surely and share < SAME_DAY and _share_repeated(dates, series) < SAME_DAY:
        return None
    ways = (shown, replace(shown, nearest=True))
    between = [distances(way.to_index(dates), series) for way in ways]
    for every in CALENDAR:
        tried = [
            _of_months(way, dates, every)
            for way, distance in zip(ways, between, strict=True)
            if _are_multiples(distance, every)
        ]
        if tried:
            found = most_even(tried, dates, series)
            fitting = share_doubled(found, dates, series) <= HARDLY_ANY
            return found if (fitting if surely else fits(found, dates, series)) else None
    return None


def on_calendar(dates: pd.Series, series: np.ndarray, months: int) -> Frequency:
    """Steps of so many months, that begin and are shown as most of ``dates`` are."""
    shown, _ = _shown(dates)
    ways = (shown, replace(shown, nearest=True))
    return most_even([_of_months(way, dates, months) for way in ways], dates, series)


def share_on_day(dates: pd.Series) -> float:
    """The share of dates that are on the same day, or the same weekday, of their months."""
    return _shown(dates)[1]


def _share_repeated(dates: pd.Series, series: np.ndarray) -> float:
    """The share of neighbouring dates of a series that are on the same day of their months."""
    order = np.lexsort((dates.to_numpy(), series))
    parts, codes = DaysOfMonth.of(dates.iloc[order]), series[order]
    later = np.maximum(parts.day[1:], parts.day[:-1])  # 30 January, then 28 February
    same = np.minimum(parts.day[1:], parts.day[:-1]) == np.minimum(
        later, np.minimum(parts.length[1:], parts.length[:-1])
    )
    pairs = (np.diff(codes) == 0) & (np.diff(dates.to_numpy()[order]).astype(np.int64) > 0)
    return float(same[pairs].mean()) if pairs.any() else 0.0


def _of_months(monthly: Frequency, dates: pd.Series, months: int) -> Frequency:
    # Steps shown by a late day begin with the month after the last one's.
    begins = (monthly.to_index(dates) + (1 if monthly.shows_end else 0)) % months
    step = STEPS.get(months, "month")
    return replace(monthly, step=step, every=months // MONTHS[step], anchor=most_common(begins))


def half_months(dates: pd.Series, series: np.ndarray, distance: np.ndarray) -> Frequency | None:
    """Two days of each month; ``distance`` is in days. None where they are not."""
    if ((distance >= APART[0]) & (distance <= APART[1])).mean() < OFTEN:
        return None
    on = DaysOfMonth.of(dates).shares()
    least, most = SECOND_AFTER_FIRST
    pairs = [(first, second) for first in on for second in on if least <= second - first <= most]
    first, second = max(pairs, key=lambda pair: on[pair[0]] + on[pair[1]])
    if on[first] + on[second] < SAME_DAY or min(on[first], on[second]) < HARDLY_ANY:
        return None
    found = best(Frequency("semimonth", anchor=second, day=first), dates, series)
    sure = on[first] + on[second] >= MOSTLY
    return found if sure or fits(found, dates, series, SAME_DAY) else None


def _are_multiples(distance: np.ndarray, every: int) -> bool:
    if not distance.size:
        return False
    return bool((distance % every == 0).mean() >= MOSTLY and (distance == every).mean() >= HARDLY_ANY)


def _shown(dates: pd.Series) -> tuple[Frequency, float]:
    """Months shown as most of ``dates`` are, and the share of dates that are so."""
    parts = DaysOfMonth.of(dates)
    shares = parts.shares()
    day = max(shares, key=lambda day: shares[day])
    if shares[LAST_DAY] > USUAL and shares[LAST_DAY] >= shares[day]:
        return Frequency("month", month_end=True), shares[LAST_DAY]
    if shares[day] >= SAME_DAY:
        return Frequency("month", day=0 if day == 1 else day), shares[day]
    weekday = usual_weekday(dates)
    on = (dates.dt.dayofweek == weekday).to_numpy()
    place = (parts.day - 1) // DAYS_PER_WEEK + 1
    nth = {number: float((on & (place == number)).mean()) for number in range(1, LAST_OF_ITS_KIND)}
    nth[LAST_OF_ITS_KIND] = float((on & (parts.length - parts.day < DAYS_PER_WEEK)).mean())
    number = max(nth, key=lambda number: nth[number])
    if nth[number] >= SAME_WEEKDAY:
        return Frequency("month", nth=number, weekday=weekday), nth[number]
    return Frequency("month"), shares[day]
