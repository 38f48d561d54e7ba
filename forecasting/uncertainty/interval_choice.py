"""Which shape of intervals fits, and how often they contain what happened: each window of the backtest is
judged by intervals learned only from windows that share none of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecasting.uncertainty.intervals import SHAPES, BandShape, ErrorBands, place_units

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
            scores.append((((high - low) + 2 / (1 - level / 100) * missed) / scale)[judged])
    return float(np.concatenate(scores).mean()) if scores and np.concatenate(scores).size else np.inf


def _left_out(past: PastErrors, shape: BandShape) -> Iterator[tuple[int, ErrorBands]]:
    """Each window that can be judged, and bands learned from the others."""
    errors = past.in_units(shape)
    for window in range(len(errors)):
        others = _apart(window, past.origins, errors.shape[2])
        if others and not np.isnan(past.errors[window]).all():
            yield window, ErrorBands.learn(errors[others], shape)


def _bounds(past: PastErrors, window: int, bands: ErrorBands, level: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the errors: series × steps."""
    values = past.forecasts[window]
    low, high = bands.bounds(level, values, bands.units_of(values, past.scales[window], past.sizes))
    return low - values, high - values


def _apart(window: int, origins: list[int], steps: int) -> list[int]:
    """The windows that share no step with it; where all do, the one farthest away."""
    distance = {
        other: abs(origins[other] - origins[window]) for other in range(len(origins)) if other != window
    }
    apart = [other for other, far in distance.items() if far >= steps]
    return apart or ([max(distance, key=distance.__getitem__)] if distance else [])
