"""One boosting model for all series."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forecasting.boosting import Boosting
from forecasting.features import FeatureTable, feature_names
from forecasting.options import BoostingParams, Request
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train
from training.exchange import Progress


def with_promotion(random: np.random.Generator) -> tuple[Any, np.ndarray]:
    promotion = random.random(240) < 0.25
    amounts = np.tile(WEEK, 35)[:240] * 10 * np.where(promotion, 1.5, 1.0) * random.normal(1, 0.02, 240)
    return sheet(amounts).assign(promotion=promotion), promotion


def test_features_are_of_the_past_only() -> None:
    values = np.arange(120.0) ** 1.5
    changed = values.copy()
    changed[100:] = -1
    series, steps = np.zeros(1, dtype=int), np.array([100])
    tables = [
        FeatureTable(prepared(sheet(v)).panel, np.ones(1)).rows(series, steps) for v in (values, changed)
    ]
    assert np.array_equal(tables[0][0], tables[1][0], equal_nan=True)
    assert tables[0][0].shape[1] == len(feature_names(prepared(sheet(values)).panel))


def test_lags_and_means_are_what_they_say() -> None:
    panel = prepared(sheet(np.arange(120.0))).panel
    row, level = FeatureTable(panel, np.array([2.0])).rows(np.zeros(1, dtype=int), np.array([100]))
    named = dict(zip(feature_names(panel), row[0], strict=True))
    assert level[0] == np.arange(72, 100).mean()
    assert named["value 7 days before"] == pytest.approx((93 - level[0]) / 2)
    assert named["mean of 7 days"] == pytest.approx((np.arange(93, 100).mean() - level[0]) / 2)
    assert np.isnan(named["value one year before"])


def test_a_known_driver_is_used(random: np.random.Generator) -> None:
    frame, _ = with_promotion(random)
    model = train(frame, features=("promotion",), model="boosting").model
    days = [f"2024-09-{day:02}" for day in range(1, 8)]
    values = []
    for active in (False, True):
        future = [{"date": f"2024-08-{day}", "promotion": False} for day in (28, 29, 30, 31)]
        future += [{"date": day, "promotion": active} for day in days]
        table = model.predict(Request(horizon=11, future=future)).table
        values.append(table["value"].to_numpy()[4:])
    assert values[1].sum() / values[0].sum() == pytest.approx(1.5, abs=0.12)


def test_a_driver_left_unknown_is_flagged(random: np.random.Generator) -> None:
    frame, _ = with_promotion(random)
    model = train(frame, features=("promotion",), model="boosting").model
    flags = model.predict(Request(horizon=7)).flags
    assert [flag.column for flag in flags if flag.code == "driver_assumed"] == ["promotion"]


def test_series_of_any_size_share_one_model(random: np.random.Generator) -> None:
    frames = [
        sheet(size * (np.tile(WEEK, 20) + random.normal(0, 0.3, 140)), item=f"x{size:g}")
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
