"""How much each model counts in the weighted mean: for every series, shrunk towards what holds for all.

One winner per series is a gamble on a few windows. Shares in proportion to error^-4, partly the series' own
and partly the panel's, are not; how much of each is found by leaving out one window at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

POWER = 4
SHRINKAGES = (0.0, 0.25, 0.5, 0.75, 1.0)  # 1: the shares of the panel alone
SMALLEST_MEAN_SHARE = 0.03  # a member that counts less everywhere is not worth its fit
TINY = 1e-12


@dataclass(frozen=True)
class Shares:
    """``values`` is members × series; each series' shares add up to 1."""

    members: tuple[str, ...]
    values: np.ndarray
    shrinkage: float

    def mean(self) -> dict[str, float]:
        """What each member counts on average over the series."""
        return {key: float(share) for key, share in zip(self.members, self.values.mean(axis=1), strict=True)}

    def combine(self, forecasts: Mapping[str, np.ndarray]) -> np.ndarray:
        """Series × steps, or windows × series × steps, as the forecasts are."""
        return sum(
            share[:, None] * forecasts[key] for key, share in zip(self.members, self.values, strict=True)
        )


def learn_shares(scaled: Mapping[str, np.ndarray]) -> Shares:
    """``scaled`` are the backtest's errors by member: windows × series × steps, in scales, NaN unjudged."""
    windows = next(iter(scaled.values())).shape[0]
    if windows < 2 or all(np.isnan(error).all() for error in scaled.values()):
        return _shares(scaled, [0], 1.0)
    losses = {shrinkage: float(np.nanmean(np.abs(_left_out(scaled, shrinkage)))) for shrinkage in SHRINKAGES}
    best = min(losses, key=lambda shrinkage: (losses[shrinkage], -shrinkage))
    return _pruned(_shares(scaled, list(range(windows)), best))


def left_out_forecasts(
    forecasts: Mapping[str, np.ndarray], scaled: Mapping[str, np.ndarray], shrinkage: float
) -> np.ndarray:
    """The weighted mean in every window, with shares learned from the other windows."""
    return np.stack(
        [
            shares.combine({key: forecast[window] for key, forecast in forecasts.items()})
            for window, shares in enumerate(_shares_without_each(scaled, shrinkage))
        ]
    )


def _left_out(scaled: Mapping[str, np.ndarray], shrinkage: float) -> np.ndarray:
    """A mean of errors is the error of the mean: forecasts are not needed."""
    return left_out_forecasts(scaled, scaled, shrinkage)


def _shares_without_each(scaled: Mapping[str, np.ndarray], shrinkage: float) -> list[Shares]:
    count = next(iter(scaled.values())).shape[0]
    return [
        _pruned(_shares(scaled, [other for other in range(count) if other != window] or [window], shrinkage))
        for window in range(count)
    ]


def _shares(scaled: Mapping[str, np.ndarray], windows: Sequence[int], shrinkage: float) -> Shares:
    errors = np.stack([_mean_size(error[list(windows)]) for error in scaled.values()])
    known = np.isfinite(errors).all(axis=0)
    panel = _in_proportion(
        errors[:, known].mean(axis=1, keepdims=True) if known.any() else np.ones((len(errors), 1))
    )
    own = np.where(known, _in_proportion(np.where(known, errors, 1.0)), panel)
    return Shares(tuple(scaled), shrinkage * panel + (1 - shrinkage) * own, shrinkage)


def _in_proportion(errors: np.ndarray) -> np.ndarray:
    relative = np.maximum(errors, TINY) / np.maximum(errors.min(axis=0, keepdims=True), TINY)
    raw = relative**-POWER
    return np.asarray(raw / raw.sum(axis=0, keepdims=True))


def _pruned(shares: Shares) -> Shares:
    kept = shares.values.mean(axis=1) >= SMALLEST_MEAN_SHARE
    values = shares.values[kept]
    members = tuple(key for key, keep in zip(shares.members, kept, strict=True) if keep)
    return Shares(members, values / values.sum(axis=0, keepdims=True), shares.shrinkage)


def _mean_size(scaled: np.ndarray) -> np.ndarray:
    """Series: mean absolute error over windows and steps; NaN where none is judged."""
    known = ~np.isnan(scaled)
    count = known.sum(axis=(0, 2))
    total = np.where(known, np.abs(scaled), 0.0).sum(axis=(0, 2))
    return np.divide(total, count, out=np.full(scaled.shape[1], np.nan), where=count > 0)
