"""One boosting model for all series."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from contract.training import Progress
from forecasting.models.boosting import Boosting
from forecasting.options import Request
from forecasting.params import BoostingParams
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, plan, prepared, sheet, train


def with_promotion(random: np.random.Generator) -> tuple[Any, np.ndarray]:
    promotion = random.random(240) < 0.25
    amounts = np.tile(WEEK, 35)[:240] * 10 * np.where(promotion, 1.5, 1.0) * random.normal(1, 0.02, 240)
    return sheet(amounts).assign(promotion=promotion), promotion


def test_a_known_driver_is_used(random: np.random.Generator) -> None:
    frame, _ = with_promotion(random)
    model = train(frame, features=("promotion",), model="boosting").model
    days = [f"2024-09-{day:02}" for day in range(1, 8)]
    values = []
    for active in (False, True):
        future = [{"date": f"2024-08-{day}", "promotion": False} for day in (28, 29, 30, 31)]
        future += [{"date": day, "promotion": active} for day in days]
        table = ask(FAMILY, model, horizon=11, future=future).table
        values.append(table["value"].to_numpy()[4:])
    assert values[1].sum() / values[0].sum() == pytest.approx(1.5, abs=0.12)


def test_a_driver_left_unknown_is_flagged(random: np.random.Generator) -> None:
    frame, _ = with_promotion(random)
    model = train(frame, features=("promotion",), model="boosting").model
    flags = model.predict(Request(horizon=7)).flags
    assert [flag.column for flag in flags if flag.code == "driver_assumed"] == ["promotion"]


def test_series_of_any_size_share_one_model(random: np.random.Generator) -> None:
    frames = [
        sheet(size * (np.tile(WEEK, 30) + random.normal(0, 0.3, 210)), item=f"x{size:g}")
        for size in (0.01, 1.0, 10_000.0)
    ]
    table = train(*frames, model="boosting", horizon=7).results
    for size in (0.01, 1.0, 10_000.0):
        values = table.loc[table["item"] == f"x{size:g}", "value"].to_numpy()
        assert values / size == pytest.approx(WEEK, rel=0.12)


def test_a_young_series_stays_in_bounds(random: np.random.Generator) -> None:
    old = [sheet(np.tile(WEEK, 40) + random.normal(0, 1, 280), item=f"old {row}") for row in range(4)]
    young = sheet(np.tile(WEEK, 4), start="2024-09-09", item="young")
    table = train(*old, young, model="boosting", horizon=14).results
    assert table.loc[table["item"] == "young", "value"].max() < 2 * WEEK.max()


def test_the_number_of_trees_can_be_chosen() -> None:
    model = Boosting(BoostingParams(trees=12))
    model.learn(prepared(sheet(np.tile(WEEK, 20))).panel, plan(), Progress())
    assert model.booster_.num_boosted_rounds() == 12
