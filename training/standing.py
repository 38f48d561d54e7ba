"""How a model stands: one colour and one sentence, the worst of its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils import timezone

from training.families import Family


@dataclass(frozen=True)
class Standing:
    tone: Literal["good", "warn", "bad"]
    word: str
    reason: str


def standing(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float], trained_at: datetime
) -> Standing:
    """Better than guessing, and trained recently enough."""
    if (better := _better_than_baseline(family, metrics, baseline)) is False:
        label = family.metric_labels.get(family.primary_metric, family.primary_metric)
        return Standing("bad", "no better than guessing", f"{label}: the naive baseline is as good.")
    days = (timezone.now() - trained_at).days
    if days >= settings.MODEL_RETRAIN_INTERVAL_DAYS:
        return Standing(
            "warn",
            "old",
            f"Trained {days} days ago; models are meant to be trained again after "
            f"{settings.MODEL_RETRAIN_INTERVAL_DAYS}.",
        )
    if better is None:
        return Standing("warn", "not compared", "There is no figure to compare with the naive baseline.")
    return Standing("good", "good", "Better than the naive baseline, and trained recently.")


def _better_than_baseline(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float]
) -> bool | None:
    ours, naive = metrics.get(family.primary_metric), baseline.get(family.primary_metric)
    if ours is None or naive is None:
        return None
    return ours < naive if family.lower_is_better else ours > naive
