"""Trees that forecast every step directly (LightGBM): "steps ahead" is among the features.

Kinds differ in what they learn: the distance from the recent level, from the same place of the last
season, or from the last value. Where series trend, differences do well; where they swing, levels do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import lightgbm
import numpy as np

from contract.training import Plan, Progress
from forecasting.features.recipes import recipe_of
from forecasting.features.table import FeatureTable
from forecasting.models.trees import GlobalTrees, Places, TrainingRows, enough_past, positive_sizes
from forecasting.panel import Panel
from forecasting.params import DirectParams

TREES = {"fast": 150, "best": 300}
LEARNING_RATE = {"fast": 0.08, "best": 0.05}
MOST_ROWS = {"fast": 60_000, "best": 150_000}
STEPS_PER_ORIGIN = {"fast": 6, "best": 28}  # of those ahead that are learned from, on average
FEATURE_SHARE = 0.6
FEW_ROWS = 3_000
# With so few rows, histograms with so few bins are as good and take half the time.
COARSE_ROWS, COARSE_BINS = 10_000, 63
FEW_ORIGINS = 40_000
# Where there is less to learn from than that, trees on levels and on logarithms split at random places and
# see fewer features at a time: in backtests of four weekly and quarterly sheets they erred 2 to 14 % less, of
# five monthly series no less.
SCARCE_FEATURE_SHARE = 0.4
SMALLEST_WEIGHT_SHARE = 0.05


class DirectTrees(GlobalTrees):
    """``distance_from`` says what the target is the distance from."""

    fits = {"fast": 1, "best": 3}
    distance_from: ClassVar[Literal["level", "season", "last"]]
    params: DirectParams
    reach_: int
    scarce_: bool
    booster_: lightgbm.Booster

    def adopt(self, learned: Mapping[str, Any], plan: Plan) -> None:
        self.params = learned["tuned"].get(self.key, self.params)

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        rows = self.rows_to_learn(panel, plan)
        trees = self.params.trees or TREES[plan.effort]
        report = self.reporting(progress, trees)
        self.booster_ = lightgbm.train(
            self.learning(len(rows.target), plan),
            lightgbm.Dataset(rows.features, rows.target, weight=self.weights(rows, plan)),
            trees,
            callbacks=[lambda state: report(state.iteration + 1)],
        )

    def rows_to_learn(self, panel: Panel, plan: Plan) -> TrainingRows:
        places = _places(panel, plan)
        self.scarce_ = int(enough_past(panel).sum()) < FEW_ORIGINS
        self.reach_ = int(places.ahead.max(initial=1))
        return self.training_rows(panel, places)

    def sizes(self, panel: Panel) -> np.ndarray:
        """The usual value for levels, the usual change for differences."""
        usual = positive_sizes(panel.values)
        lag = recipe_of(panel.frequency).seasons[0] if self.distance_from == "season" else 1
        if self.distance_from == "level" or panel.steps <= lag:
            return usual
        return positive_sizes(panel.values[:, lag:] - panel.values[:, :-lag], instead=usual)

    def base(self, table: FeatureTable, places: Places) -> np.ndarray:
        level = table.level(places.series, places.origins)
        if self.distance_from == "level":
            return level
        if self.distance_from == "last":
            found = table.history.at(places.series, places.origins - 1)
        else:
            season = table.recipe.seasons[0]
            found = table.same_season(places.series, places.origins, places.ahead, season)[0]
        return np.where(np.isnan(found), level, found)

    def forecast_block(self, panel: Panel, horizon: int) -> np.ndarray:
        """As many steps at once as were learned; they become history for the next ones."""
        table, count = self.table(panel, horizon), len(panel.items)
        while table.history.steps < panel.steps + horizon:
            block = min(self.reach_, panel.steps + horizon - table.history.steps)
            series = np.repeat(np.arange(count), block)
            origins = np.full(len(series), table.history.steps)
            places = Places(series, origins, np.tile(np.arange(1, block + 1), count))
            features = table.rows(places.series, places.origins, places.ahead)
            predicted = self.booster_.predict(features, num_threads=1)
            values = self.base(table, places) + table.units[series] * predicted
            table.history.append(values.reshape(count, block))
        return table.history.values[:, panel.steps :]

    def weights(self, rows: TrainingRows, plan: Plan) -> np.ndarray | None:
        """Where percent count, an error weighs the more the smaller the value is."""
        if plan.settings.counts != "percent":
            return None
        weights = 1 / np.maximum(np.abs(rows.actual), SMALLEST_WEIGHT_SHARE * rows.units)
        return np.asarray(weights / weights.mean())

    def gains(self) -> np.ndarray:
        return np.asarray(self.booster_.feature_importance("gain"))

    def write(self, folder: Path) -> None:
        super().write(folder)
        (folder / f"{self.key}.txt").write_text(self.booster_.model_to_string())
        np.savez(folder / f"{self.key}_reach.npz", reach=self.reach_)

    def read(self, folder: Path) -> None:
        super().read(folder)
        self.booster_ = lightgbm.Booster(model_str=(folder / f"{self.key}.txt").read_text())
        with np.load(folder / f"{self.key}_reach.npz", allow_pickle=False) as arrays:
            self.reach_ = int(arrays["reach"])

    def learning(self, rows: int, plan: Plan) -> dict[str, Any]:
        """LightGBM's parameters for so many rows."""
        few = rows < FEW_ROWS
        coarse = {"max_bin": COARSE_BINS} if rows < COARSE_ROWS else {}
        return {
            "objective": "l1",
            "learning_rate": self.params.learning_rate or LEARNING_RATE[plan.effort],
            "num_leaves": self.params.leaves or (15 if few else 31),
            "min_data_in_leaf": self.params.least_rows or (10 if few else 20),
            "feature_fraction": self.params.feature_share or FEATURE_SHARE,
            "bagging_fraction": 0.8,
            **coarse,
            **self._held_back(),
            **repeatable(plan),
        }

    def _held_back(self) -> dict[str, Any]:
        if not self.scarce_ or self.distance_from != "level":
            return {}
        share = {} if self.params.feature_share else {"feature_fraction": SCARCE_FEATURE_SHARE}
        return {"extra_trees": True, "lambda_l2": 5.0, **share}


