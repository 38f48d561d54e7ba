"""The step that corrects one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from contract.row_numbers import FIRST_DATA_ROW
from datasets.checking.cell_operations import emptied
from datasets.checking.finding import plain
from datasets.checking.steps import OPERATIONS, Step, StepError, only_column, unfit
from language.sentences import say


def set_cell(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """Puts ``value``, JSON as ``finding.plain`` writes it and None for none, into the row at ``place``,
    counted from 0, which its sheet calls ``row``.

    With ``old``, the cell has to hold that.
    """
    name, value = only_column(step), step.params.get("value")
    place = step.params.get("place")
    if not isinstance(place, int) or not 0 <= place < len(frame):
        raise unfit(step)
    found = plain(frame[name].iloc[place])
    if "old" in step.params and step.params["old"] != found:
        message = say(
            "Row {row:integer} of '{column}' holds {found}, not {old}.",
            row=row_of(step.params),
            column=name,
            found=in_words(found),
            old=in_words(step.params["old"]),
        )
        raise StepError(message)
    marked = np.zeros(len(frame), dtype=bool)
    marked[place] = True
    changed = frame.copy(deep=False)
    changed[name] = emptied(frame[name], marked) if value is None else _with(frame[name], marked, value, step)
    return changed


def row_of(params: Mapping[str, Any]) -> Any:
    """As the sheet calls it, where that is known."""
    return params["row"] if "row" in params else params["place"] + FIRST_DATA_ROW


def in_words(value: Any) -> str:
    """A JSON value in a sentence."""
    return say("nothing") if value is None else f"“{value}”"


def _with(column: pd.Series, marked: np.ndarray, value: Any, step: Step) -> pd.Series:
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind):
        if not isinstance(value, bool):
            raise _wrong(column, value)
        return column.mask(marked, value)
    if pd.api.types.is_numeric_dtype(kind):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
            raise _wrong(column, value)
        if pd.api.types.is_integer_dtype(kind) and not float(value).is_integer():
            column = column.astype("Float64" if column.isna().any() else "float64")
        elif pd.api.types.is_integer_dtype(kind):
            value = int(value)
        return column.mask(marked, value)
    if not isinstance(value, str):
        raise _wrong(column, value)
    if not pd.api.types.is_datetime64_any_dtype(kind):
        return column.astype(object).mask(marked, value)
    try:
        return column.mask(marked, pd.Timestamp(value).tz_localize(None))
    except ValueError:
        raise _wrong(column, value) from None


def _wrong(column: pd.Series, value: Any) -> StepError:
    return StepError(say("{value} does not fit '{column}'.", value=in_words(value), column=str(column.name)))


OPERATIONS["set_cell"] = set_cell
