"""How good scores are. ``y`` holds 0 and 1 (or a numeric outcome), ``p`` what was predicted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from columns.ranking import auc

BINS = 10
LEAST = 1e-6  # probabilities are kept this far from 0 and 1 in the log loss
DRAWS = 200  # of the bootstrap


@dataclass(frozen=True)
class Interval:
    """A 95 % confidence interval."""

    lower: float
    upper: float


def auc_placements(y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each hit, the share of others below it; for each other, the share of hits above it (DeLong)."""
    hits, others = p[y == 1], p[y == 0]
    joint = rankdata(np.concatenate([hits, others]))
    above = (joint[: len(hits)] - rankdata(hits)) / max(len(others), 1)
    below = 1 - (joint[len(hits) :] - rankdata(others)) / max(len(hits), 1)
    return above, below


def auc_error(y: np.ndarray, p: np.ndarray) -> float:
    """Standard error of the AUC (DeLong, DeLong & Clarke-Pearson 1988); of Kendall's tau for scores."""
    if set(np.unique(y)) - {0.0, 1.0}:
        return float(np.sqrt(2 * (2 * len(y) + 5) / (9 * len(y) * (len(y) - 1))) / 2)
    return _spread(*auc_placements(y, p))


def auc_difference_error(y: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """Standard error of AUC(p) - AUC(q) on the same rows, from which what both err in cancels out."""
    if set(np.unique(y)) - {0.0, 1.0}:
        return auc_error(y, p)
    first, second = auc_placements(y, p), auc_placements(y, q)
    return _spread(first[0] - second[0], first[1] - second[1])


def _spread(above: np.ndarray, below: np.ndarray) -> float:
    if len(above) < 2 or len(below) < 2:
        return 0.5
    return float(np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below)))


def average_precision(y: np.ndarray, p: np.ndarray) -> float:
    """Mean precision over the hits, best score first; equal scores are taken together."""
    order = np.argsort(-p, kind="stable")
    hits = y[order].cumsum()
    last = np.flatnonzero(np.diff(p[order], append=np.nan) != 0)
    gained = np.diff(hits[last], prepend=0)
    return float((hits[last] / (last + 1) * gained).sum() / max(hits[-1], 1))


def log_losses(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    p = p.clip(LEAST, 1 - LEAST)
    return np.asarray(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


def calibration_error(y: np.ndarray, p: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: mean |predicted - observed| over ``bins`` bins of equal size by score."""
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, len(y))) if len(part)]
    return float(sum(abs(p[part].mean() - y[part].mean()) * len(part) for part in parts) / len(y))


def classification(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    return {
        "auc": auc(y, p),
        "average_precision": average_precision(y, p),
        "log_loss": float(log_losses(y, p).mean()),
        "brier": float(((p - y) ** 2).mean()),
        "calibration_error": calibration_error(y, p),
    }


def regression(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    errors = y - p
    around = ((y - y.mean()) ** 2).sum()
    return {
        "auc": auc(y, p),
        "mae": float(np.abs(errors).mean()),
        "rmse": float(np.sqrt((errors**2).mean())),
        "r2": float(1 - (errors**2).sum() / around) if around else 0.0,
    }


def measure(y: np.ndarray, p: np.ndarray, numeric: bool) -> dict[str, float]:
    return regression(y, p) if numeric else classification(y, p)


def intervals(y: np.ndarray, p: np.ndarray, numeric: bool, seed: int) -> dict[str, Interval]:
    """95 % intervals of every metric by drawing the rows again; that of the AUC after DeLong."""
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(DRAWS):
        rows = random.integers(len(y), size=len(y))
        if y[rows].var() > 0:
            drawn.append({**_quick(y[rows], p[rows], numeric)})
    found = {
        name: Interval(*(float(v) for v in np.quantile([one[name] for one in drawn], [0.025, 0.975])))
        for name in (drawn[0] if drawn else ())
    }
    middle, error = auc(y, p), auc_error(y, p)
    found["auc"] = Interval(max(middle - 1.96 * error, 0.0), min(middle + 1.96 * error, 1.0))
    return found


def _quick(y: np.ndarray, p: np.ndarray, numeric: bool) -> dict[str, float]:
    """Every metric but the AUC, whose interval has a formula."""
    if numeric:
        errors = y - p
        spread = ((y - y.mean()) ** 2).sum()
        return {
            "mae": float(np.abs(errors).mean()),
            "rmse": float(np.sqrt((errors**2).mean())),
            "r2": float(1 - (errors**2).sum() / spread),
        }
    return {
        "average_precision": average_precision(y, p),
        "log_loss": float(log_losses(y, p).mean()),
        "brier": float(((p - y) ** 2).mean()),
        "calibration_error": calibration_error(y, p),
    }
