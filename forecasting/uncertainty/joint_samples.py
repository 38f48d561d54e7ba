"""Errors that go together: samples of whole futures, from which the bounds of any total are read.

The bounds of a total are not the sum of bounds: errors of neighbouring steps, and of series that share a
market, lean the same way, others cancel out. The errors of the backtest, as normal scores (Gaussian
copula: Nelsen 2006, "An Introduction to Copulas"), are taken apart into four independent parts by the
method of moments of a two-way random effects model (Searle, Casella and McCulloch 1992, "Variance
Components"): what a whole window and all series share, what all series share at one step, what one series
keeps through a window, and the rest. A sample draws each part anew, adds them up, and turns them back into
errors by the quantiles of the intervals: single steps have exactly the intervals' distribution.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from forecasting.uncertainty.intervals import LEVELS, ErrorBands

SAMPLES = 400
SAMPLES_OF_MANY = 200  # from so many series on:
MANY_SERIES = 2_000
FARTHEST = 4.0  # normal scores; one in 30,000 is further out
SERIES_AT_ONCE = 500


@dataclass(frozen=True)
class JointErrors:
    """Shares of the variance of normal scores; what is missing to 1 is the rest, each cell's own."""

    window: float
    step: float
    series: float
    windows: int
    """From how many the first share was learned: few make it uncertain, and its samples spread wider."""

    @classmethod
    def learn(cls, errors: np.ndarray, bands: ErrorBands) -> JointErrors:
        """From ``errors`` in units, windows × series × steps, NaN where not judged."""
        scores = _normal_scores(errors, bands)
        windows, count, steps = scores.shape
        if np.isnan(scores).all():
            return cls(0.0, 0.0, 0.0, windows)
        mean = _mean(scores, (1, 2))
        by_step = _mean(scores, (1,)) - mean[:, None]
        by_series = _mean(scores, (2,)) - mean[:, None]
        rest = scores - mean[:, None, None] - by_step[:, None, :] - by_series[:, :, None]
        used = max((1 - 1 / steps) * (1 - 1 / count), 1e-9) if count > 1 and steps > 1 else 1.0
        noise = float(np.nanmean(rest**2)) / used
        if count == 1:
            # One series: what it keeps through a window cannot be told from what all share.
            lasting = max(float(np.nanmean(mean**2)) - float(np.nanmean(by_step**2)) / steps, 0.0)
            noise = float(np.nanmean(by_step**2)) * steps / max(steps - 1, 1)
            return cls._of(windows, 0.0, 0.0, lasting, noise)
        step = max(float(np.nanmean(by_step**2)) * steps / max(steps - 1, 1) - noise / count, 0.0)
        series = max(float(np.nanmean(by_series**2)) * count / (count - 1) - noise / steps, 0.0)
        window = max(
            float(np.nanmean(mean**2)) - step / steps - series / count - noise / (steps * count), 0.0
        )
        return cls._of(windows, window, step, series, noise)

    @classmethod
    def _of(cls, windows: int, *parts: float) -> JointErrors:
        """``parts`` of the variance: of a window, a step, a series, and the rest."""
        window, step, series = (part / (sum(parts) or 1.0) for part in parts[:3])
        return cls(window, step, series, windows)


