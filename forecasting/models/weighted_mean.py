"""The weighted mean of several models, each fitted on everything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from contract.blocks import Block
from contract.training import Plan, Progress
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.panel import Panel


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
