"""Prediction intervals from the errors a model made in the backtest.

Absolute errors, divided by their series' scale, are pooled over series and windows. How they grow
with the step is one power law, fitted to the mean error of each step; after dividing by it, the
quantile of the pooled errors is the half width of the interval: split conformal prediction (Lei et
al. 2018, JASA 113), whose finite-sample correction takes the (1 + 1/n) times higher quantile. Errors
of one window move together, so n is the effective number of errors (Kish 1965, Survey Sampling):
their number divided by 1 + (steps - 1) x intraclass correlation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.metrics import scaled_errors

LEVELS = np.arange(1, 100)
FASTEST_GROWTH = 2.0
FEWEST_PERIODS = 2  # in a window of the backtest, to learn from their totals
UNTESTED_GROWTH = 0.5  # the growth of a random walk, the least assumed beyond the steps tested


@dataclass(frozen=True)
class ErrorBands:
    """``quantiles`` holds the half width in scales at the first step, for the levels 1 to 99."""

    quantiles: np.ndarray
    growth: float
    tested: int

    @classmethod
    def learn(cls, scaled: np.ndarray) -> ErrorBands:
        """From scaled errors, windows × series × steps, NaN where not judged."""
        errors = np.abs(scaled)
        growth = _growth(errors)
        steps = np.arange(1, errors.shape[2] + 1)
        level_errors = errors / steps**growth
        pooled = level_errors[~np.isnan(errors)]
        if pooled.size == 0:
            return cls(np.zeros(len(LEVELS)), growth, errors.shape[2])
        number = _effective_number(level_errors)
        shares = LEVELS / 100 * (1 + 1 / number)
        widths = np.quantile(pooled, np.minimum(shares, 1.0), method="higher")
        # Levels that so few errors cannot tell apart: as if errors were normal, by Student's t.
        typical = float(np.sqrt(np.mean(pooled**2)))
        widths = np.where(shares > 1, np.maximum(widths, typical * _student(LEVELS, number)), widths)
        return cls(np.maximum.accumulate(widths), growth, errors.shape[2])

    def half_width(self, level: int, steps: np.ndarray) -> np.ndarray:
        """In scales, for ``steps`` counted from 1. Beyond the tested steps the width goes on
        growing, at least with the square root of the step.
        """
        inside = np.minimum(steps, self.tested) ** self.growth
        beyond = np.maximum(steps / self.tested, 1.0) ** max(self.growth, UNTESTED_GROWTH)
        return np.asarray(self.quantiles[level - 1] * inside * beyond)


@dataclass(frozen=True)
class PeriodBands:
    """Bands for the total of a period ahead: a week of daily forecasts, a month of weekly ones ...

    Learned from totals of ``length`` neighbouring steps of the backtest. Where its windows have no two of
    them, the running total up to the period's end takes their place: the same for the first, else wider.
    """

    running: ErrorBands
    whole: ErrorBands | None
    length: int

    @classmethod
    def learn(cls, error: np.ndarray, scales: np.ndarray, running: ErrorBands, length: int) -> PeriodBands:
        """``error`` is windows × series × steps, ``scales`` windows × series, ``length`` in steps."""
        windows, series, steps = error.shape
        count = steps // length
        if count < FEWEST_PERIODS:
            return cls(running, None, length)
        totals = error[:, :, : count * length].reshape(windows, series, count, length).sum(axis=3)
        return cls(running, ErrorBands.learn(scaled_errors(totals, scales)), length)

    def half_width(self, level: int, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """In scales, of periods from step ``begins`` (0 is the first ahead) up to ``ends``."""
        if self.whole is None:
            return self.running.half_width(level, ends)
        # Of a period that has begun only a part is ahead, and months differ in length.
        part = ((ends - begins) / self.length) ** self.running.growth
        return self.whole.half_width(level, np.maximum(ends / self.length, 1.0)) * part


@dataclass(frozen=True)
class Intervals:
    """Bands for single steps, for the total of one item, and for the total of all items."""

    step: ErrorBands
    item_total: ErrorBands
    grand_total: ErrorBands

    @classmethod
    def learn(
        cls, error: np.ndarray, uncertain: np.ndarray, scales: np.ndarray, total_scales: np.ndarray
    ) -> Intervals:
        """``error`` is windows × series × steps, ``scales`` windows × series, ``total_scales`` windows;
        ``uncertain`` is ``error``, NaN at steps that are certain.
        """
        running = error.cumsum(axis=2)
        grand = np.nansum(running, axis=1, keepdims=True)
        return cls(
            step=ErrorBands.learn(scaled_errors(uncertain, scales)),
            item_total=ErrorBands.learn(scaled_errors(running, scales)),
            grand_total=ErrorBands.learn(scaled_errors(grand, total_scales[:, None])),
        )

    def as_arrays(self) -> dict[str, np.ndarray]:
        """For ``numpy.savez``."""
        return {
            f"{name}_{key}": np.asarray(value)
            for name, bands in vars(self).items()
            for key, value in vars(bands).items()
        }

    @classmethod
    def from_arrays(cls, arrays: np.lib.npyio.NpzFile) -> Intervals:
        def bands(name: str) -> ErrorBands:
            return ErrorBands(
                quantiles=arrays[f"{name}_quantiles"],
                growth=float(arrays[f"{name}_growth"]),
                tested=int(arrays[f"{name}_tested"]),
            )

        return cls(bands("step"), bands("item_total"), bands("grand_total"))


def coverage(scaled: np.ndarray, origins: list[int], levels: tuple[int, ...] = (80, 95)) -> dict[str, float]:
    """Share of held-out values inside their interval, for each level.

    Each window is judged by bands learned from the windows that share none of its steps; where all
    others overlap it, from the one farthest away.
    """
    windows, _, steps = scaled.shape
    inside: dict[int, list[np.ndarray]] = {level: [] for level in levels}
    for window in range(windows):
        errors = np.abs(scaled[window])
        judged = ~np.isnan(errors)
        others = _apart(window, origins, steps)
        if not others or not judged.any():
            continue
        bands = ErrorBands.learn(scaled[others])
        for level in levels:
            widths = bands.half_width(level, np.arange(1, steps + 1))
            inside[level].append((errors <= widths)[judged])
    return {
        f"coverage_{level}": float(np.concatenate(found).mean()) for level, found in inside.items() if found
    }


def _apart(window: int, origins: list[int], steps: int) -> list[int]:
    distance = {
        other: abs(origins[other] - origins[window]) for other in range(len(origins)) if other != window
    }
    apart = [other for other, far in distance.items() if far >= steps]
    return apart or ([max(distance, key=distance.__getitem__)] if distance else [])


def _student(levels: np.ndarray, number: float) -> np.ndarray:
    """The two-sided quantile of Student's t with ``number`` degrees of freedom (Student 1908)."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(number, 0.5 + levels / 200))


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
    """How many independent errors tell as much as ``errors`` (windows × series × steps) do."""
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
