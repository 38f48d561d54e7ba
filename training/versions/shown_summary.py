"""The summary of an answer as a page writes it: figures as text, the small picture as places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.clock import today
from language.formats import apart_format, shown

WIDTH, HEIGHT, EDGE = 100.0, 28.0, 2.0


@dataclass(frozen=True)
class ShownSummary:
    """``line`` are the points of a polyline, ``bars`` places and heights of rects, in a box of 100 x 28;
    one of them is empty. ``change`` compares with the answer before."""

    label: str
    value: str
    range: str
    do: str
    assumes: str
    ends: str
    line: str
    bars: Sequence[tuple[str, str, str, str]]
    change: str = ""


def shown_summary(summary: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> ShownSummary | None:
    """None for a version whose family says none, or that an earlier release trained."""
    if not summary:
        return None
    values = [value for value in summary["picture"] if value is not None]
    drawn_as_line = summary["drawn"] == "line" and len(values) > 1
    return ShownSummary(
        label=str(summary["label"]),
        value=_with_unit(summary, "value"),
        range=_range(summary),
        do=str(summary["do"]),
        assumes=str(summary["assumes"]),
        ends=_ends(summary),
        line=_line(values) if drawn_as_line else "",
        bars=[] if drawn_as_line else _bars(values),
        change=_change(summary, before),
    )


def _with_unit(summary: Mapping[str, Any], name: str) -> str:
    ends = [summary[end] for end in ("value", "low", "high") if summary[end] is not None]
    number = shown(summary[name], apart_format([ends], summary["format"]))
    return f"{number} {summary['unit']}" if summary["unit"] else number


def _range(summary: Mapping[str, Any]) -> str:
    if summary["low"] is None or summary["high"] is None:
        return ""
    words = {"low": _with_unit(summary, "low"), "high": _with_unit(summary, "high")}
    return _("between %(low)s and %(high)s, four times in five") % words


def _ends(summary: Mapping[str, Any]) -> str:
    """Where the data ends, and how long ago that is."""
    if not summary["data_until"]:
        return ""
    until = date.fromisoformat(summary["data_until"])
    return _("Your data ends on %(day)s.") % {"day": shown(until, "date")} if until <= today() else ""


def _change(summary: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """As a share of the answer before, where both figures speak of the same."""
    if not before or not before["value"] or not summary["value"] or _of_what(summary) != _of_what(before):
        return ""
    share = summary["value"] / before["value"] - 1
    if abs(share) < 0.005:
        return _("as in the answer before")
    words = {"share": shown(round(abs(share), 2), "percent")}
    if share > 0:
        return _("%(share)s more than the answer before") % words
    return _("%(share)s less than the answer before") % words


def _of_what(summary: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a figure is of: a forecast of the same amount over as many days, else whatever has the same label.
    A month beside a fortnight would say that sales doubled."""
    kind = (summary["format"], summary["unit"])
    if not summary["answers_until"] or not summary["data_until"]:
        return (*kind, str(summary["label"]))
    ends = (date.fromisoformat(summary[name]) for name in ("answers_until", "data_until"))
    answers, until = ends
    return (*kind, str(summary["label"]).partition(",")[0], (answers - until).days)


def _line(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return " ".join(
        f"{EDGE + place * step:.1f},{HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE):.1f}"
        for place, value in enumerate(values)
    )


def _bars(values: Sequence[float]) -> list[tuple[str, str, str, str]]:
    """x, y, width and height of each; from zero."""
    most = max([*values, 0.0]) or 1.0
    width = (WIDTH - 2 * EDGE) / max(len(values), 1)
    heights = [max(value, 0.0) / most * (HEIGHT - 2 * EDGE) for value in values]
    return [
        (
            f"{EDGE + place * width + width * 0.1:.1f}",
            f"{HEIGHT - EDGE - height:.1f}",
            f"{width * 0.8:.1f}",
            f"{height:.1f}",
        )
        for place, height in enumerate(heights)
    ]
