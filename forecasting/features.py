"""What the boosting model sees of the past: lags, rolling statistics, calendar, known drivers.

Everything is taken from before the step that is predicted. Values are expressed relative to the
series' recent level, so that series of any size share one model and a trend can go on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.frequency import Frequency
from forecasting.panel import Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

SEASONS_AVERAGED = 4


@dataclass(frozen=True)
class Recipe:
    """Lags and windows in steps. ``level`` is the window of the recent level, ``year`` the yearly lag."""

    lags: tuple[int, ...]
    windows: tuple[int, ...]
    season: int
    level: int
    year: int

    @property
    def reach(self) -> int:
        """Steps of history that are looked at."""
        return max(*self.lags, *self.windows, SEASONS_AVERAGED * self.season, self.year + self.level)


RECIPES: dict[str, Recipe] = {
    "hour": Recipe((1, 2, 3, 4, 23, 24, 25, 48, 72, 167, 168, 169, 336), (24, 168), 24, 168, 0),
    "day": Recipe((1, 2, 3, 4, 5, 6, 7, 14, 21, 28), (7, 28, 91), 7, 28, 364),
    "week": Recipe((1, 2, 3, 4, 5, 8, 13, 26, 52), (4, 13, 52), 52, 13, 0),
    "month": Recipe((1, 2, 3, 4, 5, 6, 12, 13, 24), (3, 6, 12), 12, 12, 0),
}


class History:
    """Values of rows × steps with running sums, so that any rolling mean is one subtraction.

    ``values`` is NaN before a series begins; room for ``ahead`` steps is kept for ``append``.
    """

    def __init__(self, values: np.ndarray, ahead: int = 0):
        rows, self.steps = values.shape
        self.values = np.full((rows, self.steps + ahead), np.nan)
        self.values[:, : self.steps] = values
        self._sums = np.zeros((rows, self.steps + ahead + 1))
        self._squares = np.zeros_like(self._sums)
        self._counts = np.zeros_like(self._sums)
        known = np.nan_to_num(values)
        np.cumsum(known, axis=1, out=self._sums[:, 1 : self.steps + 1])
        np.cumsum(known**2, axis=1, out=self._squares[:, 1 : self.steps + 1])
        np.cumsum(~np.isnan(values), axis=1, out=self._counts[:, 1 : self.steps + 1])

    def append(self, column: np.ndarray) -> None:
        step = self.steps
        self.values[:, step] = column
        known = np.nan_to_num(column)
        self._sums[:, step + 1] = self._sums[:, step] + known
        self._squares[:, step + 1] = self._squares[:, step] + known**2
        self._counts[:, step + 1] = self._counts[:, step] + ~np.isnan(column)
        self.steps += 1

    def lag(self, rows: np.ndarray, steps: np.ndarray, lag: int) -> np.ndarray:
        """Value ``lag`` steps before; NaN before the series began."""
        at = steps - lag
        return np.where(at >= 0, self.values[rows, np.maximum(at, 0)], np.nan)

    def mean(self, rows: np.ndarray, steps: np.ndarray, window: int) -> np.ndarray:
        """Mean of the ``window`` values before; of fewer where the series is younger, NaN where none."""
        return self._window(self._sums, rows, steps, window)

    def spread(self, rows: np.ndarray, steps: np.ndarray, window: int) -> np.ndarray:
        """Standard deviation of the ``window`` values before."""
        mean = self.mean(rows, steps, window)
        return np.sqrt(np.maximum(self._window(self._squares, rows, steps, window) - mean**2, 0))

    def _window(self, sums: np.ndarray, rows: np.ndarray, steps: np.ndarray, window: int) -> np.ndarray:
        end, begin = np.maximum(steps, 0), np.maximum(steps - window, 0)
        count = self._counts[rows, end] - self._counts[rows, begin]
        total = sums[rows, end] - sums[rows, begin]
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)


class FeatureTable:
    """Features of any series and step of ``panel``, up to ``horizon`` steps after its end.

    ``units`` is the size of each series, by which values are divided.
    """

    def __init__(self, panel: Panel, units: np.ndarray, horizon: int = 0):
        self.recipe = RECIPES[panel.frequency.step]
        self.history = History(panel.values, horizon)
        self._units = units
        times = panel.times(0, panel.steps + horizon)
        self._calendar = np.column_stack(list(calendar(panel.frequency, times).values()))
        self._drivers = panel.known_drivers(horizon) if panel.driver_columns else None

    def rows(self, series: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows × features (float32) and the recent level, for ``series[i]`` at ``steps[i]``."""
        recipe, history = self.recipe, self.history
        level = history.mean(series, steps, recipe.level)
        relative = [history.lag(series, steps, lag) - level for lag in recipe.lags]
        relative += [history.mean(series, steps, window) - level for window in recipe.windows]
        relative += [history.spread(series, steps, window) for window in recipe.windows[:2]]
        seasons = range(recipe.season, SEASONS_AVERAGED * recipe.season + 1, recipe.season)
        relative.append(sum(history.lag(series, steps, lag) for lag in seasons) / SEASONS_AVERAGED - level)
        if recipe.year:
            year_ago = history.mean(series, steps - recipe.year, recipe.level)
            around = history.mean(series, steps - recipe.year + recipe.level // 2, recipe.level)
            relative += [history.lag(series, steps, recipe.year) - year_ago, around - year_ago]
        parts = [np.column_stack(relative) / self._units[series, None], self._calendar[steps]]
        if self._drivers is not None:
            parts.append(self._drivers[:, series, steps].T)
        return np.hstack(parts).astype(np.float32), level


def feature_names(panel: Panel) -> list[str]:
    """What the columns of a feature table are, in the user's words."""
    recipe, step = RECIPES[panel.frequency.step], panel.frequency.step
    names: list[str] = [say("value {steps} before", steps=steps_in_words(lag, step)) for lag in recipe.lags]
    names += [say("mean of {steps}", steps=steps_in_words(window, step)) for window in recipe.windows]
    names += [say("spread of {steps}", steps=steps_in_words(window, step)) for window in recipe.windows[:2]]
    names.append(say("mean of the last {count} values of the same season", count=SEASONS_AVERAGED))
    if recipe.year:
        names += [say("value one year before"), say("level one year before")]
    names += list(calendar(panel.frequency, panel.times(0, 1)))
    return names + [driver.name for driver in panel.driver_columns]


def calendar(frequency: Frequency, times: np.ndarray) -> dict[Sentence, np.ndarray]:
    """Calendar features by name, as far as they differ within a year at this frequency."""
    dates = frequency.to_dates(times)
    hour = {say("hour"): dates.hour}
    weekday = {say("weekday"): dates.dayofweek}
    in_month = {say("day of the month"): dates.day}
    to_month_end = {say("days to the end of the month"): dates.days_in_month - dates.day}
    month = {say("month"): dates.month}
    in_year = {say("day of the year"): dates.dayofyear}
    days = {say("days in the month"): dates.days_in_month}
    within_month = weekday | in_month | to_month_end | month | in_year
    used = {
        "hour": hour | within_month,
        "day": within_month,
        "week": in_month | month | in_year,
        "month": month | days,
    }[frequency.step]
    return {name: np.asarray(values, dtype=np.float64) for name, values in used.items()}
