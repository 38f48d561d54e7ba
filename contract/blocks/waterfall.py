"""Blocks of the kind ``waterfall``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, column
from language.sentences import say

ROUNDING = 1e-5
"""Of the amounts together: what six significant digits leave."""


@dataclass(frozen=True)
class Waterfall(Block):
    """A bridge from one amount to another, over what was added and taken on the way.

    ``{"start": {"label", "value"}, "parts": [{"label", "value", "tone"}], "end": {"label", "value"},
    "y_label", "format"}``. Start and parts add up to the end, within what six significant digits leave.
    """

    kind = "waterfall"
    drawn = True

    start: Mapping[str, Any]
    parts: Sequence[Mapping[str, Any]]
    end: Mapping[str, Any]
    y_label: str = ""
    format: str = "number"

    def check(self) -> None:
        checks.has_format(self.format, checks.NUMBERS)
        for part in (self.start, *self.parts, self.end):
            checks.has_keys("a part", part, "label", "value")
            checks.all_numbers(f"'{part['label']}'", [part["value"]], gaps=False)
            checks.has_tone(part.get("tone"))
        values = [part["value"] for part in (self.start, *self.parts)]
        total, end = sum(values), self.end["value"]
        if abs(total - end) > ROUNDING * (sum(map(abs, values)) + abs(end)):
            raise ValueError(f"start and parts add up to {total:.10g}, and the end is {end:.10g}")

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        format = data["format"]
        columns = [
            column("label", "", "text"),
            column("change", say("Change"), format),
            column("reached", data.get("y_label") or say("Reached"), format),
        ]
        return Behind(columns, _rows(data), len(data["parts"]) + 2)


def _rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    start, end = data["start"], data["end"]
    reached = start["value"] or 0
    yield {"label": start["label"], "reached": start["value"]}
    for part in data["parts"]:
        reached += part["value"] or 0
        yield {
            "label": part["label"],
            "change": part["value"],
            "reached": reached,
            "_tone": part.get("tone"),
        }
    yield {"label": end["label"], "reached": end["value"]}
