"""One gradient boosting model (XGBoost) for all series, applied step by step.

Each step is predicted from the history, then taken as history for the next one. The target is the
distance from the series' recent level, in units of the series' usual size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import xgboost

from contract.training import Plan, Progress
from forecasting.features.table import FeatureTable
from forecasting.models.direct import DirectTrees, LevelTrees, repeatable
from forecasting.models.trees import GlobalTrees, Places, TrainingRows, enough_past, positive_sizes
from forecasting.panel import Panel
from forecasting.params import BoostingParams, ForestParams
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


# --- A random forest of all series: deep trees that know nothing of each other, averaged ---

# Each tree sees this part of the rows and, at each split, this part of the features (Breiman 2001,
# "Random Forests", Machine Learning 45, takes a third of the features for regression).
SHARE_OF_ROWS = 0.5
SHARE_OF_FEATURES = 1 / 3
LEAST_ROWS_OF_A_LEAF = 5


class Forest(LevelTrees):
    key = "forest"
    fits = {"fast": 1, "best": 1}  # a mean of trees that are not fitted to each other's errors moves slowly
    params: ForestParams  # type: ignore[assignment]

    def learning(self, rows: int, plan: Plan) -> dict[str, Any]:
        return {
            **repeatable(plan),
            "boosting": "rf",
            # Not the absolute error: its gradients are signs, by which unboosted trees split badly.
            "objective": "regression",
            "num_leaves": self.params.leaves,
            "bagging_fraction": SHARE_OF_ROWS,
            "min_data_in_leaf": LEAST_ROWS_OF_A_LEAF,
            "feature_fraction_bynode": SHARE_OF_FEATURES,
        }


# --- Direct trees on a logarithmic scale: what multiplies sales becomes something added ---

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
