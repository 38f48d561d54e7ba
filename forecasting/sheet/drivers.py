"""Columns that are known ahead: price, promotion, open, school holiday ...

Numbers and flags stay numbers; categories become their position in the sorted list of those seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from columns.values import numbers
from contract.asking import Flag, RequestProblem
from contract.data import TypedTable
from forecasting.options import MAX_HORIZON
from forecasting.panel import Driver, Panel
from forecasting.sheet.future_rows import placed_rows
from forecasting.step_words import steps_in_words
from language.sentences import say, say_count

MOST_VALUES = 12  # up to which numbers are treated as flags and categories are
ASSUMED = {
    "season": say("its value one season earlier is used"),
    "last": say("its last value is used"),
    "usual": say("its usual value is used"),
}


def read_drivers(
    sheet: pd.DataFrame,
    columns: Sequence[str],
    codes: np.ndarray,
    steps: np.ndarray,
    shape: tuple[int, int],
) -> tuple[tuple[Driver, ...], np.ndarray]:
    """The sheet's drivers as driver × series × steps, NaN where no row tells.

    ``codes`` and ``steps`` place each row; steps after ``shape[1]`` are the known future, of which
    the next ``MAX_HORIZON`` are kept. The last of several rows in one place counts.
    """
    ahead = int(np.clip(steps.max() + 1 - shape[1], 0, MAX_HORIZON)) if columns else 0
    values = np.full((len(columns), shape[0], shape[1] + ahead), np.nan)
    placed = (steps >= 0) & (steps < values.shape[2])
    drivers = []
    for position, name in enumerate(columns):
        driver = Driver(name, categories_of(sheet[name]))
        values[position, codes[placed], steps[placed]] = encode(sheet[name], driver)[placed]
        drivers.append(driver)
    return tuple(drivers), values


def encode(column: pd.Series, driver: Driver) -> np.ndarray:
    """float64; a category never seen becomes NaN."""
    if driver.categories:
        codes = pd.Index(driver.categories).get_indexer(column.astype(str))
        return np.where((codes < 0) | column.isna(), np.nan, codes)
    return numbers(column)


def categories_of(column: pd.Series) -> tuple[str, ...]:
    """What a column of text holds, sorted; nothing of numbers and flags."""
    if pd.api.types.is_numeric_dtype(column):  # flags included
        return ()
    return tuple(sorted(column.dropna().astype(str).unique()))


# --- The future -----------------------------------------------------------------------------------


def with_future(
    panel: Panel, rows: np.ndarray, horizon: int, future: TypedTable | None
) -> tuple[Panel, list[Flag]]:
    """The panel with drivers for ``horizon`` steps ahead: from the request, from the sheet, or assumed.

    What neither tells is assumed by the panel's rule ``drivers_ahead``, and a flag says so where it is of
    ``rows``, the series asked for; the others are filled, too, for items are compared with each other.
    Raises RequestProblem for rows of ``future`` that fit no item, date or driver.
    """
    if not panel.driver_columns:
        if future is not None and len(future):
            raise RequestProblem(
                "future", "no_drivers", say("This model was trained without drivers: leave 'future' out.")
            )
        return panel, []
    drivers = panel.known_drivers(horizon).copy()
    flags = []
    if future is not None and len(future):
        flags += _place_future(panel, rows, horizon, future, drivers)
    for number, driver in enumerate(panel.driver_columns):
        rule = _rule(driver, drivers[number, :, : panel.steps], panel.drivers_ahead)
        unknown = np.isnan(drivers[number, rows, panel.steps :])
        if unknown.any() and driver.otherwise is None:
            flags.append(_assumed(driver, unknown, rule, panel))
        _fill(drivers[number], panel, rule, driver)
    return replace(panel, drivers=drivers, driver_means=None, driver_ranks=None), flags


def few_values(driver: Driver, values: np.ndarray) -> np.ndarray | None:
    """The values, ascending, of a flag, a category or a number of few values; None of other numbers."""
    found = np.unique(values[np.isfinite(values)])
    return found if driver.categories or len(found) <= MOST_VALUES else None


def _rule(driver: Driver, past: np.ndarray, wanted: str) -> str:
    """season, last or usual. Prices stay as they are; flags and categories come back with the season."""
    if wanted != "auto":
        return wanted
    return "last" if few_values(driver, past) is None else "season"


def _assumed(driver: Driver, unknown: np.ndarray, rule: str, panel: Panel) -> Flag:
    message = say(
        "'{driver}' is not known for {steps} ahead ({items}): {assumed}.",
        driver=driver.name,
        steps=steps_in_words(int(unknown.any(axis=0).sum()), panel.frequency.name),
        items=say_count("{count:integer} item", "{count:integer} items", int(unknown.any(axis=1).sum())),
        assumed=ASSUMED[rule],
    )
    return Flag(row=None, code="driver_assumed", message=message, column=driver.name)


def _fill(values: np.ndarray, panel: Panel, rule: str, driver: Driver) -> None:
    """Fill unknown steps ahead of series × steps, in place."""
    ahead = values[:, panel.steps :]
    if driver.otherwise is not None:
        np.copyto(ahead, driver.otherwise, where=np.isnan(ahead))
    elif rule == "usual":
        usual = _usual(values[:, : panel.steps], driver)
        np.copyto(ahead, usual[:, None], where=np.isnan(ahead))
    else:
        back = 1 if rule == "last" else panel.frequency.season
        for step in range(panel.steps, values.shape[1]):
            before = values[:, max(step - back, 0)]
            values[:, step] = np.where(np.isnan(values[:, step]), before, values[:, step])


def _usual(past: np.ndarray, driver: Driver) -> np.ndarray:
    """Of each series the mean, or the most common where the values are few; NaN where none is known."""
    seen = few_values(driver, past)
    if seen is None:
        return known_mean(past)
    counts = np.stack([(past == value).sum(axis=1) for value in seen], axis=1)
    most = seen[counts.argmax(axis=1)] if len(seen) else np.full(len(past), np.nan)
    return np.where(counts.any(axis=1), most, np.nan)


def known_mean(values: np.ndarray) -> np.ndarray:
    """Mean along the last axis of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def _place_future(
    panel: Panel, asked: np.ndarray, horizon: int, future: TypedTable, drivers: np.ndarray
) -> list[Flag]:
    """Write the request's rows into ``drivers``."""
    used, codes, steps, flags = placed_rows(panel, asked, horizon, future)
    for position, driver in enumerate(panel.driver_columns):
        if driver.name in future.frame.columns:
            told = encode(future.frame[driver.name], driver)
            drivers[position, codes[used], steps[used]] = told[used]
    return flags
