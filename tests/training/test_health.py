"""One word for a model: the worst of its checks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contract import registry
from training.versions.health import health_of

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
