"""Blocks of the kind ``heatmap``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block


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
        checks.as_long("rows", self.rows, len(self.y), "places of y")
        for what, lines in (("values", self.values), ("display", self.display)):
            checks.as_long(what, lines, len(self.y), "places of y")
            for name, line in zip(self.y, lines, strict=True):
                checks.as_long(f"{what} of '{name}'", line, len(self.x), "places of x")
        for name, line in zip(self.y, self.values, strict=True):
            checks.all_numbers(f"values of '{name}'", line)
            outside = [value for value in line if value is not None and not -1 <= value <= 1]
            if outside:
                raise ValueError(f"values of '{name}' lie between -1 and 1, not at {outside[0]}")
