from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import MAIN, DataProblems, Problem, TrainingData
from contract.family import Family, Trained
from contract.training import Plan
from datasets.profiling import profile
from scoring.family import LeadScoring

Train = Callable[..., Trained]
Sheet = Callable[..., TrainingData]


@pytest.fixture(scope="session")
def family() -> LeadScoring:
    return LeadScoring()


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """Training data from a frame: roles as named, every other column describes the customer."""

    def build(frame: pd.DataFrame, label: str = "label", **roles: str) -> TrainingData:
        roles = {"label": label, **roles}
        rest = tuple(name for name in frame if name not in roles.values())
        kinds = {column.name: column.kind for column in profile(frame)}
        return TrainingData({MAIN: frame}, {**roles, "features": rest}, {MAIN: kinds})

    return build


@pytest.fixture(scope="session")
def train(family: LeadScoring) -> Train:
    """Train on data with the settings given by name."""

    def run(
        data: TrainingData,
        effort: str = "fast",
        model: str = "auto",
        of: Family | None = None,
        seed: int = 0,
        **settings: Any,
    ) -> Trained:
        used = of or family
        plan = Plan(used.Settings(**settings), None, model=model, effort=effort, seed=seed)  # type: ignore[arg-type]
        return used.train(data, plan)

    return run


@pytest.fixture(scope="session")
def refused(train: Train) -> Callable[..., list[Problem]]:
    """The problems of a training that must not go through."""

    def run(data: TrainingData, **settings: Any) -> list[Problem]:
        with pytest.raises(DataProblems) as caught:
            train(data, **settings)
        return [problem for problem in caught.value.problems if problem.fatal]

    return run


@pytest.fixture(scope="session")
def people() -> Callable[..., pd.DataFrame]:
    """Customers with a known chance of the outcome: strong falls, weak rises, noise does nothing."""

    def build(rows: int = 600, seed: int = 0) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        strong, weak = random.normal(0, 1, rows), random.normal(0, 1, rows)
        odds = -0.6 - 1.6 * strong + 0.6 * weak
        return pd.DataFrame(
            {
                "strong": strong.round(4),
                "weak": weak.round(4),
                "noise": random.normal(0, 1, rows).round(4),
                "colour": random.choice(["red", "green", "blue"], rows),
                "label": np.where(random.random(rows) < 1 / (1 + np.exp(-odds)), "yes", "no"),
            }
        )

    return build


@pytest.fixture(scope="session")
def fast(train: Train, sheet: Sheet, people: Callable[..., pd.DataFrame]) -> Trained:
    """A fast model, trained once for all tests that only look at it."""
    return train(sheet(people()))


@pytest.fixture(scope="session")
def best(train: Train, sheet: Sheet, people: Callable[..., pd.DataFrame]) -> Trained:
    """The ensemble, asked for by name."""
    return train(sheet(people()), model="ensemble")


def without(data: TrainingData, *features: str) -> TrainingData:
    kept = tuple(name for name in data.many("features") if name not in features)
    return replace(data, columns={**data.columns, "features": kept})
