"""Cheap checks of the sheet before a run is queued.

Rows are named as in the sheet: the header is row 1, so the first data row is row 2.
"""

from __future__ import annotations

import pandas as pd

from forecasting.panel import MIN_ROWS
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
    return _unreadable(
        column,
        to_numbers(column),
        "not_a_number",
        f"Column '{name}' must hold numbers",
        "Correct these cells, or choose a column of numbers.",
        name,
    )


def _dates(column: pd.Series, name: str) -> list[Problem]:
    return _unreadable(
        column,
        to_dates(column),
        "not_a_date",
        f"Column '{name}' must hold dates",
        "Correct these cells, or choose a column of dates.",
        name,
    )


def _unreadable(
    column: pd.Series, read: pd.Series, code: str, rule: str, remedy: str, name: str
) -> list[Problem]:
    wrong = (column.notna() & read.isna()).to_numpy()
    if not wrong.any():
        return []
    position, count = int(wrong.argmax()), int(wrong.sum())
    row = position + FIRST_DATA_ROW
    message = f"{rule}: row {row} has '{column.iloc[position]}' ({count} such row{'s' if count > 1 else ''})."
    return [Problem(code, message, column=name, row=row, count=count, remedy=remedy)]


def _enough(values: pd.Series, target: str, time: str) -> list[Problem]:
    rows = len(values)
    if rows < MIN_ROWS:
        return [
            Problem(
                "too_few_rows",
                f"The sheet has {rows} rows with a date in '{time}' and a number in '{target}', "
                f"at least {MIN_ROWS} are needed.",
                column=target,
                count=rows,
                remedy="Add older rows.",
            )
        ]
    if values.min() == values.max():
        message = f"Column '{target}' is {values.iloc[0]:g} in all {rows} rows: there is nothing to forecast."
        return [
            Problem("constant_target", message, column=target, count=rows, remedy="Choose another column.")
        ]
    return []
