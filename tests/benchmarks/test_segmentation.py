"""Segments of a million customers, and of data whose answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from contract.data import TrainingData
from contract.training import Plan
from segmentation.family import Segmentation
from tests.benchmarks.tables import peak_megabytes, show, timed

pytestmark = pytest.mark.bench


def train(frame: pd.DataFrame, segments: int | None, **columns: object) -> list[object]:
    family = Segmentation()
    kinds = {
        name: "number" if pd.api.types.is_numeric_dtype(frame[name]) else "category" for name in frame.columns
    }
    data = TrainingData({"main": frame}, columns, {"main": kinds})  # type: ignore[arg-type,dict-item]
    plan = Plan(settings=family.Settings(segments=segments), params=family.params_class("auto")(), seed=1)  # type: ignore[call-arg]
    result, wall, processor = timed(lambda: family.train(data, plan))
    evaluation = result.evaluation
    return [
        len(result.model.segments_),
        evaluation.metrics["silhouette"],
        evaluation.baseline["silhouette"],
        wall,
        processor,
        peak_megabytes(),
    ]


def million(rows: int = 1_000_000) -> pd.DataFrame:
    """12 numbers and 4 categories from four groups."""
    random = np.random.default_rng(1)
    group = random.integers(0, 4, rows)
    frame = {f"number_{n}": random.lognormal(group * 0.5 + n / 10, 0.4) for n in range(12)}
    frame |= {
        f"category_{n}": np.array(["a", "b", "c", "d"])[(group + (random.random(rows) < 0.2)) % 4]
        for n in range(4)
    }
    return pd.DataFrame(frame)


def test_segments(shared_data: Path) -> None:
    mall = pd.read_csv(shared_data / "segmentation" / "Mall_Customers.csv")
    two = ("Annual Income (k$)", "Spending Score (1-100)")
    train(mall, None, features=two)  # Imports the libraries.
    rows = [["Mall customers, k = auto", *train(mall, None, features=two)]]
    large = million()
    for segments in (None, 4):
        label = f"1,000,000 x 16, k = {segments or 'auto'}"
        rows.append([label, *train(large, segments, features=tuple(large.columns))])
    columns = ["data", "segments", "silhouette", "baseline", "wall s", "processor s", "peak MB"]
    show("Segmentation, whole training in one process", columns, rows)
