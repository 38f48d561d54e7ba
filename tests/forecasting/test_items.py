"""Item reports: the sum first, coarser steps, bounds of their totals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.family import Trained
from forecasting.report import items
from forecasting.report.items import plain_numbers
from language.sentences import revive
from tests.forecasting.conftest import WEEK, sheet, train

DAYS = 150  # from Monday, 1 January, to Wednesday, 29 May 2024
KEYS = ["item", "history", "backtest", "forecast", "total", "coarser", "rows"]


def entries(trained: Trained) -> dict[str, Any]:
    assert trained.items is not None
    return {item: json.loads(text) for item, text in trained.items.itertuples(index=False)}


def coarser(entry: dict[str, Any], step: str) -> dict[str, Any]:
    return next(found for found in entry["coarser"] if found["step"] == step)


@pytest.fixture(scope="module")
def amounts() -> dict[str, np.ndarray]:
    noise = np.random.default_rng(4).normal(0, 2, size=(3, DAYS))
    week = WEEK[np.arange(DAYS) % 7]
    return {
        name: size * (week + noise[row]) for row, (name, size) in enumerate({"a": 1, "b": 5, "c": 2}.items())
    }


@pytest.fixture(scope="module")
def trained(amounts: dict[str, np.ndarray]) -> Trained:
    frames = [sheet(values, item=name) for name, values in amounts.items()]
    young = sheet(np.tile(WEEK, 5)[:33], start="2024-04-27", item="young")
    return train(*frames, young, horizon=28, model="boosting")


def test_the_sum_comes_first_then_the_largest_forecast(trained: Trained) -> None:
    assert trained.items is not None
    assert list(trained.items.columns) == ["item", "report"]
    found = entries(trained)
    assert list(found) == ["All items", "b", "c", "a", "young"]
    totals = [entry["total"]["value"] for entry in found.values()]
    assert totals[0] == pytest.approx(sum(totals[1:]), rel=1e-4)
    assert list(found["b"]) == KEYS
    assert revive(found["All items"]["label"]) == "All items"


def test_the_sum_has_bounds_of_its_own(trained: Trained) -> None:
    total, *single = entries(trained).values()
    for at in range(28):
        value, upper = total["forecast"]["value"][at], total["forecast"]["upper_80"][at]
        assert value == pytest.approx(sum(one["forecast"]["value"][at] for one in single), rel=1e-4)
        assert upper < sum(one["forecast"]["upper_80"][at] for one in single)


def test_an_item_called_all_items_keeps_its_name() -> None:
    values = np.tile(WEEK, 10)
    found = train(sheet(values, item="All items"), sheet(values * 2, item="b"), model="seasonal_naive")
    assert list(entries(found)) == ["All items (sum)", "b", "All items"]


def test_a_sheet_without_items_has_one_named_as_the_amount() -> None:
    assert list(entries(train(sheet(np.tile(WEEK, 10)), model="seasonal_naive"))) == ["amount"]


def test_history_in_weeks_and_months_holds_only_whole_ones(
    trained: Trained, amounts: dict[str, np.ndarray]
) -> None:
    entry, days = entries(trained)["b"], pd.Series(amounts["b"], pd.date_range("2024-01-01", periods=DAYS))
    weeks = coarser(entry, "week")["history"]
    assert weeks["at"] == [str(day.date()) for day in days.index[::7]][:21]
    assert weeks["value"] == pytest.approx(days.to_numpy()[:147].reshape(21, 7).sum(axis=1), rel=1e-4)
    months = coarser(entry, "month")["history"]
    assert months["at"] == ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
    assert months["value"] == pytest.approx(days.resample("MS").sum().to_numpy()[:4], rel=1e-4)


def test_a_period_that_has_begun_is_what_is_known_and_what_is_forecast(
    trained: Trained, amounts: dict[str, np.ndarray]
) -> None:
    entry = entries(trained)["b"]
    ahead, forecast = coarser(entry, "week")["forecast"], entry["forecast"]["value"]
    assert ahead["at"] == ["2024-05-27", "2024-06-03", "2024-06-10", "2024-06-17"]
    assert ahead["value"][0] == pytest.approx(amounts["b"][147:].sum() + sum(forecast[:4]), rel=1e-4)
    assert ahead["value"][1] == pytest.approx(sum(forecast[4:11]), rel=1e-4)
    assert ahead["lower_95"][0] >= amounts["b"][147:].sum() - 0.01  # what is sold stays sold
    widths = np.array(ahead["upper_80"]) - np.array(ahead["value"])
    assert widths[0] < widths[1]  # four days are uncertain, not seven
    assert coarser(entry, "month")["forecast"]["at"] == ["2024-05-01"]  # June does not end within it


def test_the_backtest_is_told_in_weeks_too(trained: Trained) -> None:
    entry = entries(trained)["b"]
    tested = dict(zip(entry["backtest"]["at"], entry["backtest"]["value"], strict=True))
    weeks = coarser(entry, "week")["backtest"]
    whole = [f"2024-05-{day:02}" for day in range(6, 13)]
    assert weeks["value"][weeks["at"].index(whole[0])] == pytest.approx(
        sum(tested[day] for day in whole), rel=1e-4
    )
    assert weeks["at"][-1] == "2024-05-20"


def test_a_young_item_has_only_its_own_past(trained: Trained) -> None:
    entry = entries(trained)["young"]
    assert entry["history"]["at"][0] == "2024-04-27"
    assert coarser(entry, "week")["history"]["at"][0] == "2024-04-29"
    assert coarser(entry, "month")["history"]["at"] == []


def test_error_and_bias_of_an_item_are_those_of_its_backtest(trained: Trained) -> None:
    learned, found = trained.evaluation.learned, entries(trained)
    actual = learned["tested"].actual[:, 1]
    error = learned["forecast"][:, 1] - actual
    assert found["b"]["rows"]["wape"] == pytest.approx(np.abs(error).sum() / actual.sum(), rel=1e-4)
    assert found["b"]["rows"]["bias"] == pytest.approx(error.sum() / actual.sum(), rel=1e-3)
    assert found["All items"]["rows"]["wape"] < found["b"]["rows"]["wape"]


@pytest.mark.parametrize(
    ("freq", "steps", "horizon", "expected"),
    [
        ("h", 24 * 15, 48, {"day": 15, "week": 2}),
        ("W-MON", 104, 13, {"month": 23}),
        ("MS", 60, 12, {"year": 5}),
        ("ME", 60, 12, {"year": 5}),
    ],
)
def test_each_step_has_its_coarser_ones(
    freq: str, steps: int, horizon: int, expected: dict[str, int]
) -> None:
    values = 10 + np.arange(steps) % 5
    found = train(
        sheet(values, start="2020-01-01" if freq[0] == "M" else "2024-01-01", freq=freq),
        horizon=horizon,
        model="seasonal_naive",
    )
    (entry,) = entries(found).values()
    known = {coarse["step"]: len(coarse["history"]["at"]) for coarse in entry["coarser"]}
    assert known == {step: count for step, count in expected.items() if step in known}
    assert known


def test_long_histories_are_cut_in_the_finest_step_only() -> None:
    (entry,) = entries(train(sheet(np.tile(WEEK, 100)), model="seasonal_naive")).values()
    assert len(entry["history"]["at"]) == 400
    assert len(coarser(entry, "week")["history"]["at"]) == 100


def test_only_the_largest_of_very_many_are_kept_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forecasting.report.items.MOST_ITEMS", 2)
    monkeypatch.setattr("forecasting.report.blocks.MOST_ITEMS", 2)
    frames = [sheet(np.tile(WEEK, 10) * size, item=f"x{size}") for size in (1, 2, 3)]
    found = train(*frames, model="seasonal_naive")
    assert list(entries(found)) == ["All items", "x3", "x2"]
    fan = next(block for block in found.blocks if block.kind == "fan")
    assert fan.data["count"] == 3
    assert "The 2 largest of 3 items" in fan.summary


def test_numbers_are_short_and_gaps_are_none() -> None:
    assert plain_numbers(np.array([1234567.8, 0.00012345678, -3.0, 0.0, np.nan])) == [
        *(1234570.0, 0.000123457, -3.0, 0.0),
        None,
    ]


@pytest.mark.parametrize("shared", [0.0, 6.0], ids=["apart", "moving together"])
def test_bounds_of_weeks_cover_as_they_say(shared: float) -> None:
    """Thirty shops, of which the next four weeks are known; five times."""
    inside: dict[int, list[float]] = {80: [], 95: []}
    inside_of_sum: dict[int, list[float]] = {80: [], 95: []}
    for seed in range(5):
        random = np.random.default_rng(seed)
        noise = random.normal(0, 8, size=(30, 308)) + random.normal(0, shared, size=308)
        shops = np.tile(WEEK * 10, 44) + noise
        frames = [sheet(shop[:280], item=f"S{row}") for row, shop in enumerate(shops)]
        found = entries(train(*frames, horizon=28, model="theta", effort="best"))
        weeks = shops[:, 280:].reshape(30, 4, 7).sum(axis=2)
        for level in (80, 95):
            total = coarser(found["All items"], "week")["forecast"]
            inside_of_sum[level].append(_inside(total, weeks.sum(axis=0), level))
            for row, truth in enumerate(weeks):
                inside[level].append(_inside(coarser(found[f"S{row}"], "week")["forecast"], truth, level))
    assert np.mean(inside[80]) == pytest.approx(0.8, abs=0.08)
    assert np.mean(inside[95]) == pytest.approx(0.95, abs=0.04)
    assert 0.6 <= np.mean(inside_of_sum[80]) <= np.mean(inside_of_sum[95]) <= 1


def _inside(forecast: dict[str, Any], truth: np.ndarray, level: int) -> float:
    low, high = np.array(forecast[f"lower_{level}"]), np.array(forecast[f"upper_{level}"])
    return float(((low <= truth) & (truth <= high)).mean())


def test_many_items_are_made_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "ITEMS_AT_ONCE", 2)
    frames = [sheet(np.tile(WEEK, 10) * size, item=f"x{size}") for size in (1, 2, 3)]
    found = train(*frames, model="seasonal_naive")
    assert list(entries(found)) == ["All items", "x3", "x2", "x1"]
    assert entries(found)["x1"]["history"]["value"] == list(np.tile(WEEK, 10))


def test_a_report_embeds_the_first_few(trained: Trained) -> None:
    fan = next(block for block in trained.blocks if block.kind == "fan")
    assert [item["item"] for item in fan.data["items"]] == list(entries(trained))
    assert fan.data["count"] == 5
