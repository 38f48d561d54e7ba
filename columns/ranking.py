"""How well a score ranks outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, rankdata

from columns.values import dates, numbers, words


def auc(y: np.ndarray, p: np.ndarray) -> float:
    """Share of pairs of different outcomes that are in the right order; ties count half."""
    if set(np.unique(y)) - {0.0, 1.0}:
        tau = kendalltau(y, p, variant="b").statistic
        return float((1 + (0.0 if np.isnan(tau) else tau)) / 2)
    hits = int(y.sum())
    if not 0 < hits < len(y):
        return 0.5
    return float((rankdata(p)[y == 1].sum() - hits * (hits + 1) / 2) / (hits * (len(y) - hits)))


# --- What one column alone says about the outcome: the one-rule model ---

BINS = 20
FOLDS = 5
PRIOR = 5.0  # rows of the base rate that each bin is mixed with
DAY = 86_400 * 10**9  # nanoseconds


@dataclass(frozen=True)
class Bins:
    """``codes`` from 0: quantile bins or words; the last code is "missing"."""

    codes: np.ndarray
    count: int

    @property
    def missing(self) -> np.ndarray:
        return self.codes == self.count - 1


def bins(values: pd.Series, kind: str) -> Bins:
    if kind in ("number", "flag", "date"):
        found = _days(values) if kind == "date" else numbers(values)
        known = found[~np.isnan(found)]
        steps = np.linspace(0, 1, BINS + 1)[1:-1]
        edges = np.unique(np.quantile(known, steps)) if len(known) else np.empty(0)
        codes = np.searchsorted(edges, found)
        codes = np.where(np.isnan(found), len(edges) + 1, codes)
        return Bins(codes, len(edges) + 2)
    codes, texts = words(values)
    return Bins(np.where(codes < 0, len(texts), codes), len(texts) + 1)


def _days(values: pd.Series) -> np.ndarray:
    found = dates(values, endless=True)
    return np.where(np.isnat(found), np.nan, found.astype(np.int64) / DAY)


def rates(codes: np.ndarray, count: int, y: np.ndarray) -> np.ndarray:
    """Mean outcome per code, mixed with PRIOR rows of the mean of all."""
    rows = np.bincount(codes, minlength=count)
    return np.asarray((np.bincount(codes, weights=y, minlength=count) + PRIOR * y.mean()) / (rows + PRIOR))


def out_of_fold(found: Bins, y: np.ndarray, seed: int) -> np.ndarray:
    """The rate of each row's bin among the other folds."""
    fold = np.random.default_rng(seed).permutation(len(y)) % FOLDS
    predicted = np.empty(len(y))
    for number in range(FOLDS):
        out = fold == number
        predicted[out] = rates(found.codes[~out], found.count, y[~out])[found.codes[out]]
    return predicted
