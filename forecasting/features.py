"""What the trees see: the past of a series up to an origin, the calendar and drivers of the step asked for.

Everything of the past is taken from before the origin. Values are expressed relative to the series'
recent level and in units of its usual size, so that series of any size share one model and a trend can
go on. Nothing older than the recipe's reach is looked at: that much history is kept with a model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.calendar_features import calendar
from forecasting.driver_features import DriverFeatures, DriverWays
from forecasting.history import History
from forecasting.panel import Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

SEASONS_AVERAGED = 4
QUANTILES = (0.0, 0.1, 0.5, 0.9, 1.0)
QUANTILE_NAMES = (
    *(say("least of {steps}"), say("low of {steps}"), say("middle of {steps}")),
    *(say("high of {steps}"), say("most of {steps}")),
)


@dataclass(frozen=True)
class Recipe:
    """Lags and windows in steps. ``level`` is the window of the recent level; ``seasons`` the steps after
    which a pattern repeats, the shorter first."""

    lags: tuple[int, ...]
    windows: tuple[int, ...]
    ranged: tuple[int, ...]
    seasons: tuple[int, ...]
    level: int
    growth: tuple[int, ...]

    @property
    def reach(self) -> int:
        """Steps of history that are looked at."""
        longest = (*self.lags, *self.windows, *(2 * window for window in self.growth))
        return max(
            *longest,
            *(SEASONS_AVERAGED * season for season in self.seasons[:1]),
            *(season + self.level for season in self.seasons),
        )


RECIPES: dict[str, Recipe] = {
    "hour": Recipe(
        lags=(*range(1, 13), 22, 23, 24, 25, 26, 47, 48, 49, 72, 96, 120, 144, 167, 168, 169, 336),
        windows=(3, 6, 12, 24, 48, 168, 336),
        ranged=(6, 24, 48),
        seasons=(24, 168),
        level=168,
        growth=(24, 168),
    ),
    "day": Recipe(
        lags=(*range(1, 16), 20, 21, 22, 27, 28, 29, 35, 42, 49, 56, 63, 70, 84, 91, 182, 364),
        windows=(3, 7, 14, 28, 56, 91, 182, 364),
        ranged=(7, 14, 28),
        seasons=(7, 364),
        level=28,
        growth=(7, 28, 364),
    ),
    "week": Recipe(
        lags=(*range(1, 15), 16, 20, 26, 39, 51, 52, 53, 104),
        windows=(2, 4, 8, 13, 26, 52),
        ranged=(4, 8, 13),
        seasons=(52,),
        level=13,
        growth=(4, 13, 52),
    ),
    "month": Recipe(
        lags=(*range(1, 14), 18, 23, 24, 25, 36),
        windows=(3, 6, 12, 24),
        ranged=(3, 6, 12),
        seasons=(12,),
        level=12,
        growth=(3, 12),
    ),
    "quarter": Recipe(
        lags=(*range(1, 9), 12),
        windows=(2, 4, 8),
        ranged=(4,),
        seasons=(4,),
        level=4,
        growth=(2, 4),
    ),
    "year": Recipe(
        lags=(1, 2, 3, 4, 5),
        windows=(2, 3, 5),
        ranged=(3,),
        seasons=(1,),
        level=3,
        growth=(1, 3),
    ),
}


class FeatureTable:
    """Features of any series and step of ``panel``, up to ``horizon`` steps after its end.

    ``units`` is the size of each series, by which values are divided; ``ways`` are those of its drivers.
    """

    def __init__(self, panel: Panel, units: np.ndarray, ways: DriverWays, horizon: int = 0):
        self.recipe = RECIPES[panel.frequency.step]
        self.history = History(panel.values, horizon)
        self.units, self._first, self._step = units, panel.first, panel.frequency.step
        # Items that end on dates of their own are moved to one end: their calendar lies before it.
        farthest = int(panel.offsets.max(initial=0))
        times, self._moved = panel.times(-farthest, panel.steps + horizon), farthest - panel.offsets
        self._calendar = calendar(panel.frequency, times, panel.country)
        self._drivers = DriverFeatures(panel, ways, horizon, self.recipe.reach)

    def level(self, series: np.ndarray, origins: np.ndarray) -> np.ndarray:
        return self.history.mean(series, origins, self.recipe.level)

    def same_season(
        self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray, season: int
    ) -> list[np.ndarray]:
        """The last values of the target's place in the season: of one season before the origin, of two …"""
        behind = -(-ahead // season) * season  # whole seasons, so that the place lies before the origin
        targets = origins + ahead - 1
        return [
            self.history.at(series, targets - behind - number * season) for number in range(SEASONS_AVERAGED)
        ]

    def rows(self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray) -> np.ndarray:
        """Rows × features (float32): what is known at ``origins[i]`` of the step ``ahead[i]`` after it."""
        level, units = self.level(series, origins), self.units[series]
        targets = origins + ahead - 1
        features = [(value - level) / units for value in self._past(series, origins, ahead)]
        features += self._sizes(series, origins, level, units)
        features += [ahead, np.minimum(origins - self._first[series], self.recipe.reach)]
        dates = targets + self._moved[series]
        features += [values[dates] for values in self._calendar.values()]
        features += self._drivers.rows(series, origins, targets, level, units)
        return np.column_stack(features).astype(np.float32)

    def _past(self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray) -> list[np.ndarray]:
        recipe, history = self.recipe, self.history
        found = [history.at(series, origins - lag) for lag in recipe.lags]
        found += [history.mean(series, origins, window) for window in recipe.windows]
        for window in recipe.ranged:
            found += list(history.quantiles(series, origins, window, QUANTILES).T)
        for number, season in enumerate(recipe.seasons):
            same = self.same_season(series, origins, ahead, season)
            # A year ago the level was another one: what counts is the distance from it.
            found += same if number == 0 else same[:1]
            if number == 0:
                found.append(np.mean(same, axis=0))
        return found

    def _sizes(
        self, series: np.ndarray, origins: np.ndarray, level: np.ndarray, units: np.ndarray
    ) -> list[np.ndarray]:
        """Spreads, growth and the level itself: what has no level to be compared with."""
        recipe, history = self.recipe, self.history
        found = [history.spread(series, origins, window) / units for window in recipe.windows if window > 2]
        for window in recipe.growth:
            found.append(
                (history.mean(series, origins, window) - history.mean(series, origins - window, window))
                / units
            )
        season = recipe.seasons[-1]
        year_ago = history.mean(series, origins - season, recipe.level)
        around = history.mean(series, origins - season + recipe.level // 2, recipe.level)
        return [*found, level / units, (around - year_ago) / units]

    def names(self) -> list[Sentence]:
        """What the columns are, in the user's words."""
        recipe = self.recipe
        names = [say("value {steps} before", steps=self._steps(lag)) for lag in recipe.lags]
        names += [say("mean of {steps}", steps=self._steps(window)) for window in recipe.windows]
        for window in recipe.ranged:
            names += [name.filled(steps=self._steps(window)) for name in QUANTILE_NAMES]
        for number, season in enumerate(recipe.seasons):
            same = [
                say("same place {count} seasons of {steps} before", count=count, steps=self._steps(season))
                for count in range(1, SEASONS_AVERAGED + 1)
            ]
            names += same if number == 0 else same[:1]
            if number == 0:
                names.append(
                    say("mean of the last {count} values of the same season", count=SEASONS_AVERAGED)
                )
        names += [say("spread of {steps}", steps=self._steps(w)) for w in recipe.windows if w > 2]
        names += [say("growth over {steps}", steps=self._steps(window)) for window in recipe.growth]
        names += [say("level, in usual values"), say("growth around this time one season ago")]
        names += [say("steps ahead"), say("age"), *self._calendar]
        return [*names, *self._drivers.names]

    def _steps(self, count: int) -> Sentence:
        return steps_in_words(count, self._step)
