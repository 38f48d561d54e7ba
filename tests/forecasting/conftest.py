"""Sheets with a known truth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import MAIN, Options, TrainingData
from contract.family import Trained
from contract.training import Plan
from forecasting.family import ForecastingFamily
from forecasting.options import Settings
from forecasting.panel import PreparedPanel
from forecasting.sheet.series import prepare_panel

FAMILY = ForecastingFamily()
WEEK = np.array([10.0, 12.0, 14.0, 16.0, 20.0, 26.0, 6.0])


def sheet(values: Any, start: str = "2024-01-01", freq: str = "D", item: str | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"date": pd.date_range(start, periods=len(values), freq=freq), "amount": values})
    if item is not None:
        frame.insert(1, "item", item)
    return frame


def data_of(*frames: pd.DataFrame, features: tuple[str, ...] = ()) -> TrainingData:
    frame = pd.concat(frames, ignore_index=True)
    columns: dict[str, Any] = {"time": "date", "target": "amount", "features": features}
    if "item" in frame.columns:
        columns["item"] = "item"
    words = {"date": "date", "amount": "number", "item": "category"}
    kinds: Any = {name: words.get(name, _kind(frame[name])) for name in frame.columns}
    return TrainingData({MAIN: frame}, columns, {MAIN: kinds})


def _kind(column: pd.Series) -> str:
    if column.dtype == bool:
        return "flag"
    return "number" if pd.api.types.is_numeric_dtype(column) else "category"


def prepared(*frames: pd.DataFrame, features: tuple[str, ...] = (), **settings: Any) -> PreparedPanel:
    return prepare_panel(data_of(*frames, features=features), Settings(**settings))


def with_roles(frame: pd.DataFrame, **roles: tuple[str, ...]) -> TrainingData:
    """The sheet with its columns of these roles, such as ``past=("customers",)``."""
    data = data_of(frame)
    return replace(data, columns={**data.columns, **roles})


def prepared_of(data: TrainingData, **settings: Any) -> PreparedPanel:
    return prepare_panel(data, Settings(**settings))


def plan(
    horizon: int = 14, model: str = "auto", effort: Any = "fast", params: Any = None, **settings: Any
) -> Plan:
    return Plan(Settings(horizon=horizon, **settings), params or Options(), model=model, effort=effort)


def train(*frames: pd.DataFrame, features: tuple[str, ...] = (), **plan_options: Any) -> Trained:
    return FAMILY.train(data_of(*frames, features=features), plan(**plan_options))


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(7)
