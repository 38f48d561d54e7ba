"""Scores of every row by a learner that has not seen it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.members import MEMBERS
from scoring.schema import Matrix
from scoring.scorer import key_of

Folds = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class CrossFit:
    """``margin`` is NaN for rows that no fold scores (the earliest, over time)."""

    margin: np.ndarray
    rounds: int
    seconds: float


def crossfit(
    name: str,
    matrix: Matrix,
    y: np.ndarray,
    folds: Folds,
    numeric: bool,
    seed: int,
    threads: int,
    settings: dict[str, Any] | None = None,
    done: Callable[[], None] = lambda: None,
) -> CrossFit:
    """``rounds`` is the mean over the folds."""
    started = time.perf_counter()
    margin, rounds = np.full(len(y), np.nan), []
    for learn, judge in folds:
        if y[learn].min() == y[learn].max():  # over time, the first rows may all have one outcome
            done()
            continue
        learner = MEMBERS[key_of(name)].learner(numeric, seed, threads, settings)
        learner.fit(matrix.take(learn), y[learn], (matrix.take(judge), y[judge]))
        margin[judge] = learner.margin(matrix.take(judge))
        rounds.append(learner.rounds_)
        done()
    return CrossFit(margin, round(float(np.mean(rounds))) if rounds else 0, time.perf_counter() - started)
