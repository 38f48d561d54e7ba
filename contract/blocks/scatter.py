"""Blocks of the kind ``scatter``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, column
from language.sentences import say


@dataclass(frozen=True)
class Scatter(Block):
    """Points in groups.

    ``{"x_label", "y_label", "rows_by", "series": [{"name", "points": [{"x", "y", "label"}],
    "rows": {column: value}}]}``. ``rows_by`` is the column whose value is the label of a point; ``rows`` are
    those of the whole group. Both may be left out.
    """

    kind = "scatter"
    drawn = True

    series: Sequence[Mapping[str, Any]]
    x_label: str = ""
    y_label: str = ""
    rows_by: str | None = None

    def check(self) -> None:
        for one in self.series:
            checks.has_keys("a series", one, "name", "points")
            for point in one["points"]:
                checks.has_keys(f"a point of '{one['name']}'", point, "x", "y")
                checks.all_numbers(f"a point of '{one['name']}'", (point["x"], point["y"]))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        columns = [
            column("label", "", "text"),
            column("series", say("Group"), "text"),
            column("x", data.get("x_label") or "x"),
            column("y", data.get("y_label") or "y"),
        ]
        rows = (_row(data, one, point) for one in data["series"] for point in one["points"])
        return Behind(columns, rows, sum(len(one["points"]) for one in data["series"]))


def _row(data: Mapping[str, Any], series: Mapping[str, Any], point: Mapping[str, Any]) -> dict[str, Any]:
    by, label = data.get("rows_by"), point.get("label")
    behind = {"series": series.get("rows"), "label": {by: label} if by and label not in (None, "") else None}
    return {**point, "series": series["name"], "_behind": behind}
