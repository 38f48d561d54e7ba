"""Error, size and reason of the candidates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract.family import Trained
from forecasting.judging.leaderboard import Contest
from forecasting.step_words import REPEATING
from tests.forecasting.conftest import WEEK, sheet, train

WEEKLY = REPEATING["day"]


@pytest.fixture(scope="module")
def trained() -> Trained:
    days = np.arange(200)
    noise = np.random.default_rng(1).normal(0, 3, size=(3, 200))
    return train(*(sheet(60 + days * 0.3 + WEEK[days % 7] + noise[row], item=str(row)) for row in range(3)))


def why(trained: Trained, **wapes: float) -> str:
    """The reason as it would be with these errors, boosting being chosen."""
    learned = trained.evaluation.learned
    forecasts = {**learned["tested"].forecasts, "combined": learned["forecast"]}
    metrics = {key: {"wape": wape} for key, wape in wapes.items()}
    return Contest(metrics, forecasts, learned["tested"]).reason("boosting", "auto", WEEKLY)


def test_each_has_the_error_of_its_error(trained: Trained) -> None:
    for candidate in trained.evaluation.candidates:
        assert candidate.error is not None
        assert 0 < candidate.error < 0.5 * candidate.metrics["wape"]


def test_sizes_are_those_of_the_files(trained: Trained, tmp_path: Path) -> None:
    sizes = {candidate.model: candidate.size for candidate in trained.evaluation.candidates}
    assert sizes["seasonal_naive"] < sizes["boosting"]  # type: ignore[operator]
    members = trained.evaluation.learned["shares"].members
    assert sizes["combined"] == sum(sizes[key] for key in members)  # type: ignore[misc]


def test_the_reason_says_how_far_ahead_of_the_next(trained: Trained) -> None:
    said = why(trained, boosting=0.05, theta=0.07, seasonal_naive=0.2)
    assert said.startswith("Gradient boosting had the lowest WAPE over 3 windows of the past: 5 %, 2 ")
    assert "percentage points lower than Dynamic Theta." in said


def test_the_weighted_mean_is_taken_unless_one_model_is_clearly_better(trained: Trained) -> None:
    tested, learned = trained.evaluation.learned["tested"], trained.evaluation.learned
    forecasts = {**tested.forecasts, "combined": learned["forecast"]}

    def contest(combined: float) -> Contest:
        metrics = {
            "boosting": {"wape": 0.05},
            "combined": {"wape": combined},
            "seasonal_naive": {"wape": 1.0},
        }
        return Contest(metrics, forecasts, tested)

    assert contest(0.0501).best() == "combined"
    assert "does not depend on one method" in str(contest(0.0501).reason("combined", "auto", WEEKLY))
    assert contest(0.4).best() == "boosting"


def test_where_percent_count_they_decide(trained: Trained) -> None:
    tested = trained.evaluation.learned["tested"]
    metrics = {"boosting": {"wape": 0.05, "mape": 0.3}, "seasonal_naive": {"wape": 0.06, "mape": 0.2}}
    assert Contest(metrics, tested.forecasts, tested, "amount").best() == "boosting"
    assert Contest(metrics, tested.forecasts, tested, "percent").best() == "seasonal_naive"


def test_a_small_lead_is_within_its_error_and_a_large_one_is_not(trained: Trained) -> None:
    small = why(trained, boosting=0.05, seasonal_naive=0.051)
    assert "0.1 percentage points lower than Repeat the last season" in small
    assert small.endswith("Repeat the last season may be just as good.")
    assert "more than the error of the difference" in why(trained, boosting=0.05, seasonal_naive=0.2)


def test_a_model_asked_for_by_name_says_so() -> None:
    result = train(sheet(np.tile(WEEK, 10)), model="seasonal_naive")
    assert result.evaluation.reason.startswith("Repeat the last season was selected by name.")


def test_none_better_than_the_baseline_is_said(trained: Trained) -> None:
    tested = trained.evaluation.learned["tested"]
    metrics = {"seasonal_naive": {"wape": 0.05}, "boosting": {"wape": 0.06}}
    said = Contest(metrics, tested.forecasts, tested).reason("seasonal_naive", "auto", WEEKLY)
    assert said == "No model tried was better than repeating last week over 3 windows of the past."
