"""What the trees see: named, of the past only, and the same from the kept history as from all of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columns.frequency import Frequency
from forecasting.features.driver_features import DriverWays
from forecasting.features.recipes import RECIPES
from forecasting.features.table import FeatureTable
from forecasting.panel import Driver, Panel
from tests.forecasting.conftest import prepared, sheet, train

STEPS = {"hour": 900, "day": 900, "week": 260, "month": 120, "quarter": 60, "year": 60}
START = {"hour": 470_000, "day": 19_000, "week": 2_700, "month": 24_000, "quarter": 7_960, "year": 1_960}


def panel_of(step: Any, country: str = "") -> Panel:
    """Three series, the last one young, with a price and a promotion known ten steps ahead."""
    random, steps = np.random.default_rng(4), STEPS[step]
    values = random.gamma(4, 10, (3, steps))
    values[2, : steps - 30] = np.nan
    prices = np.round(random.uniform(5, 9, (3, steps + 10)), 2)
    promotions = (random.random((3, steps + 10)) < 0.2).astype(float)
    return Panel(
        items=("a", "b", "c"),
        frequency=Frequency(step),
        start=START[step],
        season=Frequency(step).season,
        values=values,
        repeat_only=np.zeros(3, dtype=bool),
        driver_columns=(Driver("price"), Driver("promotion")),
        drivers=np.stack([prices, promotions]),
        country=country,
    )


def table_of(panel: Panel, learned: Panel | None = None, horizon: int = 10) -> FeatureTable:
    return FeatureTable(panel, np.ones(len(panel.items)), DriverWays.learn(learned or panel), horizon)


@pytest.mark.parametrize("country", ["", "ZA"])
@pytest.mark.parametrize("step", list(RECIPES))
def test_every_column_has_a_name_of_its_own(step: Any, country: str) -> None:
    panel = panel_of(step, country)
    table = table_of(panel)
    rows = table.rows(np.arange(3), np.full(3, panel.steps), np.array([1, 5, 10]))
    names = [str(name) for name in table.names()]
    assert rows.shape == (3, len(names))
    assert len(set(names)) == len(names)
    known = [not name.startswith("school holiday") for name in names]  # of a few years only
    assert np.isfinite(rows[:2, known]).all()


@settings(max_examples=25, deadline=None)
@given(
    step=st.sampled_from(list(RECIPES)),
    back=st.integers(0, 20),
    ahead=st.integers(1, 10),
    series=st.integers(0, 2),
    seed=st.integers(0, 99),
)
def test_nothing_at_or_after_the_origin_is_seen(
    step: Any, back: int, ahead: int, series: int, seed: int
) -> None:
    panel = panel_of(step)
    origin = panel.steps - back
    changed = panel_of(step)
    after = changed.values[:, origin:]
    after[:] = np.random.default_rng(seed).normal(0, 1e6, after.shape)
    asked = (np.array([series]), np.array([origin]), np.array([ahead]))
    first, second = (table_of(values, panel).rows(*asked) for values in (panel, changed))
    assert np.array_equal(first, second, equal_nan=True)


@pytest.mark.parametrize("step", list(RECIPES))
def test_the_kept_history_tells_the_same_as_all_of_it(step: Any) -> None:
    """Of one item alone, too, whose price is compared with those of the others."""
    panel = panel_of(step)
    reach = RECIPES[step].reach
    ahead = np.array([1, 10])
    whole = table_of(panel).rows(np.array([1, 1]), np.full(2, panel.steps), ahead)
    kept = panel.tail(reach).select(np.array([1]))
    ways = DriverWays.learn(panel).select([1])
    alone = FeatureTable(kept, np.ones(1), ways, 10).rows(np.array([0, 0]), np.full(2, kept.steps), ahead)
    assert alone == pytest.approx(whole, rel=1e-4, abs=1e-4, nan_ok=True)


def test_lags_and_means_are_what_they_say() -> None:
    panel = prepared(sheet(np.arange(120.0))).panel
    table = FeatureTable(panel, np.array([2.0]), DriverWays.learn(panel))
    (row,) = table.rows(np.zeros(1, dtype=int), np.array([100]), np.array([1]))
    named = dict(zip(map(str, table.names()), row, strict=True))
    level = np.arange(72, 100).mean()
    assert named["value 7 days earlier"] == pytest.approx((93 - level) / 2)
    assert named["mean of 7 days"] == pytest.approx((np.arange(93, 100).mean() - level) / 2)
    assert named["minimum of 14 days"] == pytest.approx((86 - level) / 2)
    assert np.isnan(named["value 364 days earlier"])


def test_a_price_is_told_beside_the_usual_and_the_others() -> None:
    panel = panel_of("day")
    panel.drivers[0, :, :] = np.array([[4.0], [8.0], [6.0]]) + 0.01 * np.arange(910)
    table = table_of(panel)
    rows = table.rows(np.arange(3), np.full(3, 900), np.full(3, 2))
    names = [str(name) for name in table.names()]
    others = rows[:, names.index("price: ratio to the other items")]
    assert others == pytest.approx(panel.drivers[0, :, 901] / panel.drivers[0, :, 901].mean())
    assert rows[:, names.index("price: change from the previous step")] == pytest.approx(0.01, abs=1e-4)
    assert (rows[:, names.index("price: ratio to the usual value")] > 1).all()


def test_holidays_of_a_country() -> None:
    """Christmas and the Day of Goodwill in South Africa."""
    days = pd.date_range("2023-06-01", "2023-12-23")
    panel = prepared(sheet(np.arange(float(len(days))), start="2023-06-01"), country="za").panel
    table = FeatureTable(panel, np.ones(1), DriverWays.learn(panel), horizon=5)
    rows = table.rows(np.zeros(5, dtype=int), np.full(5, panel.steps), np.arange(1, 6))
    names = [str(name) for name in table.names()]
    holiday, since, until = (
        rows[:, names.index(name)].tolist()
        for name in (
            "public holiday",
            "days since the last public holiday",
            "days until the next public holiday",
        )
    )
    assert holiday == [0, 1, 1, 0, 0]
    assert since == [8, 0, 0, 1, 2]
    assert until == [1, 0, 0, 5, 4]


def test_holidays_are_counted_in_months() -> None:
    months = sheet(np.arange(40.0), start="2021-01-01", freq="MS")
    panel = prepared(months, country="DE").panel
    table = FeatureTable(panel, np.ones(1), DriverWays.learn(panel))
    row = table.rows(np.zeros(1, dtype=int), np.array([35]), np.array([1]))[0]
    assert row[[str(name) for name in table.names()].index("public holidays in the period")] == 2


def test_a_price_known_ahead_is_learned_in_every_window(random: np.random.Generator) -> None:
    """Windows of the backtest end before the prices do."""
    prices = np.round(random.uniform(8, 12, 250), 2)
    amounts = 400 - 25 * prices + random.normal(0, 2, 250)
    known = sheet(amounts).assign(price=prices)
    known.loc[known.index[-14:], "amount"] = np.nan
    trained = train(known, features=("price",), model="direct_level")
    assert trained.evaluation.metrics["wape"] < 0.5 * trained.evaluation.baseline["wape"]
    forecast = trained.results["value"].to_numpy()
    assert np.corrcoef(forecast, prices[-14:])[0, 1] < -0.9