class LevelTrees(DirectTrees):
    key, distance_from = "direct_level", "level"


class SeasonTrees(DirectTrees):
    key, distance_from = "direct_season", "season"


class LastTrees(DirectTrees):
    key, distance_from = "direct_last", "last"


def repeatable(plan: Plan) -> dict[str, Any]:
    """LightGBM's parameters that all of its models share: the same seed, the same trees."""
    return {
        "bagging_freq": 1,
        "num_threads": plan.threads,
        "deterministic": True,
        "force_row_wise": True,  # else each fit begins with a race of two ways
        "seed": plan.seed,
        "verbose": -1,
    }


def _places(panel: Panel, plan: Plan) -> Places:
    """Series, origins and steps ahead: all there are, or a random part of them."""
    horizon = plan.settings.horizon
    generator = np.random.default_rng(plan.seed)
    series, origins = np.nonzero(enough_past(panel) & ~panel.repeat_only[:, None])
    most = min(MOST_ROWS[plan.effort], STEPS_PER_ORIGIN[plan.effort] * len(series))
    if len(series) * horizon > most:
        picked = generator.integers(0, len(series), most)
        ahead = generator.integers(1, horizon + 1, most)
    else:
        picked = np.repeat(np.arange(len(series)), horizon)
        ahead = np.tile(np.arange(1, horizon + 1), len(series))
    places = Places(series[picked], origins[picked], ahead)
    return places.select(np.flatnonzero(places.origins + ahead <= panel.steps))
