"""Logistic regression (ridge regression for numeric outcomes) on standardised numbers and 0/1 words."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scoring.features.schema import Matrix
from scoring.models.learner import Learner

PENALTY = 0.3  # C of scikit-learn: the inverse of the ridge penalty
RIDGE = 3.0
MOST_WORDS = 40  # of a category that get a weight of their own, the most common ones
FARTHEST = 5.0  # standard deviations: what is beyond counts as this far


class LogisticRegression(Learner):
    """Learned: ``centre_``, ``spread_`` and ``straight_`` per feature, ``weights_`` per coordinate (numbers,
    then missing marks, then words), ``means_`` of the coordinates and ``base_``.
    """

    suffix = ".npz"
    seeded = False

    def fit(
        self,
        matrix: Matrix,
        y: np.ndarray,
        valid: tuple[Matrix, np.ndarray] | None = None,
        rounds: int | None = None,
    ) -> None:
        from sklearn import linear_model

        self._learn_scales(matrix)
        points = self._points(matrix)
        if self.numeric:
            model = linear_model.Ridge(alpha=RIDGE).fit(points, y)
            weights, intercept = model.coef_, float(model.intercept_)
        else:
            model = linear_model.LogisticRegression(C=PENALTY, max_iter=400, tol=1e-4).fit(points, y)
            weights, intercept = model.coef_[0], float(model.intercept_[0])
        self.weights_ = np.asarray(weights, dtype=float)
        self.means_ = points.mean(axis=0, dtype=float)
        self.base_ = intercept + float(self.means_ @ self.weights_)

    def margin(self, matrix: Matrix) -> np.ndarray:
        return np.asarray((self._points(matrix) - self.means_) @ self.weights_ + self.base_)

    def contributions(self, matrix: Matrix) -> np.ndarray:
        parts = (self._points(matrix) - self.means_) * self.weights_
        result = np.zeros((len(matrix), len(self.widths_) + 1))
        np.add.at(result.T, np.repeat(np.arange(len(self.widths_)), self.widths_), parts.T)
        result[:, -1] = self.base_
        return result

    def save(self, path: Path) -> None:
        names = ("centre_", "spread_", "straight_", "widths_", "weights_", "means_")
        np.savez_compressed(path, base_=np.array(self.base_), **{name: getattr(self, name) for name in names})

    def restore(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            for name in stored.files:
                setattr(self, name, stored[name])
        self.base_ = float(self.base_)

    def _learn_scales(self, matrix: Matrix) -> None:
        values = matrix.values.astype(float)
        count = values.shape[1]
        self.centre_, self.spread_ = np.zeros(count), np.ones(count)
        self.straight_ = np.zeros(count)  # size of the number where it is put on a logarithmic scale
        self.widths_ = np.array(
            [min(levels, MOST_WORDS) if code else 2 for code, levels in _kinds(matrix)], dtype=int
        )
        for place in np.flatnonzero(~np.array(matrix.categorical, dtype=bool)):
            known = values[~np.isnan(values[:, place]), place]
            if not len(known) or not known.std():
                continue
            skewness = np.mean(((known - known.mean()) / known.std()) ** 3)
            if abs(skewness) > 1 and len(np.unique(known)) > 2:
                self.straight_[place] = float(np.median(np.abs(known[known != 0])))
            known = _straightened(known, self.straight_[place])
            self.centre_[place], self.spread_[place] = np.median(known), max(known.std(), 1e-9)

    def _points(self, matrix: Matrix) -> np.ndarray:
        points = np.zeros((len(matrix), int(self.widths_.sum())), dtype=np.float64)
        start = 0
        for place, width in enumerate(self.widths_):
            values = matrix.values[:, place].astype(float)
            missing = np.isnan(values)
            if matrix.categorical[place]:
                rows = np.flatnonzero(~missing & (values < width))
                points[rows, start + values[rows].astype(int)] = 1.0
            else:
                moved = (_straightened(values, self.straight_[place]) - self.centre_[place]) / self.spread_[
                    place
                ]
                points[:, start] = np.where(missing, 0.0, moved.clip(-FARTHEST, FARTHEST))
                points[:, start + 1] = missing
            start += width
        return points


def _kinds(matrix: Matrix) -> list[tuple[bool, int]]:
    return list(zip(matrix.categorical, matrix.levels, strict=True))


def _straightened(values: np.ndarray, scale: float) -> np.ndarray:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values) / scale)) if scale else values
