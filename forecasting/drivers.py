"""Columns that are known ahead: price, promotion, open, school holiday ...

Numbers and flags stay numbers; categories become their position in the sorted list of those seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from forecasting.options import MAX_HORIZON
from forecasting.panel import Driver, Panel
from language.sentences import joined, say, say_count
from training.exchange import Flag, RequestProblem


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
        driver = Driver(name, _categories(sheet[name]))
        values[position, codes[placed], steps[placed]] = encode(sheet[name], driver)[placed]
        drivers.append(driver)
    return tuple(drivers), values


def encode(column: pd.Series, driver: Driver) -> np.ndarray:
    """float64; a category never seen, or a cell that is no number, becomes NaN."""
    if driver.categories:
        codes = pd.Index(driver.categories).get_indexer(column.astype(str))
        return np.where((codes < 0) | column.isna(), np.nan, codes)
    return pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)


def _categories(column: pd.Series) -> tuple[str, ...]:
    if pd.api.types.is_numeric_dtype(column):  # flags included
        return ()
    return tuple(sorted(column.dropna().astype(str).unique()))


# --- The future -----------------------------------------------------------------------------------


def with_future(
    panel: Panel, rows: np.ndarray, horizon: int, future: Sequence[Mapping[str, Any]] | None
) -> tuple[Panel, list[Flag]]:
    """The panel with drivers for ``horizon`` steps ahead: from the request, from the sheet, or repeated.

    What neither tells is the value one season before, and a flag says so where it is of ``rows``, the
    series asked for; the others are filled, too, for items are compared with each other. Raises
    RequestProblem for rows of ``future`` that cannot be read.
    """
    if not panel.driver_columns:
        if future:
            raise RequestProblem(
                "future", "no_drivers", say("This model was trained without drivers: leave future out.")
            )
        return panel, []
    drivers = panel.known_drivers(horizon).copy()
    if future:
        _place_future(panel, rows, horizon, pd.DataFrame(list(future)), drivers)
    unknown = np.isnan(drivers[:, rows, panel.steps :]).any(axis=2).sum(axis=1)
    _repeat_season(drivers, panel.steps, panel.frequency.season)
    flags = [
        Flag(
            row=None,
            code="driver_assumed",
            message=say_count(
                "'{driver}' is not known for all steps ahead of {count:integer} item: "
                "its value one season before is used.",
                "'{driver}' is not known for all steps ahead of {count:integer} items: "
                "its value one season before is used.",
                int(missing),
                driver=driver.name,
            ),
            column=driver.name,
        )
        for driver, missing in zip(panel.driver_columns, unknown, strict=True)
        if missing
    ]
    return replace(panel, drivers=drivers), flags


def _place_future(
    panel: Panel, asked: np.ndarray, horizon: int, rows: pd.DataFrame, drivers: np.ndarray
) -> None:
    """Write the request's rows into ``drivers``; rows of unknown items or other dates change nothing."""
    known = {driver.name for driver in panel.driver_columns}
    for name in rows.columns:
        if name not in known | {"item", "date"}:
            message = say(
                "'{name}' is no driver of this model; known are {drivers}.",
                name=name,
                drivers=joined(sorted(known), ", "),
            )
            raise RequestProblem("future", "unknown_driver", message)
    if "date" not in rows.columns:
        raise RequestProblem("future", "missing_date", say("Each row of future needs a date."))
    dates = pd.to_datetime(rows["date"], errors="coerce", utc=True, format="mixed").dt.tz_localize(None)
    if dates.isna().any():
        row = int(dates.isna().argmax())
        message = say("'{value}' is no date.", value=str(rows["date"].iloc[row]))
        raise RequestProblem(f"future.{row}.date", "invalid_date", message)
    if "item" in rows.columns:
        codes = pd.Index(panel.items).get_indexer(rows["item"].astype(str))
    elif len(asked) == 1:
        codes = np.full(len(rows), asked[0])
    else:
        raise RequestProblem("future", "missing_item", say("Each row of future needs an item."))
    steps = panel.frequency.to_index(dates) - panel.start + panel.offsets[codes]
    placed = (codes >= 0) & (steps >= panel.steps) & (steps < panel.steps + horizon)
    for position, driver in enumerate(panel.driver_columns):
        if driver.name in rows.columns:
            values = encode(rows[driver.name], driver)
            _refuse_text(rows[driver.name], values, driver)
            drivers[position, codes[placed], steps[placed]] = values[placed]


def _refuse_text(column: pd.Series, values: np.ndarray, driver: Driver) -> None:
    wrong = np.isnan(values) & column.notna().to_numpy()
    if wrong.any() and not driver.categories:
        row = int(wrong.argmax())
        message = say(
            "'{value}' is no number, as '{driver}' must be.", value=str(column.iloc[row]), driver=driver.name
        )
        raise RequestProblem(f"future.{row}.{driver.name}", "invalid_driver", message)


def _repeat_season(drivers: np.ndarray, begin: int, season: int) -> None:
    """Fill unknown future steps, in place and in order, with the value one season before."""
    for step in range(begin, drivers.shape[2]):
        before = drivers[:, :, max(step - season, 0)]
        drivers[:, :, step] = np.where(np.isnan(drivers[:, :, step]), before, drivers[:, :, step])
