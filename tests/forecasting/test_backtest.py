"""The backtest: windows, honest weights, and the choice."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.backtest import choose_candidates, choose_model, choose_windows
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train


def test_windows_end_with_the_history_and_do_not_overlap() -> None:
    windows = choose_windows(prepared(sheet(np.arange(372.0))).panel, 30, "fast")
    assert windows.origins == [252, 282, 312, 342]
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
    assert keys == ["seasonal_naive", "boosting"]
    assert "30 series would take 150 fits" in sentence
    assert choose_candidates(panel, windows, plan(model="prophet"))[0] == ["seasonal_naive", "prophet"]


def test_the_smallest_error_wins_and_a_mean_must_earn_its_place() -> None:
    metrics = {"seasonal_naive": {"wape": 0.3}, "boosting": {"wape": 0.2}, "combined": {"wape": 0.199}}
    assert choose_model(metrics, "auto") == "boosting"
    assert choose_model({**metrics, "combined": {"wape": 0.15}}, "auto") == "combined"
    assert choose_model(metrics, "seasonal_naive") == "seasonal_naive"


def test_windows_never_see_what_comes_after(random: np.random.Generator) -> None:
    """Changing the last window's actuals changes no forecast made before them."""
    values = np.tile(WEEK, 20) + random.normal(0, 1, 140)
    changed = values.copy()
    changed[-14:] += 1000
    windows = choose_windows(prepared(sheet(values)).panel, 14, "fast")
    from forecasting.members import new_member
    from training.exchange import Progress

    for key in ("seasonal_naive", "boosting", "prophet"):
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
    assert {"seasonal_naive", "boosting", "prophet"} <= tried
    chosen = [candidate.model for candidate in result.evaluation.candidates if candidate.chosen]
    assert chosen == [result.evaluation.model]
