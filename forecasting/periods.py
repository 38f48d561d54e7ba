"""Calendar periods coarser than the step of a panel: days of hours, weeks and months of days ..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.panel import Panel

# Coarser steps by the panel's own, with the usual number of steps in one of their periods.
COARSER: dict[str, dict[str, int]] = {
    "hour": {"day": 24, "week": 168},
    "day": {"week": 7, "month": 30},
    "week": {"month": 4},
    "month": {"year": 12},
    "quarter": {"year": 4},
    "year": {},
}
LONGEST = 168


@dataclass(frozen=True)
class Periods:
    """Whole periods within a panel and its forecast: from step ``begins`` up to ``ends``, which lie
    at most the horizon beyond the panel. ``at`` is the first day of each, as ISO text.
    """

    step: str
    usual_length: int
    begins: np.ndarray
    ends: np.ndarray
    at: list[str]

    def select(self, which: np.ndarray) -> Periods:
        at = [self.at[position] for position in np.flatnonzero(which)]
        return Periods(self.step, self.usual_length, self.begins[which], self.ends[which], at)

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
    for step, usual_length in COARSER[panel.frequency.step].items():
        edges = np.flatnonzero(np.diff(NUMBERS[step](dates))) + 1
        at = dates[edges[:-1]].strftime(FIRST_DAY[step])
        every = Periods(step, usual_length, edges[:-1] - LONGEST, edges[1:] - LONGEST, list(at))
        periods = every.select((every.begins >= 0) & (every.ends <= panel.steps + horizon))
        if len(periods.ends) and periods.ends[-1] > panel.steps:
            found.append(periods)
    return found


def _weeks(dates: pd.DatetimeIndex) -> np.ndarray:
    """Weeks from Monday to Sunday."""
    return np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64) + 3) // 7  # 1970 began on a Thursday


def _months(dates: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(dates.year * 12 + dates.month)


NUMBERS: dict[str, Callable[[pd.DatetimeIndex], np.ndarray]] = {
    "day": lambda dates: np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64)),
    "week": _weeks,
    "month": _months,
    "year": lambda dates: np.asarray(dates.year),
}
FIRST_DAY = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m-01", "year": "%Y-01-01"}
