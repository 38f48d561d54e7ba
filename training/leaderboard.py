"""The models a run has tried, as a table for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from training.families import Family


@dataclass(frozen=True)
class Row:
    label: str
    values: list[str]
    seconds: float | None
    chosen: bool
    baseline: bool
    note: str


@dataclass(frozen=True)
class Leaderboard:
    labels: list[str]
    rows: list[Row]


def leaderboard(family: Family, candidates: Iterable[Mapping[str, Any]]) -> Leaderboard:
    """The primary metric first, best candidate first, the baseline where it stands among them."""
    listed = list(candidates)
    names = [name for name in family.metric_labels if any(name in c["metrics"] for c in listed)]
    names.sort(key=lambda name: name != family.primary_metric)
    return Leaderboard(
        labels=[family.metric_labels[name] for name in names],
        rows=[
            Row(
                label=candidate["label"],
                values=[_text(family, name, candidate["metrics"].get(name)) for name in names],
                seconds=candidate["seconds"],
                chosen=candidate["chosen"],
                baseline=candidate["baseline"],
                note=candidate["note"],
            )
            for candidate in sorted(listed, key=lambda c: _rank(family, c))
        ],
    )


def _rank(family: Family, candidate: Mapping[str, Any]) -> float:
    value = candidate["metrics"].get(family.primary_metric)
    if value is None:
        return float("inf")
    return float(value) if family.lower_is_better else -float(value)


def _text(family: Family, name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if name in family.percent_metrics else f"{value:.4g}"
