"""A small picture of a column's values: bars of one height scale, drawn as SVG without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from datasets.values import bound_text
from language.formats import shown

register = template.Library()

WIDTH, HEIGHT, GAP = 240, 48, 1.5


@register.inclusion_tag("datasets/histogram.html")
def histogram(column: Mapping[str, Any]) -> dict[str, Any]:
    """Bars for the bins of a number or a date; nothing for other kinds."""
    drawn = column.get("histogram") or {}
    counts = list(drawn.get("counts", []))
    if "edges" not in drawn or not counts or max(counts) == 0:
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
                "title": f"{_span(column, place)}: {shown(count, 'integer')}",
            }
        )
    words = {"column": column["name"], "range": _span(column, counts.index(max(counts)))}
    summary = _("Values of %(column)s; most rows are at %(range)s.") % words
    return {"bars": bars, "width": WIDTH, "height": HEIGHT, "summary": summary}


def _span(column: Mapping[str, Any], place: int) -> str:
    low, high = column["histogram"]["edges"][place : place + 2]
    words = {"low": bound_text(low, column["kind"]), "high": bound_text(high, column["kind"])}
    return _("%(low)s to %(high)s") % words
