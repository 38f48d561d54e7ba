"""One word for a model: the worst of its checks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contract import registry
from training.versions.health import Health, health_of

FORECASTING, SEGMENTATION = registry.get("forecasting"), registry.get("segmentation")


@pytest.mark.parametrize(
    ("ours", "naive", "days", "tone"),
    [
        (0.1, 0.2, 0, "good"),
        (0.1, 0.2, 6, "good"),
        (0.1, 0.2, 7, "warn"),
        (0.2, 0.2, 0, "bad"),
        (0.3, 0.2, 30, "bad"),
    ],
)
def test_a_smaller_error_than_the_baseline_is_good(ours: float, naive: float, days: int, tone: str) -> None:
    then = timezone.now() - timedelta(days=days)
    assert health_of(FORECASTING, {"wape": ours}, {"wape": naive}, then).tone == tone


def test_a_larger_silhouette_than_the_baseline_is_good() -> None:
    now = timezone.now()
    assert health_of(SEGMENTATION, {"silhouette": 0.5}, {"silhouette": 0.1}, now).tone == "good"
    assert health_of(SEGMENTATION, {"silhouette": 0.1}, {"silhouette": 0.5}, now).tone == "bad"


def test_without_a_figure_nothing_is_claimed() -> None:
    assert health_of(FORECASTING, {}, {"wape": 0.2}, timezone.now()).word == "not compared"


def test_the_age_that_is_too_old_is_a_setting(settings: object) -> None:
    settings.MODEL_RETRAIN_INTERVAL_DAYS = 30  # type: ignore[attr-defined]
    then = timezone.now() - timedelta(days=29)
    assert health_of(FORECASTING, {"wape": 0.1}, {"wape": 0.2}, then).tone == "good"


def summary(**fields: object) -> dict[str, object]:
    return {"grounds": [], "data_until": None, "answers_until": None, **fields}


def graded(told: dict[str, object]) -> Health:
    return health_of(FORECASTING, {"wape": 0.1}, {"wape": 0.2}, timezone.now(), told)


def test_the_worst_ground_gives_the_word_and_every_reason_is_kept() -> None:
    grounds = [
        {"about": "data", "tone": "warn", "text": "Only 50 rows."},
        {"about": "error", "tone": "good", "text": "Half the error of repeating last week."},
    ]
    found = graded(summary(grounds=grounds))
    assert (found.tone, found.word, found.reason) == ("warn", "use with care", "Only 50 rows.")
    assert [reason.tone for reason in found.reasons] == ["warn", "good", "good"]
    bad = graded(summary(grounds=[*grounds, {"about": "drivers", "tone": "bad", "text": "Unknown."}]))
    assert (bad.word, bad.reason) == ("do not rely on it", "Unknown.")


@pytest.mark.parametrize(
    ("today", "word"),
    [("2025-01-08", "good"), ("2025-01-20", "good"), ("2025-01-25", "ageing"), ("2025-02-07", "out of date")],
)
def test_a_forecast_ages_with_the_end_of_its_data(settings: Any, today: str, word: str) -> None:
    settings.TODAY = date.fromisoformat(today)
    found = graded(summary(data_until="2025-01-07", answers_until="2025-02-06"))
    assert found.word == word
    assert "7 Jan 2025" in " ".join(reason.text for reason in found.reasons)


def test_scores_age_with_their_newest_row(settings: Any) -> None:
    settings.TODAY, settings.MODEL_RETRAIN_INTERVAL_DAYS = date(2025, 3, 1), 30
    assert graded(summary(data_until="2025-02-20")).word == "good"
    assert graded(summary(data_until="2025-01-07")).word == "out of date"
