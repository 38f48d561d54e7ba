"""From margins to calibrated probabilities, and how certain they are.

Chosen by out-of-fold log loss among no change, a sigmoid (Platt 1999) and isotonic steps (Zadrozny &
Elkan 2002); each is fitted on shuffled, stratified folds and judged on the others.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from scoring.judging.metrics import log_losses
from scoring.models.learner import sigmoid
from scoring.sheet.splits import Layout

FOLDS = 5
BETTER = 0.5  # standard errors of the difference by which a calibration must win over none
ISOTONIC_FROM = 1_000  # rows; with fewer its steps follow chance
SURE = 1.96  # standard deviations of a 95 % interval
NEIGHBOURS = 0.05  # share of the rows that say how often the outcome came at such a score
FEWEST_NEIGHBOURS = 50


@dataclass
class Calibration:
    """``kind`` is "none", "sigmoid" (slope and intercept) or "isotonic" (knots of margin and probability)."""

    kind: str = "none"
    slope: float = 1.0
    intercept: float = 0.0
    margins: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def __call__(self, margin: np.ndarray) -> np.ndarray:
        if self.kind == "isotonic":
            return np.asarray(np.interp(margin, self.margins, self.values))
        return sigmoid(self.slope * margin + self.intercept)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def choose(margin: np.ndarray, y: np.ndarray, seed: int) -> Calibration:
    """``margin`` must be out of fold."""
    kinds = ["none", "sigmoid", *(["isotonic"] if len(y) >= ISOTONIC_FROM else [])]
    never = np.full(len(y), np.datetime64("NaT", "ns"))
    folds = Layout(y, never, np.arange(len(y)), seed).folds(FOLDS)
    losses = {kind: np.empty(len(y)) for kind in kinds}
    for learn, judge in folds:
        for kind in kinds:
            fitted = _fit(kind, margin[learn], y[learn])
            losses[kind][judge] = log_losses(y[judge], fitted(margin[judge]))
    best = min(kinds, key=lambda kind: losses[kind].mean())
    gain = losses["none"] - losses[best]
    if gain.mean() <= BETTER * gain.std() / np.sqrt(len(y)):
        return Calibration()
    return _fit(best, margin, y)


def _fit(kind: str, margin: np.ndarray, y: np.ndarray) -> Calibration:
    if kind == "sigmoid":
        return _sigmoid(margin, y)
    return _isotonic(margin, y) if kind == "isotonic" else Calibration()


def _sigmoid(margin: np.ndarray, y: np.ndarray) -> Calibration:
    """Maximum likelihood by Newton's method; a few steps are enough for two numbers."""
    slope, intercept = 1.0, 0.0
    for _ in range(20):
        p = sigmoid(slope * margin + intercept)
        weight = np.maximum(p * (1 - p), 1e-9)
        gradient = np.array([((y - p) * margin).sum(), (y - p).sum()])
        cross = (weight * margin).sum()
        curvature = np.array([[(weight * margin**2).sum(), cross], [cross, weight.sum()]])
        step = np.linalg.solve(curvature + 1e-6 * np.eye(2), gradient)
        slope, intercept = slope + step[0], intercept + step[1]
        if np.abs(step).max() < 1e-6:
            break
    if not 0.1 < slope < 10 or not np.isfinite(intercept):
        return Calibration()
    return Calibration("sigmoid", slope=float(slope), intercept=float(intercept))


def _isotonic(margin: np.ndarray, y: np.ndarray) -> Calibration:
    """Steps joined by lines through the middle of each, so that different margins stay different."""
    from sklearn.isotonic import isotonic_regression

    order = np.argsort(margin, kind="stable")
    margin, level = margin[order], isotonic_regression(y[order])
    starts = np.flatnonzero(np.diff(level, prepend=-1) > 0)
    sizes = np.diff(np.append(starts, len(level)))
    middles = np.add.reduceat(margin, starts) / sizes
    # No step of few rows says "never" or "always".
    values = (level[starts] * sizes + y.mean()) / (sizes + 1)
    return Calibration("isotonic", margins=middles.tolist(), values=np.maximum.accumulate(values).tolist())


@dataclass
class Range:
    """95 % bounds by score: how often the outcome came among those that were scored about so.

    ``at`` are scores; ``below`` and ``above`` are how far the bounds lie from the score.
    """

    at: list[float]
    below: list[float]
    above: list[float]

    def __call__(self, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (
            score - np.interp(score, self.at, self.below),
            score + np.interp(score, self.at, self.above),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def probability_range(p: np.ndarray, y: np.ndarray) -> Range:
    """Wilson's interval (1927) of the observed rate among the neighbours by score, around the score."""
    order = np.argsort(p, kind="stable")
    size = min(max(int(len(p) * NEIGHBOURS), FEWEST_NEIGHBOURS), len(p))
    parts = np.array_split(order, max(len(p) // size, 1))
    at, below, above = [], [], []
    for part in parts:
        rate, count, score = y[part].mean(), len(part), p[part].mean()
        middle = (rate + SURE**2 / (2 * count)) / (1 + SURE**2 / count)
        half = SURE * np.sqrt(rate * (1 - rate) / count + SURE**2 / (4 * count**2)) / (1 + SURE**2 / count)
        at.append(float(score))
        below.append(float(max(score - (middle - half), 0.0)))
        above.append(float(max(middle + half - score, 0.0)))
    return Range(at, below, above)


def value_range(predicted: np.ndarray, y: np.ndarray) -> Range:
    """Bounds between which 95 % of the out-of-fold outcomes lay."""
    low, high = np.quantile(y - predicted, [0.025, 0.975])
    return Range([0.0], [float(max(-low, 0.0))], [float(max(high, 0.0))])
