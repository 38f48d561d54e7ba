"""A small picture of a column's values: bars of one height scale, drawn as SVG without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()

WIDTH, HEIGHT, GAP = 120, 28, 1


@register.inclusion_tag("datasets/histogram.html")
def histogram(column: Mapping[str, Any]) -> dict[str, Any]:
    """Bars for the bins of a number or date, or for the most frequent values of a category."""
    drawn = column.get("histogram") or {"counts": []}
    counts = list(drawn["counts"])
    if not counts or max(counts) == 0:
        return {"bars": []}
    step = WIDTH / len(counts)
    bars = []
    for place, count in enumerate(counts):
        height = max(HEIGHT * count / max(counts), 1 if count else 0)
        bars.append(
            {
                "x": round(place * step, 2),
                "y": round(HEIGHT - height, 2),
                "width": round(step - GAP, 2),
                "height": round(height, 2),
                "title": f"{_name(drawn, place)}: {count:,}",
            }
        )
    return {"bars": bars, "width": WIDTH, "height": HEIGHT, "summary": _summary(column, drawn)}


def _name(drawn: Mapping[str, Any], place: int) -> str:
    if "values" in drawn:
        return str(drawn["values"][place])
    return f"{_text(drawn['edges'][place])} to {_text(drawn['edges'][place + 1])}"


def _text(edge: Any) -> str:
    return f"{edge:,.4g}" if isinstance(edge, float) else str(edge)


def _summary(column: Mapping[str, Any], drawn: Mapping[str, Any]) -> str:
    most = drawn["counts"].index(max(drawn["counts"]))
    return f"Values of {column['name']}; most rows lie at {_name(drawn, most)}."
