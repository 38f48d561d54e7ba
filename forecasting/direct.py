"""Trees that forecast every step directly (LightGBM): one model for all series, "steps ahead" among its features.

Three kinds differ in what they learn: the distance from the recent level, from the same place of the last
season, or from the last value. Where series trend, differences do well; where they swing, levels do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar, Literal

import lightgbm
import numpy as np

from forecasting.features import RECIPES, FeatureTable
from forecasting.forecaster import Forecaster, never_negative
from forecasting.options import DirectParams
from forecasting.panel import MIN_PAST, Panel
from training.exchange import Plan, Progress

TREES = {"fast": 150, "best": 300}
LEARNING_RATE = {"fast": 0.08, "best": 0.05}
MOST_ROWS = {"fast": 60_000, "best": 150_000}
FITS = {"fast": 1, "best": 3}  # in a backtest; the windows in between reuse the latest fit
FEW_ROWS = 3_000
SMALLEST_WEIGHT_SHARE = 0.05
FEATURES_SHOWN = 10
Base = Literal["level", "season", "last"]


class DirectTrees(Forecaster):
    """``base`` says what the target is the distance from."""

    base: ClassVar[Base]
    params: DirectParams
    items_: dict[str, int]
    units_: np.ndarray
    reach_: int
    booster_: lightgbm.Booster

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.units_ = self._sizes(panel)
        series, origins, ahead = _training_rows(panel, plan)
        self.reach_ = int(ahead.max(initial=1))
        table = FeatureTable(panel, self.units_)
        actual = panel.values[series, origins + ahead - 1]
        target = (actual - self._base(table, series, origins, ahead)) / self.units_[series]
        known = np.isfinite(target)
        series, origins, ahead, actual = series[known], origins[known], ahead[known], actual[known]
        data = lightgbm.Dataset(
            table.rows(series, origins, ahead),
            target[known],
            weight=_row_weights(actual, self.units_[series], plan),
        )
        self.booster_ = lightgbm.train(
            self._learning(len(series), plan), data, self.params.trees or TREES[plan.effort]
        )
        progress(1.0)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        """In blocks of as many steps as were learned: each block becomes history for the next."""
        units = self.units_[[self.items_[item] for item in panel.items]]
        table, count = FeatureTable(panel, units, horizon), len(panel.items)
        while table.history.steps < panel.steps + horizon:
            block = min(self.reach_, panel.steps + horizon - table.history.steps)
            series = np.repeat(np.arange(count), block)
            origins = np.full(len(series), table.history.steps)
            ahead = np.tile(np.arange(1, block + 1), count)
            predicted = self.booster_.predict(table.rows(series, origins, ahead), num_threads=1)
            values = self._base(table, series, origins, ahead) + units[series] * predicted
            table.history.append(values.reshape(count, block))
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
            part(1.0)
        return np.stack(forecasts)

    def reach(self, panel: Panel) -> int:
        return RECIPES[panel.frequency.step].reach

    def write(self, folder: Path) -> None:
        (folder / f"{self.key}.txt").write_text(self.booster_.model_to_string())
        np.savez(folder / f"{self.key}.npz", units=self.units_, reach=self.reach_)
        (folder / f"{self.key}.json").write_text(json.dumps(list(self.items_)))

    def read(self, folder: Path) -> None:
        self.booster_ = lightgbm.Booster(model_str=(folder / f"{self.key}.txt").read_text())
        with np.load(folder / f"{self.key}.npz", allow_pickle=False) as arrays:
            self.units_, self.reach_ = arrays["units"], int(arrays["reach"])
        items = json.loads((folder / f"{self.key}.json").read_text())
        self.items_ = {item: row for row, item in enumerate(items)}

    def _base(
        self, table: FeatureTable, series: np.ndarray, origins: np.ndarray, ahead: np.ndarray
    ) -> np.ndarray:
        level = table.level(series, origins)
        if self.base == "level":
            return level
        if self.base == "last":
            found = table.history.at(series, origins - 1)
        else:
            found = table.same_season(series, origins, ahead, table.recipe.seasons[0])[0]
        return np.where(np.isnan(found), level, found)

    def _sizes(self, panel: Panel) -> np.ndarray:
        """What a distance is measured in: the usual value for levels, the usual change for differences."""
        usual = _mean_size(panel.values)
        if self.base == "level":
            return np.where(usual > 0, usual, 1.0)
        lag = RECIPES[panel.frequency.step].seasons[0] if self.base == "season" else 1
        change = _mean_size(panel.values[:, lag:] - panel.values[:, :-lag]) if panel.steps > lag else usual
        found = np.where(change > 0, change, usual)
        return np.where(found > 0, found, 1.0)

    def _learning(self, rows: int, plan: Plan) -> dict[str, object]:
        few = rows < FEW_ROWS
        return {
            "objective": "l1",
            "learning_rate": LEARNING_RATE[plan.effort],
            "num_leaves": 15 if few else self.params.leaves,
            "min_data_in_leaf": 10 if few else 20,
            "feature_fraction": 0.6,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "num_threads": plan.threads,
            "deterministic": True,
            "seed": plan.seed,
            "verbose": -1,
        }


class LevelTrees(DirectTrees):
    key, base = "direct_level", "level"


class SeasonTrees(DirectTrees):
    key, base = "direct_season", "season"


class LastTrees(DirectTrees):
    key, base = "direct_last", "last"


def _training_rows(panel: Panel, plan: Plan) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Series, origins and steps ahead to learn from: all there are, or a random part of them."""
    horizon = plan.settings.horizon
    generator = np.random.default_rng(plan.seed)
    past = np.arange(panel.steps)[None, :] - panel.first[:, None]
    series, origins = np.nonzero((past >= MIN_PAST) & ~panel.repeat_only[:, None])
    most = MOST_ROWS[plan.effort]
    if len(series) * horizon > most:
        picked = generator.integers(0, len(series), most)
        ahead = generator.integers(1, horizon + 1, most)
    else:
        picked = np.repeat(np.arange(len(series)), horizon)
        ahead = np.tile(np.arange(1, horizon + 1), len(series))
    series, origins = series[picked], origins[picked]
    inside = origins + ahead <= panel.steps
    return series[inside], origins[inside], ahead[inside]


def _row_weights(actual: np.ndarray, units: np.ndarray, plan: Plan) -> np.ndarray | None:
    """Where percent count, an error weighs the more the smaller the value is."""
    if plan.settings.counts != "percent":
        return None
    weights = 1 / np.maximum(np.abs(actual), SMALLEST_WEIGHT_SHARE * units)
    return np.asarray(weights / weights.mean())


def _mean_size(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return np.asarray(np.where(known, np.abs(values), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))
