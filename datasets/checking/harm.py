"""What a step costs: the order in which remedies are offered, and what each does to how much, in words.

The first does least harm: it loses nothing, or what it loses was no fact. What fills a gap with a value that
nobody has seen comes after what leaves it open; whole rows and whole columns go last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from datasets.checking.steps import Step
from language.sentences import Sentence, say, say_count

ORDER = (
    *("rename", "merge_categories", "set_cell", "fill_dates", "sum_duplicates", "drop_duplicates"),
    *("set_missing", "convert_kind", "fill_missing", "clip_outliers", "drop_rows_missing", "drop_column"),
)


def least_first(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: ORDER.index(step.kind))


def cost_of(step: Mapping[str, Any], count: int, rows: int) -> Sentence | None:
    """What ``step``, as it is kept, does to the ``count`` cells or rows of its finding; None where its own
    sentence says it. ``rows`` are those of the table."""
    kind, params = step["kind"], step["params"]
    if kind == "fill_missing":
        return _filled(params.get("with"), count)
    if kind == "set_missing":
        return say_count(
            "{count:integer} value is taken out; its cell is empty then.",
            "{count:integer} values are taken out; their cells are empty then.",
            count,
        )
    if kind == "convert_kind":
        return say_count(
            "{count:integer} text is lost; its cell is empty then.",
            "{count:integer} texts are lost; their cells are empty then.",
            count,
        )
    if kind == "clip_outliers":
        return say_count(
            "{count:integer} value is replaced by one that nobody has measured.",
            "{count:integer} values are replaced by ones that nobody has measured.",
            count,
        )
    if kind in ("drop_rows_missing", "drop_duplicates", "sum_duplicates"):
        return say_count(
            "{count:integer} of {rows:integer} rows goes.",
            "{count:integer} of {rows:integer} rows go.",
            count,
            rows=rows,
        )
    if kind == "drop_column":
        return say("All that the column says is lost to models, in {rows:integer} rows.", rows=rows)
    return None


def _filled(way: Any, count: int) -> Sentence:
    if way == "zero":
        return say_count(
            "{count:integer} cell becomes 0: right only if a blank means none.",
            "{count:integer} cells become 0: right only if a blank means none.",
            count,
        )
    return say_count(
        "{count:integer} cell gets a value that nobody has entered.",
        "{count:integer} cells get a value that nobody has entered.",
        count,
    )
