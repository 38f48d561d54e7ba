"""Steps that remove or rename columns, and remove or add rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets.checking.calendar import calendar_of, missing_steps
from datasets.checking.steps import OPERATIONS, Step, StepError, only_column, unfit
from language.sentences import say


def drop_column(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    _some(step)
    return frame.drop(columns=list(step.columns))


def rename(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Calls the column ``to``."""
    column, name = only_column(step), step.params.get("to")
    if not isinstance(name, str) or not name or name != " ".join(name.split()):
        raise unfit(step)
    if name in frame:
        raise StepError(say("The table already has a column '{column}'.", column=name))
    return frame.rename(columns={column: name})


def drop_duplicates(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Keeps the first of rows that are equal in all columns but those under ``except``."""
    ignored = set(step.params.get("except") or ())
    compared = [name for name in frame if name not in ignored]
    if not compared:
        raise unfit(step)
    return frame[~frame.duplicated(compared)]


def drop_rows_missing(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Leaves out the rows in which any of the columns is missing."""
    _some(step)
    return frame[frame[list(step.columns)].notna().all(axis=1)]


def sum_duplicates(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """One row per time and key: the columns under ``sum`` are added up, the others keep their first value.

    Rows without a time or key stay as they are.
    """
    by, added = _some(step), list(step.params.get("sum") or ())
    if wrong := [name for name in added if not _is_amount(frame[name]) or name in by]:
        raise StepError(say("'{column}' holds no numbers to add up.", column=wrong[0]))
    complete = frame[by].notna().all(axis=1)
    result = frame[~(complete & frame.duplicated(by))].copy(deep=False)
    for name in added:
        totals = frame[complete].groupby(by, sort=False)[name].transform("sum", min_count=1)
        result[name] = totals.reindex(frame.index).where(complete, frame[name]).loc[result.index]
    return result


def fill_dates(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Adds a row for every date that a series lacks between its first and last, in order of time.

    ``columns`` are the time and the keys; the columns under ``zero`` are 0 in new rows, others are missing.
    """
    time, *keys = _some(step)
    if not pd.api.types.is_datetime64_any_dtype(frame[time].dtype):
        raise StepError(say("'{column}' holds no dates.", column=time))
    dated = frame[frame[[time, *keys]].notna().all(axis=1)]
    codes = series_codes(dated, keys)
    calendar = calendar_of(dated[time], codes)
    if calendar is None:
        raise StepError(say("The dates in '{column}' have no regular step to fill.", column=time))
    series, steps = missing_steps(calendar, dated[time], codes)
    first = pd.Series(np.arange(len(codes))).groupby(codes).first().to_numpy()
    added = dated.iloc[first[series]][keys].set_axis(range(len(frame), len(frame) + len(series)))
    added[time] = calendar.dates(steps).to_numpy()
    for name in step.params.get("zero") or ():
        added[name] = 0
    if not len(added):
        return frame
    added = added.reindex(columns=frame.columns).astype(object).where(lambda cells: cells.notna(), None)
    together = pd.concat([frame, added.astype(_with_gaps(frame, added))])
    return together.sort_values([*keys, time], kind="stable")


def series_codes(frame: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """The number of the series of each row, from 0."""
    if not keys:
        return np.zeros(len(frame), dtype=np.int64)
    return frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()


def _with_gaps(frame: pd.DataFrame, added: pd.DataFrame) -> dict[str, str]:
    """The type of each column of ``frame``, made fit for gaps where ``added`` has some."""
    types = {}
    for name in frame:
        dtype = frame[name].dtype
        if added[name].isna().any() and pd.api.types.is_bool_dtype(dtype):
            types[name] = "boolean"
        elif added[name].isna().any() and pd.api.types.is_integer_dtype(dtype):
            types[name] = "Int64"
        else:
            types[name] = dtype
    return types


def _some(step: Step) -> list[str]:
    if not step.columns:
        raise unfit(step)
    return list(step.columns)


def _is_amount(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype))


OPERATIONS.update(
    {
        "drop_column": drop_column,
        "rename": rename,
        "drop_duplicates": drop_duplicates,
        "drop_rows_missing": drop_rows_missing,
        "sum_duplicates": sum_duplicates,
        "fill_dates": fill_dates,
    }
)
