"""Prediction intervals from the errors a model made in the backtest.

What happened minus what was forecast is measured in units of its place (``Units``), pooled over series
and windows. How errors grow with the step is one power law, fitted to the mean size of each step; after
dividing by it, quantiles of the pooled errors are the bounds: split conformal prediction (Lei et al. 2018,
JASA 113), whose finite-sample correction takes the (1 + 1/n) times higher quantile. Errors of one window
move together, so n is the effective number of errors (Kish 1965, Survey Sampling): their number divided by
1 + (steps - 1) x intraclass correlation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

LEVELS = np.arange(1, 100)
FASTEST_GROWTH = 2.0
UNTESTED_GROWTH = 0.5  # the growth of a random walk, the least assumed beyond the steps tested
SMALLEST_SHARE_OF_SIZE = 0.1  # even a forecast of 0 may be off by something
ROUNDING = 1e-9  # of a value: no miss
ERRORS_OF_PRIOR = 20  # a series' own spread counts as half when it has so many errors


@dataclass(frozen=True)
class BandShape:
    """The shape of bounds around a forecast: symmetric or not; in proportion to
    (forecast / usual size) ** ``proportion``; of widths of each series' own, or common to all."""

    symmetric: bool = True
    proportion: float = 0.0
    own: bool = False


SHAPES = tuple(
    BandShape(symmetric, proportion, own)
    for symmetric in (True, False)
    for proportion in (0.0, 0.5, 1.0)
    for own in (False, True)
)


