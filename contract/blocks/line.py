"""Blocks of the kind ``line``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, by_position, column, format_of


@dataclass(frozen=True)
class Line(Block):
    """Lines over dates, numbers or words.

    ``{"x": [...], "x_label", "y_label", "series": [{"name", "values": [...], "dashed": bool}]}``; a value for
    each of ``x``, null where there is none.
    """

    kind = "line"
    drawn = True

    x: Sequence[Any]
    series: Sequence[Mapping[str, Any]]
    x_label: str = ""
    y_label: str = ""

    def check(self) -> None:
        for one in self.series:
            checks.has_keys("a series", one, "name", "values")
            checks.as_long(f"the series '{one['name']}'", one["values"], len(self.x), "places of x")
            checks.all_numbers(f"the series '{one['name']}'", one["values"])

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        x = data["x"]
        return by_position(column("x", data.get("x_label") or "", format_of(x)), x, data["series"])
