"""Columns known only afterwards: customers, orders, stock-outs, returns ..."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from contract.data import Problem, TrainingData
from forecasting.panel import Driver, Panel
from language.sentences import say, say_count

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
        told = pd.to_numeric(rows[name], errors="coerce").astype("float64")[inside]
        sums = told.groupby(cell).sum(min_count=1)
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
