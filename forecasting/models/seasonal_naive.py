"""Repeating the last season: the baseline every other model is measured against."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from contract.training import Plan, Progress
from forecasting.models.forecaster import Forecaster
from forecasting.panel import Panel
from language.sentences import say


class SeasonalNaive(Forecaster):
    key = "seasonal_naive"

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        progress(1.0, say("Repeating the last season"))

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        return panel.repeat_season(horizon)

    def reach(self, panel: Panel) -> int:
        return panel.season

    def write(self, folder: Path) -> None:
        """The kept history is all there is."""

    def read(self, folder: Path) -> None:
        """The kept history is all there is."""
