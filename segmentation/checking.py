"""What must be true before customers can be put into segments. Cheap: no model is trained here."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from columns.values import numbers
from contract.data import Kind, Problem, TrainingData
from contract.training import Plan
from language.sentences import Sentence, say, say_count

FEWEST_ROWS = 10
ROWS_PER_SEGMENT = 2
MANY = 0.1  # of the customers: from there a number that they lack is worth a word


def check(data: TrainingData, plan: Plan) -> list[Problem]:
    """Everything found, fatal or not. The roles have been checked already."""
    names, notes = usable_columns(data)
    return [
        *_too_few_rows(data, plan),
        *_nothing_left(names),
        *notes,
        *_repeated(data),
        *_without_numbers(data, names),
    ]


def usable_columns(data: TrainingData) -> tuple[list[str], list[Problem]]:
    """The columns that describe a customer, the value first, and a note for each that is left out."""
    value = data.column("value")
    named = dict.fromkeys([*([value] if value else []), *data.many("features")])
    reasons = {name: _reason_against(name, data.main[name], data.kind(name)) for name in named}
    notes = [_left_out(name, reason) for name, reason in reasons.items() if reason]
    return [name for name in named if not reasons[name]], notes


def _reason_against(name: str, series: pd.Series, kind: Kind) -> Sentence | None:
    if kind == "date":
        return say("The column '{column}' holds dates: it is left out.", column=name)
    if kind == "number":
        known = numbers(series)
        known = known[~np.isnan(known)]
        same = len(known) > 0 and math.isclose(known.min(), known.max(), rel_tol=1e-9, abs_tol=1e-100)
        different = 1 if same else min(len(known), 2)
    else:
        different = series.nunique()
        if different > max(len(series) / 2, 2):
            return say(
                "The column '{column}' has {words:integer} different words in {rows:integer} rows, like a "
                "name or an ID: it is left out.",
                column=name,
                words=different,
                rows=len(series),
            )
        if different == 1 and series.hasnans:
            different = 2  # a missing word is a word of its own
    if different == 0:
        return say("The column '{column}' has no values: it is left out.", column=name)
    if different == 1:
        return say("The column '{column}' has the same value in every row: it is left out.", column=name)
    return None


def _left_out(column: str, reason: Sentence) -> Problem:
    return Problem(
        code="left_out",
        message=reason,
        column=column,
        remedy=say("No action needed. To use it, give it values that several customers share."),
        fatal=False,
    )


def _too_few_rows(data: TrainingData, plan: Plan) -> list[Problem]:
    rows = len(data.main)
    needed = max(FEWEST_ROWS, ROWS_PER_SEGMENT * (plan.settings.segments or 0))
    if rows >= needed:
        return []
    return [
        Problem(
            code="too_few_rows",
            message=say_count(
                "The sheet has {count:integer} customer; at least {needed:integer} are needed.",
                "The sheet has {count:integer} customers; at least {needed:integer} are needed.",
                rows,
                needed=needed,
            ),
            count=rows,
            remedy=say(
                "Add customers, or ask for fewer segments: each needs at least {each:integer} customers, "
                "{fewest:integer} in all.",
                each=ROWS_PER_SEGMENT,
                fewest=FEWEST_ROWS,
            ),
        )
    ]


def _nothing_left(names: list[str]) -> list[Problem]:
    if names:
        return []
    return [
        Problem(
            code="no_usable_column",
            message=say("No column is left that distinguishes customers; at least 1 is needed."),
            count=0,
            remedy=say("Add a number or a category in which the customers differ."),
        )
    ]


def _repeated(data: TrainingData) -> list[Problem]:
    column = data.column("id")
    repeated = int(data.main[column].duplicated().sum()) if column else 0
    if not column or not repeated:
        return []
    rows = len(data.main)
    return [
        Problem(
            code="repeated_id",
            message=say(
                "'{column}' names {different:integer} different customers in {rows:integer} rows: each row "
                "is treated as a separate customer.",
                column=column,
                different=rows - repeated,
                rows=rows,
            ),
            column=column,
            count=repeated,
            remedy=say("If the sheet lists purchases, sum it up to one row per customer first."),
            fatal=False,
        )
    ]


def missing_numbers(data: TrainingData, names: list[str]) -> dict[str, np.ndarray]:
    """The rows without a number, of each of these columns that has such rows."""
    found = {name: np.isnan(numbers(data.main[name])) for name in names if data.kind(name) == "number"}
    return {name: rows for name, rows in found.items() if rows.any()}


def without_value(column: str, count: int, rows: int) -> Sentence:
    return say_count(
        "{count:integer} of {rows:integer} customers has no '{column}': the usual value stands in, so that "
        "the other columns decide on the segment.",
        "{count:integer} of {rows:integer} customers have no '{column}': the usual value stands in, so that "
        "the other columns decide on their segment.",
        count,
        rows=rows,
        column=column,
    )


def _without_numbers(data: TrainingData, names: list[str]) -> list[Problem]:
    """Customers without a value in any case; other numbers where many lack them."""
    return [
        Problem(
            code="missing_numbers",
            message=without_value(name, int(rows.sum()), len(rows)),
            column=name,
            count=int(rows.sum()),
            remedy=say(
                "Fill in what you know: 0 where there was none. The results name what each customer lacks."
            ),
            fatal=False,
        )
        for name, rows in missing_numbers(data, names).items()
        if name == data.column("value") or rows.mean() >= MANY
    ]
