"""One gradient boosting model (XGBoost) for all series, applied step by step.

Each step is predicted from the history, then taken as history for the next one. The target is the
distance from the series' recent level, in units of the series' usual size.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import xgboost

from forecasting.features import RECIPES, FeatureTable
from forecasting.forecaster import Forecaster, never_negative
from forecasting.options import BoostingParams
from forecasting.panel import MIN_PAST, Panel
from language.sentences import Sentence, joined, say
from training.exchange import Block, Plan, Progress

TREES = 100
LEARNING_RATE = 0.1
MOST_ROWS = {"fast": 100_000, "best": 400_000}
FITS = {"fast": 2, "best": 3}  # in a backtest; the windows in between reuse the latest fit
FEW_ROWS, DEPTH_OF_FEW = 5_000, 4
MANY_ZEROS = 0.4
TREES_PER_REPORT = 20
FEATURES_SHOWN = 10


class Boosting(Forecaster):
    key = "boosting"
    params: BoostingParams
    items_: dict[str, int]
    units_: np.ndarray
    floors_: np.ndarray
    booster_: xgboost.Booster

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.units_ = _usual_sizes(panel)
        self.floors_ = np.where(never_negative(panel), 0.0, -np.inf)
        series, steps = _training_rows(panel, MOST_ROWS[plan.effort], plan.seed)
        features = FeatureTable(panel, self.units_)
        table = features.rows(series, steps, np.ones_like(steps))
        target = (panel.values[series, steps] - features.level(series, steps)) / self.units_[series]
        known = np.isfinite(target)
        trees = self.params.trees or TREES
        self.booster_ = xgboost.train(
            self._learning(panel, int(known.sum()), plan),
            xgboost.DMatrix(table[known], target[known], nthread=plan.threads),
            num_boost_round=trees,
            callbacks=[_Reporting(progress, trees)],
        )

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        learned = [self.items_[item] for item in panel.items]
        units, floors = self.units_[learned], self.floors_[learned]
        table, series = FeatureTable(panel, units, horizon), np.arange(len(panel.items))
        for step in range(panel.steps, panel.steps + horizon):
            origins = np.full(len(series), step)
            features = table.rows(series, origins, np.ones_like(origins))
            predicted = self.booster_.inplace_predict(features, validate_features=False)
            values = table.level(series, origins) + units * predicted
            table.history.append(np.maximum(values, floors)[:, None])
        return table.history.values[:, panel.steps :]

    def backtest(
        self, panel: Panel, origins: list[int], horizon: int, plan: Plan, progress: Progress
    ) -> np.ndarray:
        """As the base's, but fitted at a few of the origins only: trees change little between them."""
        every = -(-len(origins) // FITS[plan.effort])
        forecasts = []
        for number, origin in enumerate(origins):
            past = panel.until(origin)
            part = progress.part(number / len(origins), (number + 1) / len(origins))
            if number % every == 0:
                self.learn(past, plan, part)
            forecasts.append(self.bounded(past, horizon, never_negative(past)))
            said = say("Boosting: window {number} of {count} tested", number=number + 1, count=len(origins))
            part(1.0, said)
        return np.stack(forecasts)

    def reach(self, panel: Panel) -> int:
        return RECIPES[panel.frequency.step].reach

    def write(self, folder: Path) -> None:
        self.booster_.save_model(folder / "boosting.ubj")
        np.savez(folder / "boosting.npz", units=self.units_, floors=self.floors_)
        (folder / "boosting.json").write_text(json.dumps(list(self.items_)))

    def read(self, folder: Path) -> None:
        self.booster_ = xgboost.Booster(params={"nthread": 1})
        self.booster_.load_model(folder / "boosting.ubj")
        with np.load(folder / "boosting.npz", allow_pickle=False) as arrays:
            self.units_, self.floors_ = arrays["units"], arrays["floors"]
        items = json.loads((folder / "boosting.json").read_text())
        self.items_ = {item: row for row, item in enumerate(items)}

    def describe(self, panel: Panel) -> list[Block]:
        names = FeatureTable(panel, self.units_).names()
        gains = self.booster_.get_score(importance_type="total_gain")
        keys = sorted(gains, key=gains.__getitem__, reverse=True)[:FEATURES_SHOWN]
        largest = [names[int(key.removeprefix("f"))] for key in keys]
        total = sum(gains.values()) or 1.0
        data = {
            "labels": largest,
            "y_label": say("Share of what was learned"),
            "horizontal": True,
            "format": "percent",
            "series": [{"name": say("Share"), "values": [gains[key] / total for key in keys]}],
        }
        return [Block("bar", say("What the boosting model looks at"), data, _looked_at(largest))]

    def _learning(self, panel: Panel, rows: int, plan: Plan) -> dict[str, Any]:
        """XGBoost's parameters. Absolute error is better and slower, and blind where most values are 0."""
        zeros = float((panel.values == 0).mean())
        absolute = plan.effort == "best" and zeros < MANY_ZEROS and rows > FEW_ROWS
        return {
            "objective": "reg:absoluteerror" if absolute else "reg:squarederror",
            "max_depth": min(self.params.depth, DEPTH_OF_FEW) if rows < FEW_ROWS else self.params.depth,
            "eta": LEARNING_RATE,
            "subsample": 0.8,
            "colsample_bytree": 0.7,
            "min_child_weight": 1 if rows < FEW_ROWS else 5,
            "tree_method": "hist",
            "nthread": plan.threads,
            "seed": plan.seed,
        }


def _looked_at(largest: list[str]) -> Sentence | str:
    if not largest:
        return ""
    return say("The boosting model looks most at: {names}.", names=joined(largest[:3], ", "))


class _Reporting(xgboost.callback.TrainingCallback):
    def __init__(self, progress: Progress, trees: int):
        self._progress, self._trees = progress, trees

    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        if (epoch + 1) % TREES_PER_REPORT == 0:
            said = say("Boosting: {number:integer} of {all:integer} trees", number=epoch + 1, all=self._trees)
            self._progress((epoch + 1) / self._trees, said)
        return False


def _usual_sizes(panel: Panel) -> np.ndarray:
    """Mean absolute value of each series; 1 where it is always 0."""
    known = ~np.isnan(panel.values)
    sizes = np.where(known, np.abs(panel.values), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(sizes > 0, sizes, 1.0)


def _training_rows(panel: Panel, most: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Series and steps to learn from: all with some past, or a random part of ``most`` of them.

    Steps with too little past for the long lags are among them: young series must be known, too.
    """
    past = np.arange(panel.steps)[None, :] - panel.first[:, None]
    series, steps = np.nonzero(past >= MIN_PAST)
    if len(series) > most:
        part = np.sort(np.random.default_rng(seed).choice(len(series), most, replace=False))
        series, steps = series[part], steps[part]
    return series, steps
