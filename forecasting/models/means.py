"""The weighted mean of several models, each fitted on everything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contract.blocks import Block
from contract.training import Plan, Progress
from forecasting.members import LSTM, MODELS
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.panel import Panel
from language.sentences import Sentence, joined, say


class WeightedMean(Forecaster):
    key = "combined"
    shares_: np.ndarray
    items_: dict[str, int]
    members_: dict[str, Forecaster]

    def adopt(self, learned: Mapping[str, Any], plan: Plan) -> None:
        shares = learned["shares"]
        self.shares_ = shares.values
        self.members_ = {key: new_member(key, learned["tuned"].get(key)) for key in shares.members}

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        for number, member in enumerate(self.members_.values()):
            share = 1 / len(self.members_)
            member.learn(panel, plan, progress.part(number * share, (number + 1) * share))

    def bounded(self, panel: Panel, horizon: int, nonnegative: np.ndarray) -> np.ndarray:
        """The mean of bounded members, as it was measured in the backtest."""
        shares = self.shares_[:, [self.items_[item] for item in panel.items]]
        forecasts = [member.bounded(panel, horizon, nonnegative) for member in self.members_.values()]
        return np.asarray((shares[:, :, None] * np.stack(forecasts)).sum(axis=0))

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        return self.bounded(panel, horizon, np.zeros(len(panel.items), dtype=bool))

    def reach(self, panel: Panel) -> int:
        return max(member.reach(panel) for member in self.members_.values())

    def write(self, folder: Path) -> None:
        about = {"members": list(self.members_), "items": list(self.items_)}
        (folder / "combined.json").write_text(json.dumps(about))
        np.savez_compressed(folder / "combined.npz", shares=self.shares_)
        for key, member in self.members_.items():
            (folder / key).mkdir()
            member.write(folder / key)

    def read(self, folder: Path) -> None:
        about = json.loads((folder / "combined.json").read_text())
        self.items_ = {item: row for row, item in enumerate(about["items"])}
        with np.load(folder / "combined.npz", allow_pickle=False) as arrays:
            self.shares_ = arrays["shares"]
        self.members_ = {key: new_member(key) for key in about["members"]}
        for key, member in self.members_.items():
            member.read(folder / key)

    def describe(self, panel: Panel) -> list[Block]:
        """What the member says that counts most of those that say something."""
        order = np.argsort(-self.shares_.mean(axis=1), kind="stable")
        members = list(self.members_.values())
        return next((blocks for number in order if (blocks := members[number].describe(panel))), [])


class FixedMean(WeightedMean):
    """The same with shares that no backtest has changed."""

    key = "fixed_mean"


# --- The mean of three models with fixed shares, as in older systems ---

SHARES = {"boosting": 0.4, "prophet": 0.3, LSTM: 0.3}


def fixed_members() -> tuple[str, ...]:
    """Those that are installed."""
    return tuple(key for key in SHARES if MODELS[key].available)


def fixed_shares(series: int) -> Shares:
    """The same for each of so many series; what is missing is shared out among the others."""
    members = fixed_members()
    shares = np.array([SHARES[key] for key in members])
    return Shares(members, np.tile((shares / shares.sum())[:, None], (1, series)), 1.0)


def fixed_note() -> Sentence:
    """Which models count how much, and what is missing."""
    shares = fixed_shares(1)
    parts = [
        say("{share:percent} {model}", share=round(share, 2), model=MODELS[key].label)
        for key, share in shares.mean().items()
    ]
    said = say("Fixed shares: {parts}.", parts=joined(parts, ", "))
    missing = [MODELS[key].unavailable for key in SHARES if key not in shares.members]
    return joined([said, *missing])


# --- How much each model counts in the weighted mean: for every series, shrunk towards what holds for all ---

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
