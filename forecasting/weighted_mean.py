"""The weighted mean of several models, each fitted on everything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from forecasting.forecaster import Forecaster
from forecasting.members import new_member
from forecasting.panel import Panel
from training.exchange import Block, Plan, Progress


class WeightedMean(Forecaster):
    key = "combined"
    weights_: dict[str, float]
    members_: dict[str, Forecaster]

    def adopt(self, learned: Mapping[str, Any], plan: Plan) -> None:
        self.weights_ = dict(learned["weights"])

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.members_ = {key: new_member(key) for key in self.weights_}
        for number, member in enumerate(self.members_.values()):
            share = 1 / len(self.members_)
            member.learn(panel, plan, progress.part(number * share, (number + 1) * share))

    def bounded(self, panel: Panel, horizon: int, nonnegative: np.ndarray) -> np.ndarray:
        """The mean of bounded members, as it was measured in the backtest."""
        forecasts = [self.members_[key].bounded(panel, horizon, nonnegative) for key in self.weights_]
        return np.average(forecasts, axis=0, weights=list(self.weights_.values()))

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        return self.bounded(panel, horizon, np.zeros(len(panel.items), dtype=bool))

    def reach(self, panel: Panel) -> int:
        return max(member.reach(panel) for member in self.members_.values())

    def write(self, folder: Path) -> None:
        (folder / "combined.json").write_text(json.dumps(self.weights_))
        for key, member in self.members_.items():
            (folder / key).mkdir()
            member.write(folder / key)

    def read(self, folder: Path) -> None:
        self.weights_ = json.loads((folder / "combined.json").read_text())
        self.members_ = {key: new_member(key) for key in self.weights_}
        for key, member in self.members_.items():
            member.read(folder / key)

    def describe(self, panel: Panel) -> list[Block]:
        return [block for member in self.members_.values() for block in member.describe(panel)]
