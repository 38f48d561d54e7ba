from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from contract.data import MAIN, TrainingData
from contract.family import Trained
from contract.training import Plan, Progress
from segmentation.family import Segmentation
from segmentation.options import SegmentationSettings

Train = Callable[..., Trained]


@pytest.fixture
def family() -> Segmentation:
    return Segmentation()


@pytest.fixture
def sheet() -> Callable[..., TrainingData]:
    """Training data from a frame: ``id`` and ``value`` as named, all other columns describe."""

    def build(frame: pd.DataFrame, id: str | None = None, value: str | None = None) -> TrainingData:
        kinds = {
            name: "number" if is_numeric_dtype(column) and not is_bool_dtype(column) else "category"
            for name, column in frame.items()
        }
        columns: dict[str, Any] = {"features": tuple(name for name in frame if name not in {id, value})}
        columns |= {role: name for role, name in (("id", id), ("value", value)) if name}
        return TrainingData(tables={MAIN: frame}, columns=columns, kinds={MAIN: kinds})

    return build


@pytest.fixture
def train(family: Segmentation) -> Train:
    """Train on data with the settings given by name."""

    def run(data: TrainingData, seed: int = 0, progress: Progress | None = None, **settings: Any) -> Trained:
        return family.train(data, Plan(SegmentationSettings(**settings), None, seed=seed), progress)

    return run


@pytest.fixture
def blobs() -> Callable[..., tuple[pd.DataFrame, np.ndarray]]:
    """Customers in groups that lie far apart: three numbers, one of them skewed, and two words."""

    def build(groups: int, rows: int, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
        random = np.random.default_rng(seed)
        truth = random.integers(groups, size=rows)
        frame = pd.DataFrame(
            {
                "visits": truth * 10 + random.normal(0, 1, rows),
                "age": np.array([20, 60, 35, 80, 50, 25])[truth] + random.normal(0, 3, rows),
                "sales": np.exp(truth % 3 * 2 + random.normal(0, 0.3, rows)),
                "region": np.array(list("NSEWCX"))[truth],
                "size": np.where(
                    random.random(rows) < 0.05, "medium", np.array(["small", "large"])[truth % 2]
                ),
            }
        )
        return frame, truth

    return build
