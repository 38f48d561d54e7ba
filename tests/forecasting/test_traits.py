"""Counts are whole numbers, what was never negative is not, in answers as in totals."""

from __future__ import annotations

import numpy as np

from forecasting.options import Request
from tests.forecasting.conftest import WEEK, sheet, train

BOUNDS = ["lower_95", "lower_80", "upper_80", "upper_95"]


def test_counts_are_forecast_in_whole_numbers(random: np.random.Generator) -> None:
    pieces = random.poisson(np.tile(WEEK, 20) + 5.0)
    money = pieces * 1.25 + 0.1
    table = train(sheet(pieces, item="pieces"), sheet(money, item="money"), horizon=14).results
    counted = table.loc[table["item"] == "pieces", ["value", *BOUNDS]].to_numpy()
    assert (counted == np.rint(counted)).all()
    paid = table.loc[table["item"] == "money", ["value", *BOUNDS]].to_numpy()
    assert (paid != np.rint(paid)).any()


def test_what_is_sold_less_than_once_a_day_is_not_rounded_to_nothing(random: np.random.Generator) -> None:
    found = train(sheet(random.poisson(0.4, 300)), horizon=28, model="croston")
    table = found.results
    assert 5 < table["value"].sum() < 20
    assert (table[BOUNDS] == np.rint(table[BOUNDS])).all().all()
    assert (table["upper_95"] >= 1).all()


def test_the_backtest_judges_what_is_served(random: np.random.Generator) -> None:
    pieces = random.poisson(np.tile(WEEK, 20) + 5.0)
    found = train(sheet(pieces), horizon=14)
    chosen = found.evaluation.learned["forecast"]
    assert (chosen == np.rint(chosen)).all()


def test_a_model_read_again_rounds_alike(random: np.random.Generator, tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = train(sheet(random.poisson(9, 120)), horizon=7, model="theta")
    found.model.save(tmp_path)
    again = type(found.model).load(tmp_path, found.model.params)
    np.testing.assert_array_equal(
        again.predict(Request(horizon=7)).table["value"], found.results["value"].to_numpy()
    )
