"""Direct trees on a logarithmic scale: what multiplies sales, as a promotion does, becomes something added.

The scale is the inverse hyperbolic sine of an amount in tenths of its series' usual size: a logarithm
for amounts of any note, straight around 0, and defined for zero and negative amounts, too (Burbidge, Magee
and Robb 1988, "Alternative transformations to handle extreme values of the dependent variable", JASA 83).
An absolute error on this scale is a relative error, and its median is the median of the amounts.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from contract.training import Plan, Progress
from forecasting.models.direct import DirectTrees
from forecasting.models.trees import TrainingRows, positive_sizes
from forecasting.panel import Panel

STRAIGHT_BELOW = 0.1  # of the usual size: where the scale turns from straight to logarithmic
LARGEST_RATIO = 3.0  # on this scale, about 1 : 20: rows further from their level count no more or less
FARTHEST_BEYOND = 1.0  # on this scale: no forecast is more than about e times the largest amount seen


class LogTrees(DirectTrees):
    key, distance_from = "direct_log", "level"
    straight_: np.ndarray
    ceilings_: np.ndarray

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.straight_ = STRAIGHT_BELOW * positive_sizes(panel.values)
        logarithms = self._logarithms(panel)
        self.ceilings_ = np.nan_to_num(np.abs(logarithms.values)).max(axis=1) + FARTHEST_BEYOND
        super().learn(logarithms, plan, progress)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        found, rows = super().forecast(self._logarithms(panel), horizon), self.learned_rows(panel)
        ceilings = self.ceilings_[rows][:, None]
        return np.asarray(self.straight_[rows][:, None] * np.sinh(np.clip(found, -ceilings, ceilings)))

    def sizes(self, panel: Panel) -> np.ndarray:
        """A change is a ratio already: alike for series of any size."""
        return np.ones(len(panel.items))

    def weights(self, rows: TrainingRows, plan: Plan) -> np.ndarray | None:
        """Of ratios r to the level, the least error in percent has their median, weighted by 1 / r."""
        if plan.settings.counts != "percent":
            return None
        weights = np.exp(-np.clip(rows.target, -LARGEST_RATIO, LARGEST_RATIO))
        return np.asarray(weights / weights.mean())

    def write(self, folder: Path) -> None:
        super().write(folder)
        np.savez(folder / f"{self.key}_scale.npz", straight=self.straight_, ceilings=self.ceilings_)

    def read(self, folder: Path) -> None:
        super().read(folder)
        with np.load(folder / f"{self.key}_scale.npz", allow_pickle=False) as arrays:
            self.straight_, self.ceilings_ = arrays["straight"], arrays["ceilings"]

    def _logarithms(self, panel: Panel) -> Panel:
        straight = self.straight_[self.learned_rows(panel)][:, None]
        return replace(panel, values=np.arcsinh(panel.values / straight))
