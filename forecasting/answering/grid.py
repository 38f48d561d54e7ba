"""The grid of a plan: the drivers ahead of an item or of all, as far as they are known."""

from __future__ import annotations

import numpy as np

from contract.asking import RequestProblem
from contract.grid import Grid, GridColumn
from forecasting.panel import ONLY_ITEM, Driver, Panel
from forecasting.sheet.plan import TABLE
from language.sentences import say


def plan_grid(panel: Panel, item: str, steps: int) -> Grid | None:
    """None for a model without columns known in advance. Promotions that are planned in a table of their own
    stay there."""
    columns = {
        number: driver for number, driver in enumerate(panel.driver_columns) if driver.otherwise is None
    }
    if not columns or not panel.end_together:
        return None
    if item and item not in panel.items:
        raise RequestProblem("item", "unknown_item", say("There is no item '{item}'.", item=item))
    rows = np.array([panel.items.index(item)]) if item else np.arange(len(panel.items))
    drivers = panel.known_drivers(steps)[:, rows]
    ahead = np.arange(panel.steps, panel.steps + steps)
    back = round(panel.frequency.steps_a_year / panel.frequency.season) * panel.frequency.season
    before = ahead - back * -(-steps // back)
    return Grid(
        table="future",
        side=TABLE,
        items=() if panel.items == (ONLY_ITEM,) else panel.items,
        dates=tuple(panel.frequency.to_text(panel.times(panel.steps, panel.steps + steps))),
        columns=tuple(_column(driver, drivers[number]) for number, driver in columns.items()),
        known={d.name: [_text(d, drivers[n][:, step]) for step in ahead] for n, d in columns.items()},
        year_before={
            d.name: [_text(d, drivers[n][:, step]) if step >= 0 else "" for step in before]
            for n, d in columns.items()
        },
    )


def _column(driver: Driver, values: np.ndarray) -> GridColumn:
    if driver.categories:
        return GridColumn(driver.name, "category", driver.categories)
    flag = set(np.unique(values[np.isfinite(values)])) <= {0.0, 1.0}
    return GridColumn(driver.name, "flag" if flag else "number")


def _text(driver: Driver, values: np.ndarray) -> str:
    """The value of all items; "" where it is unknown, or they differ."""
    found = np.unique(values)
    if len(found) != 1 or not np.isfinite(found[0]):
        return ""
    return driver.categories[int(found[0])] if driver.categories else f"{found[0]:.10g}"
