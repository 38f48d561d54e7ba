"""Requests: items, levels, horizon, known drivers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from contract.asking import RequestProblem
from forecasting.models.forecaster import Forecaster
from forecasting.options import Request
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, sheet, train


@pytest.fixture(scope="module")
def model() -> Forecaster:
    noise = np.random.default_rng(5).normal(0, 1, size=(3, 140))
    frames = [sheet(np.tile(WEEK, 20) + noise[row], item=str(row)) for row in range(3)]
    frames.append(sheet(np.tile(WEEK, 2)[:9], start="2024-05-11", item="new"))
    frames = [frame.assign(price=np.arange(len(frame)) % 3 + 1.0) for frame in frames]
    trained = train(*frames, features=("price",), model="boosting", horizon=14).model
    assert isinstance(trained, Forecaster)
    return trained


def test_the_items_asked_for_in_the_order_asked(model: Forecaster) -> None:
    table = model.predict(Request(horizon=3, items=["2", "0"])).table
    assert table["item"].tolist() == ["2"] * 3 + ["0"] * 3
    assert table["date"].tolist() == ["2024-05-20", "2024-05-21", "2024-05-22"] * 2
    everything = model.predict(Request(horizon=3)).table
    alone = everything.loc[everything["item"] == "2", "value"]
    assert table["value"].to_numpy()[:3] == pytest.approx(alone.to_numpy())


def test_any_levels(model: Forecaster) -> None:
    request = Request(horizon=2, levels=[99, 50])
    table = model.predict(request).table
    assert list(table.columns) == FAMILY.ask().columns(request)
    assert list(table.columns[3:]) == ["lower_50", "upper_50", "lower_99", "upper_99"]
    assert (table["upper_99"] > table["upper_50"]).all()


def test_an_unknown_item_is_named_with_how_many_are_known(model: Forecaster) -> None:
    with pytest.raises(RequestProblem, match="item 'Z' is unknown; 4 items are known: '0'") as caught:
        model.predict(Request(items=["0", "Z"]))
    assert (caught.value.location, caught.value.code) == ("items.1", "unknown_item")


def test_a_longer_horizon_than_tested_is_answered_and_flagged(model: Forecaster) -> None:
    answer = model.predict(Request(horizon=730, items=["0"]))
    assert len(answer.table) == 730
    assert np.isfinite(answer.table.select_dtypes("number").to_numpy()).all()
    assert "beyond_backtest" in {flag.code for flag in answer.flags}
    width = (answer.table["upper_80"] - answer.table["value"]).to_numpy()
    # Days on which more is sold have wider bounds: four weeks are compared with the four before.
    assert (np.diff(width[14:714].reshape(-1, 28).mean(axis=1)) > 0).all()
    assert "beyond_backtest" not in {flag.code for flag in model.predict(Request(horizon=14)).flags}


def test_little_history_is_flagged_at_its_first_row(model: Forecaster) -> None:
    answer = model.predict(Request(horizon=5))
    (flag,) = [flag for flag in answer.flags if flag.code == "little_history"]
    assert answer.table["item"].iloc[flag.row] == "new"
    assert "9 days" in flag.message


@pytest.mark.parametrize(
    ("future", "location", "code"),
    [
        ([{"item": "0", "date": "2024-05-20", "colour": 1}], "future", "unknown_driver"),
        ([{"item": "0", "date": "2024-05-40", "price": 1}], "future.0.date", "impossible_date"),
        ([{"item": "0", "date": "2024-05-20", "price": "high"}], "future.0.price", "not_a_number"),
    ],
)
def test_future_rows_that_cannot_be_read(model: Forecaster, future: Any, location: str, code: str) -> None:
    with pytest.raises(RequestProblem) as caught:
        ask(FAMILY, model, horizon=3, future=future)
    assert (caught.value.location, caught.value.code) == (location, code)


@pytest.mark.parametrize(
    "body", [{"horizon": 0}, {"horizon": 731}, {"levels": [100]}, {"items": []}, {"x": 1}]
)
def test_what_the_request_refuses(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Request.model_validate(body)


def test_item_numbers_are_taken_as_names() -> None:
    assert Request.model_validate({"items": [17]}).items == ["17"]
