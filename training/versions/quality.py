"""How good a version is compared with the naive baseline: one sentence, and every figure in a table row."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from contract.family import Family
from language.formats import shown
from training.models import ModelVersion
from training.versions.health import better_than_baseline


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
