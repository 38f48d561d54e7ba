"""Features of columns known in advance: the value, its difference from the usual, sales at similar values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.features.history import GroupedMeans
from forecasting.features.runs import rolling_least, steps_since, steps_until
from forecasting.panel import Panel
from forecasting.sheet.assumed import few_values, known_mean
from forecasting.sheet.promotions import LABELS
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

MOST_GROUPS = 12
MOST_SEEN = 30  # seeing similar values more often than that adds nothing
SHARES_OF_USUAL = (0.7, 0.8, 0.9, 0.97, 1.05)  # where a price stops being as usual
ALIKE = (say("{driver}: mean amount at similar values"), say("{driver}: how often similar values occurred"))
CATEGORY_FEATURES = (say("{driver}"), say("{driver} one step earlier"), *ALIKE)
FLAG_FEATURES = (
    *(say("{driver}"), say("{driver} one step earlier"), say("{driver}: steps since the last one")),
    say("{driver}: how many began within {steps}"),
    *ALIKE,
)
PLAN_FEATURES = (*FLAG_FEATURES[:-2], say("{driver}: steps until the next one"), *ALIKE)
NUMBER_FEATURES = (
    say("{driver}"),
    say("{driver}: change from the last known value"),
    say("{driver}: ratio to the usual value"),
    say("{driver}: ratio to the other items"),
    say("{driver}: rank among the items"),
    say("{driver}: change from the previous step"),
    say("{driver}: change to the next step"),
    say("{driver}: steps since it changed"),
    say("{driver}: lowest of {steps}"),
    *ALIKE,
)
# Steps looked back at: three months, two weeks of hours, and what there is of longer steps.
QUARTER = {"hour": 336, "day": 90, "week": 13, "month": 3, "quarter": 2, "year": 2}
FARTHEST = 30  # steps: what is on further away says nothing


@dataclass(frozen=True)
class DriverWays:
    """How drivers usually are, as learned from all of a history.

    ``seen`` has for each driver its values where they are few, else None; ``usual`` is driver × series.
    ``past_usual`` and ``past_rate`` are column × series, of the columns known afterwards: the usual value,
    and the usual amount per one of it.
    """

    seen: tuple[tuple[float, ...] | None, ...]
    usual: np.ndarray
    past_usual: np.ndarray
    past_rate: np.ndarray

    @classmethod
    def learn(cls, panel: Panel) -> DriverWays:
        drivers = panel.known_drivers(0)
        past = panel.past.reshape(len(panel.past_columns), *panel.values.shape)  # of no columns, too
        found = [few_values(*pair) for pair in zip(panel.driver_columns, drivers, strict=True)]
        both = np.isfinite(past) & np.isfinite(panel.values)
        amounts = np.where(both, panel.values, 0.0).sum(axis=2)
        counts = np.where(both, past, 0.0).sum(axis=2)
        return cls(
            seen=tuple(None if values is None else tuple(values.tolist()) for values in found),
            usual=known_mean(drivers).reshape(len(panel.driver_columns), len(panel.items)),
            past_usual=known_mean(past),
            past_rate=np.divide(amounts, counts, out=np.full(counts.shape, np.nan), where=counts > 0),
        )

    def select(self, rows: np.ndarray) -> DriverWays:
        return DriverWays(self.seen, self.usual[:, rows], self.past_usual[:, rows], self.past_rate[:, rows])


class DriverFeatures:
    """Features of every driver of ``panel``, up to ``horizon`` steps after its end.

    Sales at similar values come from the ``reach`` steps before the origin.
    """

    def __init__(self, panel: Panel, ways: DriverWays, horizon: int, reach: int):
        self.names: list[Sentence] = []
        self._columns: list[_Column] = []
        drivers = panel.known_drivers(horizon)
        means = panel.known_driver_means(horizon)[:, : drivers.shape[2]]
        ranks = panel.known_driver_ranks() if None in ways.seen else np.zeros(drivers.shape)
        window = panel.frequency.scaled(QUARTER[panel.frequency.like])
        for number, driver in enumerate(panel.driver_columns):
            values, seen = drivers[number], ways.seen[number]
            alike = GroupedMeans(panel, _groups(values, seen, ways.usual[number]), reach)
            column: _Column
            if seen is None:
                column = _Number(values, alike, ways.usual[number], means[number], ranks[number], window)
            elif not driver.categories and set(seen) <= {0.0, 1.0}:
                column = _Flag(values, alike, window)
                if driver.otherwise is not None:
                    beyond = max(panel.drivers.shape[2], drivers.shape[2]) - panel.steps
                    column = _Plan(values, alike, window, panel.known_drivers(beyond)[number])
            else:
                column = _Category(values, alike)
            self._columns.append(column)
            label = LABELS.get(driver.name, driver.name)
            steps = steps_in_words(window, panel.frequency.name)
            self.names += [name.filled(driver=label, steps=steps) for name in column.names]

    def rows(
        self,
        series: np.ndarray,
        origins: np.ndarray,
        targets: np.ndarray,
        level: np.ndarray,
        units: np.ndarray,
    ) -> list[np.ndarray]:
        found = []
        for column in self._columns:
            mean, times = column.alike.at(series, origins, targets)
            found += column.rows(series, origins, targets)
            found += [(mean - level) / units, np.minimum(times, MOST_SEEN)]
        return found


class _Category:
    """A driver of few values."""

    names: tuple[Sentence, ...] = CATEGORY_FEATURES

    def __init__(self, values: np.ndarray, alike: GroupedMeans):
        self._values, self.alike = values, alike

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        return [self._values[series, targets], self._values[series, np.maximum(targets - 1, 0)]]


class _Flag(_Category):
    """On or off: a promotion, open, a holiday."""

    names: tuple[Sentence, ...] = FLAG_FEATURES

    def __init__(self, values: np.ndarray, alike: GroupedMeans, window: int):
        super().__init__(values, alike)
        on = values == 1
        self._since = steps_since(on, FARTHEST)
        began = on & ~np.pad(on, ((0, 0), (1, 0)))[:, :-1]
        began[:, :1] = False  # where the history begins, nothing tells
        self._began = np.pad(began.cumsum(axis=1), ((0, 0), (window, 0)))
        self._window = window

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        began = self._began[series, targets + self._window] - self._began[series, targets]
        return [*super().rows(series, origins, targets), self._since[series, targets], began]


class _Plan(_Flag):
    """On or off, with a plan beyond the requested steps, so it knows how soon the next one begins. For other
    flags nothing is known beyond the steps asked for: learned from a history that goes on, the distance would
    mislead at the end of a forecast.
    """

    names = PLAN_FEATURES

    def __init__(self, values: np.ndarray, alike: GroupedMeans, window: int, beyond: np.ndarray):
        super().__init__(values, alike, window)
        self._until = steps_until(beyond == 1, FARTHEST)

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        return [*super().rows(series, origins, targets), self._until[series, targets]]


class _Number:
    """A driver of many values: a price, a budget."""

    names = NUMBER_FEATURES

    def __init__(
        self,
        values: np.ndarray,
        alike: GroupedMeans,
        usual: np.ndarray,
        together: np.ndarray,
        ranks: np.ndarray,
        window: int,
    ):
        self._values, self.alike, self._ranks = values, alike, ranks
        self._ratio, self._others = _ratio(values, usual[:, None]), _ratio(values, together)
        changed = np.diff(values, axis=1, prepend=values[:, :1]) != 0
        changed &= np.isfinite(values)
        self._since = steps_since(changed, window)
        self._lowest = values <= rolling_least(values, window)

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        at = self._values[series, targets]
        before = self._values[series, np.maximum(targets - 1, 0)]
        after = self._values[series, np.minimum(targets + 1, self._values.shape[1] - 1)]
        last = self._values[series, np.maximum(origins - 1, 0)]
        ratio, others = self._ratio[series, targets], self._others[series, targets]
        rank = self._ranks[series, np.minimum(targets, self._ranks.shape[1] - 1)]
        since, lowest = self._since[series, targets], self._lowest[series, targets]
        return [at, at - last, ratio, others, rank, at - before, after - at, since, lowest]


_Column = _Category | _Number


def _groups(values: np.ndarray, seen: tuple[float, ...] | None, usual: np.ndarray) -> np.ndarray:
    """Series × steps: groups of similar values; unknown values are with the first."""
    if seen is None:
        groups = np.digitize(_ratio(values, usual[:, None]), SHARES_OF_USUAL)
    else:
        groups = np.searchsorted(np.asarray(seen), values)
    return np.minimum(np.where(np.isfinite(values), groups, 0), MOST_GROUPS - 1)


def _ratio(values: np.ndarray, to: np.ndarray) -> np.ndarray:
    """NaN where there is nothing to compare with."""
    return np.divide(
        values, to, out=np.full(values.shape, np.nan), where=np.broadcast_to(to != 0, values.shape)
    )
