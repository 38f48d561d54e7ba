"""Blocks of the kind ``fan``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, column
from language.sentences import say

STEPS = ("hour", "day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Fan(Block):
    """What was, and what is forecast, in its ranges, for one of several items.

    ``{"item_label", "y_label", "levels": [80, 95], "step", "count", "items": [item, ...]}``; an item is
    ``{"item", "history", "backtest", "forecast", "total", "coarser", "rows", "label"}``. What each of them
    holds is said in docs/blocks.md.
    """

    kind = "fan"
    drawn = True

    levels: Sequence[int]
    items: Sequence[Mapping[str, Any]]
    item_label: str = ""
    y_label: str = ""
    step: str | None = None
    count: int | None = None

    def check(self) -> None:
        checks.all_numbers("levels", self.levels, gaps=False)
        if self.step is not None:
            _has_step("the data", self.step)
        names = set()
        for one in self.items:
            checks.has_keys("an item", one, "item", "history", "forecast")
            if one["item"] in names:
                raise ValueError(f"the item '{one['item']}' comes twice")
            names.add(one["item"])
            _has_lines(f"'{one['item']}'", one)
            for coarser in one.get("coarser") or ():
                checks.has_keys(f"a coarser step of '{one['item']}'", coarser, "step", "history", "forecast")
                _has_step(f"'{one['item']}'", coarser["step"])
                _has_lines(f"'{one['item']}' by {coarser['step']}", coarser)

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The forecast rows of every item, one item after the other."""
        items = [one for one in data["items"] if one["item"] == item] or data["items"]
        columns = [column("at", say("Date"), "date"), column("value", say("Forecast"))]
        for level in data["levels"]:
            columns.append(column(f"lower_{level}", say("Lower {level} %", level=level)))
            columns.append(column(f"upper_{level}", say("Upper {level} %", level=level)))
        if len(items) > 1:
            columns.insert(0, column("item", data.get("item_label") or say("Item"), "text"))
        return Behind(columns, _rows(items), sum(len(one["forecast"]["at"]) for one in items))


def _rows(items: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in items:
        name = one.get("label") or one["item"]
        for row in range(len(one["forecast"]["at"])):
            yield {"item": name, **{key: values[row] for key, values in one["forecast"].items()}}


def _has_step(what: str, step: Any) -> None:
    if step not in STEPS:
        raise ValueError(f"{what}: the step '{step}' is none of {', '.join(STEPS)}")


def _has_lines(what: str, view: Mapping[str, Any]) -> None:
    for part in ("history", "backtest", "forecast"):
        if part == "backtest" and view.get(part) is None:
            continue
        line = view[part]
        checks.has_keys(f"{part} of {what}", line, "at", "value")
        for key in line.keys() - {"at"}:
            checks.as_long(f"{key} in the {part} of {what}", line[key], len(line["at"]), "dates")
            checks.all_numbers(f"{key} in the {part} of {what}", line[key])
