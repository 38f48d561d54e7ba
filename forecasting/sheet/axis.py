"""The position of each row of a sheet: its series, and its step on the axis all series share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.finding_steps import IrregularDates, UnknownStep, find_frequency
from columns.frequency import Frequency
from contract.data import MAIN, DataProblems, Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet import findings
from forecasting.sheet.across import is_total, totals_beside
from forecasting.sheet.layout import Rows, are_dates_named, read_rows
from language.sentences import say


@dataclass(frozen=True)
class Axis:
    """``series`` and ``steps`` place each row; ``items`` are codes of the sheet's keys, by series.

    ``shape`` is series × steps, from the first amount to the last; rows beyond it tell drivers only.
    ``offsets`` is how many steps later each series lies than its own dates say.
    """

    items: np.ndarray
    series: np.ndarray
    steps: np.ndarray
    start: int
    shape: tuple[int, int]
    offsets: np.ndarray


def usable_rows(data: TrainingData) -> tuple[Rows, list[Problem]]:
    """The rows with a date and an item, of items with any amount; and what was left out."""
    rows = read_rows(data)
    problems = _totals_left_out(data)
    dated, named = rows.dates.notna().to_numpy(), rows.codes >= 0
    for code, there, columns in (
        ("missing_date", dated, data.many("time")),
        ("missing_item", named, data.many("item")),
    ):
        if missing := len(np.unique(rows.positions[~there])):
            problems.append(findings.rows_left_out(code, missing, " / ".join(columns)))
    rows, empty = with_amounts(rows.select(dated & named))
    return rows, problems + empty


def with_amounts(rows: Rows) -> tuple[Rows, list[Problem]]:
    """The rows of items with any amount, and what is said of the others."""
    known = np.bincount(rows.codes[~np.isnan(rows.values)], minlength=int(rows.codes.max(initial=-1)) + 1) > 0
    empty = pd.unique(rows.codes[~known[rows.codes]])
    if not len(empty):
        return rows, []
    names = rows.keys.names(empty[: findings.MOST_NAMED])
    return rows.select(known[rows.codes]), [findings.items_left_out(names, len(empty))]


def _totals_left_out(data: TrainingData) -> list[Problem]:
    """Of a table whose columns are dates: those that add up the others."""
    if not are_dates_named(data):
        return []
    targets = data.many("target")
    used = [name for name in (*targets, *data.many("time"), *data.many("item")) if not is_total(name)]
    return [findings.total_left_out(name) for name in totals_beside(data.kinds.get(MAIN, {}), used)]


def frequency_of(rows: Rows, settings: Settings, data: TrainingData) -> Frequency:
    """Raises DataProblems where the dates have no step we know."""
    try:
        return find_frequency(rows.dates, rows.codes, settings.frequency)
    except IrregularDates as irregular:
        column = " / ".join(data.many("time")) or data.many("target")[0]
        raise DataProblems([findings.irregular_dates(irregular, column)]) from irregular
    except UnknownStep as unknown:
        column = " / ".join(data.many("time")) or data.many("target")[0]
        message = say(
            "The dates in '{column}' are {days:number} days apart; the longest possible step is a year.",
            column=column,
            days=unknown.days,
        )
        remedy = say("Use a sheet with yearly or finer rows, or set the step to year.")
        raise DataProblems([Problem("unknown_step", message, column=column, remedy=remedy)]) from unknown


def lay_out(rows: Rows, frequency: Frequency, ends: str) -> Axis:
    """Series in the order in which they first come; with ``ends`` "own" all are moved to one end."""
    series, items = pd.factorize(rows.codes)
    steps = frequency.to_index(rows.dates)
    known = ~np.isnan(rows.values)
    end = int(steps[known].max()) + 1
    offsets = np.zeros(len(items), dtype=np.int64)
    if ends == "own":
        last = np.full(len(items), np.iinfo(np.int64).min)
        np.maximum.at(last, series[known], steps[known])
        offsets = end - 1 - last
        steps = steps + offsets[series]
    start = int(steps[known].min())
    return Axis(np.asarray(items), series, steps - start, start, (len(items), end - start), offsets)


@dataclass(frozen=True)
class Sheet:
    """Values as they were found, series × steps, NaN without a row. Series ``i`` lies ``offsets[i]`` steps
    later than its own dates say; ``start`` is the time of the first step of those that do not."""

    items: tuple[str, ...]
    values: np.ndarray
    frequency: Frequency
    start: int
    offsets: np.ndarray

    @property
    def present(self) -> np.ndarray:
        return ~np.isnan(self.values)

    def slots(self, period: int) -> np.ndarray:
        """Series × steps (or 1 × steps, where all are alike): the place in the week."""
        times = self.start + np.arange(self.values.shape[1])[None, :]
        offsets = self.offsets[:, None] if self.offsets.any() else np.zeros((1, 1), dtype=int)
        return np.asarray((times - offsets) % period)
