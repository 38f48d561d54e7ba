"""The columns other than the amount, from the sheet and its side tables, as arrays of the panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from columns.values import numbers
from contract.data import Problem, TrainingData
from forecasting.features import holiday_features
from forecasting.features.paydays import Paydays
from forecasting.options import Settings
from forecasting.panel import Driver, Panel
from forecasting.sheet import findings, promotions
from forecasting.sheet.assumed import coming_back
from forecasting.sheet.drivers import categories_of, encode, read_drivers
from forecasting.sheet.layout import item_names, named_series
from forecasting.sheet.plan import with_plan
from forecasting.step_words import named
from language.sentences import say, say_count


@dataclass(frozen=True)
class Placed:
    """Rows of the sheet that are used, with the series (``codes``) and the step of each.

    Steps are counted from the panel's first; those after its last are the known future.
    """

    rows: pd.DataFrame
    codes: np.ndarray
    steps: np.ndarray


def with_columns(
    panel: Panel, data: TrainingData, placed: Placed, settings: Settings
) -> tuple[Panel, list[Problem]]:
    """``panel`` with drivers, columns known afterwards, static columns and promotions, and what was found."""
    features = data.many("features")
    names = [name for name in features if placed.rows[name].notna().any()]
    problems = [findings.empty_driver(name) for name in features if name not in names]
    columns, drivers = read_drivers(placed.rows, names, placed.codes, placed.steps, panel.values.shape)
    past_columns, past, past_problems = read_past(data, placed.rows, placed.codes, placed.steps, panel)
    static_columns, static, static_problems = read_static(data, placed.rows, placed.codes, panel)
    panel = replace(
        panel,
        driver_columns=columns,
        drivers=drivers,
        drivers_ahead=settings.drivers_ahead,
        past_columns=past_columns,
        past=past,
        static_columns=static_columns,
        static=static,
        paydays=Paydays(settings.payday, settings.payday_day, settings.payday_friday),
    )
    panel, plan_problems = with_plan(panel, data)
    panel, promotion_problems = promotions.with_promotions(panel, data, settings.horizon)
    problems += past_problems + static_problems + plan_problems + promotion_problems
    return coming_back(panel, settings.horizon), problems + _school_years(panel, settings.horizon)


def _school_years(panel: Panel, horizon: int) -> list[Problem]:
    """South Africa's school holidays are known for some years only."""
    if panel.country != holiday_features.COUNTRY:
        return []
    dates = panel.frequency.to_dates(panel.times(0, panel.steps + horizon))
    known = sorted(holiday_features.TERMS)
    missing = sorted(set(range(dates[0].year, dates[-1].year + 1)) - set(known))
    if not missing:
        return []
    message = say(
        "School holidays are known from {first} to {last}: those of {years} are left out.",
        first=str(known[0]),
        last=str(known[-1]),
        years=", ".join(map(str, missing)),
    )
    remedy = say("Add a column with the school holidays and mark it as known in advance.")
    return [Problem("school_years", message, count=len(missing), remedy=remedy, fatal=False)]


# --- What is fixed per item: store type, category, brand, size; from the sheet or from a table of items ---

TABLE = "items"


def read_static(
    data: TrainingData, rows: pd.DataFrame, codes: np.ndarray, panel: Panel
) -> tuple[tuple[Driver, ...], np.ndarray, list[Problem]]:
    """Columns, their values (column × series, NaN where unknown), and what was fixed.

    A series has the most common of its values. What the sheet tells comes before the table of items.
    """
    columns, values, problems = _most_common(rows, data.many("static"), codes, len(panel.items), "main")
    if TABLE not in data.tables:
        return columns, values, problems
    table, item = data.tables[TABLE], str(data.column(f"{TABLE}.item"))
    found_rows = named_series(panel, item_names(table[item]))
    told = table.iloc[np.repeat(np.arange(len(found_rows)), [len(found) for found in found_rows])]
    series = np.concatenate([*found_rows, np.zeros(0, dtype=int)])
    known = {column.name for column in columns}
    names = [name for name in data.many(f"{TABLE}.attributes") if name not in known]
    found = _most_common(told, names, series, len(panel.items), TABLE)
    problems += [*found[2], *_unmatched(found_rows, panel, item)]
    return (*columns, *found[0]), np.concatenate([values, found[1]]), problems


