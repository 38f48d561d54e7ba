"""Rows that are in the sheet twice: where two exports overlap, every sale of some days counts double.

Such a block of rows is asked about. Single copies are counted, for the same can be sold twice, and said.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import Alternative, Choice, DataProblems, Problem, Question, TrainingData
from forecasting.options import Settings
from forecasting.sheet.layout import Rows
from language.sentences import say, say_count

FEWEST_IN_A_BLOCK = 5  # rows that follow each other, all of them there twice
SHARE_IN_BLOCKS = 0.8  # of all copies
MOST_TIMES = 2  # that a row is there again: what recurs more often is sold more often


def without_copies(rows: Rows, data: TrainingData, settings: Settings) -> tuple[Rows, list[Problem]]:
    """``rows`` without the copies, where these are left out. Raises DataProblems where it must be asked."""
    if settings.duplicates == "keep" or not _any_alike(rows):
        return rows, []
    first = data.copies()
    if first is None or not (first >= 0).any():
        return rows, []
    copy = first[rows.positions] >= 0
    count, amount = int((first >= 0).sum()), float(np.nansum(rows.values[copy]))
    if settings.duplicates == "leave_out":
        return rows.select(~copy), [_left_out(count)]
    if _is_block(first):
        raise DataProblems([_asked(count, amount, np.flatnonzero(first >= 0), data)])
    return rows, [_counted(count)]


def _any_alike(rows: Rows) -> bool:
    """Rows that are equal in every column are so in date, item and amount: else no sheet need be read."""
    found = pd.DataFrame({"item": rows.codes, "date": rows.dates, "amount": rows.values})
    return bool(found.duplicated().any())


def _is_block(first: np.ndarray) -> bool:
    """Whether most copies are of rows that follow each other, whatever the order of the copies is.

    ``first`` is the place of the first equal row, -1 of those that are the first.
    """
    copies = np.bincount(first[first >= 0], minlength=len(first))[first < 0]
    edges = np.flatnonzero(np.diff(copies, prepend=-1))
    lengths, times = np.diff(np.append(edges, len(copies))), copies[edges]
    long = (times > 0) & (times <= MOST_TIMES) & (lengths >= FEWEST_IN_A_BLOCK)
    return bool((lengths * times)[long].sum() >= SHARE_IN_BLOCKS * copies.sum())


# --- What is said ---------------------------------------------------------------------------------


def _asked(count: int, amount: float, at: np.ndarray, data: TrainingData) -> Problem:
    row = data.row_number(int(at[0]))
    message = say_count(
        "{count:integer} row is equal in every column to an earlier one: row {row}. Do two exports overlap?",
        "{count:integer} rows are equal in every column to earlier ones, the first of them row {row}, the "
        "last row {last}. Do two exports overlap?",
        count,
        row=row,
        last=data.row_number(int(at[-1])),
    )
    choices = (
        Choice(
            "leave_out",
            say("Yes: each of them counts once."),
            count,
            amount,
            suggested=True,
        ),
        Choice("keep", say("No: the same happened twice. All of them count."), count, amount),
    )
    return Problem(
        "copies",
        message,
        row=row,
        count=count,
        remedy=say("Choose how often they count."),
        question=Question("settings.duplicates", choices),
    )


def _left_out(count: int) -> Problem:
    message = say_count(
        "{count:integer} row is equal in every column to an earlier one: it is left out.",
        "{count:integer} rows are equal in every column to earlier ones: they are left out.",
        count,
    )
    return Problem("copies", message, count=count, fatal=False)


def _counted(count: int) -> Problem:
    message = say_count(
        "{count:integer} row is equal in every column to an earlier one: both are counted.",
        "{count:integer} rows are equal in every column to earlier ones: all are counted.",
        count,
    )
    remedy = say('If they are the same sales, set "Copied rows" to leave them out.')
    once = Alternative("settings.duplicates", "leave_out", say("Count copies once"))
    return Problem("copies", message, count=count, remedy=remedy, fatal=False, alternative=once)
