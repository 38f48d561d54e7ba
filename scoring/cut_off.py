"""Whom to contact so that the profit is largest: by value, cost and capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CutOff:
    """``least`` is the least score to contact; ``share`` of the customers have it."""

    least: float
    share: float
    limited: bool


def choose(p: np.ndarray, value: float, cost: float, capacity: int | None, customers: int) -> CutOff:
    """A contact pays where p * value is above cost; ``capacity`` of ``customers`` may be fewer than pay.

    ``p`` are calibrated probabilities of other customers like these.
    """
    pays = cost / value if value > 0 else 1.0
    share = float((p >= pays).mean()) if len(p) else 0.0
    if capacity is not None and share * customers > capacity:
        allowed = capacity / customers
        return CutOff(float(np.quantile(p, 1 - allowed)), allowed, limited=True)
    return CutOff(min(pays, 1.0), share, limited=False)
