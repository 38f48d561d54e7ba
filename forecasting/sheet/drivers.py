"""Columns that are known ahead: price, promotion, open, school holiday ...

Numbers and flags stay numbers; categories become their position in the sorted list of those seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from columns.values import numbers
from contract.asking import Flag, RequestProblem
from contract.data import TypedTable
from forecasting.options import MAX_HORIZON
from forecasting.panel import Driver, Panel
from forecasting.sheet.assumed import filled, flag_of, rule_of
from forecasting.sheet.future_rows import placed_rows, spread
from language.sentences import say


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
        unknown = np.isnan(drivers[number, rows, panel.steps :])
        if unknown.any() and driver.otherwise is None:
            rule = rule_of(driver, drivers[number, :, : panel.steps], panel)
            flags.append(flag_of(driver, unknown, rule, panel))
    return filled(panel, drivers), flags


def _place_future(
    panel: Panel, asked: np.ndarray, horizon: int, future: TypedTable, drivers: np.ndarray
) -> list[Flag]:
    """Write the request's rows into ``drivers``."""
    future = spread(panel, asked, horizon, future)
    used, codes, steps, flags = placed_rows(panel, horizon, future)
    for position, driver in enumerate(panel.driver_columns):
        if driver.name in future.frame.columns:
            told = encode(future.frame[driver.name], driver)
            drivers[position, codes[used], steps[used]] = told[used]
    return flags
