"""Blocks as JSON that no class would make today, and that a page draws all the same: unsorted, with gaps, of
one value, of none."""

from __future__ import annotations

from typing import Any

from tests.look.examples import block

Json = dict[str, Any]


def curve(x: list[Any], marks: list[Json], **series: list[Any]) -> Json:
    data = {
        "x": x,
        "x_label": "Price",
        "y_label": "Profit",
        "x_format": "number",
        "y_format": "number",
        "series": [{"name": "Profit", **series}] if x else [],
        "marks": marks,
    }
    return block("curve", "A curve", data)


def waterfall(start: Any, values: list[Any], end: Any) -> Json:
    parts = [{"label": f"Part {at + 1}", "value": value} for at, value in enumerate(values)]
    ends = {"start": {"label": "Before", "value": start}, "end": {"label": "After", "value": end}}
    return block("waterfall", "A bridge", {**ends, "parts": parts, "y_label": "Sales", "format": "number"})


def timeline(periods: list[tuple[Any, Any]], marks: list[str]) -> Json:
    found = [{"start": start, "end": end, "label": "kept"} for start, end in periods]
    rows = [{"label": "Row", "periods": found}] if found else []
    return block(
        "timeline", "A timeline", {"rows": rows, "marks": [{"at": at, "label": "today"} for at in marks]}
    )


def line(x: list[Any], values: list[Any]) -> Json:
    data = {"x": x, "x_label": "", "y_label": "", "series": [{"name": "Sales", "values": values}]}
    return block("line", "A line", data)


def scatter(points: list[tuple[Any, Any]]) -> Json:
    series = [{"name": "All", "points": [{"x": x, "y": y} for x, y in points]}]
    return block("scatter", "Points", {"x_label": "", "y_label": "", "series": series})


def bar(values: list[Any], horizontal: bool = False) -> Json:
    labels = [f"Region {at}" for at in range(len(values))]
    shown = {"labels": labels, "y_label": "Sales", "horizontal": horizontal, "format": "number"}
    return block("bar", "Bars", {**shown, "series": [{"name": "Sales", "values": values}] if values else []})


def fan(past: list[tuple[str, Any]], ahead: list[tuple[str, Any]]) -> Json:
    """The range of each forecast reaches from its half to its double."""
    at, values = [day for day, _ in ahead], [value for _, value in ahead]
    bounds = {
        f"{side}_{level}": [None if value is None else value * by for value in values]
        for level, width in ((80, 0.5), (95, 1.0))
        for side, by in (("lower", 1 - width / 2), ("upper", 1 + width))
    }
    item = {
        "item": "North",
        "history": {"at": [day for day, _ in past], "value": [value for _, value in past]},
        "backtest": None,
        "forecast": {"at": at, "value": values, **bounds},
        "total": None,
        "rows": {},
    }
    return block(
        "fan", "A fan", {"item_label": "Store", "y_label": "Sales", "levels": [80, 95], "items": [item]}
    )


BLOCKS = {
    "curve": {
        "unsorted": curve(
            [7, 3, 9, 5, 1, 8],
            [
                {"x": 4, "y": 60, "label": "above"},
                {"x": 20, "label": "far"},
                {"x": -3, "y": 2, "label": "left"},
            ],
            values=[7, 3, 9, 5, 1, 8],
            low=[2, 1, -4, 3, 0, 6],
            high=[9, 8, 30, 7, 5, 9],
        ),
        "empty": curve([], [], values=[]),
        "one": curve([12], [{"x": 12, "y": 5, "label": "today"}], values=[5], low=[3], high=[8]),
        "aside": curve([12], [{"x": 20, "label": "then"}], values=[5], low=[3], high=[8]),
        "holed": curve(
            [None, 3, 1, 2, 5, 4],
            [{"x": 2, "y": 8, "label": "best"}],
            values=[4, None, 1, 9, 3, None],
            low=[1, None, 0, 6, None, None],
            high=[5, None, 3, 11, 7, None],
        ),
    },
    "waterfall": {
        "unsorted": waterfall(5, [-40, 90, -7, -60, 3], -9),
        "empty": waterfall(0, [], 0),
        "one": waterfall(0, [7], 7),
        "holed": waterfall(10, [None, 5, None], None),
    },
    "timeline": {
        "unsorted": timeline(
            [("2024-05-01", "2024-05-09"), ("2023-02-01", "2023-04-09"), ("2023-03-01", "2024-06-30")],
            ["2025-01-01", "2022-12-24"],
        ),
        "empty": timeline([], []),
        "one": timeline([("2024-05-01", "2024-05-01")], []),
        "holed": timeline([(None, "2024-05-01"), ("2024-04-01", None), (None, None)], ["2024-04-15"]),
    },
    "line": {
        "unsorted": line([5, -2, 9, 1], [1, 2, 3, 4]),
        "huge": line(list(range(20_000)), [(at % 97) * 1e9 for at in range(20_000)]),
        "empty": line([], []),
        "one": line([3], [7]),
        "holed": line([1, 2, 3], [None, 4, None]),
    },
    "scatter": {
        "unsorted": scatter([(5, 5), (90, -3), (-20, 60), (6, 6)]),
        "huge": scatter([(at * 7919 % 5000, at * 104729 % 3001 * 1e6) for at in range(5000)]),
        "empty": scatter([]),
        "one": scatter([(4, -2)]),
        "holed": scatter([(1, None), (2, 3)]),
    },
    "bar": {
        "unsorted": bar([5, -2, 9, 1]),
        "across": bar([5, -2, 9, 1], horizontal=True),
        "huge": bar([(at % 13 - 6) * 1e9 for at in range(400)]),
        "empty": bar([]),
        "one": bar([7]),
        "holed": bar([None, 4, None]),
    },
    "fan": {
        "unsorted": fan(
            [("2025-01-03", 4), ("2025-01-01", 90), ("2025-01-02", -5)],
            [("2025-01-05", 9), ("2025-01-04", 70)],
        ),
        "huge": fan(
            [(f"{1000 + at // 12}-{at % 12 + 1:02}-01", at % 12 * 1e9) for at in range(9000)],
            [(f"{1750 + at // 12}-{at % 12 + 1:02}-01", at % 12 * 2e9) for at in range(240)],
        ),
        "empty": fan([], []),
        "one": fan([("2025-01-01", 5)], [("2025-01-02", 6)]),
        "holed": fan([("2025-01-01", None), ("2025-01-02", 8)], [("2025-01-03", None), ("2025-01-04", 3)]),
    },
}
