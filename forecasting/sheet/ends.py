"""Where the history in a sheet ends: at today, before the zeros of a template, before a period not over.

Amounts beyond the end are blanked, never learned; their rows stay, for they may tell what is known ahead.
What the sheet alone does not tell is asked (DataProblems with a Question), unless a setting answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from columns.frequency import Frequency
from contract.data import DataProblems, Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet import end_findings
from forecasting.sheet.adding_up import Together
from forecasting.sheet.axis import with_amounts
from forecasting.sheet.layout import Rows
from forecasting.sheet.unfinished import without_unfinished_period

LIKE_HISTORY = 2.0  # times larger or smaller: amounts after today that may have happened
MOST_AFTER_TODAY = 0.5  # of the steps, from which on it is asked whatever the amounts are
CLOCKS_APART = 1  # day: somewhere it is tomorrow already
FEWEST_ZEROS = {"hour": 48, "day": 7, "week": 4, "month": 3, "quarter": 2, "year": 2}
TIMES_LONGER = 3  # than any run of zeros before
BY_CHANCE = 0.001


@dataclass(frozen=True)
class Steps:
    """The steps that have amounts, ascending, with the sum of amounts and of their sizes over all items."""

    at: np.ndarray
    sums: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, steps: np.ndarray, values: np.ndarray) -> Steps:
        at, place = np.unique(steps, return_inverse=True)
        sums = np.bincount(place, weights=values, minlength=len(at))
        return cls(at, sums, np.bincount(place, weights=np.abs(values), minlength=len(at)))


def history_of(
    rows: Rows,
    frequency: Frequency,
    data: TrainingData,
    settings: Settings,
    today: date | None,
    together: Together = "sum",
) -> tuple[Rows, list[Problem]]:
    """``rows`` with the amounts of the history alone, and what was found; without ``today`` all that is
    dated has happened. Raises DataProblems where it must be asked, or where no amount is left."""
    if settings.after_today == "history":
        today = None
    end = None if today is None else int(frequency.to_index(_last_moment(today))[0])
    rows, problems, template = _until_today(rows, frequency, data, settings, today, end)
    rows, zeros = _without_zeros(rows, frequency, data, settings, end, template)
    if together == "sum" or settings.last_period == "leave_out":  # half of a week has the mean of a week
        rows, unfinished = without_unfinished_period(rows, frequency, data, settings, end)
    else:
        unfinished = []
    rows, empty = with_amounts(rows)
    return rows, [*problems, *zeros, *unfinished, *empty]


def _last_moment(today: date) -> pd.Series:
    return pd.Series([pd.Timestamp(today) + pd.Timedelta(hours=23, minutes=59)])


# --- What is dated after today --------------------------------------------------------------------


def _until_today(
    rows: Rows,
    frequency: Frequency,
    data: TrainingData,
    settings: Settings,
    today: date | None,
    end: int | None,
) -> tuple[Rows, list[Problem], int]:
    """Rows, findings, and how many steps after today hold nothing but zeros."""
    if today is None or end is None:
        return rows, [], 0
    steps = frequency.to_index(rows.dates)
    known = ~np.isnan(rows.values)
    later = known & (steps > end)
    if not later.any():
        return rows, [], 0
    before, after = (
        Steps.of(steps[known & ~later], rows.values[known & ~later]),
        Steps.of(steps[later], rows.values[later]),
    )
    told = end_findings.After(today, rows.dates[later].max(), int(later.sum()), int(known.sum()))
    if settings.after_today == "auto" and after.sizes.any():
        if _clocks_apart(frequency, after, end) and _like(before, after):
            return rows, [], 0
        if not len(before.at) or len(after.at) > MOST_AFTER_TODAY * len(before.at) or _like(before, after):
            raise DataProblems([end_findings.ask_after_today(told, rows.values[later].sum(), data)])
    zeros = 0 if after.sizes.any() else len(after.at)
    if not len(before.at):
        raise DataProblems([end_findings.nothing_before_today(told, data)])
    return rows.blanked(later), [end_findings.after_today(told, data, template=zeros > 0)], zeros


def _clocks_apart(frequency: Frequency, after: Steps, end: int) -> bool:
    return bool(after.at[-1] - end <= int(CLOCKS_APART / frequency.days))


def _like(before: Steps, after: Steps) -> bool:
    """Whether the amounts are about as large, usually."""
    usual, ahead = (_usual(found.sizes) for found in (before, after))
    return bool(usual > 0 and 1 / LIKE_HISTORY <= ahead / usual <= LIKE_HISTORY)


def _usual(sizes: np.ndarray) -> float:
    return float(np.median(sizes)) if len(sizes) else 0.0


# --- Zeros at the end -----------------------------------------------------------------------------


def _without_zeros(
    rows: Rows,
    frequency: Frequency,
    data: TrainingData,
    settings: Settings,
    end: int | None,
    template: int,
) -> tuple[Rows, list[Problem]]:
    """``template`` more steps of zeros follow after today."""
    known = ~np.isnan(rows.values)
    steps = frequency.to_index(rows.dates)
    found = Steps.of(steps[known], rows.values[known])
    run = _length_at_end(found.sizes == 0)
    if not run or run == len(found.at) or settings.trailing_zeros == "nothing_sold":
        return rows, []
    first = int(found.at[-run])
    zeros = known & (steps >= first)
    told = end_findings.Zeros(rows.dates[zeros].min(), rows.dates[zeros].max(), int(zeros.sum()))
    before = found.sizes[:-run] == 0
    usual = _longest(before)
    if run + template <= usual:  # as long as a Sunday, or the holidays, ever were
        return rows, []
    if settings.trailing_zeros == "auto":
        least = max(frequency.scaled(FEWEST_ZEROS[frequency.like]), TIMES_LONGER * usual)
        if run + template < least or before.mean() ** (run + template) > BY_CHANCE:
            return rows, []
        if not (template and first == end):  # today is not over, and so goes with what follows
            raise DataProblems([end_findings.ask_zeros(told, data)])
    return rows.blanked(zeros), [end_findings.zeros_left_out(told, data)]


def _length_at_end(which: np.ndarray) -> int:
    return len(which) if which.all() else int((~which)[::-1].argmax())


def _longest(which: np.ndarray) -> int:
    """Of the runs of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], which.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))
