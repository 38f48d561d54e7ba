"""Cheap checks of the sheet before a run is queued.

Rows are named as in the sheet: the header is row 1, so the first data row is row 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from forecasting.panel import MIN_ROWS
from language.sentences import Sentence, say, say_count
from training.exchange import Problem, TrainingData

FIRST_DATA_ROW = 2


def check_sheet(data: TrainingData) -> list[Problem]:
    """What makes a forecast impossible, as fatal problems; the roles are filled already."""
    target, time = str(data.column("target")), str(data.column("time"))
    problems = _numbers(data.main[target], target) + _dates(data.main[time], time)
    if problems:
        return problems
    values = to_numbers(data.main[target])
    usable = values.notna() & to_dates(data.main[time]).notna()
    return _enough(values[usable], target, time)


def to_numbers(column: pd.Series) -> pd.Series:
    """The column as float64; what is no finite number becomes missing."""
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() != float("inf"))


def to_dates(column: pd.Series) -> pd.Series:
    """The column as datetime64[ns] in UTC without a zone; what is no date becomes missing."""
    if pd.api.types.is_numeric_dtype(column):
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[ns]")
    dates = pd.to_datetime(column, errors="coerce")
    if getattr(dates.dt, "tz", None) is not None:
        dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
    return dates.astype("datetime64[ns]")


def _numbers(column: pd.Series, name: str) -> list[Problem]:
    if (wrong := _first_unread(column, to_numbers(column))) is None:
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


def _dates(column: pd.Series, name: str) -> list[Problem]:
    if (wrong := _first_unread(column, to_dates(column))) is None:
        return []
    message = say(
        "Column '{column}' must hold dates: row {row} has '{value}' ({rows}).",
        column=name,
        row=wrong.row,
        value=wrong.value,
        rows=_such_rows(wrong.count),
    )
    remedy = say("Correct these cells, or choose a column of dates.")
    return [Problem("not_a_date", message, column=name, row=wrong.row, count=wrong.count, remedy=remedy)]


@dataclass(frozen=True)
class _Unread:
    """The first cell that could not be read, and how many there are."""

    row: int
    value: str
    count: int


def _first_unread(column: pd.Series, read: pd.Series) -> _Unread | None:
    wrong = (column.notna() & read.isna()).to_numpy()
    if not wrong.any():
        return None
    position = int(wrong.argmax())
    return _Unread(position + FIRST_DATA_ROW, str(column.iloc[position]), int(wrong.sum()))


def _such_rows(count: int) -> Sentence:
    return say_count("{count:integer} such row", "{count:integer} such rows", count)


def _enough(values: pd.Series, target: str, time: str) -> list[Problem]:
    rows = len(values)
    if rows < MIN_ROWS:
        message = say_count(
            "The sheet has {count:integer} row with a date in '{time}' and a number in '{target}', "
            "at least {least} are needed.",
            "The sheet has {count:integer} rows with a date in '{time}' and a number in '{target}', "
            "at least {least} are needed.",
            rows,
            time=time,
            target=target,
            least=MIN_ROWS,
        )
        remedy = say("Add older rows.")
        return [Problem("too_few_rows", message, column=target, count=rows, remedy=remedy)]
    if values.min() == values.max():
        message = say(
            "Column '{column}' is {value:number} in all {rows:integer} rows: there is nothing to forecast.",
            column=target,
            value=float(values.iloc[0]),
            rows=rows,
        )
        remedy = say("Choose another column.")
        return [Problem("constant_target", message, column=target, count=rows, remedy=remedy)]
    return []
