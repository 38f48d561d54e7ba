"""Columns known only afterwards: seen up to the origin, never after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.training import Progress
from forecasting.features.driver_features import DriverWays
from forecasting.features.table import FeatureTable
from forecasting.members import MODELS
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.options import Request
from forecasting.panel import Panel, PreparedPanel
from tests.forecasting.conftest import FAMILY, WEEK, plan, prepared_of, sheet, with_roles

DAYS = 210


def shops(customers: Any = None) -> pd.DataFrame:
    """Two shops; each customer buys for 10, and how many come today tells of tomorrow."""
    random = np.random.default_rng(1)
    frames = []
    for item, size in (("A", 5.0), ("B", 20.0)):
        visitors = np.round(size * np.resize(WEEK, DAYS) * random.uniform(0.8, 1.2, DAYS))
        frame = sheet(10 * visitors, item=item)
        frames.append(frame.assign(customers=visitors if customers is None else customers, stock_out=0))
    return pd.concat(frames, ignore_index=True)


def panel_with_past(frame: pd.DataFrame, *past: str) -> PreparedPanel:
    return prepared_of(with_roles(frame, past=past or ("customers",)))


def row_of(panel: Panel, origin: int, ahead: int = 1, series: int = 0) -> dict[str, float]:
    table = FeatureTable(panel, np.ones(len(panel.items)), DriverWays.learn(panel), horizon=ahead)
    (row,) = table.rows(np.array([series]), np.array([origin]), np.array([ahead]))
    return dict(zip(map(str, table.names()), row, strict=True))


@pytest.mark.parametrize("model", ["boosting", "direct_level", "prophet", "theta"])
def test_what_came_after_an_origin_changes_nothing(model: str) -> None:
    panel = panel_with_past(shops()).panel
    origin = DAYS - 20
    changed = panel_with_past(shops()).panel
    changed.past[:, :, origin:] = 1e6
    answers = []
    for known in (panel, changed):
        member = new_member(model)
        answers.append(member.backtest(known, [origin], 14, plan(14, model), Progress()))
    assert np.array_equal(answers[0], answers[1])


def test_training_rows_see_no_later_than_their_origin() -> None:
    panel = panel_with_past(shops()).panel
    before = row_of(panel, origin=100, ahead=7)
    panel.past[:, :, 100:] = np.nan
    after = row_of(panel, origin=100, ahead=7)
    told = {name for name in before if "customers" in name}
    assert told
    # Only the usual number of customers, by which all are divided, is that of the whole history.
    assert after["customers: last value"] / after["customers: mean of 7 days"] == pytest.approx(
        before["customers: last value"] / before["customers: mean of 7 days"], rel=1e-5
    )


def test_features_are_what_they_say() -> None:
    customers = np.arange(1.0, DAYS + 1)
    panel = panel_with_past(shops(customers)).panel
    row = row_of(panel, origin=100, ahead=3)
    usual = customers.mean()
    assert row["customers: last value"] == pytest.approx(100 / usual)
    assert row["customers: mean of 7 days"] == pytest.approx(np.arange(94, 101).mean() / usual)
    assert row["customers: change, 7 days against 28 days"] == pytest.approx(10.5 / usual, rel=1e-5)
    assert row["steps since the columns known afterwards end"] == 3
    values = panel.values[0]
    rate = values.sum() / customers.sum()
    assert row["amount per customers: last"] == pytest.approx(values[99] / 100 / rate)
    expected = values[93:100].sum() / customers[93:100].sum() / rate
    assert row["amount per customers: mean of 7 days"] == pytest.approx(expected)


def test_where_forecasts_are_history_the_columns_end_where_they_are_known() -> None:
    panel = panel_with_past(shops()).panel
    table = FeatureTable(panel, np.ones(2), DriverWays.learn(panel), horizon=10)
    table.history.append(np.ones((2, 5)))
    names = [str(name) for name in table.names()]
    late = table.rows(np.zeros(1, dtype=int), np.array([DAYS + 5]), np.array([1]))[0]
    now = table.rows(np.zeros(1, dtype=int), np.array([DAYS]), np.array([1]))[0]
    last, distance = (
        names.index("customers: last value"),
        names.index("steps since the columns known afterwards end"),
    )
    assert late[last] == now[last]
    assert (now[distance], late[distance]) == (1, 6)


def test_rows_of_one_step_are_summed_and_what_no_row_tells_is_unknown() -> None:
    frame = shops()
    frame.loc[3, "customers"] = np.nan
    twice = pd.concat([frame, frame.iloc[[5]]], ignore_index=True)
    panel = panel_with_past(twice).panel
    assert panel.past[0, 0, 5] == 2 * frame.loc[5, "customers"]
    assert np.isnan(panel.past[0, 0, 3])


def test_stock_outs_are_said_and_told_to_the_trees() -> None:
    frame = shops()
    frame.loc[[95, 96], "stock_out"] = 1
    found = panel_with_past(frame, "stock_out")
    (said,) = [problem for problem in found.problems if problem.code == "stock_outs"]
    assert said.count == 2 and not said.fatal
    assert "2 steps without stock in 1 series" in said.message
    row = row_of(found.panel, origin=100)
    assert row["stock_out: steps since the last one"] == 3
    assert row["stock_out: mean of 7 days"] == pytest.approx(2 / 7)


def test_trees_learn_from_them(random: np.random.Generator) -> None:
    """How many looked at it today is what is sold tomorrow: nothing else tells it."""
    looked = random.uniform(0, 100, 301)
    frame = sheet(np.round(50 + looked[:-1], 2)).assign(visitors=looked[1:])
    data = with_roles(frame, past=("visitors",))
    wape = {}
    for key in ("direct_level", "theta"):
        trained = FAMILY.train(data, plan(horizon=1, model=key))
        wape[key] = trained.evaluation.metrics["wape"]
    assert wape["direct_level"] < 0.6 * wape["theta"]


@pytest.mark.parametrize("key", ["boosting", "direct_level"])
def test_saved_and_loaded(key: str, tmp_path: Path) -> None:
    model: Any = FAMILY.train(with_roles(shops(), past=("customers",)), plan(model=key)).model
    assert isinstance(model, Forecaster)
    model.save(tmp_path)
    again = MODELS[key].load_class().load(tmp_path, model.params)
    request = Request(horizon=14, items=["B"])
    assert again.predict(request).table.equals(model.predict(request).table)
