"""Blocks are checked when they are made, and are plain JSON then."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.blocks import (
    Bar,
    Block,
    Cards,
    Curve,
    Fan,
    Heatmap,
    Line,
    Note,
    Scatter,
    Table,
    Timeline,
    Waterfall,
)

SERIES = [{"name": "Sales", "values": [1, 2]}]
LINE = {"at": ["2024-01-01"], "value": [1]}
ITEM = {"item": "a", "history": LINE, "forecast": LINE}


def bridge(*values: float, end: float, **more: Any) -> Waterfall:
    start, *parts = values
    return Waterfall(
        "Bridge",
        start={"label": "Before", "value": start},
        parts=[{"label": f"Part {at}", "value": value} for at, value in enumerate(parts, start=1)],
        end={"label": "After", "value": end},
        **more,
    )


def periods(*found: dict[str, Any], marks: Any = ()) -> Timeline:
    return Timeline("When", rows=[{"label": "Row", "periods": list(found)}], marks=marks)


WRONG: list[tuple[Callable[[], Block], str]] = [
    (lambda: Cards("Figures", [{"label": "Rows"}]), "a card lacks value"),
    (
        lambda: Cards("Figures", [{"label": "a", "value": 1, "format": "money"}]),
        "the format 'money' is none of",
    ),
    (lambda: Cards("Figures", [{"label": "a", "value": 1, "tone": "red"}]), "the tone 'red' is none of"),
    (lambda: Note("Note", "text", "loud"), "the tone 'loud' is none of"),
    (lambda: Table("Rows", [{"key": "a"}], []), "a column lacks label"),
    (lambda: Table("Rows", [], [{"_tone": "red"}]), "the tone 'red' is none of"),
    (lambda: Line("Line", [1, 2, 3], SERIES), "the series 'Sales': 2 values for 3 places of x"),
    (lambda: Line("Line", [1], [{"name": "a", "values": ["1"]}]), "value 1 is no number: '1'"),
    (lambda: Bar("Bars", ["a"], SERIES), "the series 'Sales': 2 values for 1 labels"),
    (lambda: Bar("Bars", ["a", "b"], SERIES, rows=[None]), "rows: 1 values for 2 labels"),
    (lambda: Bar("Bars", ["a", "b"], SERIES, format="date"), "the format 'date' is none of"),
    (lambda: Scatter("Points", [{"name": "a", "points": [{"x": 1}]}]), "a point of 'a' lacks y"),
    (lambda: Heatmap("Heat", ["a"], ["b"], [[2]], [["2"]]), "values of 'b' lie between -1 and 1, not at 2"),
    (lambda: Heatmap("Heat", ["a"], ["b"], [[1]], [[]]), "display of 'b': 0 values for 1 places of x"),
    (lambda: Fan("Fan", [80], [ITEM, ITEM]), "the item 'a' comes twice"),
    (lambda: Fan("Fan", [80], [ITEM], step="fortnight"), "the step 'fortnight' is none of"),
    (
        lambda: Fan("Fan", [80], [{**ITEM, "forecast": {**LINE, "lower_80": []}}]),
        "lower_80 in the forecast of 'a': 0 values for 1 dates",
    ),
    (lambda: Curve("Curve", [1, math.nan], SERIES), "x: value 2 is no number"),
    (lambda: Curve("Curve", [1], SERIES), "values of the series 'Sales': 2 values for 1 places of x"),
    (lambda: Curve("Curve", [1, 2], [{**SERIES[0], "low": [1, 2]}]), "needs both low and high"),
    (
        lambda: Curve("Curve", [1, 2], [{**SERIES[0], "low": [1, 2], "high": [1, 1]}]),
        "at 2 low is 2, above high, 1",
    ),
    (lambda: Curve("Curve", [], [], marks=[{"label": "today"}]), "a mark lacks x"),
    (lambda: Curve("Curve", [], [], y_format="text"), "the format 'text' is none of"),
    (lambda: bridge(100, 12, -5, end=110), "start and parts add up to 107, and the end is 110"),
    (lambda: bridge(100, math.nan, end=100), "'Part 1': value 1 is no number"),
    (lambda: periods({"start": "2024-02-01", "end": "2024-01-01"}), "ends on 2024-01-01, before its start"),
    (lambda: periods({"start": None, "end": None}), "a period of 'Row' has neither start nor end"),
    (lambda: periods({"start": "soon", "end": None}), "'soon' is no date as ISO text"),
    (lambda: periods(marks=[{"at": None, "label": "today"}]), "the mark 'today': None is no date"),
]


@pytest.mark.parametrize(("make", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_does_not_fit_is_refused_with_the_title(make: Callable[[], Block], said: str) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert said in str(refused.value)
    assert str(refused.value).split("'")[1] in {
        *("Figures", "Note", "Rows", "Line", "Bars", "Points", "Heat", "Fan", "Curve", "Bridge", "When")
    }


def test_values_of_any_library_become_plain_json() -> None:
    made = Line("Line", pd.to_datetime(["2024-01-01", "2024-01-02"]).tolist(), [
        {"name": "Sales", "values": np.array([1.5, np.nan])},
        {"name": "Cost", "values": [math.inf, np.int64(3)]},
    ])  # fmt: skip
    assert json.loads(json.dumps(made.as_dict(), allow_nan=False)) == {
        "kind": "line",
        "title": "Line",
        "data": {
            "x": ["2024-01-01", "2024-01-02"],
            "x_label": "",
            "y_label": "",
            "series": [{"name": "Sales", "values": [1.5, None]}, {"name": "Cost", "values": [None, 3]}],
        },
        "summary": "",
        "under": "answer",
    }


def test_what_is_not_given_is_left_out() -> None:
    assert "rows" not in Bar("Bars", ["a", "b"], SERIES).as_dict()["data"]
    assert Fan("Fan", [80], [], count=3).as_dict()["data"].keys() == {
        *("levels", "items", "item_label", "y_label", "count")
    }


def test_a_block_keeps_nothing_of_its_maker() -> None:
    values = [1, 2]
    made = Line("Line", [1, 2], [{"name": "Sales", "values": values}])
    values.append(3)
    made.as_dict()["data"]["x"].clear()
    assert made.data["series"][0]["values"] == made.data["x"] == [1, 2]


@pytest.mark.parametrize(
    ("values", "end"),
    [((0.1, 0.2), 0.3), ((123_456.0, 7_891.23), 131_347.0), ((5, -5), 0), ((1e9, 1.0), 1e9)],
)
def test_a_bridge_adds_up_but_for_rounding(values: tuple[float, ...], end: float) -> None:
    assert bridge(*values, end=end).data["end"]["value"] == end


@pytest.mark.parametrize(("values", "end"), [((10.0, 2.0), 12.01), ((100, -100), 1), ((0, 0), 1e-9)])
def test_more_than_rounding_is_refused(values: tuple[float, ...], end: float) -> None:
    with pytest.raises(ValueError, match="add up to"):
        bridge(*values, end=end)


def test_dates_may_be_dates() -> None:
    made = periods({"start": date(2024, 1, 1), "end": pd.Timestamp("2024-01-03 14:00")})
    assert made.data["rows"][0]["periods"] == [{"start": "2024-01-01", "end": "2024-01-03T14:00:00"}]


# --- The tables behind the new kinds --------------------------------------------------------------


def rows_behind(block: Block) -> list[dict[str, Any]]:
    found = block.behind(block.data)
    rows = [dict(row) for row in found.rows]
    assert len(rows) == found.total
    return rows


def test_the_table_of_a_curve_begins_with_its_marks() -> None:
    series = [{"name": "Profit", "values": [4, 5], "low": [1, 2], "high": [6, 7]}]
    curve = Curve(
        "Curve", [1, 2], series, marks=[{"x": 2, "y": 5, "label": "best"}, {"x": 9, "label": "far"}]
    )
    assert rows_behind(curve) == [
        {"x": 2, "mark": "best: 5"},
        {"x": 9, "mark": "far"},
        {"x": 1, "values0": 4, "low0": 1, "high0": 6},
        {"x": 2, "values0": 5, "low0": 2, "high0": 7},
    ]
    keys = [one["key"] for one in curve.behind(curve.data).columns]
    assert keys == ["x", "mark", "values0", "low0", "high0"]


def test_the_table_of_a_bridge_says_what_each_part_reached() -> None:
    rows = rows_behind(bridge(100, 12, -5, end=107))
    assert [(row["label"], row.get("change"), row["reached"]) for row in rows] == [
        ("Before", None, 100),
        ("Part 1", 12, 112),
        ("Part 2", -5, 107),
        ("After", None, 107),
    ]


def test_the_table_of_a_timeline_holds_marks_and_periods() -> None:
    made = periods(
        {"start": "2024-01-01", "end": None, "label": "sold out", "kind": "Stock", "tone": "bad"},
        marks=[{"at": "2024-02-01", "label": "today"}],
    )
    mark, period = rows_behind(made)
    assert (mark["label"], mark["start"], mark["end"]) == ("today", "2024-02-01", "2024-02-01")
    assert (period["row"], period["label"], period["kind"], period["_tone"]) == (
        "Row",
        "sold out",
        "Stock",
        "bad",
    )
    assert [one["key"] for one in made.behind(made.data).columns] == ["row", "label", "kind", "start", "end"]
