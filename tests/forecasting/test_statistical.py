"""Models of one series at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract.data import Options
from contract.training import Progress
from forecasting.members import ONE_BY_ONE
from forecasting.models import statistical
from forecasting.models.statistical import Theta
from forecasting.options import Request
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train


@pytest.mark.parametrize("key", ONE_BY_ONE)
def test_each_forecasts_and_is_the_same_when_loaded(key: str, tmp_path: Path) -> None:
    noise = np.random.default_rng(8).normal(0, 1, 140)
    model = train(sheet(np.tile(WEEK, 20) + noise), model=key, horizon=7).model
    values = model.predict(Request(horizon=7)).table["value"].to_numpy()
    expected = WEEK if key in ("theta", "ets", "ces") else np.full(7, WEEK.mean())
    assert values == pytest.approx(expected, abs=5)
    model.save(tmp_path)
    again = type(model).load(tmp_path, Options())
    assert again.predict(Request(horizon=20)).table.equals(model.predict(Request(horizon=20)).table)


def test_more_steps_than_were_learned_begin_with_the_same() -> None:
    model = train(sheet(np.tile(WEEK, 20)), model="theta", horizon=7).model
    longer = model.predict(Request(horizon=30)).table["value"].to_numpy()
    assert longer[:7] == pytest.approx(model.predict(Request(horizon=7)).table["value"].to_numpy())


def test_where_it_cannot_be_fitted_the_season_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistical, "_forecast_one", lambda *_: None)
    panel = prepared(sheet(np.tile(WEEK, 20))).panel
    model = Theta(Options())
    model.learn(panel, plan(horizon=9), Progress())
    assert model.forecast(panel, 9).tolist() == panel.repeat_season(9).tolist()


@pytest.mark.parametrize("values", [np.zeros(3), np.full(4, np.nan), np.full(30, 1e12)])
def test_what_no_model_can_be_fitted_to_is_none_or_finite(values: np.ndarray) -> None:
    for name in ("DynamicOptimizedTheta", "AutoETS", "AutoCES"):
        found = statistical._forecast_one(name, 7, values, 5)
        assert found is None or np.isfinite(found).all()


def test_every_fifty_series_are_reported() -> None:
    panel = prepared(*(sheet(np.tile(WEEK, 4) + row, item=str(row)) for row in range(120))).panel
    seen: list[str] = []
    Theta(Options()).learn(panel, plan(), Progress(lambda fraction, message: seen.append(str(message))))
    assert [message for message in seen if message][1:] == [
        "Dynamic Theta: 50 of 120 series",
        "Dynamic Theta: 100 of 120 series",
    ]
