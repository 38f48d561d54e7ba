"""Blocks along time: the fan of a forecast, and timelines of periods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import base
from contract.blocks.base import Behind, Block, column
from language.sentences import say

STEPS = ("minute", "hour", "day", "week", "semimonth", "month", "quarter", "year")
SEVERAL = re.compile(r"\d+ (minute|hour|day|week|month|year)s")


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
        base.all_numbers("levels", self.levels, gaps=False)
        if self.step is not None:
            _has_step("the data", self.step)
        names = set()
        for one in self.items:
            base.has_keys("an item", one, "item", "history", "forecast")
            if one["item"] in names:
                raise ValueError(f"the item '{one['item']}' comes twice")
            names.add(one["item"])
            _has_lines(f"'{one['item']}'", one)
            for coarser in one.get("coarser") or ():
                base.has_keys(f"a coarser step of '{one['item']}'", coarser, "step", "history", "forecast")
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
        return Behind(columns, _fan_rows(items), sum(len(one["forecast"]["at"]) for one in items))


def _fan_rows(items: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in items:
        name = one.get("label") or one["item"]
        for row in range(len(one["forecast"]["at"])):
            yield {"item": name, **{key: values[row] for key, values in one["forecast"].items()}}


def _has_step(what: str, step: Any) -> None:
    if step not in STEPS and not (isinstance(step, str) and SEVERAL.fullmatch(step)):
        raise ValueError(f"{what}: the step '{step}' is none of {', '.join(STEPS)}, nor several of them")


def _has_lines(what: str, view: Mapping[str, Any]) -> None:
    for part in ("history", "backtest", "forecast"):
        if part == "backtest" and view.get(part) is None:
            continue
        line = view[part]
        base.has_keys(f"{part} of {what}", line, "at", "value")
        for key in line.keys() - {"at"}:
            base.as_long(f"{key} in the {part} of {what}", line[key], len(line["at"]), "dates")
            base.all_numbers(f"{key} in the {part} of {what}", line[key])


# --- Blocks of the kind ``timeline`` ---


@dataclass(frozen=True)
class Timeline(Block):
    """What was when: periods in rows, and moments that concern all of them.

    ``{"rows": [{"label", "periods": [{"start", "end", "label", "kind", "tone"}]}],
    "marks": [{"at", "label"}]}``. Where every date is a day, ``end`` is the last day of a period; else all
    are moments. A start or an end that is null is open. Periods of one ``kind``, a word, share a colour; a
    ``tone`` gives a colour of its own.
    """

    kind = "timeline"
    drawn = True

    rows: Sequence[Mapping[str, Any]]
    marks: Sequence[Mapping[str, Any]] = ()

    def check(self) -> None:
        for row in self.rows:
            base.has_keys("a row", row, "label", "periods")
            for period in row["periods"]:
                _check_period(f"a period of '{row['label']}'", period)
        for mark in self.marks:
            base.has_keys("a mark", mark, "at", "label")
            base.moment(f"the mark '{mark['label']}'", mark["at"])

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The marks, then every period."""
        columns = [
            column("row", "", "text"),
            column("label", say("Period"), "text"),
            column("start", say("From"), "date"),
            column("end", say("To"), "date"),
        ]
        periods = [(row, period) for row in data["rows"] for period in row["periods"]]
        if any(period.get("kind") for _, period in periods):
            columns.insert(2, column("kind", say("Kind"), "text"))
        return Behind(columns, _period_rows(data), len(data["marks"]) + len(periods))


def _check_period(what: str, period: Mapping[str, Any]) -> None:
    base.has_keys(what, period, "start", "end")
    base.has_tone(period.get("tone"))
    start, end = (None if period[key] is None else base.moment(what, period[key]) for key in ("start", "end"))
    if start is None and end is None:
        raise ValueError(f"{what} has neither start nor end")
    if start is not None and end is not None and end < start:
        raise ValueError(f"{what} ends on {period['end']}, before its start, {period['start']}")


def _period_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for mark in data["marks"]:
        yield {"row": "", "label": mark["label"], "start": mark["at"], "end": mark["at"]}
    for row in data["rows"]:
        for period in row["periods"]:
            yield {**period, "row": row["label"], "_tone": period.get("tone")}
