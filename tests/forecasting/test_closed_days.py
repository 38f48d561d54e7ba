"""Nothing is sold while a shop is closed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from contract.family import Trained
from forecasting.models.closed_days import learn_closing
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, prepared, sheet, train


def shop(item: str, size: float, days: int = 210) -> pd.DataFrame:
    """Closed on Sundays, and on some other days that nothing else tells."""
    random = np.random.default_rng(int(size))
    is_open = (np.arange(days) % 7 != 6) & (random.random(days) > 0.05)
    amounts = np.where(is_open, size * (np.resize(WEEK, days) + random.normal(0, 1, days)), 0.0)
    return sheet(amounts, item=item).assign(open=is_open.astype(int))


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(shop("a", 10), shop("b", 20), features=("open",), horizon=7)


def test_a_value_that_always_meant_zero_is_found() -> None:
    assert learn_closing(prepared(shop("a", 10), features=("open",)).panel) == ((0.0,),)


def test_where_zeros_are_usual_or_the_value_is_rare_nothing_is_assumed() -> None:
    random = np.random.default_rng(1)
    seldom = sheet(np.where(random.random(200) < 0.1, 5.0, 0.0)).assign(flag=np.arange(200) % 2)
    assert learn_closing(prepared(seldom, features=("flag",)).panel) == ((),)
    few = shop("a", 10).assign(open=1)
    few.loc[few.index[:5], ["open", "amount"]] = 0
    assert learn_closing(prepared(few, features=("open",)).panel) == ((),)


def test_a_closed_day_is_zero_and_certain(trained: Trained, tmp_path: Path) -> None:
    model = trained.model
    model.save(tmp_path)
    again = type(model).load(tmp_path, model.params)
    days = pd.date_range("2024-07-29", periods=7).strftime("%Y-%m-%d")
    future = [{"item": "a", "date": day, "open": int(place != 2)} for place, day in enumerate(days)]
    for asked in (model, again):
        table = ask(FAMILY, asked, horizon=7, items=["a"], future=future).table
        closed = table["date"] == days[2]
        assert (table.loc[closed, ["value", "lower_80", "upper_80", "lower_95", "upper_95"]] == 0).all(
            axis=None
        )
        assert (table.loc[~closed, "value"] > 0).all()
        assert (table.loc[~closed, "upper_80"] > table.loc[~closed, "value"]).all()


def test_bounds_of_open_days_are_learned_from_open_days(trained: Trained) -> None:
    """A fifth of the days is certain: bounds learned from them, too, would be too narrow for the others."""
    tested = trained.evaluation.learned["tested"]
    forecast = trained.evaluation.learned["forecast"]
    assert tested.closed.any()
    assert (tested.error(forecast)[tested.closed] == 0).all()
    assert np.isnan(tested.past_errors(forecast).errors[tested.closed]).all()
    assert trained.evaluation.metrics["coverage_80"] > 0.6


def test_the_report_of_an_item_shows_it(trained: Trained) -> None:
    (fan,) = [block for block in trained.blocks if block.kind == "fan"]
    (item,) = [entry for entry in fan.data["items"] if entry["item"] == "b"]
    forecast = item["forecast"]
    sunday = [pd.Timestamp(at).dayofweek for at in forecast["at"]].index(6)
    assert (forecast["value"][sunday], forecast["upper_95"][sunday]) == (0, 0)
