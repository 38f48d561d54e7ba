"""What columns known ahead tell: the value then, how it differs from the usual, what was sold at the like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.history import GroupedMeans
from forecasting.panel import Panel
from language.sentences import Sentence, say

MOST_GROUPS = 12
MOST_SEEN = 30  # seeing the like more often than that tells no more
SHARES_OF_USUAL = (0.7, 0.8, 0.9, 0.97, 1.05)  # where a price stops being as usual
ALIKE = (say("{driver}: mean of the values at the like"), say("{driver}: how often the like was seen"))
CATEGORY_FEATURES = (say("{driver}"), say("{driver} one step before"), *ALIKE)
NUMBER_FEATURES = (
    say("{driver}"),
    say("{driver}: change from the last known one"),
    say("{driver}: ratio to the usual"),
    say("{driver}: ratio to the other items"),
    say("{driver}: change from the step before"),
    say("{driver}: change to the step after"),
    *ALIKE,
)


@dataclass(frozen=True)
class DriverWays:
    """How drivers usually are, as learned from all of a history.

    ``seen`` has for each driver its values where they are few, else None; ``usual`` is driver × series.
    """

    seen: tuple[tuple[float, ...] | None, ...]
    usual: np.ndarray

    @classmethod
    def learn(cls, panel: Panel) -> DriverWays:
        seen, usual = [], np.full((len(panel.driver_columns), len(panel.items)), np.nan)
        for number, values in enumerate(panel.drivers):
            past = values[:, : panel.steps]
            known = np.isfinite(past)
            count = known.sum(axis=1)
            total = np.where(known, past, 0.0).sum(axis=1)
            np.divide(total, count, out=usual[number], where=count > 0)
            found = np.unique(past[known])
            few = bool(panel.driver_columns[number].categories) or len(found) <= MOST_GROUPS
            seen.append(tuple(found.tolist()) if few else None)
        return cls(tuple(seen), usual)

    def select(self, rows: np.ndarray) -> DriverWays:
        return DriverWays(self.seen, self.usual[:, rows])


class DriverFeatures:
    """Features of every driver of ``panel``, up to ``horizon`` steps after its end.

    What was sold at the like is looked for in the ``reach`` steps before the origin.
    """

    def __init__(self, panel: Panel, ways: DriverWays, horizon: int, reach: int):
        self.names: list[Sentence] = []
        self._columns: list[_Column] = []
        drivers = panel.known_drivers(horizon)
        means = panel.known_driver_means(horizon)[:, : drivers.shape[2]]
        for number, driver in enumerate(panel.driver_columns):
            groups = _groups(drivers[number], ways.seen[number], ways.usual[number])
            alike = GroupedMeans(panel, groups, reach)
            column: _Column
            if ways.seen[number] is not None:
                column = _Category(drivers[number], alike)
            else:
                column = _Number(drivers[number], alike, ways.usual[number], means[number])
            self._columns.append(column)
            self.names += [name.filled(driver=driver.name) for name in column.names]

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
    """A driver of few values: flags and categories, too."""

    names = CATEGORY_FEATURES

    def __init__(self, values: np.ndarray, alike: GroupedMeans):
        self._values, self.alike = values, alike

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        return [self._values[series, targets], self._values[series, np.maximum(targets - 1, 0)]]


class _Number:
    """A driver of many values: a price, a budget."""

    names = NUMBER_FEATURES

    def __init__(self, values: np.ndarray, alike: GroupedMeans, usual: np.ndarray, together: np.ndarray):
        self._values, self.alike = values, alike
        self._ratio, self._others = _ratio(values, usual[:, None]), _ratio(values, together)

    def rows(self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        at = self._values[series, targets]
        before = self._values[series, np.maximum(targets - 1, 0)]
        after = self._values[series, np.minimum(targets + 1, self._values.shape[1] - 1)]
        last = self._values[series, np.maximum(origins - 1, 0)]
        ratio, others = self._ratio[series, targets], self._others[series, targets]
        return [at, at - last, ratio, others, at - before, after - at]


_Column = _Category | _Number


def _groups(values: np.ndarray, seen: tuple[float, ...] | None, usual: np.ndarray) -> np.ndarray:
    """Series × steps: what counts as the like; unknown values are with the first."""
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
