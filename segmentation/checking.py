"""What must hold before customers can be put into segments. Cheap: no model is trained here."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from segmentation.encoding import numbers
from training.exchange import Kind, Plan, Problem, TrainingData

FEWEST_ROWS = 10
ROWS_PER_SEGMENT = 2


def check(data: TrainingData, plan: Plan) -> list[Problem]:
    """Everything found, fatal or not. The roles have been checked already."""
    names, notes = usable_columns(data)
    return [*_too_few_rows(data, plan), *_nothing_left(names), *notes, *_repeated(data)]


def usable_columns(data: TrainingData) -> tuple[list[str], list[Problem]]:
    """The columns that describe a customer, the value first, and a note for each that is left out."""
    value = data.column("value")
    named = dict.fromkeys([*([value] if value else []), *data.many("features")])
    reasons = {name: _reason_against(data.main[name], data.kind(name)) for name in named}
    notes = [_left_out(name, reason) for name, reason in reasons.items() if reason]
    notes += [note for name in named if not reasons[name] for note in _unreadable(data, name)]
    return [name for name in named if not reasons[name]], notes


def _reason_against(series: pd.Series, kind: Kind) -> str | None:
    if kind == "date":
        return "holds dates"
    if kind == "number":
        known = numbers(series)
        known = known[~np.isnan(known)]
        same = len(known) > 0 and math.isclose(known.min(), known.max(), rel_tol=1e-9, abs_tol=1e-100)
        different = 1 if same else min(len(known), 2)
    else:
        different = series.nunique()
        if different > max(len(series) / 2, 2):
            return f"has {different:,} different words in {len(series):,} rows, like a name or a number"
        if different == 1 and series.hasnans:
            different = 2  # a missing word is a word of its own
    return {0: "has no values", 1: "has the same value in every row"}.get(different)


def _left_out(column: str, reason: str) -> Problem:
    return Problem(
        code="left_out",
        message=f"column '{column}' {reason}: it was left out",
        column=column,
        remedy="Nothing needs to be done. To use it, give it values that several customers share.",
        fatal=False,
    )


def _unreadable(data: TrainingData, column: str) -> list[Problem]:
    """A note on cells of a number column that hold something else."""
    series = data.main[column]
    if data.kind(column) != "number" or pd.api.types.is_numeric_dtype(series):
        return []
    count = int((np.isnan(numbers(series)) & series.notna()).sum())
    if not count:
        return []
    return [
        Problem(
            code="not_a_number",
            message=f"column '{column}' has {count:,} cells that are no number: the median is used for them",
            column=column,
            count=count,
            remedy="Correct these cells in the sheet and upload it again.",
            fatal=False,
        )
    ]


def _too_few_rows(data: TrainingData, plan: Plan) -> list[Problem]:
    rows = len(data.main)
    needed = max(FEWEST_ROWS, ROWS_PER_SEGMENT * (plan.settings.segments or 0))
    if rows >= needed:
        return []
    return [
        Problem(
            code="too_few_rows",
            message=f"the sheet has {rows} customers, at least {needed} are needed",
            count=rows,
            remedy=f"Add customers, or ask for fewer segments: {ROWS_PER_SEGMENT} customers each, "
            f"{FEWEST_ROWS} in all are the least.",
        )
    ]


def _nothing_left(names: list[str]) -> list[Problem]:
    if names:
        return []
    return [
        Problem(
            code="no_usable_column",
            message="0 columns are left that can tell customers apart, at least 1 is needed",
            count=0,
            remedy="Add a number or a category in which the customers differ.",
        )
    ]


def _repeated(data: TrainingData) -> list[Problem]:
    column = data.column("id")
    repeated = int(data.main[column].duplicated().sum()) if column else 0
    if not repeated:
        return []
    rows = len(data.main)
    return [
        Problem(
            code="repeated_id",
            message=f"'{column}' names {rows - repeated:,} different customers in {rows:,} rows: every row "
            "is treated as a customer of its own",
            column=column,
            count=repeated,
            remedy="If the sheet lists purchases, sum it up to one row per customer first.",
            fatal=False,
        )
    ]
