"""What of a file is not in its table: what can be corrected, and what is no data and needs no correction.

Read off the number of rejects of a version and its report (``datasets.reading.ImportReport``). Needs no web
framework.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from language.sentences import Sentence, joined, say, say_count

Report = Mapping[str, Any]

NO_DATA = ("total_rows", "footnotes", "comment_lines")
"""Codes of rows that are among the rejects, but set aside on purpose."""


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
    totals, notes, comments = (_counts(report).get(code, 0) for code in NO_DATA)
    if totals:
        yield say_count(
            "{count:integer} row of totals set aside", "{count:integer} rows of totals set aside", totals
        )
    if notes:
        yield say_count("{count:integer} note set aside", "{count:integer} notes set aside", notes)
    if comments:
        yield say_count(
            "{count:integer} comment line set aside", "{count:integer} comment lines set aside", comments
        )


def _counts(report: Report) -> dict[str, int]:
    return {reason["code"]: reason["count"] for reason in report.get("set_aside", [])}
