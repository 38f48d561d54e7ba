"""What is fixed for an item: store type, category, brand, size; from the sheet or from a table of items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecasting.drivers import categories_of, encode
from forecasting.item_names import item_names
from forecasting.panel import Driver
from forecasting.step_words import named
from language.sentences import say, say_count
from training.exchange import Problem, TrainingData

TABLE = "items"


def read_static(
    data: TrainingData, rows: pd.DataFrame, codes: np.ndarray, items: Sequence[str]
) -> tuple[tuple[Driver, ...], np.ndarray, list[Problem]]:
    """Columns, their values (column × series, NaN where unknown), and what was mended.

    A series has the most common of its values. What the sheet tells comes before the table of items.
    """
    columns, values, problems = _most_common(rows, data.many("static"), codes, len(items), "main")
    if TABLE not in data.tables:
        return columns, values, problems
    table, item = data.tables[TABLE], str(data.column(f"{TABLE}.item"))
    positions = pd.Index(items).get_indexer(item_names(table[item]).astype(str))
    known = {column.name for column in columns}
    names = [name for name in data.many(f"{TABLE}.attributes") if name not in known]
    found = _most_common(table[positions >= 0], names, positions[positions >= 0], len(items), TABLE)
    problems += [*found[2], *_unmatched(table[item], positions, items, item)]
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
        "'{column}' changes within {count:integer} item: its most common value is taken.",
        "'{column}' changes within {count:integer} items: the most common value of each is taken.",
        count,
        column=name,
    )
    remedy = say("If it is known in advance, choose it as known in advance instead.")
    return Problem(
        "static_changes", message, table=table, column=name, count=count, remedy=remedy, fatal=False
    )


def _unmatched(column: pd.Series, positions: np.ndarray, items: Sequence[str], name: str) -> list[Problem]:
    problems = []
    if unknown := int((positions < 0).sum()):
        message = say_count(
            "{count:integer} row of the table of items names no item of the sheet: it is left out.",
            "{count:integer} rows of the table of items name no item of the sheet: they are left out.",
            unknown,
        )
        problems.append(
            Problem("unknown_items", message, table=TABLE, column=name, count=unknown, fatal=False)
        )
    missing = np.setdiff1d(np.arange(len(items)), positions)
    if missing.size:
        message = say_count(
            "{count:integer} item has no row in the table of items: {names}.",
            "{count:integer} items have no row in the table of items: {names}.",
            missing.size,
            names=named([items[row] for row in missing]),
        )
        problems.append(
            Problem("items_without_row", message, table=TABLE, count=int(missing.size), fatal=False)
        )
    return problems
