"""Blocks of the kind ``bar``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, by_position, column


@dataclass(frozen=True)
class Bar(Block):
    """Amounts side by side.

    ``{"labels": [...], "y_label", "horizontal": bool, "format", "series": [{"name", "values": [...]}],
    "rows": [{column: value}, ...]}``; a value for each label, and the rows behind each,
    where ``rows`` is given.
    """

    kind = "bar"
    drawn = True

    labels: Sequence[str]
    series: Sequence[Mapping[str, Any]]
    y_label: str = ""
    horizontal: bool = False
    format: str = "number"
    rows: Sequence[Mapping[str, Any] | None] | None = None

    def check(self) -> None:
        checks.has_format(self.format, checks.NUMBERS)
        checks.as_long("rows", self.rows, len(self.labels), "labels")
        for one in self.series:
            checks.has_keys("a series", one, "name", "values")
            checks.as_long(f"the series '{one['name']}'", one["values"], len(self.labels), "labels")
            checks.all_numbers(f"the series '{one['name']}'", one["values"])

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        first, format = column("x", "", "text"), data.get("format") or "number"
        table = by_position(first, data["labels"], data["series"], format)
        linked = data.get("rows") or [None] * table.total
        rows = ({**row, "_rows": one} for row, one in zip(table.rows, linked, strict=True))
        return Behind(table.columns, rows, table.total)
