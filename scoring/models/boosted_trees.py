"""XGBoost with native categories and early stopping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from scoring.features.schema import Matrix
from scoring.models.learner import PATIENCE, Learner

MOST_ROUNDS = 600
SETTINGS: dict[str, Any] = {
    "eta": 0.08,
    "max_depth": 4,
    "min_child_weight": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "reg_lambda": 2.0,
    "max_bin": 64,
    "max_cat_to_onehot": 6,
    "tree_method": "hist",
}


class BoostedTrees(Learner):
    suffix = ".ubj"

    def fit(
        self,
        matrix: Matrix,
        y: np.ndarray,
        valid: tuple[Matrix, np.ndarray] | None = None,
        rounds: int | None = None,
    ) -> None:
        import xgboost

        settings = {
            **SETTINGS,
            **self.settings,
            "objective": "reg:squarederror" if self.numeric else "binary:logistic",
            "eval_metric": "rmse" if self.numeric else "logloss",
            "base_score": float(y.mean()),
            "seed": self.seed,
            "nthread": self.threads,
            "verbosity": 0,
        }
        learn = self._data(matrix, y)
        if valid is None or rounds:
            self.booster_ = xgboost.train(settings, learn, rounds or 100)
            self.rounds_ = rounds or 100
            return
        watched = self._data(*valid)
        booster = xgboost.train(
            settings,
            learn,
            MOST_ROUNDS,
            evals=[(watched, "valid")],
            early_stopping_rounds=PATIENCE,
            verbose_eval=False,
        )
        self.rounds_ = booster.best_iteration + 1
        self.booster_ = booster[: self.rounds_]

    def margin(self, matrix: Matrix) -> np.ndarray:
        found = (
            self.booster_.inplace_predict(matrix.values, predict_type="margin") if _plain(matrix) else None
        )
        if found is None:
            found = self.booster_.predict(self._data(matrix), output_margin=True)
        return np.asarray(found, dtype=float)

    def contributions(self, matrix: Matrix) -> np.ndarray:
        return np.asarray(self.booster_.predict(self._data(matrix), pred_contribs=True), dtype=float)

    def save(self, path: Path) -> None:
        path.write_bytes(self.booster_.save_raw("ubj"))

    def restore(self, path: Path) -> None:
        import xgboost

        self.booster_ = xgboost.Booster({"nthread": self.threads})
        self.booster_.load_model(bytearray(path.read_bytes()))

    def _data(self, matrix: Matrix, y: np.ndarray | None = None) -> Any:
        import xgboost

        types = ["c" if categorical else "q" for categorical in matrix.categorical]
        return xgboost.DMatrix(
            matrix.values, y, feature_types=types, enable_categorical=True, nthread=self.threads
        )


def _plain(matrix: Matrix) -> bool:
    """Whether there are no categories, which only a DMatrix can name."""
    return not any(matrix.categorical)
