"""Features of columns known only afterwards: as of the origin, because nothing later is known.

Counts of orders or people also tell the amount per order: how much a customer buys.
"""

from __future__ import annotations

import numpy as np

from forecasting.features.driver_features import QUARTER, DriverWays
from forecasting.features.history import History
from forecasting.features.runs import steps_since
from forecasting.panel import Panel
from forecasting.sheet.columns import is_counted, is_stock_out
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

WINDOWS = {
    "hour": (24, 168, 336),
    "day": (7, 28, 91),
    "week": (4, 13, 26),
    "month": (3, 6, 12),
    "quarter": (2, 4, 8),
    "year": (2, 3, 4),
}
LAST, CHANGE = say("{column}: last value"), say("{column}: change, {short} against {long}")
MEAN = say("{column}: mean of {steps}")
SINCE = say("{column}: steps since the last one")
RATE_LAST, RATE_MEAN = say("amount per {column}: last"), say("amount per {column}: mean of {steps}")
RATE_CHANGE = say("amount per {column}: change, {short} against {long}")
DISTANCE = say("steps since the columns known afterwards end")


class PastFeatures:
    """Features of every column of ``panel`` that is known only afterwards.

    Values are ratios to the usual; those of stock-outs shares of steps.
    """

    def __init__(self, panel: Panel, ways: DriverWays):
        frequency = panel.frequency
        step = frequency.name
        self._windows = tuple(frequency.scaled(window) for window in WINDOWS[frequency.like])
        self.names: list[Sentence] = [DISTANCE] if panel.past_columns else []
        self._columns: list[_Means] = []
        self._since: list[np.ndarray | None] = []
        self._rates: list[_Means | None] = []
        for number, column in enumerate(panel.past_columns):
            values, usual = panel.past[number], ways.past_usual[number]
            out = is_stock_out(column.name)
            self._columns.append(_Means(values, None, np.ones_like(usual) if out else usual))
            since = steps_since(values > 0, frequency.scaled(QUARTER[frequency.like])) if out else None
            self._since.append(since)
            rate = is_counted(column.name)
            self._rates.append(_Means(panel.values, values, ways.past_rate[number]) if rate else None)
            self.names += self._names_of(column.name, step, out, rate)

    def rows(self, series: np.ndarray, known: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        """``known`` are the steps at which what is known of the columns ends."""
        if not self._columns:
            return []
        found: list[np.ndarray] = [targets - known + 1]
        for column, since, rate in zip(self._columns, self._since, self._rates, strict=True):
            found += column.rows(series, known, self._windows)
            if since is not None:
                found.append(since[series, np.maximum(known - 1, 0)])
            if rate is not None:
                found += rate.rows(series, known, self._windows)
        return found

    def _names_of(self, column: str, step: str, out: bool, rate: bool) -> list[Sentence]:
        in_words = [steps_in_words(window, step) for window in self._windows]
        values = {"column": column, "short": in_words[0], "long": in_words[1]}
        names = [LAST.filled(**values), *(MEAN.filled(column=column, steps=steps) for steps in in_words)]
        names.append(CHANGE.filled(**values))
        if out:
            names.append(SINCE.filled(column=column))
        if rate:
            names.append(RATE_LAST.filled(column=column))
            names += [RATE_MEAN.filled(column=column, steps=steps) for steps in in_words]
            names.append(RATE_CHANGE.filled(**values))
        return names


class _Means:
    """Rolling means of ``values``, per one of ``by`` where given, as ratios to ``usual``, one per series."""

    def __init__(self, values: np.ndarray, by: np.ndarray | None, usual: np.ndarray):
        known = np.isfinite(values) if by is None else np.isfinite(values) & np.isfinite(by)
        self._above = History(np.where(known, values, np.nan))
        self._below = None if by is None else History(np.where(known, by, np.nan))
        self._usual = usual

    def rows(self, series: np.ndarray, known: np.ndarray, windows: tuple[int, ...]) -> list[np.ndarray]:
        last, *means = (self._mean(series, known, window) for window in (1, *windows))
        return [last, *means, means[0] - means[1]]

    def _mean(self, series: np.ndarray, known: np.ndarray, window: int) -> np.ndarray:
        mean, divisor = self._above.mean(series, known, window), self._usual[series]
        if self._below is not None:
            divisor = divisor * self._below.mean(series, known, window)
        return np.divide(mean, divisor, out=np.full(len(mean), np.nan), where=divisor != 0)
