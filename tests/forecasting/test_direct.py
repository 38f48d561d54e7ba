"""Trees that forecast every step directly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract.training import Progress
from forecasting.members import MODELS
from forecasting.models import trees
from forecasting.models.direct import DirectTrees
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.options import Request
from forecasting.params import DirectParams
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train

KINDS = ["direct_level", "direct_season", "direct_last"]


def shops(count: int = 3, days: int = 168) -> list:
    random = np.random.default_rng(6)
    week = np.resize(WEEK, days)
    return [
        sheet(size * (week + random.normal(0, 0.5, days)), item=f"x{size}") for size in range(1, count + 1)
    ]


@pytest.mark.parametrize("key", KINDS)
def test_it_learns_the_week_and_answers_the_same_when_loaded(key: str, tmp_path: Path) -> None:
    model = train(*shops(), model=key, horizon=14).model
    table = model.predict(Request(horizon=14)).table
    values = table["value"].to_numpy().reshape(3, 14) / np.array([[1], [2], [3]])
    assert values == pytest.approx(np.tile(np.tile(WEEK, 2), (3, 1)), rel=0.25)
    model.save(tmp_path)
    again = MODELS[key].load_class().load(tmp_path, DirectParams())
    assert again.predict(Request(horizon=14)).table.equals(table)


@pytest.mark.parametrize("key", KINDS)
def test_further_ahead_than_was_learned_what_was_forecast_is_history(key: str) -> None:
    model = train(*shops(days=336), model=key, horizon=7).model
    assert isinstance(model, DirectTrees)
    assert model.reach_ == 7
    longer = model.predict(Request(horizon=40, items=["x2"])).table["value"].to_numpy()
    assert longer[:7] == pytest.approx(model.predict(Request(horizon=7, items=["x2"])).table["value"])
    assert longer[-7:].mean() / 2 == pytest.approx(WEEK.mean(), rel=0.25)


@pytest.mark.parametrize("key", ["boosting", *KINDS])
def test_blocks_of_series_change_nothing(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer() -> np.ndarray:
        model, panel = new_member(key), prepared(*shops()).panel
        model.learn(panel, plan(horizon=7), Progress())
        return model.forecast(panel, 10)

    whole = answer()
    monkeypatch.setattr(trees, "CELLS_AT_ONCE", 1)
    assert answer() == pytest.approx(whole)


def test_where_percent_count_small_values_weigh_more() -> None:
    """Half of the days sell 1, half 100, and nothing tells which: the median must choose."""
    random = np.random.default_rng(0)
    values = np.where(random.random(300) < 0.45, 10.0, 100.0)
    panel, found = prepared(sheet(values)).panel, {}
    for counts in ("amount", "percent"):
        model, planned = new_member("direct_level"), plan(horizon=7)
        settings = planned.settings.model_copy(update={"counts": counts})
        model.learn(panel, type(planned)(settings, planned.params), Progress())
        found[counts] = model.forecast(panel, 7).mean()
    assert found["percent"] < 0.8 * found["amount"]


def test_the_bar_moves_while_trees_are_learned() -> None:
    seen: list[float] = []
    model: Forecaster = new_member("direct_level")
    model.learn(prepared(*shops()).panel, plan(), Progress(lambda fraction, message: seen.append(fraction)))
    assert len(seen) >= 10
    assert seen == sorted(seen)
