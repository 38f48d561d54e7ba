"""How well a score ranks outcomes."""

from __future__ import annotations

import numpy as np
from scipy.stats import kendalltau, rankdata


def auc(y: np.ndarray, p: np.ndarray) -> float:
    """Share of pairs of different outcomes that are in the right order; ties count half."""
    if set(np.unique(y)) - {0.0, 1.0}:
        tau = kendalltau(y, p, variant="b").statistic
        return float((1 + (0.0 if np.isnan(tau) else tau)) / 2)
    hits = int(y.sum())
    if not 0 < hits < len(y):
        return 0.5
    return float((rankdata(p)[y == 1].sum() - hits * (hits + 1) / 2) / (hits * (len(y) - hits)))
