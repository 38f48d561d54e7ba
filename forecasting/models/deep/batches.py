"""What the network sees of a panel: windows of the past, scaled, and what is known of the steps ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from forecasting.features.calendar_features import calendar, special_days
from forecasting.features.driver_features import MOST_GROUPS, DriverWays
from forecasting.features.history import History
from forecasting.features.recipes import recipe_of
from forecasting.models.trees import positive_sizes
from forecasting.panel import Panel

SHORTEST_CONTEXT, LONGEST_CONTEXT = 28, 56  # steps: a network learns little from more, and takes long
FARTHEST = 10.0  # of what is put in: outliers must not drive the network where it was never taught
GOES_ON_FOR_EVER = "time in years"  # of the calendar's columns: beyond what was seen it says nothing


@dataclass(frozen=True)
class Batch:
    """float32, NaN only in ``target``: rows × context × (value, there, known ...), rows × steps × known,
    rows × steps × begun, rows × steps. ``base`` and ``units`` lead from what the network says to amounts.
    """

    past: np.ndarray
    known: np.ndarray
    begun: np.ndarray
    target: np.ndarray
    base: np.ndarray
    units: np.ndarray


@dataclass(frozen=True)
class Ways:
    """How values, calendar and drivers usually are, as learned from all of a history."""

    units: np.ndarray
    drivers: DriverWays
    centre: np.ndarray
    spread: np.ndarray

    @classmethod
    def learn(cls, panel: Panel) -> Ways:
        columns = _calendar(panel, panel.dated(0)[0])
        spread = columns.std(axis=0)
        return cls(
            _units(panel), DriverWays.learn(panel), columns.mean(axis=0), np.where(spread > 0, spread, 1.0)
        )

    def select(self, rows: np.ndarray) -> Ways:
        return Ways(self.units[rows], self.drivers.select(rows), self.centre, self.spread)

    def as_arrays(self) -> dict[str, Any]:
        return {
            "units": self.units,
            "usual": self.drivers.usual,
            "past_usual": self.drivers.past_usual,
            "past_rate": self.drivers.past_rate,
            "centre": self.centre,
            "spread": self.spread,
        }


class Batches:
    """Batches of ``panel`` and up to ``horizon`` steps after it; its items have the rows of ``ways``."""

    BEGUN = 5

    def __init__(self, panel: Panel, ways: Ways, horizon: int):
        self.panel, self.ways = panel, ways
        self.history = History(panel.values, horizon)
        self.recipe = recipe_of(panel.frequency)
        self.context = context_of(panel)
        # Values outside the range seen are replaced by the nearest one inside it.
        times, self._moved = panel.dated(horizon)
        columns = (_calendar(panel, times) - ways.centre) / ways.spread
        seen = columns[: len(times) - horizon]
        self._calendar = np.clip(columns, seen.min(axis=0), seen.max(axis=0))
        self._drivers = panel.known_drivers(horizon) if panel.driver_columns else np.zeros((0, 0, 0))

    @property
    def known(self) -> int:
        """How many values are known of each step."""
        return self._calendar.shape[1] + sum(1 if s is None else _flags(s) for s in self.ways.drivers.seen)

    def at(self, series: np.ndarray, origins: np.ndarray, ahead: int) -> Batch:
        """The ``ahead`` steps from each origin on, and the context before it."""
        units = self.ways.units[series]
        base = self.history.mean(series, origins, self.recipe.level)
        rows = series[:, None]
        before = origins[:, None] + np.arange(-self.context, 0)
        values = (self._values(rows, before) - base[:, None]) / units[:, None]
        past = np.concatenate(
            [_there(values), self._known(rows, np.maximum(before, 0))], axis=2, dtype=np.float32
        )
        steps = origins[:, None] + np.arange(ahead)
        target = self.history.values[rows, np.minimum(steps, self.history.values.shape[1] - 1)]
        return Batch(
            past,
            self._known(rows, steps).astype(np.float32),
            self._begun(series, origins, ahead, base, units),
            ((target - base[:, None]) / units[:, None]).astype(np.float32),
            base,
            units,
        )

    def _values(self, rows: np.ndarray, steps: np.ndarray) -> np.ndarray:
        return np.where(steps >= 0, self.history.values[rows, np.maximum(steps, 0)], np.nan)

    def _known(self, rows: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Rows × steps × known: calendar and drivers, 0 where nothing is known."""
        found = [self._calendar[self._moved[rows] + steps]]
        for number, values in enumerate(self._drivers):
            told = values[rows, steps]
            seen = self.ways.drivers.seen[number]
            if seen is not None:
                places = np.array(seen[: _flags(seen)])
                found.append((told[:, :, None] == places).astype(float))
                continue
            usual = self.ways.drivers.usual[number][rows]
            ratio = np.divide(told, usual, out=np.ones(told.shape), where=(usual != 0) & ~np.isnan(told))
            found.append(np.clip(ratio - 1.0, -1.0, 1.0)[:, :, None])
        return np.concatenate(found, axis=2)

    def _begun(
        self, series: np.ndarray, origins: np.ndarray, ahead: int, base: np.ndarray, units: np.ndarray
    ) -> np.ndarray:
        """Rows × steps × begun: last value, same place of the last season, and how far ahead."""
        steps = np.arange(1, ahead + 1)
        season = self.recipe.seasons[0]
        behind = -(-steps // season) * season
        places = origins[:, None] + steps - 1 - behind
        found = np.stack(
            [
                np.broadcast_to(self._values(series, origins - 1)[:, None], places.shape),
                self._values(series[:, None], places),
            ],
            axis=2,
        )
        found = (found - base[:, None, None]) / units[:, None, None]
        far = np.broadcast_to(np.sqrt(steps / ahead), places.shape)[:, :, None]
        whole = np.concatenate([_there(found[:, :, 0]), _there(found[:, :, 1]), far], axis=2)
        return whole.astype(np.float32)


def context_of(panel: Panel) -> int:
    """Steps that the LSTM reads: two seasons, within bounds."""
    seasons = recipe_of(panel.frequency).seasons
    return int(np.clip(2 * seasons[0], SHORTEST_CONTEXT, LONGEST_CONTEXT))


def _units(panel: Panel) -> np.ndarray:
    """The usual change from step to step: a network learns best from inputs of size one."""
    change = panel.values[:, 1:] - panel.values[:, :-1]
    return positive_sizes(change, instead=positive_sizes(panel.values))


def _flags(seen: tuple[float, ...]) -> int:
    """A column for each value that a driver takes, as far as there is room."""
    return min(len(seen), MOST_GROUPS)


def _calendar(panel: Panel, times: np.ndarray) -> np.ndarray:
    columns = calendar(panel.frequency, times)
    columns |= special_days(panel.frequency, times, panel.country, panel.paydays)
    kept = [values for name, values in columns.items() if str(name) != GOES_ON_FOR_EVER]
    return np.column_stack(kept) if kept else np.empty((len(times), 0))  # Years have no calendar.


def _there(values: np.ndarray) -> np.ndarray:
    """The values, 0 where missing, and a mask of those present."""
    known = ~np.isnan(values)
    return np.stack([np.clip(np.where(known, values, 0.0), -FARTHEST, FARTHEST), known], axis=2)
