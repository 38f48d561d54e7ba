"""Blocks of the kind ``timeline``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, column
from language.sentences import say


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
            checks.has_keys("a row", row, "label", "periods")
            for period in row["periods"]:
                _check_period(f"a period of '{row['label']}'", period)
        for mark in self.marks:
            checks.has_keys("a mark", mark, "at", "label")
            checks.moment(f"the mark '{mark['label']}'", mark["at"])

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
        return Behind(columns, _rows(data), len(data["marks"]) + len(periods))


def _check_period(what: str, period: Mapping[str, Any]) -> None:
    checks.has_keys(what, period, "start", "end")
    checks.has_tone(period.get("tone"))
    start, end = (
        None if period[key] is None else checks.moment(what, period[key]) for key in ("start", "end")
    )
    if start is None and end is None:
        raise ValueError(f"{what} has neither start nor end")
    if start is not None and end is not None and end < start:
        raise ValueError(f"{what} ends on {period['end']}, before its start, {period['start']}")


def _rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for mark in data["marks"]:
        yield {"row": "", "label": mark["label"], "start": mark["at"], "end": mark["at"]}
    for row in data["rows"]:
        for period in row["periods"]:
            yield {**period, "row": row["label"], "_tone": period.get("tone")}
