"""Cheap checks of the sheet before a run is queued.

Rows are named as in the sheet: the header is row 1, so the first data row is row 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.frequency import Frequency
from columns.values import numbers
from contract.data import DataProblems, Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet import findings
from forecasting.sheet.axis import frequency_of, lay_out, usable_rows
from forecasting.sheet.layout import Rows, are_dates_named, parts_across, unfit_layout
from forecasting.sheet.times import time_problems
from language.sentences import Sentence, say, say_count

FIRST_DATA_ROW = 2
FEWEST_DAYS_OFF = 300  # a date that is nearer to the others is hardly a typing error
DECADE = 3650  # days
TIMES_THE_NEXT = 50
MOST_ROWS_OFF = 3
SHARE_OF_ROWS_OFF = 0.01


def check_sheet(data: TrainingData, settings: Settings) -> list[Problem]:
    """What makes a forecast impossible, as fatal problems; the roles are filled already."""
    problems = unfit_layout(data) + _cells(data)
    if problems:
        return problems
    rows, _left_out = usable_rows(data)
    rows = rows.select(~np.isnan(rows.values))
    if not len(rows.values):
        return [_too_few(0, findings.LEAST_OF_ALL, data)]
    try:
        frequency = frequency_of(rows, settings, data)
        if len(rows.values) < frequency.min_rows:
            return [_too_few(len(rows.values), frequency.min_rows, data)]
        if problems := _constant(rows, data) or _far_off(rows, data):
            return problems
        _refuse_series(rows, frequency, settings, data)
    except DataProblems as refusal:
        return refusal.problems
    return []


def _refuse_series(rows: Rows, frequency: Frequency, settings: Settings, data: TrainingData) -> None:
    """Too short, all of them, or too many to be held."""
    axis = lay_out(rows, frequency, settings.ends)

    def name(series: int) -> str:
        return rows.keys.names(axis.items[[series]])[0]

    # As many steps as rows, at most: an id chosen as the item is found before any table is laid out.
    findings.refuse_short(np.bincount(axis.series, minlength=axis.shape[0]), name, frequency, data)
    findings.refuse_if_too_large(axis.shape, frequency, data)
    there = np.zeros(axis.shape, dtype=bool)
    there[axis.series, axis.steps] = True
    findings.refuse_short(there.sum(axis=1), name, frequency, data)


# --- Cells ----------------------------------------------------------------------------------------


def _cells(data: TrainingData) -> list[Problem]:
    targets, times = data.many("target"), data.many("time")
    problems = [problem for target in targets for problem in _numbers(data.main[target], target)]
    problems += time_problems(data, parts_across(data)) if times else []
    single = [*(targets if len(targets) == 1 else ()), *times, *data.many("item")]
    return problems + [problem for name in single for problem in _empty(data.main[name], name)]


def _empty(column: pd.Series, name: str) -> list[Problem]:
    if column.empty or column.notna().any():
        return []
    message = say_count(
        "Column '{column}' has no value in its {count:integer} row.",
        "Column '{column}' has no value in any of its {count:integer} rows.",
        len(column),
        column=name,
    )
    remedy = say("Choose another column, or fill this one in.")
    return [Problem("empty_column", message, column=name, count=len(column), remedy=remedy)]


def _numbers(column: pd.Series, name: str) -> list[Problem]:
    if (wrong := _first_lost(column, np.isnan(numbers(column)))) is None:
        return []
    message = say(
        "Column '{column}' must hold numbers: row {row} has '{value}' ({rows}).",
        column=name,
        row=wrong.row,
        value=wrong.value,
        rows=_such_rows(wrong.count),
    )
    remedy = say("Correct these cells, or choose a column of numbers.")
    return [Problem("not_a_number", message, column=name, row=wrong.row, count=wrong.count, remedy=remedy)]


@dataclass(frozen=True)
class _Lost:
    """The first cell that is no number to reckon with (infinite), and how many."""

    row: int
    value: str
    count: int


def _first_lost(column: pd.Series, missing: np.ndarray) -> _Lost | None:
    wrong = column.notna().to_numpy() & missing
    if not wrong.any():
        return None
    position = int(wrong.argmax())
    return _Lost(position + FIRST_DATA_ROW, str(column.iloc[position]), int(wrong.sum()))


def _such_rows(count: int) -> Sentence:
    return say_count("{count:integer} such row", "{count:integer} such rows", count)


# --- All rows together ----------------------------------------------------------------------------


def _too_few(rows: int, least: int, data: TrainingData) -> Problem:
    targets = data.many("target")
    if are_dates_named(data):
        message = say_count(
            "The columns named like dates hold {count:integer} number; at least {least} are needed.",
            "The columns named like dates hold {count:integer} numbers; at least {least} are needed.",
            rows,
            least=least,
        )
    else:
        message = say_count(
            "The sheet has {count:integer} row with a date in '{time}' and a number in '{target}'; at least "
            "{least} are needed.",
            "The sheet has {count:integer} rows with a date in '{time}' and a number in '{target}'; at "
            "least {least} are needed.",
            rows,
            time=" / ".join(data.many("time")),
            target=targets[0],
            least=least,
        )
    return Problem("too_few_rows", message, column=targets[0], count=rows, remedy=say("Add older rows."))


def _constant(rows: Rows, data: TrainingData) -> list[Problem]:
    if rows.values.min() != rows.values.max():
        return []
    column = data.many("target")[0]
    message = say(
        "Column '{column}' is {value:number} in all {rows:integer} rows: there is nothing to forecast.",
        column=column,
        value=float(rows.values[0]),
        rows=len(rows.values),
    )
    remedy = say("Choose another column.")
    return [Problem("constant_target", message, column=column, count=len(rows.values), remedy=remedy)]


def _far_off(rows: Rows, data: TrainingData) -> list[Problem]:
    """One to three rows, or one day, whose dates are far from all others: a slip, such as 2062 for 2026.

    Far is further than the others are from each other, or, of a long history, decades beside steps of days.
    """
    days = rows.dates.to_numpy("datetime64[D]").astype(np.int64)
    rows_of_day = np.bincount(days - days.min())
    seen = np.flatnonzero(rows_of_day) + days.min()
    counts = rows_of_day[rows_of_day > 0]
    if len(seen) < 2:
        return []
    gaps = np.diff(seen)
    place = int(gaps.argmax())
    before, after = int(counts[: place + 1].sum()), int(counts[place + 1 :].sum())
    least = max(1, min(MOST_ROWS_OFF, int(SHARE_OF_ROWS_OFF * len(days))))
    late = after <= before
    span = seen[place] - seen[0] if late else seen[-1] - seen[place + 1]
    distance = int(gaps[place])
    beyond = distance > max(span, FEWEST_DAYS_OFF)
    if len(gaps) > 1 and distance > DECADE:
        beyond |= distance > TIMES_THE_NEXT * np.partition(gaps, -2)[-2]
    one_day = place == (len(gaps) - 1 if late else 0) and distance > max(3 * span, DECADE)
    if not beyond or (min(before, after) > least and not one_day):
        return []
    off = np.flatnonzero(days > seen[place] if late else days <= seen[place])
    row, date = data.row_number(int(rows.positions[off].min())), rows.dates.iloc[int(off[0])]
    column = (*data.many("time"), *data.many("target"))[0]
    message = say(
        "Row {row} has the date {date:date}, {days:integer} days from all others ({rows}).",
        row=row,
        date=date,
        days=distance,
        rows=_such_rows(len(off)),
    )
    remedy = say("Correct the date, or remove the row.")
    return [Problem("date_far_off", message, column=column, row=row, count=len(off), remedy=remedy)]
