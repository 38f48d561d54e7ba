"""Calendar periods coarser than the step of a panel: days of hours, weeks and months of days ..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.panel import Panel

# Coarser steps by the panel's own, as reports show them.
COARSER: dict[str, tuple[str, ...]] = {
    "hour": ("day", "week"),
    "day": ("week", "month"),
    "week": ("month",),
    "month": ("year",),
    "quarter": ("year",),
    "year": (),
}
SHORTEST_FIRST = ("hour", "day", "week", "month", "quarter", "year")
LONGEST = 168


@dataclass(frozen=True)
class Periods:
    """Whole periods within a panel and its forecast: from step ``begins`` up to ``ends``, which lie
    at most the horizon beyond the panel. ``at`` is the first day of each, as ISO text.
    """

    step: str
    begins: np.ndarray
    ends: np.ndarray
    at: list[str]

    def select(self, which: np.ndarray) -> Periods:
        at = [self.at[position] for position in np.flatnonzero(which)]
        return Periods(self.step, self.begins[which], self.ends[which], at)

    def until(self, end: int) -> Periods:
        """Those that are over at step ``end``."""
        return self.select(self.ends <= end)

    def reaching(self, origin: int, horizon: int) -> Periods:
        """Those that end within ``horizon`` steps after ``origin``; the first may have begun before."""
        return self.select((self.ends > origin) & (self.ends <= origin + horizon))

    def totals(self, path: np.ndarray) -> np.ndarray:
        """Series × periods: sums of ``path``, series × steps from the panel's first; NaN counts as 0."""
        running = np.nan_to_num(path).cumsum(axis=1)
        running = np.pad(running, ((0, 0), (1, 0)))
        return running[:, self.ends] - running[:, self.begins]


def coarser_periods(panel: Panel, horizon: int) -> list[Periods]:
    """Periods of each coarser step of which at least one ends within the forecast."""
    if not COARSER[panel.frequency.step]:
        return []
    around = panel.times(-LONGEST, panel.steps + horizon + LONGEST)
    dates = panel.frequency.to_dates(around)
    found = []
    for step in COARSER[panel.frequency.step]:
        edges = np.flatnonzero(np.diff(NUMBERS[step](dates))) + 1
        at = dates[edges[:-1]].strftime(FIRST_DAY[step])
        every = Periods(step, edges[:-1] - LONGEST, edges[1:] - LONGEST, list(at))
        periods = every.select((every.begins >= 0) & (every.ends <= panel.steps + horizon))
        if len(periods.ends) and periods.ends[-1] > panel.steps:
            found.append(periods)
    return found


def whole_horizon(panel: Panel, horizon: int) -> Periods:
    """One period from the first step ahead to the last."""
    first = panel.frequency.to_text(panel.times(panel.steps, panel.steps + 1))
    return Periods("horizon", np.array([0]), np.array([horizon]), first)


def periods_ahead(panel: Panel, horizon: int, step: str) -> Periods:
    """The calendar periods that the forecast touches; steps are counted from the first ahead.

    The first and the last may be there in part only: of them it is the part ahead.
    """
    dates = panel.frequency.to_dates(panel.times(panel.steps, panel.steps + horizon))
    begins = np.flatnonzero(np.diff(NUMBERS[step](dates), prepend=-1))
    ends = np.append(begins[1:], horizon)
    return Periods(step, begins, ends, list(dates[begins].strftime(FIRST_DAY[step])))


def _weeks(dates: pd.DatetimeIndex) -> np.ndarray:
    """Weeks from Monday to Sunday."""
    return np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64) + 3) // 7  # 1970 began on a Thursday


def _months(dates: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(dates.year * 12 + dates.month)


NUMBERS: dict[str, Callable[[pd.DatetimeIndex], np.ndarray]] = {
    "day": lambda dates: np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64)),
    "week": _weeks,
    "month": _months,
    "quarter": lambda dates: np.asarray(dates.year * 4 + dates.quarter),
    "year": lambda dates: np.asarray(dates.year),
}
FIRST_DAY = {
    **dict.fromkeys(("day", "week"), "%Y-%m-%d"),
    **dict.fromkeys(("month", "quarter"), "%Y-%m-01"),
    "year": "%Y-01-01",
}