@dataclass(frozen=True)
class ErrorBands:
    """Quantiles of errors, in units, at the first step.

    ``low[L - 1]`` and ``high[L - 1]`` hold, for the levels L = 1 to 99, the errors (what happened minus
    what was forecast) between which L % lie; ``spreads`` is a factor for each series.
    """

    low: np.ndarray
    high: np.ndarray
    growth: float
    tested: int
    spreads: np.ndarray
    shape: BandShape

    @classmethod
    def learn(cls, errors: np.ndarray, shape: BandShape) -> ErrorBands:
        """From ``errors`` in units (without spreads), windows × series × steps, NaN where not judged."""
        sizes = np.abs(errors)
        growth, tested = _growth(sizes), errors.shape[2]
        level = errors / np.arange(1, tested + 1) ** growth
        spreads = _spreads(level) if shape.own else np.ones(errors.shape[1])
        level = level / spreads[:, None]
        pooled = level[~np.isnan(level)]
        if pooled.size == 0:
            return cls(np.zeros(len(LEVELS)), np.zeros(len(LEVELS)), growth, tested, spreads, shape)
        number = _effective_number(np.abs(level))
        if shape.symmetric:
            high = _quantiles(np.abs(pooled), LEVELS / 100, number)
            return cls(-high, high, growth, tested, spreads, shape)
        tails = (1 + LEVELS / 100) / 2
        high, low = _quantiles(pooled, tails, number), -_quantiles(-pooled, tails, number)
        return cls(low, high, growth, tested, spreads, shape)

    def growth_at(self, steps: np.ndarray) -> np.ndarray:
        """How many times larger errors are at ``steps``, counted from 1, than at the first. Beyond the
        tested steps they go on growing, at least with the square root of the step."""
        inside = np.minimum(steps, self.tested) ** self.growth
        beyond = np.maximum(steps / self.tested, 1.0) ** max(self.growth, UNTESTED_GROWTH)
        return np.asarray(inside * beyond)

    def bounds(self, level: int, values: np.ndarray, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bounds of ``values``, series × steps from the first ahead; the value itself is
        never outside. ``units`` are those of ``units_of``."""
        grown = units * self.growth_at(np.arange(1, values.shape[1] + 1))
        down, up = min(self.low[level - 1], 0.0), max(self.high[level - 1], 0.0)
        return values + down * grown, values + up * grown

    def units_of(self, values: np.ndarray, scales: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """Series × steps, in the amounts' own measure, for the series that were learned from."""
        return self.spreads[:, None] * place_units(values, scales, sizes, self.shape.proportion)

    def select(self, rows: np.ndarray) -> ErrorBands:
        return ErrorBands(self.low, self.high, self.growth, self.tested, self.spreads[rows], self.shape)


def place_units(values: np.ndarray, scales: np.ndarray, sizes: np.ndarray, proportion: float) -> np.ndarray:
    """What errors of forecasts ``values`` (… series × steps) are measured in: the series' scale (its usual
    change, as in MASE), larger where more is forecast than the series' usual size. NaN without a scale."""
    usable = np.where(np.nan_to_num(scales) > 0, scales, np.nan)[..., None]
    if proportion == 0:
        return np.broadcast_to(usable, values.shape)
    relative = np.abs(values) / np.where(sizes > 0, sizes, 1.0)[..., None]
    share = (relative + SMALLEST_SHARE_OF_SIZE) / (1 + SMALLEST_SHARE_OF_SIZE)
    return np.asarray(usable * share**proportion)


def _quantiles(errors: np.ndarray, shares: np.ndarray, number: float) -> np.ndarray:
    """The ``shares`` quantiles of ``errors``, that rise, with as much certainty as ``number`` errors give.

    Levels that so few errors cannot tell apart are as if errors were normal, by Student's t.
    """
    corrected = shares * (1 + 1 / number)
    found = np.quantile(errors, np.minimum(corrected, 1.0), method="higher")
    untold = corrected > 1
    if untold.any():
        from scipy.special import stdtrit

        # Half of the errors' sizes lie on each side, so a size's level is a tail's (1 + level) / 2.
        tails = (1 + shares) / 2 if (errors >= 0).all() else shares
        typical = float(np.sqrt(np.mean(errors**2)))
        found = np.where(untold, np.maximum(found, typical * stdtrit(number, tails)), found)
    return np.maximum.accumulate(found)


def _spreads(errors: np.ndarray) -> np.ndarray:
    """Each series' usual size of error relative to that of all, shrunk towards 1 where it has few errors."""
    known = ~np.isnan(errors)
    count = known.sum(axis=(0, 2))
    total = np.where(known, np.abs(errors), 0.0).sum(axis=(0, 2))
    if not count.sum() or not total.sum():
        return np.ones(errors.shape[1])
    usual = total.sum() / count.sum()
    return np.asarray((total + ERRORS_OF_PRIOR * usual) / ((count + ERRORS_OF_PRIOR) * usual))


def _growth(errors: np.ndarray) -> float:
    """Exponent b of mean error ~ step^b by least squares on logarithms, weighted by 1 / step."""
    known = ~np.isnan(errors)
    count = known.sum(axis=(0, 1))
    mean = np.divide(
        np.where(known, errors, 0.0).sum(axis=(0, 1)), count, out=np.zeros(len(count)), where=count > 0
    )
    used = mean > 0
    if used.sum() < 2:
        return UNTESTED_GROWTH
    step = np.flatnonzero(used) + 1.0
    slope = np.polyfit(np.log(step), np.log(mean[used]), 1, w=1 / np.sqrt(step))[0]
    return float(np.clip(slope, 0.0, FASTEST_GROWTH))


def _effective_number(errors: np.ndarray) -> float:
    """How many independent errors carry as much information as ``errors`` (windows × series × steps)."""
    rows = errors.reshape(-1, errors.shape[2])
    rows = rows[(~np.isnan(rows)).sum(axis=1) > 1]
    groups, size = len(rows), float((~np.isnan(rows)).sum(axis=1).mean()) if len(rows) else 0.0
    if groups < 2:
        return float(max((~np.isnan(errors)).any(axis=2).sum(), 1))
    between = size * np.nanmean(rows, axis=1).var(ddof=1)
    within = np.nanvar(rows, axis=1, ddof=1).mean()
    total = between + (size - 1) * within
    correlation = float(np.clip((between - within) / total, 0.0, 1.0)) if total > 0 else 1.0
    return groups * size / (1 + (size - 1) * correlation)


# --- Which shape of intervals fits, judged on each window of the backtest ---

JUDGED_LEVELS = (80, 95)
FEWEST_WINDOWS = 3  # to choose a shape
SERIES_JUDGED = 2_000  # to choose a shape; more would not change it
WORTH_CHANGING = 0.97  # of the score of the simplest shape


@dataclass(frozen=True)
class PastErrors:
    """``forecasts`` and ``errors`` (actual minus forecast, NaN where not judged or certain) are windows ×
    series × steps, ``scales`` windows × series, ``sizes`` series; ``origins`` are the first steps judged."""

    forecasts: np.ndarray
    errors: np.ndarray
    scales: np.ndarray
    sizes: np.ndarray
    origins: list[int]

    def some(self, count: int) -> PastErrors:
        every = slice(None, None, -(-len(self.sizes) // count))
        return PastErrors(
            self.forecasts[:, every],
            self.errors[:, every],
            self.scales[:, every],
            self.sizes[every],
            self.origins,
        )

    def in_units(self, shape: BandShape) -> np.ndarray:
        return self.errors / place_units(self.forecasts, self.scales, self.sizes, shape.proportion)


def learn_bands(past: PastErrors) -> ErrorBands:
    """Bands of the shape that scores best on the past, from all windows."""
    shape = _best_shape(past.some(SERIES_JUDGED))
    return ErrorBands.learn(past.in_units(shape), shape)


def coverage(past: PastErrors, shape: BandShape) -> dict[str, float]:
    """Share of held-out values inside their interval, for each level."""
    inside: dict[int, list[np.ndarray]] = {level: [] for level in JUDGED_LEVELS}
    for window, bands in _left_out(past, shape):
        error = past.errors[window]
        judged = ~np.isnan(error)
        for level in JUDGED_LEVELS:
            low, high = _bounds(past, window, bands, level)
            inside[level].append(((error >= low) & (error <= high))[judged])
    return {
        f"coverage_{level}": float(np.concatenate(found).mean()) for level, found in inside.items() if found
    }


def _best_shape(past: PastErrors) -> BandShape:
    """The smallest interval score (Gneiting and Raftery 2007, "Strictly proper scoring rules", JASA 102):
    narrow is good, every miss costs. The simplest one unless another is clearly better, and where windows
    overlap: they would agree on what is chance."""
    simplest, steps = SHAPES[0], past.errors.shape[2]
    if len(past.origins) < FEWEST_WINDOWS or min(np.diff(past.origins)) < steps:
        return simplest
    scores = {shape: _score(past, shape) for shape in SHAPES}
    best = min(scores, key=lambda shape: scores[shape])
    return best if scores[best] < WORTH_CHANGING * scores[simplest] else simplest


def _score(past: PastErrors, shape: BandShape) -> float:
    """Mean interval score of both levels in scales, so that each series counts alike; inf where unknown."""
    scores = []
    for window, bands in _left_out(past, shape):
        error, scale = past.errors[window], past.scales[window][:, None]
        judged = ~np.isnan(error) & (np.nan_to_num(scale) > 0)
        for level in JUDGED_LEVELS:
            low, high = _bounds(past, window, bands, level)
            missed = np.maximum(low - error, 0) + np.maximum(error - high, 0)
            score = (high - low) + 2 / (1 - level / 100) * missed
            scores.append((score / np.where(judged, scale, 1.0))[judged])
    return float(np.concatenate(scores).mean()) if scores and np.concatenate(scores).size else np.inf


def _left_out(past: PastErrors, shape: BandShape) -> Iterator[tuple[int, ErrorBands]]:
    """Each window that can be judged, and bands learned from the others."""
    errors = past.in_units(shape)
    for window in range(len(errors)):
        others = _apart(window, past.origins, errors.shape[2])
        if others and not np.isnan(past.errors[window]).all():
            yield window, ErrorBands.learn(errors[others], shape)


def _bounds(past: PastErrors, window: int, bands: ErrorBands, level: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the errors: series × steps. A series that never changed has bounds that are its forecast."""
    values = past.forecasts[window]
    units = np.nan_to_num(bands.units_of(values, past.scales[window], past.sizes))
    low, high = bands.bounds(level, values, units)
    hair = ROUNDING * (1 + np.abs(values))
    return low - values - hair, high - values + hair


def _apart(window: int, origins: list[int], steps: int) -> list[int]:
    """The windows that share no step with it; where all do, the one farthest away."""
    distance = {
        other: abs(origins[other] - origins[window]) for other in range(len(origins)) if other != window
    }
    apart = [other for other, far in distance.items() if far >= steps]
    return apart or ([max(distance, key=distance.__getitem__)] if distance else [])
