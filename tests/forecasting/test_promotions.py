"""A table of promotions, past and planned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import TrainingData
from forecasting.features.driver_features import DriverWays
from forecasting.features.table import FeatureTable
from forecasting.models.forecaster import Forecaster
from forecasting.options import Request
from forecasting.sheet.promotions import ACTIVE, DEPTH, KIND
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, plan, prepared_of, sheet, with_roles

DAYS = 280
FIRST = pd.Timestamp("2024-01-01")


def day(number: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=number)


def sales(lifted: dict[str, list[int]] | None = None) -> pd.DataFrame:
    """Two shops; at the days given twice as much is sold."""
    random = np.random.default_rng(4)
    frames = []
    for item in ("A", "B"):
        values = np.resize(WEEK, DAYS) + random.normal(0, 0.3, DAYS)
        values[(lifted or {}).get(item, [])] *= 2
        frames.append(sheet(values, item=item))
    return pd.concat(frames, ignore_index=True)


def with_table(frame: pd.DataFrame, table: pd.DataFrame) -> TrainingData:
    words = {"start": "date", "end": "date", "item": "category", "kind": "category", "depth": "number"}
    data = with_roles(frame)
    roles: dict[str, Any] = {f"promotions.{name}": name for name in table.columns}
    return replace(
        data,
        tables={**data.tables, "promotions": table},
        columns={**data.columns, **roles},
        kinds={**data.kinds, "promotions": {name: words[name] for name in table.columns}},  # type: ignore[dict-item]
    )


def test_rows_become_drivers_known_ahead() -> None:
    table = pd.DataFrame(
        {
            "start": [day(10), day(12), day(DAYS + 3)],
            "end": [day(14), None, day(DAYS + 4)],
            "item": ["A", None, "B"],
            "kind": ["discount", "leaflet", None],
            "depth": [20.0, 50.0, np.nan],
        }
    )
    panel = prepared_of(with_table(sales(), table), horizon=3).panel
    active, kind, depth = panel.drivers
    assert [driver.name for driver in panel.driver_columns] == [ACTIVE, KIND, DEPTH]
    assert panel.driver_columns[1].categories == ("", "discount", "leaflet")
    assert active[0, 8:17].tolist() == [0, 0, 1, 1, 1, 1, 1, 0, 0]
    assert depth[0, 8:17].tolist() == [0, 0, 20, 20, 50, 20, 20, 0, 0]
    assert kind[0, 10:14].tolist() == [1, 1, 2, 1]
    assert np.flatnonzero(active[1]).tolist() == [12, DAYS + 3, DAYS + 4]


def test_what_cannot_be_placed_is_counted() -> None:
    table = pd.DataFrame(
        {
            "start": [day(10), day(20), None, day(5)],
            "end": [day(12), day(19), day(4), day(6)],
            "item": ["Z", "A", "A", "Q"],
        }
    )
    problems = prepared_of(with_table(sales(), table)).problems
    assert {problem.code: problem.count for problem in problems} == {
        "unknown_items": 2,
        "undated_promotions": 2,
        "no_promotion_ahead": None,
    }
    assert all(not problem.fatal and problem.table == "promotions" for problem in problems)


def test_days_since_and_until_and_how_many() -> None:
    table = pd.DataFrame({"start": [day(200), day(230), day(248)], "end": [day(203), day(231), day(249)]})
    panel = prepared_of(with_table(sales(), table)).panel
    features = FeatureTable(panel, np.ones(2), DriverWays.learn(panel), horizon=5)
    names = [str(name) for name in features.names()]
    rows = features.rows(np.zeros(3, dtype=int), np.array([235, 240, 220]), np.array([5, 9, 2]))
    for name, expected in {
        "planned promotion": [0, 1, 0],
        "planned promotion: steps since the last one": [8, 0, 18],
        "planned promotion: steps until the next one": [9, 0, 9],
        "planned promotion: how many began within 90 days": [2, 3, 1],
    }.items():
        assert rows[:, names.index(name)].tolist() == expected, name


def test_the_plan_is_seen_beyond_the_steps_asked_for() -> None:
    panel = prepared_of(with_table(sales(), pd.DataFrame({"start": [day(DAYS + 20)]}))).panel
    features = FeatureTable(panel, np.ones(2), DriverWays.learn(panel), horizon=5)
    row = features.rows(np.zeros(1, dtype=int), np.array([DAYS]), np.array([3]))[0]
    names = [str(name) for name in features.names()]
    assert row[names.index("planned promotion: steps until the next one")] == 18


@pytest.mark.parametrize("model", ["boosting", "direct_level"])
def test_planned_promotions_lift_the_forecast(model: str) -> None:
    """Those of the past taught what one does."""
    days = np.random.default_rng(5).choice(np.arange(30, DAYS), 30, replace=False).tolist()
    planned = [DAYS + 2, DAYS + 9]
    table = pd.DataFrame({"start": [day(number) for number in [*days, *planned]]})
    trained = FAMILY.train(with_table(sales({"A": days, "B": days}), table), plan(model=model))
    values = trained.results.pivot(index="item", columns="date", values="value").to_numpy()
    expected = np.resize(WEEK, DAYS + 14)[DAYS:]
    lift = values / expected
    assert (lift[:, [2, 9]] > 1.5).all()
    assert (np.delete(lift, [2, 9], axis=1) < 1.4).all()


def test_a_request_may_plan_another_and_none_is_assumed() -> None:
    days = np.random.default_rng(6).choice(np.arange(30, DAYS), 30, replace=False).tolist()
    table = pd.DataFrame({"start": [day(number) for number in days]})
    model = FAMILY.train(with_table(sales({"A": days, "B": days}), table), plan(model="boosting")).model
    assert isinstance(model, Forecaster)
    usual = model.predict(Request(horizon=40, items=["A"]))
    assert "driver_assumed" not in {flag.code for flag in usual.flags}
    future = [{"date": day(DAYS + 1).strftime("%Y-%m-%d"), ACTIVE: 1}]
    lifted = ask(FAMILY, model, horizon=40, items=["A"], future=future)
    assert lifted.table["value"][1] > 1.4 * usual.table["value"][1]
