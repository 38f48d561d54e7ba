"""What happened on each of the last 30 days, as a bar chart with its sentence and its table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Aggregate, Case, DateField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from language.formats import shown

DAYS = 30
TICKS = {"color": "#857f72", "maxRotation": 0, "autoSkipPadding": 16, "precision": 0}
OPTIONS = {
    "animation": False,
    "maintainAspectRatio": False,
    "interaction": {"mode": "index", "intersect": False},
    "scales": {
        "x": {"stacked": True, "ticks": TICKS, "grid": {"display": False}},
        "y": {"stacked": True, "ticks": TICKS, "beginAtZero": True, "border": {"display": False}, "grid": {}},
    },
}


@dataclass(frozen=True)
class Series:
    """One colour of the bars."""

    kind: str
    label: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """``rows`` are the days on which something happened, newest first: the day, a number per label.

    ``data`` and ``options`` are JSON for Chart.js.
    """

    title: str
    sentence: str
    labels: list[str]
    rows: list[tuple[str, list[int]]]
    data: str
    options: str


def days_shown() -> list[date]:
    """The last of them is today."""
    today = timezone.localdate()
    return [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]


def per_day(
    rows: QuerySet[Any], moment: str, amount: Aggregate, kind: Combinable
) -> dict[tuple[date, str], int]:
    """(day, kind) -> ``amount`` over the rows whose ``moment`` lies on that day, in one query.

    The day is found by comparing, since Django's own function calls Python for each row on SQLite.
    """
    starts = {timezone.make_aware(datetime.combine(day, time.min)): day for day in days_shown()}
    begun = [When(**{f"{moment}__gte": start}, then=Value(day)) for start, day in reversed(starts.items())]
    shown = rows.filter(**{f"{moment}__gte": min(starts)}).order_by()
    grouped = shown.annotate(day=Case(*begun, output_field=DateField()), kind=kind).values_list("day", "kind")
    return {(day, kind): number for day, kind, number in grouped.annotate(amount)}


def bar_chart(title: str, words: str, counts: Mapping[tuple[date, str], int], series: list[Series]) -> Chart:
    """``words`` say the sums: "Files uploaded in the last 30 days: %(numbers)s."."""
    days = days_shown()
    names = [date_format(day, "j M") for day in days]
    numbers = {entry: [counts.get((day, entry.kind), 0) for day in days] for entry in series}
    rows = list(zip(names, map(list, zip(*numbers.values(), strict=True)), strict=True))
    return Chart(
        title=title,
        sentence=_sentence(words, {entry.label: sum(found) for entry, found in numbers.items()}),
        labels=[entry.label for entry in series],
        rows=[(name, found) for name, found in reversed(rows) if any(found)],
        data=json.dumps({"labels": names, "datasets": _datasets(numbers)}),
        options=json.dumps({**OPTIONS, "plugins": {"legend": _legend(shown=len(series) > 1)}}),
    )


def _sentence(words: str, totals: Mapping[str, int]) -> str:
    if not any(totals.values()):
        return words % {"numbers": _("none")}
    numbers = [shown(total, "integer") for total in totals.values()]
    if len(totals) > 1:
        numbers = [f"{number} {label.lower()}" for number, label in zip(numbers, totals, strict=True)]
    return words % {"numbers": ", ".join(numbers)}


def _datasets(numbers: Mapping[Series, list[int]]) -> list[dict[str, Any]]:
    return [
        {
            "label": entry.label,
            "data": found,
            "backgroundColor": entry.colour,
            "borderRadius": 2,
            "maxBarThickness": 18,
        }
        for entry, found in numbers.items()
    ]


def _legend(shown: bool) -> dict[str, Any]:
    labels = {"color": TICKS["color"], "boxWidth": 8, "boxHeight": 8, "usePointStyle": True}
    return {"display": shown, "align": "end", "labels": labels}
