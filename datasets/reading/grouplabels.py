"""Labels only in the first row of each group, as pivot tables write them: they are reported."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from datasets.reading.between import LONGEST_REPORT
from datasets.reading.outcome import Finding, RawTable
from language.sentences import say, say_count

FEWEST_LABELS = 2
LABELS_LOOKED_AT = 2  # columns from the left: a label of a group, and of a group in it


def tell_group_labels(raw: RawTable) -> RawTable:
    """The table with a finding for each of its first columns in which every label has blanks below."""
    if len(raw.row_numbers) > LONGEST_REPORT:
        return raw
    named = list(zip(raw.names, raw.columns, strict=True))[: min(LABELS_LOOKED_AT, len(raw.names) - 1)]
    found = [
        _finding(name, int(blank.sum())) for name, column in named if (blank := _blanks(column)) is not None
    ]
    return replace(raw, findings=[*raw.findings, *found]) if found else raw


def _blanks(column: pa.Array) -> np.ndarray | None:
    """Which cells are blank below a label; None where the column names no groups."""
    if not pa.types.is_string(column.type) or not column.null_count or not column[0].is_valid:
        return None
    blank = np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    labels = np.flatnonzero(~blank)
    texts = column.take(pa.array(labels))
    # Each label once, and a blank below each: so no column of texts with gaps looks.
    if len(labels) < FEWEST_LABELS or len(texts.unique()) < len(labels) or blank[-1] == 0:
        return None
    return blank if blank[labels + 1].all() else None


def _finding(column: str, count: int) -> Finding:
    message = say_count(
        "Column '{column}' names each group only in its first row: {count:integer} cell below is blank.",
        "Column '{column}' names each group only in its first row: {count:integer} cells below are blank.",
        count,
        column=column,
    )
    remedy = say(
        "If they belong to the group above, repeat its name in every row and upload the sheet again."
    )
    return Finding("group_labels", message, column, count=count, remedy=remedy)
