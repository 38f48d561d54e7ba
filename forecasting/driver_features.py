"""What columns known ahead tell: their value then, how it differs from the usual, what was sold at such values."""

from __future__ import annotations

import numpy as np

from forecasting.history import GroupedMeans
from forecasting.panel import Panel
from language.sentences import Sentence, say

MOST_GROUPS = 12
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


class DriverFeatures:
    """Features of every driver of ``panel``, up to ``horizon`` steps after its end."""

    def __init__(self, panel: Panel, horizon: int):
        self._drivers = panel.known_drivers(horizon)
        self._names: list[Sentence] = []
        self._parts: list[_Column] = []
        for driver, values in zip(panel.driver_columns, self._drivers, strict=True):
            column = _Column(panel, values, bool(driver.categories))
            self._parts.append(column)
            self._names += [say(name.template, driver=driver.name) for name in column.names]

    @property
    def names(self) -> list[Sentence]:
        return self._names

    def rows(
        self,
        series: np.ndarray,
        origins: np.ndarray,
        targets: np.ndarray,
        level: np.ndarray,
        units: np.ndarray,
    ) -> list[np.ndarray]:
        return [
            feature
            for column in self._parts
            for feature in column.rows(series, origins, targets, level, units)
        ]


class _Column:
    def __init__(self, panel: Panel, values: np.ndarray, categorical: bool):
        self._values = values
        seen = np.unique(values[np.isfinite(values)])
        self._few = categorical or len(seen) <= MOST_GROUPS
        self.names = CATEGORY_FEATURES if self._few else NUMBER_FEATURES
        with np.errstate(invalid="ignore", divide="ignore"):
            past = values[:, : panel.steps]
            count = np.isfinite(past).sum(axis=1)
            usual = np.where(count > 0, np.nansum(past, axis=1) / np.maximum(count, 1), np.nan)[:, None]
            self._ratio = values / usual
            known = np.isfinite(values)
            together = np.nansum(np.where(known, values, 0.0), axis=0) / np.maximum(known.sum(axis=0), 1)
            self._others = values / together
        groups = np.searchsorted(seen, values) if self._few else np.digitize(self._ratio, SHARES_OF_USUAL)
        groups = np.minimum(np.where(np.isfinite(values), groups, 0), MOST_GROUPS - 1)
        self._means = GroupedMeans(panel, groups.astype(np.int16))

    def rows(
        self,
        series: np.ndarray,
        origins: np.ndarray,
        targets: np.ndarray,
        level: np.ndarray,
        units: np.ndarray,
    ) -> list[np.ndarray]:
        at = self._values[series, targets]
        before = self._values[series, np.maximum(targets - 1, 0)]
        mean, times = self._means.at(series, origins, targets)
        group = [(mean - level) / units, np.minimum(times, 30)]
        if self._few:
            return [at, before, *group]
        last = self._values[series, np.maximum(origins - 1, 0)]
        after = self._values[series, np.minimum(targets + 1, self._values.shape[1] - 1)]
        return [
            at, at - last, self._ratio[series, targets], self._others[series, targets], at - before, after - at, *group,
        ]  # fmt: skip
