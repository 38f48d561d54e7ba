"""One gradient boosting model (XGBoost) for all series, applied step by step.

Each step is predicted from the history, then taken as history for the next one. The target is the
distance from the series' recent level, in units of the series' usual size.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import xgboost

from contract.training import Plan, Progress
from forecasting.features.table import FeatureTable
from forecasting.models.trees import GlobalTrees, Places, enough_past, positive_sizes
from forecasting.options import BoostingParams
from forecasting.panel import Panel
from forecasting.uncertainty.series_stats import never_negative

TREES = 100
LEARNING_RATE = 0.1
MOST_ROWS = 100_000
FEW_ROWS, DEPTH_OF_FEW, BINS_OF_FEW = 5_000, 4, 64
BINS = 256


class Boosting(GlobalTrees):
    key, fits = "boosting", {"fast": 2, "best": 3}
    params: BoostingParams
    floors_: np.ndarray
    booster_: xgboost.Booster

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        rows = self.training_rows(panel, _places(panel, plan))
        self.floors_ = np.where(never_negative(panel), 0.0, -np.inf)
        trees = self.params.trees or TREES
        self.booster_ = xgboost.train(
            self._learning(len(rows.target), plan),
            xgboost.DMatrix(rows.features, rows.target, nthread=plan.threads),
            num_boost_round=trees,
            callbacks=[_Reporting(self.reporting(progress, trees))],
        )

    def sizes(self, panel: Panel) -> np.ndarray:
        return positive_sizes(panel.values)

    def base(self, table: FeatureTable, places: Places) -> np.ndarray:
        return table.level(places.series, places.origins)

    def forecast_block(self, panel: Panel, horizon: int) -> np.ndarray:
        table, series = self.table(panel, horizon), np.arange(len(panel.items))
        floors = self.floors_[self.learned_rows(panel)]
        for step in range(panel.steps, panel.steps + horizon):
            places = Places(series, np.full(len(series), step), np.ones_like(series))
            features = table.rows(places.series, places.origins, places.ahead)
            predicted = self.booster_.inplace_predict(features, validate_features=False)
            values = self.base(table, places) + table.units * predicted
            table.history.append(np.maximum(values, floors)[:, None])
        return table.history.values[:, panel.steps :]

    def gains(self) -> np.ndarray:
        found = np.zeros(self.booster_.num_features())
        for name, gain in self.booster_.get_score(importance_type="total_gain").items():
            found[int(name.removeprefix("f"))] = gain
        return found

    def write(self, folder: Path) -> None:
        super().write(folder)
        self.booster_.save_model(folder / "boosting.ubj")
        np.savez(folder / "boosting_floors.npz", floors=self.floors_)

    def read(self, folder: Path) -> None:
        super().read(folder)
        self.booster_ = xgboost.Booster(params={"nthread": 1})
        self.booster_.load_model(folder / "boosting.ubj")
        with np.load(folder / "boosting_floors.npz", allow_pickle=False) as arrays:
            self.floors_ = arrays["floors"]

    def _learning(self, rows: int, plan: Plan) -> dict[str, Any]:
        few = rows < FEW_ROWS
        return {
            "objective": "reg:squarederror",
            "max_depth": min(self.params.depth, DEPTH_OF_FEW) if few else self.params.depth,
            "max_bin": BINS_OF_FEW if few else BINS,
            "eta": LEARNING_RATE,
            "subsample": 0.8,
            "colsample_bytree": 0.7,
            "min_child_weight": 1 if few else 5,
            "tree_method": "hist",
            "nthread": plan.threads,
            "seed": plan.seed,
        }


class _Reporting(xgboost.callback.TrainingCallback):
    def __init__(self, report: Callable[[int], None]):
        self._report = report

    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        self._report(epoch + 1)
        return False


def _places(panel: Panel, plan: Plan) -> Places:
    """All steps with some past, or a random part of them.

    Steps with too little past for the long lags are among them: young series must be known, too. Columns
    known only afterwards end up to a horizon before, as they do where forecasts have become history.
    """
    generator = np.random.default_rng(plan.seed)
    series, steps = np.nonzero(enough_past(panel))
    if len(series) > MOST_ROWS:
        picked = generator.choice(len(series), MOST_ROWS, replace=False)
        series, steps = series[picked], steps[picked]
    known = steps - generator.integers(0, plan.settings.horizon, len(steps))
    return Places(series, steps, np.ones_like(steps), np.maximum(known, 0))
