"""The pieces that reports and answers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from contract.plain import plain


@dataclass(frozen=True)
class Block:
    """A piece of a report as plain JSON. ``summary`` is the sentence that says what it shows.

    The shape of ``data`` for every kind is written down in ``docs/blocks.md``.
    """

    kind: Literal["cards", "note", "table", "line", "bar", "scatter", "heatmap", "fan"]
    title: str
    data: dict[str, Any]
    summary: str = ""

    def as_dict(self) -> dict[str, Any]:
        return dict(plain(vars(self)))
