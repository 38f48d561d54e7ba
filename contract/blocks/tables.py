"""Blocks that need no drawing: cards, notes, tables, and heat maps of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import base
from contract.blocks.base import Behind, Block


@dataclass(frozen=True)
class Cards(Block):
    """Single figures, each with a name and what is to be known about it.

    ``{"cards": [{"label", "value", "format", "note", "tone", "text", "do", "share",
    "facts": [{"label", "value", "format"}], "rows": {column: value}, "profile": {column: deviation}}]}``;
    only label and value are needed. ``do`` is one sentence: what to do about it. ``profile`` says of a group
    how far it lies from all, in standard deviations: a later version finds the group again by it.
    """

    kind = "cards"

    cards: Sequence[Mapping[str, Any]]

    def check(self) -> None:
        for card in self.cards:
            base.has_keys("a card", card, "label", "value")
            base.has_format(card.get("format"))
            base.has_tone(card.get("tone"))
            base.all_numbers(f"the share of '{card['label']}'", [card.get("share")])
            for fact in card.get("facts") or ():
                base.has_keys(f"a fact of '{card['label']}'", fact, "label", "value")
                base.has_format(fact.get("format"))


# --- Blocks of the kind ``note`` ---


@dataclass(frozen=True)
class Note(Block):
    """A text, in a tone. ``{"text", "tone"}``."""

    kind = "note"

    text: str
    tone: str = "neutral"

    def check(self) -> None:
        base.has_tone(self.tone)


# --- Blocks of the kind ``table`` ---


@dataclass(frozen=True)
class Table(Block):
    """Rows to be read.

    ``{"columns": [{"key", "label", "format"}],
    "rows": [{key: value, "_tone": tone, "_rows": {column: value}}]}``; a row may hold more than the columns,
    and lack some.
    """

    kind = "table"

    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]

    def check(self) -> None:
        for column in self.columns:
            base.has_keys("a column", column, "key", "label")
            base.has_format(column.get("format"))
        for row in self.rows:
            base.has_tone(row.get("_tone"))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        return Behind(data["columns"], data["rows"], len(data["rows"]))


# --- Blocks of the kind ``heatmap`` ---


@dataclass(frozen=True)
class Heatmap(Block):
    """How far each of several things lies from the average, in each of several ways; a table in colours.

    ``{"x": [...], "y": [...], "values": [[...]], "display": [["text"]], "low", "high",
    "rows": [{column: value}]}``; one row of ``values`` and ``display`` per ``y``, in it one per ``x``. Values
    lie between -1 and 1, 0 is "as the average"; ``display`` is the text in each cell; ``low`` and ``high``
    name the two ends; ``rows`` may be left out.
    """

    kind = "heatmap"

    x: Sequence[str]
    y: Sequence[str]
    values: Sequence[Sequence[float | None]]
    display: Sequence[Sequence[str]]
    low: str = ""
    high: str = ""
    rows: Sequence[Mapping[str, Any] | None] | None = None

    def check(self) -> None:
        base.as_long("rows", self.rows, len(self.y), "places of y")
        for what, lines in (("values", self.values), ("display", self.display)):
            base.as_long(what, lines, len(self.y), "places of y")
            for name, line in zip(self.y, lines, strict=True):
                base.as_long(f"{what} of '{name}'", line, len(self.x), "places of x")
        for name, line in zip(self.y, self.values, strict=True):
            base.all_numbers(f"values of '{name}'", line)
            outside = [value for value in line if value is not None and not -1 <= value <= 1]
            if outside:
                raise ValueError(f"values of '{name}' lie between -1 and 1, not at {outside[0]}")
