"""What templates/blocks need to draw a block: numbers as people read them, and the table behind a picture.

The shape of every block is written down in docs/blocks.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import template

from contract.blocks import Block
from language.formats import shown
from language.sentences import say

register = template.Library()

ROWS_SHOWN = 200
TONE_ICONS = {"good": "check", "warn": "warning", "bad": "cross"}
TONE_WORDS = {"good": say("good"), "warn": say("attention"), "bad": say("bad")}


# --- A kind finds its parts by its name -----------------------------------------------------------


@register.filter
def template_of(kind: str) -> str:
    return f"blocks/{kind}.html"


@register.filter
def script_of(kind: str) -> str:
    """Of a kind that is drawn."""
    return f"js/blocks/{kind}.js"


# --- Cards, tones ---------------------------------------------------------------------------------


@register.filter
def card_text(card: Mapping[str, Any]) -> str:
    """The value of a card, in its format."""
    return shown(card["value"], card.get("format") or "number")


@register.filter
def as_query(rows: Mapping[str, Any]) -> str:
    """``{column: value}`` as the parameters of the page that shows these rows."""
    return urlencode(rows)


@register.filter
def has_key(rows: Mapping[str, Any] | None, column: str) -> bool:
    return bool(column) and column in (rows or {})


@register.filter
def value_of(rows: Mapping[str, Any], column: str) -> Any:
    return rows[column]


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
    """The data of a table, or of what is drawn, as a table of at most 200 rows.

    Cells link to ``rows_url`` where the block names the rows behind them. ``item`` is the only one to show,
    where there are several.
    """
    found = Block.of_kind(block["kind"]).behind(block["data"], item)
    columns = [_column(one) for one in found.columns]
    shown_rows = [_row(row, columns, rows_url) for row in islice(found.rows, ROWS_SHOWN)]
    return ShownTable(columns, shown_rows, found.total)


def _column(given: Mapping[str, Any]) -> Mapping[str, Any]:
    format = given.get("format") or "number"
    return {**given, "format": format, "css": format if format in {"text", "date"} else "number"}


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
