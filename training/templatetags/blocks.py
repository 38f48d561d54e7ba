"""What templates/blocks need to draw a block: numbers as people read them, and the table behind a picture.

The shape of every block is written down in docs/blocks.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _

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
def as_query(rows: Mapping[str, Any]) -> str:
    """``{column: value}`` as the parameters of the page that shows these rows."""
    return urlencode(rows)


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
    """``css`` is the class of the column: numbers are right-aligned."""

    text: str
    css: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    tone: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ShownTable:
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Row]
    total: int


@register.simple_tag
def as_table(block: Mapping[str, Any], rows_url: str = "", item: str = "") -> ShownTable:
    """The data of a table, line, bar, scatter or fan block as a table of at most 200 rows.

    Cells link to ``rows_url`` where the block names the rows behind them. ``item`` is the only one to show
    of a fan that has it.
    """
    data = block["data"]
    if block["kind"] == "fan":
        data = {**data, "items": [one for one in data["items"] if one["item"] == item] or data["items"]}
    given, rows, total = _TABLES[block["kind"]](data)
    columns = [_column(one["key"], one["label"], one.get("format") or "number") for one in given]
    shown_rows = [_row(row, columns, rows_url) for row in islice(rows, ROWS_SHOWN)]
    return ShownTable(columns, shown_rows, total)


def _row(row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], rows_url: str) -> Row:
    behind = row.get("_behind") or {one["key"]: row.get("_rows") for one in columns[:1]}
    cells = [
        Cell(shown(row.get(key := one["key"]), one["format"]), one["css"], _href(rows_url, behind.get(key)))
        for one in columns
    ]
    tone = str(row.get("_tone") or "")
    return Row(tone if tone in TONE_ICONS else "", cells)


def _href(rows_url: str, rows: Mapping[str, Any] | None) -> str:
    return f"{rows_url}?{as_query(rows)}" if rows_url and rows else ""


# The columns, the rows, and how many rows. ``_rows`` of a row (docs/blocks.md) is linked from its first cell;
# ``_behind`` says the same for single cells, by key.
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
    first, format = _column("x", "", "text"), data.get("format") or "number"
    columns, rows, count = _by_position(first, data["labels"], data["series"], format)
    behind = data.get("rows") or [None] * count
    return columns, ({**row, "_rows": one} for row, one in zip(rows, behind, strict=True)), count


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
        _column("series", _("Group"), "text"),
        _column("x", data.get("x_label") or "x"),
        _column("y", data.get("y_label") or "y"),
    ]
    rows = (_point(data, one, point) for one in data["series"] for point in one["points"])
    return columns, rows, sum(len(one["points"]) for one in data["series"])


def _point(data: Mapping[str, Any], series: Mapping[str, Any], point: Mapping[str, Any]) -> dict[str, Any]:
    by, label = data.get("rows_by"), point.get("label")
    behind = {"series": series.get("rows"), "label": {by: label} if by and label not in (None, "") else None}
    return {**point, "series": series["name"], "_behind": behind}


def _fan(data: Mapping[str, Any]) -> Parts:
    """The forecast rows of every item, one item after the other."""
    columns = [_column("at", _("Date"), "date"), _column("value", _("Forecast"))]
    for level in data["levels"]:
        percent = {"level": shown(level / 100, "percent")}
        columns.append(_column(f"lower_{level}", _("Lower %(level)s") % percent))
        columns.append(_column(f"upper_{level}", _("Upper %(level)s") % percent))
    if len(data["items"]) > 1:
        columns.insert(0, _column("item", data.get("item_label") or _("Item"), "text"))
    rows = (
        {
            "item": one.get("label") or one["item"],
            **{key: values[row] for key, values in one["forecast"].items()},
        }
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


@dataclass(frozen=True)
class HeatRow:
    name: str
    href: str
    cells: Sequence[HeatCell]


@register.simple_tag
def heat_rows(data: Mapping[str, Any], rows_url: str = "") -> list[HeatRow]:
    """At most 200 rows of a heat map: the text of every cell, and the class that colours it."""
    behind = data.get("rows") or [None] * len(data["y"])
    rows = zip(data["y"], behind, data["values"], data["display"], strict=True)
    return [
        HeatRow(
            name,
            _href(rows_url, wanted),
            [HeatCell(text, heat_class(value)) for value, text in zip(values, display, strict=True)],
        )
        for name, wanted, values, display in islice(rows, ROWS_SHOWN)
    ]


def heat_class(value: float | None) -> str:
    """heat-m5 (-1, low) over heat-0 (as the average) to heat-p5 (1, high)."""
    if value is None:
        return ""
    step = round(min(max(value, -1.0), 1.0) * 5)
    return f"heat-{'m' if step < 0 else 'p' if step > 0 else ''}{abs(step)}"
