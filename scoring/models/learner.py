"""What every learner of the scores must do. Its margin is the log-odds of a hit, or the numeric score."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import numpy as np

from scoring.features.schema import Matrix

PATIENCE = 30  # rounds without gain on the rows kept aside, after which boosting ends
FURTHEST = 0.001  # probabilities are kept this far from 0 and 1 before they become log-odds


class Learner(ABC):
    """``rounds_`` is the number of trees found or given; 0 where there are none."""

    suffix: str
    seeded: bool = True
    """Whether another seed makes another model."""
    rounds_: int = 0

    def __init__(self, numeric: bool, seed: int, threads: int, settings: dict[str, Any] | None = None):
        self.numeric, self.seed, self.threads = numeric, seed, threads
        self.settings = settings or {}

    @abstractmethod
    def fit(
        self,
        matrix: Matrix,
        y: np.ndarray,
        valid: tuple[Matrix, np.ndarray] | None = None,
        rounds: int | None = None,
    ) -> None:
        """Learn from all rows; ``valid`` decides when to stop, unless ``rounds`` are given."""

    @abstractmethod
    def margin(self, matrix: Matrix) -> np.ndarray:
        """One margin per row."""

    @abstractmethod
    def contributions(self, matrix: Matrix) -> np.ndarray:
        """(rows, features + 1): what each feature adds to the base, which is last. Rows sum to the margin."""

    @abstractmethod
    def save(self, path: Path) -> None: ...

    @abstractmethod
    def restore(self, path: Path) -> None: ...


def logit(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, FURTHEST, 1 - FURTHEST)
    return np.asarray(np.log(p / (1 - p)))


def sigmoid(margin: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(margin, -30, 30))))


def rescaled(
    contributions: np.ndarray, before: np.ndarray, base: float | np.ndarray, after: np.ndarray
) -> np.ndarray:
    """Contributions on another scale: from the new ``base`` they add up to ``after``.

    Each row is stretched by the one factor that makes its parts add up, as the rescale rule of DeepLIFT
    (Shrikumar et al. 2017) passes through a function of one value.
    """
    start = contributions[:, -1]
    moved = before - start
    small = np.abs(moved) < 1e-9
    factor = np.where(small, 0.0, (after - base) / np.where(small, 1.0, moved))
    result = contributions * factor[:, None]
    result[:, -1] = np.where(small, after, base)
    return np.asarray(result)
