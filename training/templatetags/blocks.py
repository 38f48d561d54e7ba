"""What templates/blocks need to draw a block: numbers as people read them, and the table behind a picture.

The shape of every block is written down in docs/blocks.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import template

from language.formats import shown
from language.sentences import say

register = template.Library()

ROWS_SHOWN = 200
TONE_ICONS = {"good": "check", "warn": "warning", "bad": "cross"}
TONE_WORDS = {"good": say("good"), "warn": say("attention"), "bad": say("bad")}


@register.filter
def card_text(card: Mapping[str, Any]) -> str:
    """The value of a card, in its format."""
    return shown(card["value"], card.get("format") or "number")


@register.filter
def tone_icon(tone: str | None) -> str:
    """The icon that says the tone where colour is not seen; "" for neutral."""
    return TONE_ICONS.get(tone or "", "")


@register.filter
def tone_word(tone: str | None) -> str:
    return str(TONE_WORDS.get(tone or "", ""))


# --- The table behind a block -------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """``css`` is the class of the column: numbers stand right, under each other."""

    text: str
    css: str


@dataclass(frozen=True)
class Row:
    tone: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ShownTable:
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Row]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@register.filter
def as_table(block: Mapping[str, Any]) -> ShownTable:
    """The data of a table, line, bar, scatter or fan block as a table of at most 200 rows."""
    given, rows, total = _TABLES[block["kind"]](block["data"])
    columns = [_column(one["key"], one["label"], one.get("format") or "number") for one in given]
    return ShownTable(columns, [_row(row, columns) for row in islice(rows, ROWS_SHOWN)], total)


def _row(row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> Row:
    cells = [Cell(shown(row.get(one["key"]), one["format"]), one["css"]) for one in columns]
    tone = str(row.get("_tone") or "")
    return Row(tone if tone in TONE_ICONS else "", cells)


Parts = tuple[list[Mapping[str, Any]], Iterator[Mapping[str, Any]], int]


def _column(key: str, label: str, format: str = "number") -> Mapping[str, Any]:
    css = format if format in {"text", "date"} else "number"
    return {"key": key, "label": label, "format": format, "css": css}


def _format_of(values: Sequence[Any]) -> str:
    """date for ISO text, number for numbers, else text: what the first value is."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str):
        return "text" if shown(first, "date") == first else "date"
    return "number"


def _table(data: Mapping[str, Any]) -> Parts:
    return list(data["columns"]), iter(data["rows"]), len(data["rows"])


def _line(data: Mapping[str, Any]) -> Parts:
    x = data["x"]
    return _by_position(_column("x", data.get("x_label") or "", _format_of(x)), x, data["series"], "number")


def _bar(data: Mapping[str, Any]) -> Parts:
    return _by_position(
        _column("x", "", "text"), data["labels"], data["series"], data.get("format") or "number"
    )


def _by_position(
    first: Mapping[str, Any], keys: Sequence[Any], series: Sequence[Mapping[str, Any]], format: str
) -> Parts:
    columns = [first, *(_column(str(at), one["name"], format) for at, one in enumerate(series))]
    rows = (
        {"x": key, **{str(at): one["values"][row] for at, one in enumerate(series)}}
        for row, key in enumerate(keys)
    )
    return columns, rows, len(keys)


def _scatter(data: Mapping[str, Any]) -> Parts:
    columns = [
        _column("label", "", "text"),
        _column("series", "Group", "text"),
        _column("x", data.get("x_label") or "x"),
        _column("y", data.get("y_label") or "y"),
    ]
    rows = ({**point, "series": one["name"]} for one in data["series"] for point in one["points"])
    return columns, rows, sum(len(one["points"]) for one in data["series"])


def _fan(data: Mapping[str, Any]) -> Parts:
    """The forecast rows of every item, one item after the other."""
    bounds = [
        (f"{side}_{level}", f"{side} {level} %") for level in data["levels"] for side in ("lower", "upper")
    ]
    columns = [_column("at", "Date", "date"), _column("value", "Forecast")]
    columns += [_column(key, label.capitalize()) for key, label in bounds]
    if len(data["items"]) > 1:
        columns.insert(0, _column("item", data.get("item_label") or "Item", "text"))
    rows = (
        {"item": one["item"], **{key: values[row] for key, values in one["forecast"].items()}}
        for one in data["items"]
        for row in range(len(one["forecast"]["at"]))
    )
    return columns, rows, sum(len(one["forecast"]["at"]) for one in data["items"])


_TABLES = {"table": _table, "line": _line, "bar": _bar, "scatter": _scatter, "fan": _fan}


# --- Heat maps ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeatCell:
    text: str
    colour: str


@register.filter
def heat_rows(data: Mapping[str, Any]) -> list[tuple[str, list[HeatCell]]]:
    """Each row of a heat map with its name: the text of every cell, and the class that colours it."""
    return [
        (name, [HeatCell(text, heat_class(value)) for value, text in zip(values, display, strict=True)])
        for name, values, display in zip(data["y"], data["values"], data["display"], strict=True)
    ]


def heat_class(value: float | None) -> str:
    """heat-m5 (-1, low) over heat-0 (as the average) to heat-p5 (1, high)."""
    if value is None:
        return ""
    step = round(min(max(value, -1.0), 1.0) * 5)
    return f"heat-{'m' if step < 0 else 'p' if step > 0 else ''}{abs(step)}"
