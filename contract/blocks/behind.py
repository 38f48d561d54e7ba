"""The table behind a drawing: the same numbers, for those who read them, print them, or cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from language.formats import shown

Column = Mapping[str, Any]
"""``{"key", "label", "format"}``."""


@dataclass(frozen=True)
class Behind:
    """``rows`` are ``{key: value}``, made as they are asked for; ``total`` is how many there are.

    ``_rows`` of a row (docs/blocks.md) is linked from its first cell; ``_behind`` says the same for single
    cells, by key. ``_tone`` is the tone of a row.
    """

    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    total: int


def column(key: str, label: str, format: str = "number") -> Column:
    return {"key": key, "label": label, "format": format}


def by_position(
    first: Column, keys: Sequence[Any], series: Sequence[Mapping[str, Any]], format: str = "number"
) -> Behind:
    """A row for each of ``keys``, with the value that every one of ``series`` has there."""
    columns = [first, *(column(str(at), one["name"], format) for at, one in enumerate(series))]
    rows = (
        {first["key"]: key, **{str(at): one["values"][row] for at, one in enumerate(series)}}
        for row, key in enumerate(keys)
    )
    return Behind(columns, rows, len(keys))


def format_of(values: Sequence[Any]) -> str:
    """date for ISO text, number for numbers, else text: what the first value is."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str):
        return "text" if shown(first, "date") == first else "date"
    return "number"
