"""Cheap checks of the sheet before a run is queued.

Rows are named as in the sheet: the header is row 1, so the first data row is row 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from columns.frequency import Frequency
from columns.values import numbers
from contract.data import DataProblems, Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet import findings
from forecasting.sheet.adding_up import together_of
from forecasting.sheet.axis import frequency_of, lay_out, usable_rows
from forecasting.sheet.copies import without_copies
from forecasting.sheet.ends import history_of
from forecasting.sheet.far_off import far_off, such_rows
from forecasting.sheet.layout import Rows, are_dates_named, parts_across, unfit_layout
from forecasting.sheet.times import time_problems
from language.sentences import say, say_count


def check_sheet(data: TrainingData, settings: Settings, today: date | None = None) -> list[Problem]:
    """What makes a forecast impossible or must be asked, as fatal problems; the roles are filled already."""
    problems = unfit_layout(data) + _cells(data)
    if problems:
        return problems
    rows, _left_out = usable_rows(data)
    rows = rows.select(~np.isnan(rows.values))
    if not len(rows.values):
        return [_too_few(0, findings.LEAST_OF_ALL, data)]
    try:
        rows, _copied = without_copies(rows, data, settings)
        frequency = frequency_of(rows, settings, data)
        if len(rows.values) < frequency.min_rows:
            return [_too_few(len(rows.values), frequency.min_rows, data)]
        if problems := _constant(rows, data) or far_off(rows, data, today):
            return problems
        together, _guessed = together_of(rows, data, settings)
        rows, _ended = history_of(rows, frequency, data, settings, today, together)
        rows = rows.select(~np.isnan(rows.values))
        if len(rows.values) < frequency.min_rows:
            return [_too_few(len(rows.values), frequency.min_rows, data)]
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
    problems = [problem for target in targets for problem in _numbers(data, target)]
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


def _numbers(data: TrainingData, name: str) -> list[Problem]:
    if (wrong := _first_lost(data, name, np.isnan(numbers(data.main[name])))) is None:
        return []
    message = say(
        "Column '{column}' must hold numbers: row {row} has '{value}' ({rows}).",
        column=name,
        row=wrong.row,
        value=wrong.value,
        rows=such_rows(wrong.count),
    )
    remedy = say("Correct these cells, or choose a column of numbers.")
    return [Problem("not_a_number", message, column=name, row=wrong.row, count=wrong.count, remedy=remedy)]


@dataclass(frozen=True)
class _Lost:
    """The first cell that is no number to reckon with (infinite), and how many."""

    row: int
    value: str
    count: int


def _first_lost(data: TrainingData, name: str, missing: np.ndarray) -> _Lost | None:
    column = data.main[name]
    wrong = column.notna().to_numpy() & missing
    if not wrong.any():
        return None
    position = int(wrong.argmax())
    return _Lost(data.row_number(position), str(column.iloc[position]), int(wrong.sum()))


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
