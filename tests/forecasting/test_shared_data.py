"""The reference sheets, if they are available, and generated ones like them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.forecasting.conftest import train


@pytest.mark.parametrize(
    ("name", "horizon", "most"), [("sales_forecasting_training", 30, 0.01), ("test_forecast", 7, 0.1)]
)
def test_the_seed_sheets_beat_repeating_last_week(
    known_sheets: Path, name: str, horizon: int, most: float
) -> None:
    frame = pd.read_csv(known_sheets / "seed" / f"{name}.csv", parse_dates=["date"])
    result = train(frame, horizon=horizon)
    assert len(result.results) == horizon
    assert result.evaluation.metrics["wape"] < most
    assert result.evaluation.metrics["wape"] < result.evaluation.baseline["wape"]
