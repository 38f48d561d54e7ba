"""The backtest: windows, honest weights, and the choice."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.judging import backtest
from forecasting.judging.backtest import choose_candidates, choose_windows
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train


def test_windows_end_with_the_history_and_do_not_overlap() -> None:
    windows = choose_windows(prepared(sheet(np.arange(372.0))).panel, 30, "fast")
    assert windows.origins == [282, 312, 342]
    assert windows.horizon == 30


@pytest.mark.parametrize("rows", [20, 24, 31, 60])
def test_short_histories_keep_something_to_learn_from(rows: int) -> None:
    windows = choose_windows(prepared(sheet(np.arange(float(rows)))).panel, 30, "best")
    assert windows.horizon == rows // 4
    assert windows.origins[0] >= 10
    assert windows.origins[-1] + windows.horizon == rows
    assert len(windows.origins) > 1
    assert windows.origins == sorted(set(windows.origins))


def test_prophet_is_left_out_where_it_would_take_too_long() -> None:
    panel = prepared(*(sheet(np.arange(60.0), item=f"S{row}") for row in range(30))).panel
    windows = choose_windows(panel, 14, "fast")
    keys, sentence = choose_candidates(panel, windows, plan())
    assert keys == ["seasonal_naive", "boosting", "direct_level", "direct_log", "direct_season", "theta"]
    assert "30 series would take 120 fits" in sentence
    assert choose_candidates(panel, windows, plan(model="prophet"))[0] == ["seasonal_naive", "prophet"]


def test_models_of_one_series_are_left_out_of_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = prepared(*(sheet(np.arange(60.0), item=f"S{row}") for row in range(5))).panel
    windows = choose_windows(panel, 14, "fast")
    assert "theta" in choose_candidates(panel, windows, plan())[0]
    monkeypatch.setitem(backtest.MOST_STATISTICAL_FITS, "fast", 19)
    assert "theta" not in choose_candidates(panel, windows, plan())[0]
    monkeypatch.setitem(backtest.MOST_STATISTICAL_FITS, "best", 199)
    slow, _ = choose_candidates(panel, windows, plan(effort="best"))
    assert "theta" in slow
    assert "ets" not in slow


def test_models_for_rare_demand_are_tried_where_it_is_rare() -> None:
    values = np.where(np.arange(80) % 4 == 0, 3.0, 0.0)
    for amounts, rare in ((values, True), (values + 1, False)):
        panel = prepared(sheet(amounts)).panel
        keys, _ = choose_candidates(panel, choose_windows(panel, 7, "best"), plan(effort="best"))
        assert ("croston" in keys) is rare


def test_the_smallest_error_wins(random: np.random.Generator) -> None:
    evaluation = train(sheet(np.tile(WEEK, 12) + random.normal(0, 1, 84))).evaluation
    smallest = min(evaluation.candidates, key=lambda candidate: candidate.metrics["wape"])
    assert evaluation.model == smallest.model
    assert train(sheet(np.tile(WEEK, 12)), model="seasonal_naive").evaluation.model == "seasonal_naive"


def test_windows_never_see_what_comes_after(random: np.random.Generator) -> None:
    """Changing the last window's actuals changes no forecast made before them."""
    values = np.tile(WEEK, 20) + random.normal(0, 1, 140)
    changed = values.copy()
    changed[-14:] += 1000
    windows = choose_windows(prepared(sheet(values)).panel, 14, "fast")
    from contract.training import Progress
    from forecasting.models.forecaster import new_member

    for key in (
        "seasonal_naive",
        "boosting",
        "direct_level",
        "direct_season",
        "direct_last",
        "theta",
        "prophet",
    ):
        first, second = (
            new_member(key).backtest(prepared(sheet(v)).panel, windows.origins, 14, plan(), Progress())
            for v in (values, changed)
        )
        assert np.array_equal(first, second)


def test_a_pure_week_is_recovered() -> None:
    result = train(sheet(np.tile(WEEK, 20)), horizon=14)
    assert result.evaluation.metrics["wape"] < 0.001
    assert result.results["value"].to_numpy() == pytest.approx(np.tile(WEEK, 2), rel=0.01)


def test_trend_and_week_beat_repeating_by_far(random: np.random.Generator) -> None:
    days = np.arange(250)
    result = train(sheet(100 + 2 * days + WEEK[days % 7] * 5 + random.normal(0, 2, 250)), horizon=28)
    assert result.evaluation.metrics["wape"] < 0.35 * result.evaluation.baseline["wape"]
    truth = 100 + 2 * np.arange(250, 278) + WEEK[np.arange(250, 278) % 7] * 5
    assert result.results["value"].to_numpy() == pytest.approx(truth, rel=0.03)


def test_the_best_effort_tries_every_model(random: np.random.Generator) -> None:
    result = train(sheet(np.tile(WEEK, 12) + random.normal(0, 1, 84)), effort="best")
    tried = {candidate.model for candidate in result.evaluation.candidates}
    assert {"seasonal_naive", "boosting", "direct_last", "theta", "ets", "ces", "prophet"} <= tried
    chosen = [candidate.model for candidate in result.evaluation.candidates if candidate.chosen]
    assert chosen == [result.evaluation.model]
