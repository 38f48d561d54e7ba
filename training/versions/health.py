"""The state of a model: one colour and one sentence, the worst of its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contract.family import Family
from contract.registry import MissingFamily


@dataclass(frozen=True)
class Standing:
    tone: Literal["good", "warn", "bad"]
    word: str
    reason: str


def standing(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float], trained_at: datetime
) -> Standing:
    """Installed, better than guessing, and trained recently enough."""
    if isinstance(family, MissingFamily):
        return Standing("bad", _("not installed"), str(family.question))
    if (better := better_than_baseline(family, metrics, baseline)) is False:
        label = str(family.metric_labels.get(family.primary_metric, family.primary_metric))
        reason = _("%(metric)s: the naive baseline is as good.") % {"metric": label}
        return Standing("bad", _("no better than guessing"), reason)
    days = (timezone.now() - trained_at).days
    if days >= settings.MODEL_RETRAIN_INTERVAL_DAYS:
        reason = ngettext(
            "Trained %(days)s day ago; models should be trained again after %(most)s.",
            "Trained %(days)s days ago; models should be trained again after %(most)s.",
            days,
        ) % {"days": days, "most": settings.MODEL_RETRAIN_INTERVAL_DAYS}
        return Standing("warn", _("old"), reason)
    if better is None:
        return Standing(
            "warn", _("not compared"), _("There is no figure to compare with the naive baseline.")
        )
    return Standing("good", _("good"), _("Better than the naive baseline, and trained recently."))


def better_than_baseline(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float]
) -> bool | None:
    """None where there is no figure to compare."""
    ours, naive = metrics.get(family.primary_metric), baseline.get(family.primary_metric)
    if ours is None or naive is None:
        return None
    return ours < naive if family.lower_is_better else ours > naive