class Futures:
    """Samples of what may happen to some series: ``values`` with errors that go together.

    ``values`` and ``units`` are series × steps, ``floors`` series; units of 0 are certain. The samples of a
    series depend on its name and ``seed`` alone, not on which others are asked for with it.
    """

    def __init__(
        self,
        items: tuple[str, ...],
        values: np.ndarray,
        units: np.ndarray,
        floors: np.ndarray,
        bands: ErrorBands,
        joint: JointErrors,
        seed: int = 0,
    ):
        self.items, self.values, self.units, self.floors = items, values, units, floors
        self.count = SAMPLES if len(items) < MANY_SERIES else SAMPLES_OF_MANY
        self._seed, self._joint = seed, joint
        steps = values.shape[1]
        self._scores, self._errors = _score_table(bands)
        self._growth = bands.growth_at(np.arange(1, steps + 1))
        shared = np.random.default_rng([seed, 0])
        of_window = np.sqrt(joint.window) * shared.standard_t(joint.windows, self.count)
        of_steps = np.sqrt(joint.step) * shared.standard_normal((steps, self.count))
        self._shared = of_window + of_steps

    def paths(self, rows: np.ndarray) -> np.ndarray:
        """Series × steps × samples."""
        joint, steps = self._joint, self.values.shape[1]
        rest = max(1 - joint.window - joint.step - joint.series, 0.0)
        scores = np.empty((len(rows), steps, self.count))
        for place, row in enumerate(rows):
            own = np.random.default_rng([self._seed, zlib.crc32(self.items[row].encode())])
            lasting = np.sqrt(joint.series) * own.standard_normal(self.count)
            scores[place] = lasting + np.sqrt(rest) * own.standard_normal((steps, self.count))
        scores += self._shared
        errors = np.interp(scores, self._scores, self._errors)
        errors *= (self.units[rows] * self._growth)[:, :, None]
        errors += self.values[rows][:, :, None]
        return np.asarray(np.maximum(errors, self.floors[rows][:, None, None]))

    def summed(self, rows: np.ndarray) -> np.ndarray:
        """Steps × samples: ``rows`` together."""
        return self._everything if len(rows) == len(self.items) else self._sum(rows)

    @cached_property
    def _everything(self) -> np.ndarray:
        return self._sum(np.arange(len(self.items)))

    def _sum(self, rows: np.ndarray) -> np.ndarray:
        total = np.zeros((self.values.shape[1], self.count))
        for first in range(0, len(rows), SERIES_AT_ONCE):
            total += self.paths(rows[first : first + SERIES_AT_ONCE]).sum(axis=0)
        return total


def sampled_bounds(samples: np.ndarray, values: np.ndarray, level: int) -> tuple[np.ndarray, np.ndarray]:
    """Of totals, the last axis of ``samples``; ``values``, the sums of forecasts, are never outside."""
    low, high = np.quantile(samples, [0.5 - level / 200, 0.5 + level / 200], axis=-1)
    return np.minimum(low, values), np.maximum(high, values)


def period_totals(paths: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Series × periods × samples of ``paths``: sums of the steps from ``begins`` up to ``ends``."""
    running = np.pad(paths.cumsum(axis=1), ((0, 0), (1, 0), (0, 0)))
    return np.asarray(running[:, ends] - running[:, begins])


def _score_table(bands: ErrorBands) -> tuple[np.ndarray, np.ndarray]:
    """Normal scores that rise, and the errors in units that belong to them; tails go on as they end."""
    from scipy.special import ndtri

    scores = ndtri((1 + LEVELS / 100) / 2)
    high, low = bands.high, bands.low
    wide, narrow = 98, 89  # positions of the levels 99 and 90
    run = scores[wide] - scores[narrow]
    beyond = (FARTHEST - scores[wide]) / run
    top = high[wide] + beyond * (high[wide] - high[narrow])
    bottom = low[wide] + beyond * (low[wide] - low[narrow])
    middle = (high[0] + low[0]) / 2
    return (
        np.concatenate([[-FARTHEST], -scores[::-1], [0.0], scores, [FARTHEST]]),
        np.maximum.accumulate(np.concatenate([[bottom], low[::-1], [middle], high, [top]])),
    )


def _normal_scores(errors: np.ndarray, bands: ErrorBands) -> np.ndarray:
    scores, table = _score_table(bands)
    level = errors / bands.growth_at(np.arange(1, errors.shape[2] + 1)) / bands.spreads[:, None]
    distinct = np.concatenate([[True], np.diff(table) > 0])
    return np.where(np.isnan(level), np.nan, np.interp(level, table[distinct], scores[distinct]))


def _mean(values: np.ndarray, axis: tuple[int, ...]) -> np.ndarray:
    """As ``numpy.nanmean``, NaN without a warning where all are."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
