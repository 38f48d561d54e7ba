"""The parts of a file that are not in its table: what can be corrected, and what is not data.

Read off the number of rejects of a version and its report (``datasets.reading.ImportReport``). Needs no web
framework.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from language.sentences import Sentence, joined, say, say_count

Report = Mapping[str, Any]

NO_DATA: dict[str, Callable[[int], Sentence]] = {
    "total_rows": lambda count: say_count(
        "{count:integer} row of totals set aside", "{count:integer} rows of totals set aside", count
    ),
    "footnotes": lambda count: say_count(
        "{count:integer} note set aside", "{count:integer} notes set aside", count
    ),
    "comment_lines": lambda count: say_count(
        "{count:integer} comment line set aside", "{count:integer} comment lines set aside", count
    ),
    "repeated_names": lambda count: say_count(
        "{count:integer} row of repeated names set aside",
        "{count:integer} rows of repeated names set aside",
        count,
    ),
    "rules": lambda count: say_count(
        "{count:integer} ruled line set aside", "{count:integer} ruled lines set aside", count
    ),
}
"""Rows among the rejects that were set aside on purpose: their sentences, by code."""


def to_correct(rejects: int, report: Report) -> int:
    """How many of the ``rejects`` are cells and rows that could not be read."""
    counts = _counts(report)
    return max(0, rejects - sum(counts.get(code, 0) for code in NO_DATA))


def in_words(rejects: int, report: Report) -> Sentence:
    """``"2 cells to correct, 1 row to correct; 2 rows of totals set aside"``."""
    parts = [joined(_to_correct(rejects, report), ", "), joined(_set_aside(report), ", ")]
    return joined(parts, "; ") or say("nothing to correct")


def _to_correct(rejects: int, report: Report) -> Iterator[Sentence]:
    count = to_correct(rejects, report)
    rows = min(count, _counts(report).get("too_many_cells", 0))
    if cells := count - rows:
        yield say_count("{count:integer} cell to correct", "{count:integer} cells to correct", cells)
    if rows:
        yield say_count("{count:integer} row to correct", "{count:integer} rows to correct", rows)


def _set_aside(report: Report) -> Iterator[Sentence]:
    counts = _counts(report)
    return (said(counts[code]) for code, said in NO_DATA.items() if counts.get(code))


def _counts(report: Report) -> dict[str, int]:
    return {reason["code"]: reason["count"] for reason in report.get("set_aside", [])}
