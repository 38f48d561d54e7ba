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
from language.formats import shown
from training.models import ModelVersion


@dataclass(frozen=True)
class Health:
    tone: Literal["good", "warn", "bad"]
    word: str
    reason: str


def health_of(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float], trained_at: datetime
) -> Health:
    """Installed, better than guessing, and trained recently enough."""
    if isinstance(family, MissingFamily):
        return Health("bad", _("not installed"), str(family.question))
    if (better := better_than_baseline(family, metrics, baseline)) is False:
        label = str(family.metric_labels.get(family.primary_metric, family.primary_metric))
        reason = _("%(metric)s: the naive baseline is as good.") % {"metric": label}
        return Health("bad", _("no better than guessing"), reason)
    days = (timezone.now() - trained_at).days
    if days >= settings.MODEL_RETRAIN_INTERVAL_DAYS:
        reason = ngettext(
            "Trained %(days)s day ago; models should be trained again after %(most)s.",
            "Trained %(days)s days ago; models should be trained again after %(most)s.",
            days,
        ) % {"days": days, "most": settings.MODEL_RETRAIN_INTERVAL_DAYS}
        return Health("warn", _("old"), reason)
    if better is None:
        return Health("warn", _("not compared"), _("There is no figure to compare with the naive baseline."))
    return Health("good", _("good"), _("Better than the naive baseline, and trained recently."))


def better_than_baseline(
    family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float]
) -> bool | None:
    """None where there is no figure to compare."""
    ours, naive = metrics.get(family.primary_metric), baseline.get(family.primary_metric)
    if ours is None or naive is None:
        return None
    return ours < naive if family.lower_is_better else ours > naive


# --- How good a version is compared with the naive baseline ---


@dataclass(frozen=True)
class Figure:
    """One metric as people read it. ``better`` is None where it does not say which is better."""

    label: str
    ours: str
    naive: str
    difference: str
    better: bool | None = None


def figures(family: Family, version: ModelVersion) -> list[Figure]:
    """Every metric of ``version``, the primary one first."""
    names = [name for name in family.metric_labels if version.metrics.get(name) is not None]
    names.sort(key=lambda name: name != family.primary_metric)
    return [_figure(family, version, name) for name in names]


def figure_text(family: Family, name: str, value: float | None) -> str:
    return shown(value, "percent" if name in family.percent_metrics else "number")


def in_words(family: Family, version: ModelVersion) -> str:
    """The primary metric compared with the naive baseline's, and what it means."""
    name = family.primary_metric
    ours, naive = version.metrics.get(name), version.baseline.get(name)
    words = {
        "metric": str(family.metric_labels.get(name, name)),
        "ours": figure_text(family, name, ours),
        "naive": figure_text(family, name, naive),
        "baseline": str(version.baseline_label),
        "difference": _difference(family, name, ours, naive).lstrip("+-"),
    }
    better = better_than_baseline(family, version.metrics, version.baseline)
    if better is None:
        return _("There is no figure to compare with the naive baseline.")
    if not better:
        return (
            _(
                "%(metric)s is %(ours)s. The naive baseline (%(baseline)s) reaches %(naive)s: "
                "this version is no better than guessing."
            )
            % words
        )
    return (
        _(
            "%(metric)s is %(ours)s. The naive baseline (%(baseline)s) reaches %(naive)s: "
            "this version is better by %(difference)s."
        )
        % words
    )


def _figure(family: Family, version: ModelVersion, name: str) -> Figure:
    ours, naive = version.metrics.get(name), version.baseline.get(name)
    better = None
    if name == family.primary_metric:
        better = better_than_baseline(family, version.metrics, version.baseline)
    return Figure(
        label=str(family.metric_labels[name]),
        ours=figure_text(family, name, ours),
        naive=figure_text(family, name, naive),
        difference=_difference(family, name, ours, naive),
        better=better,
    )


def _difference(family: Family, name: str, ours: float | None, naive: float | None) -> str:
    """With its sign; between shares in percentage points."""
    if ours is None or naive is None:
        return shown(None)
    sign = "+" if ours > naive else ""
    if name in family.percent_metrics:
        return _("%(number)s points") % {"number": f"{sign}{shown(float(f'{(ours - naive) * 100:.3g}'))}"}
    return f"{sign}{shown(float(f'{ours - naive:.3g}'))}"
