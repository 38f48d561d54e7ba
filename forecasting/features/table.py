"""What the trees see: the past of a series up to an origin, the calendar and drivers of the step asked for.

Everything of the past is taken from before the origin. Values are expressed relative to the series'
recent level and in units of its usual size, so that series of any size share one model and a trend can
go on. Nothing older than the recipe's reach is looked at: that much history is kept with a model.
"""

from __future__ import annotations

import numpy as np

from forecasting.features.calendar_features import PLACES_IN_YEAR, AgeFeatures, calendar, special_days
from forecasting.features.driver_features import DriverFeatures, DriverWays
from forecasting.features.history import History
from forecasting.features.past_features import PastFeatures
from forecasting.features.recipes import SEASONS_AVERAGED, recipe_of
from forecasting.panel import Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say, say_count

QUANTILES = (0.0, 0.1, 0.5, 0.9, 1.0)
QUANTILE_NAMES = (
    *(say("minimum of {steps}"), say("low of {steps}"), say("median of {steps}")),
    *(say("high of {steps}"), say("maximum of {steps}")),
)
CALENDAR = say("Calendar")


Group = tuple[Sentence, list[Sentence]]
"""A title and the names of its features."""


class FeatureTable:
    """Features of any series and step of ``panel``, up to ``horizon`` steps after its end.

    ``units`` is the size of each series, by which values are divided; ``ways`` are those of its drivers.
    ``kept`` is True for each of the features that are wanted; without it, all are.
    """

    def __init__(
        self,
        panel: Panel,
        units: np.ndarray,
        ways: DriverWays,
        horizon: int = 0,
        kept: np.ndarray | None = None,
    ):
        self.recipe = recipe_of(panel.frequency)
        self.history = History(panel.values, horizon)
        self.units, self._step, self._known, self._kept = units, panel.frequency.name, panel.steps, kept
        times, self._moved = panel.dated(horizon)
        self._calendar = calendar(panel.frequency, times)
        self._special = special_days(panel.frequency, times, panel.country, panel.paydays)
        self._age = AgeFeatures(panel, self.recipe.reach)
        self._drivers = DriverFeatures(panel, ways, horizon, self.recipe.reach)
        self._past = PastFeatures(panel, ways)
        self._static_columns, self._static = panel.static_columns, panel.static

    def level(self, series: np.ndarray, origins: np.ndarray) -> np.ndarray:
        return self.history.mean(series, origins, self.recipe.level)

    def same_season(
        self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray, season: int
    ) -> list[np.ndarray]:
        """The last values of the target's place in the season: of one season before the origin, of two …"""
        behind = -(-ahead // season) * season  # whole seasons, so that the place is before the origin
        targets = origins + ahead - 1
        return [
            self.history.at(series, targets - behind - number * season) for number in range(SEASONS_AVERAGED)
        ]

    def rows(
        self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray, known: np.ndarray | None = None
    ) -> np.ndarray:
        """Rows × features (float32): what is known at ``origins[i]`` of the step ``ahead[i]`` after it.

        ``known`` are the steps at which columns known only afterwards end; without it, they are known up
        to the origin, or to the end of the panel where forecasts have become history.
        """
        known = np.minimum(origins, self._known) if known is None else known
        level, units = self.level(series, origins), self.units[series]
        targets = origins + ahead - 1
        around = self._values(series, origins) + self._seasons(series, origins, ahead)
        features = [(value - level) / units for value in around]
        features += self._sizes(series, origins, ahead, level, units)
        features += [ahead, *self._age.rows(series, origins, known)]
        dates = targets + self._moved[series]
        features += [values[dates] for values in (*self._calendar.values(), *self._special.values())]
        features += self._drivers.rows(series, origins, targets, level, units)
        features += self._past.rows(series, known, targets)
        features += [values[series] for values in self._static]
        if self._kept is not None:
            features = [column for column, kept in zip(features, self._kept, strict=True) if kept]
        return np.column_stack(features).astype(np.float32)

    def _values(self, series: np.ndarray, origins: np.ndarray) -> list[np.ndarray]:
        recipe, history = self.recipe, self.history
        found = [history.at(series, origins - lag) for lag in recipe.lags]
        found += [history.mean(series, origins, window) for window in recipe.windows]
        return found + list(history.quantiles(series, origins, recipe.ranged, QUANTILES).T)

    def _seasons(self, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray) -> list[np.ndarray]:
        shortest, *longer = self.recipe.seasons
        same = self.same_season(series, origins, ahead, shortest)
        # A year ago the level was another one: what counts is the distance from it.
        found = [self.same_season(series, origins, ahead, season)[0] for season in longer]
        return [*same, np.mean(same, axis=0), *found]

    def _sizes(
        self,
        series: np.ndarray,
        origins: np.ndarray,
        ahead: np.ndarray,
        level: np.ndarray,
        units: np.ndarray,
    ) -> list[np.ndarray]:
        """Spreads, growth and the level itself: what has no level to be compared with."""
        recipe, history = self.recipe, self.history
        found = [history.spread(series, origins, window) for window in recipe.windows if window > 2]
        found.append(np.std(self.same_season(series, origins, ahead, recipe.seasons[0]), axis=0))
        for window in recipe.growth:
            found.append(
                history.mean(series, origins, window) - history.mean(series, origins - window, window)
            )
        season = recipe.seasons[-1]
        year_ago = history.mean(series, origins - season, recipe.level)
        around = history.mean(series, origins - season + recipe.level // 2, recipe.level)
        return [value / units for value in (*found, level - year_ago, around - year_ago, level)]

    # --- Names ---

    def names(self) -> list[Sentence]:
        """What the columns are, in the user's words."""
        every = [name for _, names in self.groups() for name in names]
        if self._kept is None:
            return every
        return [name for name, kept in zip(every, self._kept, strict=True) if kept]

    def tell_place_in_year(self) -> np.ndarray:
        """For each of all features whether it is the calendar's word for where in the year a step lies."""
        return np.array(
            [title == CALENDAR and name in PLACES_IN_YEAR for title, names in self.groups() for name in names]
        )

    def groups(self) -> list[Group]:
        """All features, also those that are not kept, in the order of the columns."""
        windows = self.recipe.windows
        ranges = [
            name.filled(steps=self._steps(window)) for window in self.recipe.ranged for name in QUANTILE_NAMES
        ]
        means = [say("mean of {steps}", steps=self._steps(window)) for window in windows]
        spreads = [say("spread of {steps}", steps=self._steps(window)) for window in windows if window > 2]
        return [
            (
                say("Recent values"),
                [say("value {steps} earlier", steps=self._steps(lag)) for lag in self.recipe.lags],
            ),
            (say("Means and ranges"), means + ranges),
            (say("Same point in earlier seasons"), self._season_names()),
            (
                say("Spreads"),
                [
                    *spreads,
                    say("spread of the last {count} values of the same season", count=SEASONS_AVERAGED),
                ],
            ),
            (say("Growth and level"), self._growth_names()),
            (say("Age and stage"), [say("steps ahead"), *self._age.names]),
            (CALENDAR, list(self._calendar)),
            (say("Holidays and pay days"), list(self._special)),
            (say("Columns known in advance"), self._drivers.names),
            (say("Columns known only afterwards"), self._past.names),
            (say("Fixed per item"), [say("{column}: fixed", column=c.name) for c in self._static_columns]),
        ]

    def _season_names(self) -> list[Sentence]:
        shortest, *longer = self.recipe.seasons
        return [
            *(self._same_place(count + 1, shortest) for count in range(SEASONS_AVERAGED)),
            say("mean of the last {count} values of the same season", count=SEASONS_AVERAGED),
            *(self._same_place(1, season) for season in longer),
        ]

    def _same_place(self, count: int, season: int) -> Sentence:
        return say_count(
            "same point {count} season of {steps} earlier",
            "same point {count} seasons of {steps} earlier",
            count,
            steps=self._steps(season),
        )

    def _growth_names(self) -> list[Sentence]:
        return [
            *(say("growth over {steps}", steps=self._steps(window)) for window in self.recipe.growth),
            say("growth since one season of {steps} ago", steps=self._steps(self.recipe.seasons[-1])),
            say("growth around this time one season ago"),
            say("level, in usual values"),
        ]

    def _steps(self, count: int) -> Sentence:
        return steps_in_words(count, self._step)
