"""The step of a series, found from its dates: how far neighbours lie apart, and which grid they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from columns.frequency import (
    DAYS_PER_WEEK,
    FIRST_WEEKDAY,
    MINUTES_PER_HOUR,
    MONTHS,
    MONTHS_PER_YEAR,
    Frequency,
    Step,
)
from columns.month_grids import SAME_DAY, SAME_WEEKDAY, half_months, months, on_calendar, share_on_day
from columns.step_fit import (
    HARDLY_ANY,
    MOSTLY,
    OFTEN,
    SECONDS_PER_DAY,
    USUAL,
    best,
    distances,
    fits,
    most_common,
    off_by,
    usual_weekday,
)

LONGEST_DAYS: tuple[tuple[Step, int], ...] = (
    *(("day", 4), ("week", 20), ("month", 45), ("quarter", 135), ("year", 550)),
)
GRIDS = (*(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30), *(60, 120, 180, 240, 360, 480, 720))  # minutes
SHORT_GRID = 5  # minutes: single sales can be as close, but some of them share a minute
OFF_GRID = 0.1  # of a grid's distance: so far may a time be from it
FEWEST_DISTANCES = 6  # of which more than the order of their size can be told
MOST_MOVED = 3  # days by which a date may be early or late for a holiday
MOST_WEEKS_MOVED = 2  # of more, some by days, a quarter is more likely
FEW_DAYS = 3
OF_SINGLE_SALES = 0.1  # share of distances of a few days, where dates fit no grid
EXAMPLES = 3


class UnknownStep(Exception):
    """The dates are further apart than a year. ``days`` is the usual distance."""

    def __init__(self, days: float):
        self.days = days
        super().__init__(f"The dates are {days:g} days apart.")


class IrregularDates(UnknownStep):
    """No step fits. ``shortest`` and ``longest`` are distances in days; ``examples`` are pairs of
    neighbouring dates that are not the usual distance apart."""

    def __init__(
        self, usual: float, distance: np.ndarray, examples: Sequence[tuple[pd.Timestamp, pd.Timestamp]]
    ):
        super().__init__(usual)
        self.shortest, self.longest, self.examples = int(distance.min()), int(distance.max()), examples


def find_frequency(dates: pd.Series, series: np.ndarray, wanted: str = "auto") -> Frequency:
    """The frequency of ``dates``; ``series`` numbers the series each date belongs to.

    The step is the most common distance between neighbouring dates of a series, if the dates fit a grid of
    such steps: whole minutes and hours that divide a day, days, weeks, months that divide a year, and half
    months. Times of single sales, where fewer than half of the hours have one, are daily. Raises UnknownStep
    for distances longer than a year, and IrregularDates where no grid fits, unless a step is ``wanted``.
    """
    if wanted == "auto":
        return _own(dates, series)
    try:
        own = _own(dates, series)
    except IrregularDates:
        own = Frequency("day")
    except UnknownStep:
        own = on_calendar(dates, series, MONTHS_PER_YEAR)
    return own if own.name == wanted else _made_up_of(own, dates, Frequency.named(wanted))


def usual_minutes(dates: pd.Series, series: np.ndarray) -> int:
    """The most common distance of neighbouring dates, in minutes; 0 where there is none."""
    distance = distances(dates.to_numpy("datetime64[m]").astype(np.int64), series)
    return most_common(distance) if distance.size else 0


def _made_up_of(own: Frequency, dates: pd.Series, wanted: Frequency) -> Frequency:
    """Where shorter steps are added up, weeks begin as most dates do, several days or weeks end with the last
    date, and months, quarters and years begin with January."""
    if wanted.name == "week":
        return replace(wanted, anchor=usual_weekday(dates))
    if wanted.step not in ("day", "week") or wanted.every == 1:
        return wanted
    last = own.last_day(int(own.to_index(dates).max())) if not own.within_day else dates.max()
    begins = int(np.datetime64(last, "D").astype(np.int64)) + 1
    if wanted.step == "week":
        return replace(wanted, anchor=(begins + FIRST_WEEKDAY) % (wanted.every * DAYS_PER_WEEK))
    return replace(wanted, anchor=begins % wanted.every)


def _own(dates: pd.Series, series: np.ndarray) -> Frequency:
    seconds = dates.to_numpy("datetime64[s]").astype(np.int64)
    if (seconds % SECONDS_PER_DAY).any() and (found := _within_a_day(dates, series, seconds)) is not None:
        return found
    days = seconds // SECONDS_PER_DAY
    distance = distances(days, series)
    if not distance.size or most_common(distance) == 1:
        return Frequency("day")
    if distance.size < FEWEST_DISTANCES:
        return _by_length(dates, series, most_common(distance))
    if (found := _of_days(dates, days, series, distance)) is not None:
        return found
    if len(np.unique(series)) > 1:  # each may sell seldom, on dates that are regular for all together
        return _own(dates, np.zeros_like(series))
    if (distance <= FEW_DAYS).mean() >= OF_SINGLE_SALES:
        return Frequency("day")
    raise _irregular(days, series, distance)


def _by_length(dates: pd.Series, series: np.ndarray, usual: int) -> Frequency:
    """Of few dates: by the size of their distance alone."""
    step = next((step for step, limit in LONGEST_DAYS if usual < limit), None)
    if step is None:
        raise UnknownStep(usual)
    if step in MONTHS:
        return on_calendar(dates, series, MONTHS[step])
    return Frequency(step, anchor=usual_weekday(dates) if step == "week" else 0)


def _irregular(days: np.ndarray, series: np.ndarray, distance: np.ndarray) -> IrregularDates:
    usual = most_common(distance)
    codes, distinct = np.unique(np.stack([series, days]), axis=1)
    off = np.flatnonzero((np.diff(codes) == 0) & (np.diff(distinct) != usual))[:EXAMPLES]
    day = distinct.astype("datetime64[D]")
    return IrregularDates(usual, distance, [(pd.Timestamp(day[at]), pd.Timestamp(day[at + 1])) for at in off])


# --- Minutes and hours ----------------------------------------------------------------------------


def _within_a_day(dates: pd.Series, series: np.ndarray, seconds: np.ndarray) -> Frequency | None:
    distance = distances(seconds, series)
    if not distance.size:
        return None
    for usual in (most_common(np.rint(distance / 60)), float(np.median(distance)) / 60):
        grid = min(GRIDS, key=lambda minutes: abs(minutes - usual))
        if abs(grid - usual) <= OFF_GRID * grid and _is_grid(distance, grid, len(seconds)):
            return _on_clock(dates, series, seconds, grid)
    hours = distances(seconds // 3600, series)
    if hours.size and most_common(hours) <= 1 and hours.size > hours.sum() / 2:
        return Frequency("hour")
    return None


def _is_grid(distance: np.ndarray, grid: int, rows: int) -> bool:
    """Whether distances, in seconds, are whole numbers of ``grid`` minutes, most of them one."""
    length = grid * 60
    one = (np.abs(distance - length) <= OFF_GRID * length).mean()
    if grid < SHORT_GRID and distance.size < MOSTLY * rows:  # sales of one minute
        return False
    return bool((off_by(distance, length) <= OFF_GRID * length).mean() >= MOSTLY and one >= OFTEN)


def _on_clock(dates: pd.Series, series: np.ndarray, seconds: np.ndarray, grid: int) -> Frequency:
    minutes = np.rint(seconds / 60).astype(np.int64) % grid
    at = most_common(minutes)
    if (minutes == 0).sum() >= USUAL * (minutes == at).sum():
        at = 0
    if grid % MINUTES_PER_HOUR == 0:
        return best(Frequency("hour", anchor=at, every=grid // MINUTES_PER_HOUR), dates, series)
    return best(Frequency("minute", anchor=at, every=grid), dates, series)


# --- Days and weeks -------------------------------------------------------------------------------


def _of_days(
    dates: pd.Series, days: np.ndarray, series: np.ndarray, distance: np.ndarray
) -> Frequency | None:
    """The grid that fits; None where none does."""
    usual = most_common(distance)
    if usual <= FEW_DAYS:
        return _exact_days(dates, days, series, distance) or Frequency("day")
    if usual >= LONGEST_DAYS[-1][1]:
        raise UnknownStep(usual)
    if usual < DAYS_PER_WEEK and _on_some_weekdays(days, series):
        return Frequency("day")
    return (
        _weeks(dates, days, series, distance)
        or half_months(dates, series, distance)
        or months(dates, series, surely=True)
        or _exact_days(dates, days, series, distance)
        or _loose_weeks(dates, series, usual)
        or months(dates, series, surely=False)
    )


def _weeks(dates: pd.Series, days: np.ndarray, series: np.ndarray, distance: np.ndarray) -> Frequency | None:
    """Whole weeks on one weekday, of which a few dates are moved by a holiday."""
    if np.bincount(dates.dt.dayofweek).max() < SAME_WEEKDAY * len(dates):
        return None
    usual = round(most_common(distance) / DAYS_PER_WEEK)
    for every, least in ((usual, OFTEN), (1, HARDLY_ANY)):
        length = max(every, 1) * DAYS_PER_WEEK
        one = (np.abs(distance - length) <= MOST_MOVED).mean()
        exact = (distance % length == 0).mean()
        if exact < share_on_day(dates) or (exact < SAME_WEEKDAY and every > MOST_WEEKS_MOVED):
            continue  # such as the first Monday of each quarter
        if one >= least and (off_by(distance, length) <= MOST_MOVED).mean() >= MOSTLY:
            anchor = most_common((days + FIRST_WEEKDAY) % length)
            return best(Frequency("week", anchor=anchor, every=max(every, 1)), dates, series)
    return None


def _exact_days(
    dates: pd.Series, days: np.ndarray, series: np.ndarray, distance: np.ndarray
) -> Frequency | None:
    usual = most_common(distance)
    if (distance % usual == 0).mean() < MOSTLY or (distance == usual).mean() < OFTEN:
        return None
    if usual % DAYS_PER_WEEK == 0:
        anchor = most_common((days + FIRST_WEEKDAY) % usual)
        return best(Frequency("week", anchor=anchor, every=usual // DAYS_PER_WEEK), dates, series)
    anchor = most_common(days % usual)
    if (days % usual == anchor).mean() < MOSTLY:  # series that take turns
        return None
    return Frequency("day", anchor=anchor, every=usual)


def _loose_weeks(dates: pd.Series, series: np.ndarray, usual: int) -> Frequency | None:
    """A date in every week, though not on one weekday."""
    if abs(usual - DAYS_PER_WEEK) > MOST_MOVED:
        return None
    tried = [best(Frequency("week", anchor=anchor), dates, series) for anchor in (usual_weekday(dates), 0)]
    return next((found for found in tried if fits(found, dates, series)), None)


def _on_some_weekdays(days: np.ndarray, series: np.ndarray) -> bool:
    """Whether the same two or three weekdays come again and again."""
    codes, distinct = np.unique(np.stack([series, days]), axis=1)
    for a_week in (2, 3):
        apart = (distinct[a_week:] - distinct[:-a_week])[codes[a_week:] == codes[:-a_week]]
        if apart.size and (apart == DAYS_PER_WEEK).mean() >= SAME_DAY:
            return True
    return False
