"""Weights of members by greedy selection with replacement (Caruana et al. 2004) on out-of-fold loss."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.learner import sigmoid
from scoring.metrics import log_losses

STEPS = 20
LEAST_WEIGHT = 0.075  # a member with less is pruned


def select(margins: Mapping[str, np.ndarray], y: np.ndarray, numeric: bool) -> dict[str, float]:
    """Weights that sum to 1: the best member first, then always the one that lowers the loss most.

    Rows that no member has scored out of fold (NaN) do not count.
    """
    chosen: list[str] = []
    total = np.zeros(len(y))
    for step in range(STEPS):
        losses = {name: loss((total + margin) / (step + 1), y, numeric) for name, margin in margins.items()}
        best = min(losses, key=lambda name: losses[name])
        chosen.append(best)
        total += margins[best]
    shares = {name: chosen.count(name) / len(chosen) for name in margins if name in chosen}
    kept = {name: share for name, share in shares.items() if share >= LEAST_WEIGHT}
    return {name: share / sum(kept.values()) for name, share in kept.items()}


def mixed(margins: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    return np.asarray(sum(weight * margins[name] for name, weight in weights.items()))


def loss(margin: np.ndarray, y: np.ndarray, numeric: bool) -> float:
    """Mean log loss, or mean squared error, of the rows that are scored."""
    scored = ~np.isnan(margin)
    if numeric:
        return float(((margin[scored] - y[scored]) ** 2).mean())
    return float(log_losses(y[scored], sigmoid(margin[scored])).mean())
