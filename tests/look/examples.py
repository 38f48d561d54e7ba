"""Every kind of block with data of every size, for the tests of how they look."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]


def block(kind: str, title: str, data: Json, summary: str = "") -> Json:
    return {"kind": kind, "title": title, "data": data, "summary": summary}


def days(count: int, first: date = date(2023, 1, 1)) -> list[str]:
    return [(first + timedelta(days=day)).isoformat() for day in range(count)]


def sales(count: int, level: float = 4000.0) -> list[float]:
    return [
        level + 2 * day + 600 * math.sin(day / 7 * 2 * math.pi) + 300 * math.sin(day * 1.7)
        for day in range(count)
    ]


def line(points: int) -> Json:
    series = [
        {"name": "Average", "values": sales(points), "dashed": False},
        {"name": "Trend", "values": [4000.0 + 2 * day for day in range(points)], "dashed": True},
    ]
    data = {"x": days(points), "x_label": "", "y_label": "Sales per day", "series": series}
    return block("line", f"Sales over time, {points:,} days", data, "Sales rise by about 60 a month.")


def bar(labels: int, horizontal: bool = False) -> Json:
    data = {
        "labels": [f"Promotion in region {at}" for at in range(labels)],
        "rows": [{"region": at} for at in range(labels)],
        "y_label": "Share of the effect",
        "horizontal": horizontal,
        "format": "percent",
        "series": [{"name": "Share", "values": [1 / (at + 2) for at in range(labels)]}],
    }
    return block("bar", f"What drives sales, {labels:,} columns", data, "Promotions matter most.")


def scatter(points: int) -> Json:
    names = ["Large and loyal", "Small", "New"]
    series = [
        {
            "name": name,
            "rows": {"segment": group + 1},
            "points": [
                {
                    "x": group * 30 + 14 * math.sin(at * 12.9898) + at % 7,
                    "y": group * 20 + 12 * math.cos(at * 78.233),
                    "label": f"C{at}",
                }
                for at in range(points // 3 + (points % 3 if group == 0 else 0))
            ],
        }
        for group, name in enumerate(names)
    ]
    data = {"x_label": "Orders a year", "y_label": "Basket value", "rows_by": "id", "series": series}
    return block("scatter", f"Customers, {points:,} points", data, "Three groups lie apart.")


def fan_item(name: str, past: int, ahead: int, level: float) -> Json:
    values = sales(past + ahead, level)
    dates = days(past + ahead)
    forecast: Json = {"at": dates[past:], "value": values[past:]}
    for percent, width in ((80, 1.3), (95, 2.0)):
        margins = [width * (150 + 9 * step) for step in range(ahead)]
        forecast[f"lower_{percent}"] = [v - m for v, m in zip(values[past:], margins, strict=True)]
        forecast[f"upper_{percent}"] = [v + m for v, m in zip(values[past:], margins, strict=True)]
    tested = max(past - ahead, 0)
    total = {"value": sum(values[past:]), "lower_80": 100_000.0, "upper_80": 150_000.0}
    return {
        "item": name,
        "history": {"at": dates[:past], "value": values[:past]},
        "backtest": {"at": dates[tested:past], "value": [v * 1.04 for v in values[tested:past]]}
        if past
        else None,
        "forecast": forecast,
        "total": total if ahead else None,
        "rows": {"wape": 0.0832, "bias": -0.0123},
    }


def summed(values: Json, step: str) -> Json:
    """``at`` and the sums by week or month; weeks and months that are not complete are left out."""
    sums: dict[str, Json] = {}
    for row, day in enumerate(map(date.fromisoformat, values["at"])):
        start = day.replace(day=1) if step == "month" else day - timedelta(days=day.weekday())
        found = sums.setdefault(start.isoformat(), {"days": 0})
        found["days"] += 1
        for key in values.keys() - {"at"}:
            found[key] = found.get(key, 0.0) + values[key][row]
    least = 7 if step == "week" else 28
    whole = {at: one for at, one in sums.items() if one["days"] >= least}
    return {
        "at": list(whole),
        **{key: [one[key] for one in whole.values()] for key in values.keys() - {"at"}},
    }


def coarser(item: Json, step: str) -> Json:
    parts = ("history", "backtest", "forecast")
    return {"step": step, **{part: item[part] and summed(item[part], step) for part in parts}}


def stepped(item: Json) -> Json:
    """The item, by week and by month too."""
    return {**item, "coarser": [coarser(item, "week"), coarser(item, "month")]}


def fan(items: int, past: int, ahead: int = 30) -> Json:
    data = {
        "item_label": "Store",
        "y_label": "Sales",
        "levels": [80, 95],
        "items": [fan_item(f"Store {at + 1}", past, ahead, 4000.0 + 500 * at) for at in range(items)],
    }
    return block("fan", f"Forecast, {items} stores, {past:,} days of history", data, "The next 30 days.")


def fan_of_many(embedded: int, count: int) -> Json:
    """A fan of which most items are fetched, each in three steps; the first has a word of ours."""
    made = fan(embedded, 372, ahead=90)
    total = {**fan_item("All items", 372, 90, 4000.0), "label": "Every store"}
    items = [stepped(item) for item in (total, *made["data"]["items"])]
    return {
        **made,
        "title": "Forecast per store",
        "data": {**made["data"], "items": items, "step": "day", "count": count},
    }


def heatmap(rows: int) -> Json:
    data = {
        "x": ["Orders", "Basket"],
        "y": [f"Group {at}" for at in range(rows)],
        "values": [[math.sin(at), math.cos(at)] for at in range(rows)],
        "display": [[f"{at}", f"{at} %"] for at in range(rows)],
        "low": "below",
        "high": "above",
    }
    return block("heatmap", f"Differences, {rows:,} groups", data, "Groups differ.")


CARDS = block(
    "cards",
    "",
    {
        "cards": [
            {"label": "Forecast for 30 days", "value": 128_450.3, "note": "80 %: 121,000 – 136,000"},
            {
                "label": "Typical error",
                "value": 0.0832,
                "format": "percent",
                "note": "naive: 14.1 %",
                "tone": "good",
            },
            {"label": "Days of history", "value": 372, "format": "integer"},
            {"label": "Last day in the data", "value": "2025-01-07", "format": "date", "tone": "warn"},
            {"label": "Model", "value": "Damped trend with weekly season", "format": "text"},
            {"label": "Missing days", "value": None, "note": "3 gaps of a week", "tone": "bad"},
        ]
    },
)

NOTES = [
    block("note", "", {"text": f"A {tone} note: three days had no sales and were left out.", "tone": tone})
    for tone in ("neutral", "good", "warn", "bad")
]

TABLE = block(
    "table",
    "Models tried",
    {
        "columns": [
            {"key": "model", "label": "Model", "format": "text"},
            {"key": "error", "label": "Typical error", "format": "percent"},
            {"key": "seconds", "label": "Seconds", "format": "number"},
            {"key": "until", "label": "Trained until", "format": "date"},
        ],
        "rows": [
            {
                "model": "Damped trend",
                "error": 0.0832,
                "seconds": 0.412,
                "until": "2025-01-07",
                "_tone": "good",
                "_rows": {"model": "trend", "kind": "A & B"},
            },
            {"model": "Gradient boosting", "error": 0.0911, "seconds": 3.8, "until": "2025-01-07"},
            {
                "model": "Same day last week",
                "error": 0.1414,
                "seconds": 0.002,
                "until": None,
                "_tone": "warn",
            },
            {"model": "Average", "error": 0.3, "seconds": 1234567.8, "until": "2025-01-07", "_tone": "bad"},
        ],
    },
    "Measured on 4 weeks that no model had seen.",
)

HEATMAP = block(
    "heatmap",
    "What makes each segment different",
    {
        "x": ["Large and loyal", "Bargain hunters", "New", "Sleeping", "Seasonal"],
        "y": ["Total sales", "Orders a year", "Discount share", "Days since last order"],
        "values": [
            [1.0, -0.2, -0.6, -1.0, 0.3],
            [0.8, 0.5, -0.8, -0.9, 0.0],
            [-0.4, 0.9, 0.1, None, 0.2],
            [-0.7, -0.3, -1.0, 1.0, 0.6],
        ],
        "display": [
            ["12,400", "3,100", "820", "240", "4,100"],
            ["41", "33", "3", "1", "12"],
            ["4 %", "48 %", "17 %", "–", "19 %"],
            ["9", "24", "5", "310", "140"],
        ],
        "low": "below the average",
        "high": "above the average",
        "rows": [{"driver": "sales"}, {"driver": "orders"}, None, {"driver": "days"}],
    },
    "Blue cells lie above the average of all customers, amber cells below.",
)

REPORT = [
    CARDS,
    fan(3, 372),
    *NOTES,
    TABLE,
    HEATMAP,
    line(372),
    bar(8),
    bar(12, horizontal=True),
    scatter(240),
]
SIZES = (0, 1, 10, 10_000)
BY_SIZE = [
    *(make(size) for make in (line, bar, scatter, heatmap) for size in SIZES),
    *(fan(1, size, ahead=min(size, 30)) for size in SIZES),
    fan(20, 60),
]