def _most_common(
    rows: pd.DataFrame, names: Sequence[str], codes: np.ndarray, count: int, table: str
) -> tuple[tuple[Driver, ...], np.ndarray, list[Problem]]:
    columns, problems = [], []
    values = np.full((len(names), count), np.nan)
    for number, name in enumerate(names):
        column = Driver(name, categories_of(rows[name]))
        told = pd.DataFrame({"code": codes, "value": encode(rows[name], column)}).dropna()
        seen = told.value_counts(sort=True).reset_index()  # the most common first
        first = seen.drop_duplicates("code")
        values[number, first["code"].to_numpy(int)] = first["value"].to_numpy()
        columns.append(column)
        if changing := len(np.unique(seen["code"][seen["code"].duplicated()])):
            problems.append(_changes(name, changing, table))
    return tuple(columns), values, problems


def _changes(name: str, count: int, table: str) -> Problem:
    message = say_count(
        "'{column}' changes within {count:integer} item: its most common value is used.",
        "'{column}' changes within {count:integer} items: the most common value of each is used.",
        count,
        column=name,
    )
    remedy = say("If it is known in advance, mark it as known in advance instead.")
    return Problem(
        "static_changes", message, table=table, column=name, count=count, remedy=remedy, fatal=False
    )


def _unmatched(series: list[np.ndarray], panel: Panel, name: str) -> list[Problem]:
    """``series`` are those that each row of the table of items stands for."""
    problems = []
    if unknown := sum(not len(rows) for rows in series):
        message = say_count(
            "{count:integer} row of the items table names no item of the sheet: it is left out.",
            "{count:integer} rows of the items table name no item of the sheet: they are left out.",
            unknown,
        )
        problems.append(
            Problem("unknown_items", message, table=TABLE, column=name, count=unknown, fatal=False)
        )
    missing = np.setdiff1d(np.arange(len(panel.items)), np.concatenate([*series, np.zeros(0, dtype=int)]))
    if missing.size:
        message = say_count(
            "{count:integer} item has no row in the items table: {names}.",
            "{count:integer} items have no row in the items table: {names}.",
            missing.size,
            names=named([panel.items[row] for row in missing]),
        )
        problems.append(
            Problem("items_without_row", message, table=TABLE, count=int(missing.size), fatal=False)
        )
    return problems


# --- Columns known only afterwards: customers, orders, stock-outs, returns  ---

STOCK_OUT = re.compile(r"stock.?out|out.?of.?stock|sold.?out|\boos\b")
COUNTED = re.compile(
    r"order|customer|client|visit|visitor|transaction|receipt|basket|ticket|footfall|guest|buyer"
)


def read_past(
    data: TrainingData, rows: pd.DataFrame, codes: np.ndarray, steps: np.ndarray, panel: Panel
) -> tuple[tuple[Driver, ...], np.ndarray, list[Problem]]:
    """Columns, their values (column × series × steps, NaN where no row tells), and what to know of them.

    Rows of one item and step are summed, as the amounts are. Rows after the last amount tell nothing.
    """
    names = data.many("past")
    series, length = panel.values.shape
    values = np.full((len(names), series, length), np.nan)
    inside = (steps >= 0) & (steps < length)
    cell = codes[inside] * length + steps[inside]
    for number, name in enumerate(names):
        sums = pd.Series(numbers(rows[name])[inside]).groupby(cell).sum(min_count=1)
        values[number].ravel()[sums.index] = sums.to_numpy()
    columns = tuple(Driver(name) for name in names)
    return columns, values, _stock_outs(columns, values)


def is_stock_out(name: str) -> bool:
    """Whether a column of this name says that nothing was left to be sold."""
    return STOCK_OUT.search(name.lower()) is not None


def is_counted(name: str) -> bool:
    """Whether a column of this name counts orders or people, so that an amount per one makes sense."""
    return COUNTED.search(name.lower()) is not None


def _stock_outs(columns: tuple[Driver, ...], values: np.ndarray) -> list[Problem]:
    problems = []
    for column, found in zip(columns, values, strict=True):
        out = found > 0
        if not is_stock_out(column.name) or not out.any():
            continue
        message = say(
            "'{column}' shows {steps} in {items}: sales then understate the demand. The trees take recent "
            "ones into account; the amounts stay unchanged.",
            column=column.name,
            steps=say_count(
                "{count:integer} step without stock", "{count:integer} steps without stock", int(out.sum())
            ),
            items=say_count("{count:integer} series", "{count:integer} series", int(out.any(axis=1).sum())),
        )
        problems.append(Problem("stock_outs", message, column=column.name, count=int(out.sum()), fatal=False))
    return problems
