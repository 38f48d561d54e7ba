"""Each item from its own last row: series that end at different dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.family import Trained
from contract.training import Plan
from forecasting.features.calendar_features import calendar
from forecasting.features.driver_features import DriverWays
from forecasting.features.table import FeatureTable
from forecasting.options import Request, Settings
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, data_of, plan, prepared, sheet


def frames() -> list[pd.DataFrame]:
    """The second ends 50 days before the first, on another weekday."""
    values = np.tile(WEEK, 15)
    return [sheet(values, "2024-01-01", item="late"), sheet(values[:55], "2024-01-01", item="early")]


def own(model: str = "auto", **settings: Any) -> Plan:
    return Plan(Settings(horizon=7, ends="own", **settings), plan().params, model=model)


@pytest.fixture(scope="module")
def trained() -> Trained:
    return FAMILY.train(data_of(*frames()), own())


def test_together_an_item_without_rows_has_ended() -> None:
    panel = prepared(*frames()).panel
    assert panel.offsets.tolist() == [0, 0]
    assert panel.ended.tolist() == [False, True]


def test_own_ends_are_moved_to_one_end() -> None:
    result = prepared(*frames(), ends="own")
    panel = result.panel
    assert panel.offsets.tolist() == [0, 50]
    assert not panel.ended.any()
    assert not panel.end_together
    assert panel.values[1, 50:].tolist() == panel.values[0, :55].tolist()
    assert np.isnan(panel.values[1, :50]).all()
    assert panel.frequency.to_text(panel.item_times(1, 50, 51)) == ["2024-01-01"]
    assert panel.frequency.to_text(panel.item_times(1, panel.steps, panel.steps + 1)) == ["2024-02-25"]
    assert not {"ended_series", "ends_apart"} & {problem.code for problem in result.problems}


def test_gaps_lie_on_the_weekdays_of_the_item() -> None:
    early = frames()[1]
    early = early[early["date"].dt.dayofweek != 6]
    panel = prepared(frames()[0], early, ends="own").panel
    days = panel.frequency.to_dates(panel.item_times(1))
    known = ~np.isnan(panel.values[1])
    assert (panel.values[1][known & (days.dayofweek == 6)] == 0).all()
    assert (panel.values[1][known & (days.dayofweek != 6)] > 0).all()


def test_answers_bear_the_dates_of_the_item(trained: Trained, tmp_path: Path) -> None:
    trained.model.save(tmp_path)
    again = type(trained.model).load(tmp_path, trained.model.params)
    for model in (trained.model, again):
        table = model.predict(Request(horizon=7)).table
        first = table.groupby("item", sort=False)["date"].first()
        assert first.to_dict() == {"late": "2024-04-15", "early": "2024-02-25"}
        for _, rows in table.groupby("item"):
            weekdays = pd.to_datetime(rows["date"]).dt.dayofweek
            assert rows["value"].to_numpy() == pytest.approx(WEEK[weekdays], abs=3)


def test_the_calendar_is_that_of_the_items_own_dates() -> None:
    panel = prepared(*frames(), ends="own").panel
    table = FeatureTable(panel, np.ones(2), DriverWays.learn(panel), 7)
    rows = table.rows(np.array([0, 1]), np.full(2, panel.steps), np.array([1, 1]))
    names = [str(name) for name in table.names()]
    for row in (0, 1):
        found = calendar(panel.frequency, panel.item_times(row, panel.steps, panel.steps + 1))
        for name in ("weekday", "month", "day of the month"):
            (expected,) = [values[0] for key, values in found.items() if str(key) == name]
            assert rows[row, names.index(name)] == expected


def test_the_report_has_no_total_and_each_items_own_dates(trained: Trained) -> None:
    (fan,) = [block for block in trained.blocks if block.kind == "fan"]
    assert {entry["item"] for entry in fan.data["items"]} == {"late", "early"}
    assert fan.data["count"] == 2
    early = next(entry for entry in fan.data["items"] if entry["item"] == "early")
    assert (early["history"]["at"][0], early["history"]["at"][-1]) == ("2024-01-01", "2024-02-24")
    assert len(early["history"]["at"]) == len(early["history"]["value"]) == 55
    assert early["backtest"]["at"][-1] == "2024-02-24"
    assert early["forecast"]["at"] == trained.results.loc[trained.results["item"] == "early", "date"].tolist()
    assert early["coarser"] == []
    (cards,) = [block for block in trained.blocks if block.kind == "cards"]
    assert str(cards.data["cards"][0]["label"]) == "Error (WAPE)"
    assert "there is no total" in trained.blocks[0].data["text"]
    assert "2 items are forecast over 7 days, each from its own end" in trained.headline
    assert trained.items is not None
    assert trained.items["item"].tolist() == [entry["item"] for entry in fan.data["items"]]


def test_drivers_ahead_are_placed_by_the_items_own_dates() -> None:
    random = np.random.default_rng(3)
    sheets = []
    for frame in frames():
        promotion = random.random(len(frame)) < 0.3
        sheets.append(frame.assign(promotion=promotion, amount=frame["amount"] * (1 + promotion)))
    data = data_of(*sheets, features=("promotion",))
    model = FAMILY.train(data, own("direct_level")).model
    ahead = pd.date_range("2024-02-25", periods=7).strftime("%Y-%m-%d")
    future = [{"item": "early", "date": day, "promotion": place == 3} for place, day in enumerate(ahead)]
    answer = ask(FAMILY, model, horizon=7, items=["early"], future=future)
    assert answer.flags == [flag for flag in answer.flags if flag.code != "driver_assumed"]
    usual = WEEK[pd.to_datetime(answer.table["date"]).dt.dayofweek]
    lift = answer.table["value"].to_numpy() / usual
    assert lift.argmax() == 3


@pytest.mark.parametrize("model", ["prophet", "boosting", "theta", "combined"])
def test_every_kind_of_model_forecasts_from_there(model: str) -> None:
    table = FAMILY.train(data_of(*frames()), own(model)).results
    assert table.groupby("item")["date"].first().to_dict() == {"late": "2024-04-15", "early": "2024-02-25"}
    weekdays = pd.to_datetime(table["date"]).dt.dayofweek
    assert np.abs(table["value"] - WEEK[weekdays]).mean() < 3
