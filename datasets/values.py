"""A column as its reader sees it: what its kind is called, its values as text. Needs no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from language.formats import shown
from language.reader import NUMBER_FORMATS, current
from language.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class KindWords:
    """``word`` names the kind, ``values`` what such a column holds; ``icon`` is one of parts/icon.html."""

    word: str
    values: str
    icon: str


KINDS: Mapping[str, KindWords] = {
    "date": KindWords(say("Date"), say("dates"), "calendar"),
    "number": KindWords(say("Number"), say("numbers"), "number"),
    "category": KindWords(say("Category"), say("categories"), "tag"),
    "flag": KindWords(say("Yes or no"), say("yes/no values"), "switch"),
    "text": KindWords(say("Text"), say("text"), "text"),
}

YEARS = range(1900, 2101)


def cell_text(value: Any, kind: str) -> str:
    """A value as a sheet shows it: every digit, no thousands marks, the reader's decimal mark and dates."""
    if kind == "date":
        return shown(value, "date")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", NUMBER_FORMATS[current().numbers][1])
    return shown(value, "text")


def bound_text(value: Any, kind: str) -> str:
    """The end of a range, a middle: rounded. What may be a year has no thousands mark."""
    if isinstance(value, (int, float)) and round(value) in YEARS:
        return str(round(value))
    return shown(value, "date" if kind == "date" else "number")


def plain_rows(frame: DataFrame) -> list[list[Any]]:
    """The cells as plain values: dates as ISO text, missing as None."""
    cells = frame.astype(object).where(frame.notna(), None)
    return [[_plain(cell) for cell in row] for row in cells.itertuples(index=False)]


def _plain(cell: Any) -> Any:
    return cell.isoformat().removesuffix("T00:00:00") if hasattr(cell, "isoformat") else cell


def reference_in_words(reference: str) -> str:
    """What programs call "sales@3", for people."""
    name, _at, number = reference.rpartition("@")
    return str(say("{name}, version {number}", name=name, number=number)) if name else reference
