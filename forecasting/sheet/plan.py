"""A table of plans: what is known in advance of the dates ahead, by item or for all.

Its columns are named as in the sales sheet. What it tells of a date ahead counts instead of what the sheet
tells; what it tells of the past changes nothing, for there the sheet knows what was.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from columns.values import dates
from contract.data import Problem, TrainingData
from forecasting.options import MAX_HORIZON
from forecasting.panel import Panel
from forecasting.sheet.drivers import encode
from forecasting.sheet.layout import item_names, named_series
from forecasting.step_words import named
from language.sentences import say, say_count

TABLE = "plan"


def with_plan(panel: Panel, data: TrainingData) -> tuple[Panel, list[Problem]]:
    """``panel`` with its drivers ahead as planned. Rows for all items come before those that name one."""
    if TABLE not in data.tables:
        return panel, []
    table = data.tables[TABLE]
    planned = data.many(f"{TABLE}.known")
    known = [driver.name for driver in panel.driver_columns]
    problems = _unknown_columns([name for name in planned if name not in known])
    days = pd.Series(dates(table[str(data.column(f"{TABLE}.date"))]), table.index)
    item = data.column(f"{TABLE}.item")
    names = item_names(table[item]) if item else pd.Series(None, index=table.index, dtype=object)
    rows = named_series(panel, names)
    of_one = names.notna().to_numpy()
    unknown = np.array([not len(found) for found in rows], dtype=bool) & of_one
    problems += _of_unknown_items(int(unknown.sum()))
    steps = np.full(len(table), -1)
    dated = days.notna().to_numpy()
    steps[dated] = replace(panel.frequency, nearest=False).to_index(days[dated]) - panel.start
    ahead = (steps >= panel.steps) & (steps < panel.steps + MAX_HORIZON) & ~unknown
    if not ahead.any():
        return panel, [*problems, _nothing_ahead()]
    drivers = _as_long_as(panel, int(steps[ahead].max()) + 1)
    everyone = np.arange(len(panel.items))
    order = np.flatnonzero(ahead)[np.argsort(of_one[ahead], kind="stable")]
    for position, driver in enumerate(panel.driver_columns):
        if driver.name not in planned:
            continue
        told = encode(table[driver.name], driver)
        for row in order[np.isfinite(told[order])]:
            series = rows[row] if of_one[row] else everyone
            drivers[position, series, steps[row]] = told[row]
    return replace(panel, drivers=drivers), problems


def _as_long_as(panel: Panel, steps: int) -> np.ndarray:
    missing = max(steps - panel.drivers.shape[2], 0)
    return np.pad(panel.drivers, ((0, 0), (0, 0), (0, missing)), constant_values=np.nan)


# --- Sentences ------------------------------------------------------------------------------------


def _unknown_columns(columns: list[str]) -> list[Problem]:
    if not columns:
        return []
    message = say_count(
        "The plan has {columns}, which is not known in advance in the sales sheet: it is left out.",
        "The plan has {columns}, which are not known in advance in the sales sheet: they are left out.",
        len(columns),
        columns=named(columns),
    )
    return [Problem("unknown_columns", message, table=TABLE, count=len(columns), fatal=False)]


def _of_unknown_items(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} row of the plan names no item of the sheet: it is left out.",
        "{count:integer} rows of the plan name no item of the sheet: they are left out.",
        count,
    )
    return [Problem("unknown_items", message, table=TABLE, count=count, fatal=False)]


def _nothing_ahead() -> Problem:
    message = say("The plan tells nothing of the dates ahead, so they are assumed.")
    return Problem("no_plan_ahead", message, table=TABLE, fatal=False)
