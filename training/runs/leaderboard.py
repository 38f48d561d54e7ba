"""The models a run has tried, as a table for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contract.family import Family
from language.formats import significant
from training.versions.health import figure_text

WIDTH = 100.0
"""Of the drawing of the primary metric, whose places are texts from 0 to 100, as SVG takes them."""
EDGE = 4.0


@dataclass(frozen=True)
class Whisker:
    """The primary metric of a candidate as a dot, with a line from one standard error below to one above.

    ``baseline`` is the position of the baseline's dot.
    """

    at: str
    low: str
    high: str
    baseline: str | None


@dataclass(frozen=True)
class Row:
    """``values`` are the other metrics; ``size`` is in bytes, where it was measured."""

    label: str
    primary: str
    whisker: Whisker | None
    values: list[str]
    seconds: float | None
    size: int | None
    chosen: bool
    baseline: bool
    note: str


@dataclass(frozen=True)
class Leaderboard:
    primary_label: str
    labels: list[str]
    rows: list[Row]

    @property
    def has_sizes(self) -> bool:
        return any(row.size is not None for row in self.rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note for row in self.rows)


def leaderboard(family: Family, candidates: Iterable[Mapping[str, Any]]) -> Leaderboard:
    """The best candidate by the primary metric first, the baseline in its place among them."""
    listed = sorted(candidates, key=lambda candidate: _rank(family, candidate))
    primary = family.primary_metric
    others = [
        name
        for name in family.metric_labels
        if name != primary and any(name in candidate["metrics"] for candidate in listed)
    ]
    place = _scale(primary, listed)
    return Leaderboard(
        primary_label=str(family.metric_labels.get(primary, primary)),
        labels=[str(family.metric_labels[name]) for name in others],
        rows=[
            Row(
                label=candidate["label"],
                primary=_with_error(family, candidate),
                whisker=_whisker(primary, candidate, listed, place),
                values=[figure_text(family, name, candidate["metrics"].get(name)) for name in others],
                seconds=round(candidate["seconds"], 2),
                size=candidate.get("size"),
                chosen=candidate["chosen"],
                baseline=candidate["baseline"],
                note=candidate["note"],
            )
            for candidate in listed
        ],
    )


def _rank(family: Family, candidate: Mapping[str, Any]) -> float:
    value = candidate["metrics"].get(family.primary_metric)
    if value is None:
        return float("inf")
    return float(value) if family.lower_is_better else -float(value)


def _with_error(family: Family, candidate: Mapping[str, Any]) -> str:
    """``12.3 % ± 0.8 %``"""
    name, error = family.primary_metric, candidate.get("error")
    text = figure_text(family, name, candidate["metrics"].get(name))
    if error is None:
        return text
    if name in family.percent_metrics:
        return f"{text} ± {significant(error * 100, 2)} %"
    return f"{text} ± {significant(error, 2)}"


# --- The drawing --------------------------------------------------------------------------------


def _scale(primary: str, listed: list[Mapping[str, Any]]) -> tuple[float, float]:
    """The least and the most that any candidate reaches, with its standard error."""
    reached = [
        value + sign * (candidate.get("error") or 0.0)
        for candidate in listed
        if (value := candidate["metrics"].get(primary)) is not None
        for sign in (-1, 1)
    ]
    return (min(reached), max(reached)) if reached else (0.0, 0.0)


def _place(value: float, scale: tuple[float, float]) -> str:
    low, high = scale
    share = (value - low) / (high - low) if high > low else 0.5
    return f"{EDGE + share * (WIDTH - 2 * EDGE):.1f}"


def _whisker(
    primary: str,
    candidate: Mapping[str, Any],
    listed: list[Mapping[str, Any]],
    scale: tuple[float, float],
) -> Whisker | None:
    value = candidate["metrics"].get(primary)
    if value is None:
        return None
    error = candidate.get("error") or 0.0
    naive = next((one["metrics"].get(primary) for one in listed if one["baseline"]), None)
    return Whisker(
        at=_place(value, scale),
        low=_place(value - error, scale),
        high=_place(value + error, scale),
        baseline=None if naive is None else _place(naive, scale),
    )
