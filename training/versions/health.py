"""How far to trust a model: one word, the worst of its reasons, and every reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.clock import today
from contract.family import Family
from contract.registry import MissingFamily
from language.formats import shown
from training.models import ModelVersion

Tone = Literal["good", "warn", "bad"]
WORST_FIRST: tuple[Tone, ...] = ("bad", "warn", "good")


@dataclass(frozen=True)
class Reason:
    """``text`` is a sentence; ``word`` is what the badge says where this is the worst. ``due``: somebody can
    do something about it now."""

    tone: Tone
    word: str
    text: str
    due: bool = False


@dataclass(frozen=True)
class Health:
    """``reasons`` are sorted, the worst first; the first one gives the tone, the word and the reason."""

    reasons: tuple[Reason, ...]

    @property
    def tone(self) -> Tone:
        return self.reasons[0].tone

    @property
    def word(self) -> str:
        return self.reasons[0].word

    @property
    def reason(self) -> str:
        return self.reasons[0].text


def health_of(
    family: Family,
    metrics: Mapping[str, float],
    baseline: Mapping[str, float],
    trained_at: datetime,
    summary: Mapping[str, Any] | None = None,
) -> Health:
    """Graded by the error against the naive baseline, what the family measured (``contract.summary``), how
    fresh the data is, and how long ago it was learned. Good where each of them is."""
    if isinstance(family, MissingFamily):
        return Health((Reason("bad", _("not installed"), str(family.question), due=True),))
    summary = summary or {}
    reasons = [
        _compared(family, metrics, baseline),
        *(_ground(ground) for ground in summary.get("grounds", [])),
        *_fresh(summary),
        *_aged(trained_at),
    ]
    return Health(tuple(sorted(reasons, key=lambda reason: WORST_FIRST.index(reason.tone))))


def _compared(family: Family, metrics: Mapping[str, float], baseline: Mapping[str, float]) -> Reason:
    better = better_than_baseline(family, metrics, baseline)
    if better is None:
        text = _("There is no figure to compare with the naive baseline.")
        return Reason("warn", _("not compared"), text, due=True)
    if not better:
        label = str(family.metric_labels.get(family.primary_metric, family.primary_metric))
        reason = _("%(metric)s: the naive baseline is as good.") % {"metric": label}
        return Reason("bad", _("no better than guessing"), reason, due=True)
    return Reason("good", _("good"), _("Better than the naive baseline."))


GROUND_WORDS: Mapping[Tone, Any] = {
    "good": lambda: _("good"),
    "warn": lambda: _("use with care"),
    "bad": lambda: _("do not rely on it"),
}


def _ground(ground: Mapping[str, Any]) -> Reason:
    return Reason(ground["tone"], GROUND_WORDS[ground["tone"]](), str(ground["text"]))


def _fresh(summary: Mapping[str, Any]) -> list[Reason]:
    """How much of what the answer speaks of has passed; without such an end, how old the newest row is."""
    until, answers = _day(summary.get("data_until")), _day(summary.get("answers_until"))
    if until is None:
        return []
    words = {"until": shown(until, "date"), "answers": shown(answers, "date")}
    ends = _("The data ends on %(until)s.") % words
    if answers is None:
        most = settings.MODEL_RETRAIN_INTERVAL_DAYS
        old = (today() - until).days > most
        return [Reason("warn", _("out of date"), ends, due=True) if old else Reason("good", _("good"), ends)]
    if answers < today():
        text = _("The data ends on %(until)s and the answer on %(answers)s: both have passed.") % words
        return [Reason("bad", _("out of date"), text, due=True)]
    if (today() - until) * 2 > answers - until:
        text = (
            _("The data ends on %(until)s: more than half of the time up to %(answers)s has passed.") % words
        )
        return [Reason("warn", _("ageing"), text, due=True)]
    return [Reason("good", _("good"), ends)]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _aged(trained_at: datetime) -> list[Reason]:
    days = (timezone.now() - trained_at).days
    if days < settings.MODEL_RETRAIN_INTERVAL_DAYS:
        return []
    reason = ngettext(
        "Trained %(days)s day ago; models should be trained again after %(most)s.",
        "Trained %(days)s days ago; models should be trained again after %(most)s.",
        days,
    ) % {"days": days, "most": settings.MODEL_RETRAIN_INTERVAL_DAYS}
    return [Reason("warn", _("old"), reason, due=True)]


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
