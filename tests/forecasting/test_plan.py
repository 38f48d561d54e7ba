"""A table of plans tells the drivers ahead: by item or for all, and it is then no assumption."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from contract.data import TrainingData
from tests.forecasting.conftest import FAMILY, WEEK, data_of, plan, prepared_of, sheet

DAYS, HORIZON = 140, 7
NAMES = {"date": "date", "item": "category", "promo": "flag", "price": "number", "weather": "number"}


def sales() -> pd.DataFrame:
    random, frames = np.random.default_rng(6), []
    for item in ("A", "B"):
        promo = np.repeat(random.random(DAYS // 7) < 0.4, 7)
        amounts = np.resize(WEEK, DAYS) * (1 + promo) + random.normal(0, 0.5, DAYS)
        frames.append(sheet(amounts, item=item).assign(promo=promo, price=9.5))
    return pd.concat(frames, ignore_index=True)


def planned(table: pd.DataFrame) -> TrainingData:
    data = data_of(sales(), features=("promo", "price"))
    known = tuple(name for name in table.columns if name not in ("date", "item"))
    roles: dict[str, Any] = {"plan.date": "date", "plan.known": known}
    if "item" in table.columns:
        roles["plan.item"] = "item"
    return replace(
        data,
        tables={**data.tables, "plan": table},
        columns={**data.columns, **roles},
        kinds={**data.kinds, "plan": {name: NAMES[name] for name in table.columns}},  # type: ignore[dict-item]
    )


def week(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"date": pd.date_range("2024-05-20", periods=HORIZON), **columns})


def ahead(table: pd.DataFrame) -> np.ndarray:
    """Driver × series × steps ahead."""
    panel = prepared_of(planned(table), horizon=HORIZON).panel
    return panel.known_drivers(HORIZON)[:, :, panel.steps :]


def codes(table: pd.DataFrame) -> dict[str, int | None]:
    return {problem.code: problem.count for problem in prepared_of(planned(table), horizon=7).problems}


def test_a_plan_for_all_tells_the_drivers_ahead_of_every_item() -> None:
    promo = [True, True, False, False, False, False, True]
    found = ahead(week(promo=promo, price=8.0))
    assert found[0].tolist() == [promo, promo]
    assert (found[1] == 8).all()


def test_a_row_of_an_item_comes_before_one_for_all() -> None:
    table = pd.concat([week(item="B", promo=True), week(item=None, promo=False)], ignore_index=True)
    assert ahead(table)[0].tolist() == [[0] * 7, [1] * 7]


def test_what_the_plan_leaves_empty_stays_unknown_and_the_past_as_it_was() -> None:
    past = week(promo=True).assign(date=pd.date_range("2024-05-13", periods=HORIZON))
    table = pd.concat([past, week(promo=True).head(3)], ignore_index=True)
    found = ahead(table)
    assert np.isnan(found[0, :, 3:]).all()
    assert np.isnan(found[1]).all()
    panel = prepared_of(planned(table), horizon=HORIZON).panel
    without = prepared_of(data_of(sales(), features=("promo", "price")), horizon=HORIZON).panel
    assert (panel.drivers[:, :, :DAYS] == without.drivers).all()


def test_what_fits_nothing_is_said_with_its_count() -> None:
    strange = pd.concat([week(item="C", promo=True), week(item="A", promo=True)], ignore_index=True)
    assert codes(strange)["unknown_items"] == 7
    assert codes(week(promo=True, weather=20.0))["unknown_columns"] == 1
    late = week(promo=True).assign(date=pd.date_range("2023-05-20", periods=HORIZON))
    assert "no_plan_ahead" in codes(late)


def test_with_a_whole_plan_nothing_is_assumed_and_the_answer_follows_it() -> None:
    answers = {}
    for promo in (True, False):
        trained = FAMILY.train(planned(week(promo=promo, price=9.5)), plan(HORIZON, "direct_level"))
        assert "wape_assumed" in trained.evaluation.metrics
        assert trained.summary is not None
        assert trained.summary.assumes == ""
        answers[promo] = trained.results["value"].sum()
    assert answers[True] > 1.5 * answers[False]
