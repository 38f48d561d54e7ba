"""Steps that change cells of one column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cells.conventions import Conventions
from cells.reading import read_cells
from datasets.checking.steps import OPERATIONS, Step, StepError, only_column, unfit
from language.sentences import say


def set_missing(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Empties the cells that hold one of ``values``, or lie ``below`` or ``above`` a number."""
    name = only_column(step)
    column = frame[name]
    wanted, below, above = (step.params.get(key) for key in ("values", "below", "above"))
    if wanted is None and below is None and above is None:
        raise unfit(step)
    marked = column.isin(_as_cells(column, wanted or [])).to_numpy(dtype=bool)
    if below is not None or above is not None:
        values = _numbers(column, step)
        marked |= values < (-np.inf if below is None else _number(below, step))
        marked |= values > (np.inf if above is None else _number(above, step))
    return _with(frame, name, emptied(column, marked))


def fill_missing(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Fills gaps ``with`` the median, the mode, zero, or the previous value (by ``time`` within ``keys``)."""
    name, way = only_column(step), step.params.get("with")
    column = frame[name]
    if way == "previous":
        return _with(frame, name, _previous(frame, name, step))
    if column.notna().sum() == 0 and way in ("median", "mode"):
        raise StepError(say("'{column}' has no value to fill its gaps with.", column=name))
    if way == "median":
        middle = float(np.nanmedian(_numbers(column, step)))
        return _with(frame, name, column.fillna(_like(column, middle)))
    if way == "mode":
        return _with(frame, name, column.fillna(column.mode().iloc[0]))
    if way == "zero":
        _numbers(column, step)
        return _with(frame, name, column.fillna(0))
    raise unfit(step)


def clip_outliers(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Numbers below ``low`` become ``low``, those above ``high`` become ``high``."""
    name = only_column(step)
    column = frame[name]
    _numbers(column, step)
    low, high = (_number(step.params.get(key), step) for key in ("low", "high"))
    if low > high:
        raise unfit(step)
    if pd.api.types.is_integer_dtype(column.dtype) and not (low.is_integer() and high.is_integer()):
        column = column.astype("float64") if column.notna().all() else column.astype("Float64")
    return _with(frame, name, column.clip(_like(column, low), _like(column, high)))


def merge_categories(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Writes every spelling in ``into`` as the one that it is mapped to."""
    name, into = only_column(step), step.params.get("into")
    if not isinstance(into, dict) or not into:
        raise unfit(step)
    column = frame[name]
    return _with(frame, name, column.where(~column.isin(list(into)), column.map(into)))


def convert_kind(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Text to numbers; cells that hold none become missing."""
    name = only_column(step)
    if step.params.get("to") != "number" or step.params.get("decimal", ".") not in (".", ","):
        raise unfit(step)
    how = Conventions(name, "number", decimal=step.params.get("decimal", "."))
    converted = pd.Series(read_cells(frame[name], how).values, index=frame.index, name=name)
    whole = pd.api.types.is_integer_dtype(converted.dtype)
    return _with(frame, name, converted.astype("Int64") if whole else converted)


def emptied(column: pd.Series, marked: np.ndarray) -> pd.Series:
    """``column`` with the marked cells missing, of the type that a column with gaps has."""
    if not marked.any():
        return column
    if pd.api.types.is_bool_dtype(column.dtype):
        column = column.astype("boolean")
    elif pd.api.types.is_integer_dtype(column.dtype):
        column = column.astype("Int64")
    return column.mask(marked, None) if column.dtype == object else column.mask(marked)


def _previous(frame: pd.DataFrame, name: str, step: Step) -> pd.Series:
    time, keys = step.params.get("time"), list(step.params.get("keys") or [])
    ordered = frame.sort_values(time, kind="stable") if time else frame
    filled = ordered.groupby(keys, dropna=False, sort=False)[name].ffill() if keys else ordered[name].ffill()
    return filled.reindex(frame.index)


def _as_cells(column: pd.Series, values: Any) -> list[Any]:
    """``values``, which come from JSON, as the column holds them: dates are texts there."""
    if not isinstance(values, (list, tuple)):
        values = [values]
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return list(pd.to_datetime(list(values), errors="coerce").dropna())
    return list(values)


def _numbers(column: pd.Series, step: Step) -> np.ndarray:
    if not pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        raise StepError(
            say(
                "The step '{kind}' needs numbers, but '{column}' holds other values.",
                kind=step.kind,
                column=str(column.name),
            )
        )
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))


def _number(value: Any, step: Step) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise unfit(step)
    return float(value)


def _like(column: pd.Series, value: float) -> int | float:
    """A whole number where the column holds whole numbers."""
    return round(value) if pd.api.types.is_integer_dtype(column.dtype) else value


def _with(frame: pd.DataFrame, name: str, column: pd.Series) -> pd.DataFrame:
    changed = frame.copy(deep=False)
    changed[name] = column
    return changed


OPERATIONS.update(
    {
        "set_missing": set_missing,
        "fill_missing": fill_missing,
        "clip_outliers": clip_outliers,
        "merge_categories": merge_categories,
        "convert_kind": convert_kind,
    }
)
