"""Rows of one outcome that were copied to balance it: their probabilities would not be true to life.

Customers may well be alike where few columns with few values describe them. Then customers of different
outcomes are alike as well, and that tells how many to expect by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from contract.data import Alternative, Problem
from language.sentences import say
from scoring.sheet.label_problems import FEWEST_OF_A_CLASS
from scoring.sheet.labels import Labels

FEWEST = 10  # copies; fewer change no rate that matters
SHARE = 0.1  # of the rows of the outcome
SPREAD = 0.25  # of its different rows: that one row is common, such as "bought nothing yet", is no copying
FEWEST_COPIED = 5
BEYOND_CHANCE = 3.0  # times what chance explains
UNSEEN = 3  # of so many pairs nobody can say that they never coincide, where none did (rule of three)


@dataclass(frozen=True)
class Copies:
    """``again`` marks the rows that repeat an earlier one, whose place is in ``first``.

    ``rows`` of the outcome ``value`` are only ``different`` ones; ``rates`` are the base rates with the
    copies and without.
    """

    again: np.ndarray
    first: np.ndarray
    value: str
    rows: int
    different: int
    rates: tuple[float, float]

    @property
    def count(self) -> int:
        return self.rows - self.different


def find(labels: Labels, alike: np.ndarray) -> Copies | None:
    """``alike`` is a code per row, the same for rows that are equal in every column."""
    if labels.numeric:
        return None
    known = np.flatnonzero(~np.isnan(labels.values))
    y = labels.values[known]
    codes, _ = pd.factorize(alike[known])
    counts = [np.bincount(codes[y == side], minlength=codes.max() + 1) for side in (0, 1)]
    for side in (1, 0):
        if _copied(counts[side], counts[1 - side]):
            return _of(labels, known[y == side], alike, labels.positive if side else labels.negative)
    return None


def _copied(own: np.ndarray, other: np.ndarray) -> bool:
    """Whether the rows of one outcome repeat far more than chance explains. Counts are by equal rows."""
    rows, different = int(own.sum()), int((own > 0).sum())
    extra, several = rows - different, int((own > 1).sum())
    if extra < max(FEWEST, SHARE * rows) or several < max(FEWEST_COPIED, SPREAD * different):
        return False
    pairs = rows * (rows - 1) / 2
    return extra > BEYOND_CHANCE * pairs * max(_across(own, other), _within(other))


def _across(own: np.ndarray, other: np.ndarray) -> float:
    """How often a row of either outcome equals one of the other, at most."""
    return (float((own * other).sum()) + UNSEEN) / (own.sum() * other.sum())


def _within(counts: np.ndarray) -> float:
    """How often two rows of one outcome are equal, at most."""
    rows = counts.sum()
    return (float((counts * (counts - 1)).sum()) / 2 + UNSEEN) / max(rows * (rows - 1) / 2, 1)


def _of(labels: Labels, rows: np.ndarray, alike: np.ndarray, value: str) -> Copies:
    first = np.arange(len(alike))
    first[rows] = pd.Series(rows).groupby(alike[rows]).transform("min").to_numpy()
    again = first != np.arange(len(alike))
    known = ~np.isnan(labels.values)
    return Copies(
        again=again,
        first=first,
        value=value,
        rows=len(rows),
        different=len(rows) - int(again.sum()),
        rates=(float(labels.values[known].mean()), float(labels.values[known & ~again].mean())),
    )


def told(found: Copies, column: str, kept: bool) -> Problem:
    values = {
        "column": column,
        "value": found.value,
        "count": found.count,
        "rows": found.rows,
        "different": found.different,
        "with_them": round(found.rates[0], 3),
        "without": round(found.rates[1], 3),
    }
    if kept:
        message = say(
            "{count:integer} of the {rows:integer} rows with '{value}' in '{column}' are exact copies; "
            "{different:integer} are different. You keep the copies: with each different row once, the base "
            "rate would be {without:percent}, not {with_them:percent}.",
            **values,
        )
        other = Alternative("settings.copies", "once", say("Count each different row once"))
        remedy = say("If they were copied to balance the outcome, set 'Copied rows' to count once.")
    else:
        message = say(
            "{count:integer} of the {rows:integer} rows with '{value}' in '{column}' are exact copies; "
            "{different:integer} are different. Each different row counts once: the base rate is "
            "{without:percent}, not {with_them:percent}.",
            **values,
        )
        other = Alternative("settings.copies", "keep", say("Keep the copies"))
        remedy = say("If they are customers of their own, set 'Copied rows' to keep.")
    return Problem(
        "copied_outcomes",
        message,
        column=column,
        count=found.count,
        remedy=remedy,
        fatal=False,
        alternative=other,
    )


def too_few_different(found: Copies, column: str) -> Problem:
    return Problem(
        code="too_few_outcomes",
        message=say(
            "The {rows:integer} rows with '{value}' in '{column}' are copies of only {different:integer}; at "
            "least {needed:integer} different ones are needed.",
            rows=found.rows,
            value=found.value,
            column=column,
            different=found.different,
            needed=FEWEST_OF_A_CLASS,
        ),
        column=column,
        count=found.different,
        remedy=say("Wait for more outcomes. If they are customers of their own, set 'Copied rows' to keep."),
    )
