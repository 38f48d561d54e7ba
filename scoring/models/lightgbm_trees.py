"""LightGBM: plain, with random thresholds (extra trees), and as forests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from scoring.features.schema import Matrix
from scoring.models.learner import PATIENCE, Learner, logit, rescaled

MOST_ROUNDS = 800
COMMON: dict[str, Any] = {
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    "max_bin": 127,
    "cat_smooth": 10,
    "min_data_per_group": 20,
}
PLAIN: dict[str, Any] = {
    "learning_rate": 0.06,
    "num_leaves": 15,
    "max_depth": 5,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_cat_to_onehot": 8,
}
EXTRA: dict[str, Any] = {**PLAIN, "extra_trees": True, "num_leaves": 10, "feature_fraction": 0.4}
FOREST: dict[str, Any] = {
    "boosting": "rf",
    "num_leaves": 31,
    "max_depth": 8,
    "min_data_in_leaf": 5,
    "bagging_fraction": 0.632,
    "bagging_freq": 1,
    "feature_fraction_bynode": 0.4,
}
FOREST_TREES = 60


class LightTrees(Learner):
    suffix = ".txt"
    defaults = PLAIN

    def fit(
        self,
        matrix: Matrix,
        y: np.ndarray,
        valid: tuple[Matrix, np.ndarray] | None = None,
        rounds: int | None = None,
    ) -> None:
        import lightgbm

        settings = {
            **COMMON,
            **self.defaults,
            **self.settings,
            "num_threads": self.threads,
            "seed": self.seed,
        }
        settings["objective"] = "regression" if self._squares else "binary"
        learn = self._data(matrix, y, settings)
        if valid is None or rounds:
            self.booster_ = lightgbm.train(settings, learn, rounds or 100)
        else:
            watched = lightgbm.Dataset(valid[0].values, valid[1], reference=learn, free_raw_data=False)
            stop = lightgbm.early_stopping(PATIENCE, verbose=False)
            self.booster_ = lightgbm.train(
                settings, learn, MOST_ROUNDS, valid_sets=[watched], callbacks=[stop]
            )
        self.rounds_ = rounds or self.booster_.best_iteration or self.booster_.num_trees()

    @property
    def _squares(self) -> bool:
        return self.numeric

    def margin(self, matrix: Matrix) -> np.ndarray:
        return self._raw(matrix)

    def contributions(self, matrix: Matrix) -> np.ndarray:
        found = self.booster_.predict(
            matrix.values, pred_contrib=True, num_iteration=self.rounds_, num_threads=self.threads
        )
        return np.asarray(found, dtype=float)

    def save(self, path: Path) -> None:
        text = self.booster_.model_to_string(num_iteration=self.rounds_, importance_type="gain")
        # Notes on the training data, of no use for answers.
        path.write_text(text.split("\nfeature_importances:")[0] + "\n", encoding="utf-8")

    def restore(self, path: Path) -> None:
        import lightgbm

        self.booster_ = lightgbm.Booster(model_str=path.read_text(encoding="utf-8"))
        self.rounds_ = self.booster_.num_trees()

    def _raw(self, matrix: Matrix) -> np.ndarray:
        found = self.booster_.predict(
            matrix.values, raw_score=True, num_iteration=self.rounds_, num_threads=self.threads
        )
        return np.asarray(found, dtype=float)

    def _data(self, matrix: Matrix, y: np.ndarray, settings: dict[str, Any]) -> Any:
        import lightgbm

        categorical = [place for place, is_code in enumerate(matrix.categorical) if is_code]
        return lightgbm.Dataset(
            matrix.values,
            y,
            categorical_feature=categorical,
            params={key: settings[key] for key in ("max_bin", "verbosity", "num_threads")},
            free_raw_data=False,
        )


class ExtraLightTrees(LightTrees):
    defaults = EXTRA


class LightForest(LightTrees):
    """A random forest (Breiman 2001) of means: its probability is the mean of its trees'."""

    defaults = FOREST

    @property
    def _squares(self) -> bool:
        return True

    def fit(
        self,
        matrix: Matrix,
        y: np.ndarray,
        valid: tuple[Matrix, np.ndarray] | None = None,
        rounds: int | None = None,
    ) -> None:
        super().fit(matrix, y, None, rounds or FOREST_TREES)

    def margin(self, matrix: Matrix) -> np.ndarray:
        mean = self._raw(matrix) / self.rounds_  # LightGBM gives a forest's raw score as the sum
        return mean if self.numeric else logit(mean)

    def contributions(self, matrix: Matrix) -> np.ndarray:
        found = super().contributions(matrix) / self.rounds_
        if self.numeric:
            return found
        base = float(logit(found[:1, -1])[0])
        return rescaled(found, found.sum(axis=1), base, self.margin(matrix))


class ExtraLightForest(LightForest):
    """Extremely randomised trees (Geurts, Ernst & Wehenkel 2006)."""

    defaults = {**FOREST, "extra_trees": True, "feature_fraction_bynode": 0.7}
