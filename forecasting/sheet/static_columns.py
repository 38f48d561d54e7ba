"""What is fixed per item: store type, category, brand, size; from the sheet or from a table of items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contract.data import Problem, TrainingData
from forecasting.panel import Driver, Panel
from forecasting.sheet.drivers import categories_of, encode
from forecasting.sheet.item_names import item_names, named_series
from forecasting.step_words import named
from language.sentences import say, say_count

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
