"""Checks a clean table before a model learns from it, and repairs what can be repaired. No Django here.

check      what is wrong or suspicious, with remedies          apply      the table after steps
preview    what a step would do                                describe   a step in a sentence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from datasets.checking import (
    cell_operations,  # noqa: F401  (fills OPERATIONS)
    gaps,
    leaks,
    numbers,
    one_cell,  # noqa: F401  (fills OPERATIONS)
    row_operations,  # noqa: F401  (fills OPERATIONS)
    rows,
    series,
    slips,
    texts,
    uninformative,
)
from datasets.checking.effect import Change, Effect, preview
from datasets.checking.finding import Finding, in_order
from datasets.checking.harm import least_first
from datasets.checking.sheet import sheet_of
from datasets.checking.step_words import describe
from datasets.checking.steps import Step, StepError, apply, renamed_by, written_after

__all__ = [
    "Change",
    "Effect",
    "Finding",
    "Step",
    "StepError",
    "apply",
    "check",
    "describe",
    "preview",
    "renamed_by",
    "written_after",
]


def check(
    frame: pd.DataFrame,
    kinds: Mapping[str, str],
    *,
    target: str | None = None,
    time: str | None = None,
    keys: Sequence[str] = (),
) -> list[Finding]:
    """Everything found, the gravest first. ``frame`` is a clean table, ``kinds`` the kind of each column.

    ``target`` is the column to be predicted. ``time`` holds the dates of amounts over time, ``keys`` then
    name the series; without ``time``, ``keys`` name the rows (a customer's number). Raises KeyError for
    a column that is not there.
    """
    sheet = sheet_of(frame, kinds, target, time, tuple(keys))
    if not sheet.rows:
        return []
    slipped = slips.check(sheet)
    found = [
        *gaps.check(sheet),
        *uninformative.check(sheet),
        *slipped,
        *(one for one in numbers.check(sheet) if not _said(one, slipped)),
        *texts.check(sheet),
        *rows.check(sheet),
        *series.check(sheet),
        *leaks.check(sheet),
    ]
    return in_order(replace(one, steps=least_first(one.steps)) for one in found)


def _said(outliers: Finding, slipped: Sequence[Finding]) -> bool:
    """Whether numbers far from all others are no more than the slips of the column."""
    counts = {one.column: one.count for one in slipped}
    return outliers.code == "outliers" and outliers.count <= counts.get(outliers.column, 0)
