"""From the sheet to a panel: one value per item and step, without gaps.

Rules, each reported with its count where it was needed:
- rows without a date or an item are left out, and items without any amount;
- several rows of one item in one step are summed;
- steps without an amount, from an item's first to the end of the sheet, are filled by the gap rule;
- a last week or month that days are added up to counts only when it is complete;
- rows after the sheet's last amount carry drivers known ahead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecasting.checks import to_dates, to_numbers
from forecasting.drivers import read_drivers
from forecasting.frequency import Frequency, UnknownStep, find_frequency
from forecasting.options import Settings
from forecasting.panel import MIN_ROWS, ONLY_ITEM, Panel, PreparedPanel
from training.exchange import DataProblems, Problem, TrainingData

MAX_CELLS = 100_000_000
SHARE_OF_GAPS_THAT_ARE_ZERO = 0.1
NAMED_IN_MESSAGES = 5


def prepare_panel(data: TrainingData, settings: Settings) -> PreparedPanel:
    """Raises DataProblems where no series is long enough, or the dates have no step we know."""
    rows, problems = _usable_rows(data)
    frequency = _frequency(rows, settings, str(data.column("time")))
    if settings.frequency in ("week", "month"):
        rows = _without_unfinished_step(rows, frequency, problems)
    codes, items = pd.factorize(rows["item"])
    time = frequency.to_index(rows["date"])
    known = rows["value"].notna().to_numpy()
    start, end = int(time[known].min()), int(time[known].max()) + 1
    shape = (len(items), end - start)
    _refuse_if_too_large(shape, frequency)
    values = _sum_per_step(codes[known], time[known] - start, rows["value"].to_numpy()[known], shape)
    problems += _duplicates(int(known.sum()) - int((~np.isnan(values)).sum()), frequency)
    _refuse_if_all_short(values, items, frequency, data)
    values, gap_problems = _fill_gaps(values, frequency, settings.gaps)
    sheet = data.main.iloc[rows.index]
    columns, drivers = read_drivers(sheet, data.many("features"), codes, time - start, shape)
    constant = np.nanmin(values, axis=1) == np.nanmax(values, axis=1)
    panel = Panel(
        items=tuple(items),
        frequency=frequency,
        start=start,
        season=frequency.season if shape[1] >= 2 * frequency.season else 1,
        values=values,
        repeat_only=(np.isfinite(values).sum(axis=1) < MIN_ROWS) | constant,
        driver_columns=columns,
        drivers=drivers,
    )
    problems += gap_problems + _short_series(panel) + _constant_series(panel)
    return PreparedPanel(panel, str(data.column("target")), data.column("item"), settings.horizon, problems)


# --- Rows -----------------------------------------------------------------------------------------


def _usable_rows(data: TrainingData) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns item (text), date, value (NaN: not known); the index is the position in the sheet."""
    sheet, time, item = data.main, str(data.column("time")), data.column("item")
    rows = pd.DataFrame(
        {
            "item": _item_names(sheet[item]).to_numpy() if item else ONLY_ITEM,
            "date": to_dates(sheet[time]).to_numpy(),
            "value": to_numbers(sheet[str(data.column("target"))]).to_numpy(),
        },
        index=pd.RangeIndex(len(sheet)),
    )
    problems = []
    for column, name in ((time, "date"), (item, "item")):
        missing = int(rows[name].isna().sum())
        if missing:
            message = f"{counted(missing, 'row')} without a value in '{column}' left out."
            problems.append(Problem(f"missing_{name}", message, column=column, count=missing, fatal=False))
    rows = rows.dropna(subset=["date", "item"])
    has_values = rows.groupby("item")["value"].transform("count") > 0
    empty = rows.loc[~has_values, "item"].unique()
    if len(empty):
        message = f"{counted(len(empty), 'item')} without any amount left out: {_named(empty)}."
        problems.append(Problem("empty_series", message, count=len(empty), fatal=False))
    return rows[has_values], problems


def _item_names(column: pd.Series) -> pd.Series:
    """Items as text; 17.0, as a number column with missing cells shows it, is item '17'."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype(object).where(column.isna(), column.astype(str)).where(column.notna(), None)


def _frequency(rows: pd.DataFrame, settings: Settings, column: str) -> Frequency:
    try:
        return find_frequency(rows["date"], pd.factorize(rows["item"])[0], settings.frequency)
    except UnknownStep as unknown:
        message = (
            f"The dates in '{column}' lie {unknown.days:g} days apart; a step of at most a month is known."
        )
        remedy = "Give a sheet with monthly or finer rows, or set the step to month."
        raise DataProblems([Problem("unknown_step", message, column=column, remedy=remedy)]) from unknown


def _without_unfinished_step(
    rows: pd.DataFrame, frequency: Frequency, problems: list[Problem]
) -> pd.DataFrame:
    """Where days are added up to weeks or months, the last one counts only once its last day is there."""
    valued = rows.dropna(subset=["value"])
    time = frequency.to_index(valued["date"])
    days = valued["date"].dt.normalize()
    added_up = days.groupby(time).nunique().median() > 1
    last = int(time.max())
    if not added_up or days.max() >= frequency.last_day(last):
        return rows
    message = f"The last {frequency.step} ends after {days.max():%Y-%m-%d}, the last date: it is left out."
    problems.append(Problem("unfinished_step", message, fatal=False))
    return rows[frequency.to_index(rows["date"]) < last]


# --- Steps ----------------------------------------------------------------------------------------


def _sum_per_step(
    codes: np.ndarray, steps: np.ndarray, values: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """Series × steps: the sum of each cell's rows, NaN where a cell has no row."""
    cell = codes * shape[1] + steps
    sums = np.bincount(cell, weights=values, minlength=shape[0] * shape[1])
    filled = np.bincount(cell, minlength=shape[0] * shape[1]) > 0
    return np.where(filled, sums, np.nan).reshape(shape)


def _fill_gaps(values: np.ndarray, frequency: Frequency, rule: str) -> tuple[np.ndarray, list[Problem]]:
    """Fill every step after a series' first value: with 0, or with the value of one season before.

    ``auto`` decides for each series: 0 where more than a tenth of its steps are missing and no value
    is negative, for then it is sold seldom, closed or ended; else a row was forgotten.
    """
    begun = np.maximum.accumulate(~np.isnan(values), axis=1)
    gaps = np.isnan(values) & begun
    if not gaps.any():
        return values, []
    seldom = gaps.sum(axis=1) > SHARE_OF_GAPS_THAT_ARE_ZERO * begun.sum(axis=1)
    zero = {"auto": seldom & (np.nanmin(values, axis=1) >= 0), "zero": True, "repeat": False}[rule]
    zeros = gaps & np.reshape(zero, (-1, 1))
    filled = _repeat_into_gaps(np.where(zeros, 0.0, values), gaps & ~zeros, frequency.season)
    season = counted(frequency.season, frequency.step)
    repeated = f"filled with the value one season ({season}) before"
    said = [("counted as 0", zeros), (repeated, gaps & ~zeros)]
    return filled, [_gaps(where, how, frequency) for how, where in said if where.any()]


def _gaps(where: np.ndarray, how: str, frequency: Frequency) -> Problem:
    count, series = int(where.sum()), int(where.any(axis=1).sum())
    message = (
        f"{counted(count, frequency.step)} without a row, {how} (in {series:,} of {len(where):,} series)."
    )
    remedy = "Choose another rule for missing dates where this is wrong."
    return Problem("gaps", message, count=count, remedy=remedy, fatal=False)


def _repeat_into_gaps(values: np.ndarray, gaps: np.ndarray, season: int) -> np.ndarray:
    """From left to right: the value one season before, or else the one just before."""
    filled = values.copy()
    for step in np.flatnonzero(gaps.any(axis=0)):
        before = filled[:, step - season] if step >= season else np.full(len(filled), np.nan)
        before = np.where(np.isnan(before), filled[:, step - 1], before)
        filled[:, step] = np.where(gaps[:, step], before, filled[:, step])
    return filled


# --- What is said about it ------------------------------------------------------------------------


def counted(number: int, word: str) -> str:
    """``1 row``, ``2 rows``, ``3 series``."""
    return f"{number:,} {word}" if number == 1 or word == "series" else f"{number:,} {word}s"


def _named(items: Sequence[str]) -> str:
    shown = ", ".join(f"'{item}'" for item in items[:NAMED_IN_MESSAGES])
    return shown if len(items) <= NAMED_IN_MESSAGES else f"{shown} and {len(items) - NAMED_IN_MESSAGES} more"


def _refuse_if_too_large(shape: tuple[int, int], frequency: Frequency) -> None:
    if shape[0] * shape[1] > MAX_CELLS:
        message = (
            f"{shape[0]:,} items over {counted(shape[1], frequency.step)} "
            f"make {shape[0] * shape[1]:,} values, at most {MAX_CELLS:,} can be forecast at once."
        )
        remedy = "Look for a wrong date or a wrong item column, or train on fewer items."
        raise DataProblems([Problem("too_many_series", message, count=shape[0], remedy=remedy)])


def _refuse_if_all_short(
    values: np.ndarray, items: Sequence[str], frequency: Frequency, data: TrainingData
) -> None:
    rows = (~np.isnan(values)).sum(axis=1)
    longest = int(rows.argmax())
    if rows[longest] >= MIN_ROWS:
        return
    whose = f"series '{items[longest]}', the longest," if data.column("item") else "The series"
    message = f"{whose} has {counted(int(rows[longest]), frequency.step)}, at least {MIN_ROWS} are needed."
    remedy = "Add older rows, or choose a shorter step."
    series = str(items[longest]) if data.column("item") else None
    problem = Problem("too_few_rows", message, series=series, count=int(rows[longest]), remedy=remedy)
    raise DataProblems([problem])


def _duplicates(count: int, frequency: Frequency) -> list[Problem]:
    if not count:
        return []
    message = (
        f"{counted(count, 'row')} share item and {frequency.step} with an earlier row: they were summed."
    )
    return [Problem("duplicates", message, count=count, fatal=False)]


def _short_series(panel: Panel) -> list[Problem]:
    short = np.flatnonzero(panel.lengths < MIN_ROWS)
    if not short.size:
        return []
    length, item = counted(int(panel.lengths[short[0]]), panel.frequency.step), panel.items[short[0]]
    message = f"series '{item}' has {length}, at least {MIN_ROWS} are needed: its last season is repeated"
    message += f", as for {short.size - 1:,} more." if short.size > 1 else "."
    return [Problem("short_series", message, series=item, count=short.size, fatal=False)]


def _constant_series(panel: Panel) -> list[Problem]:
    constant = panel.repeat_only & (panel.lengths >= MIN_ROWS)
    if not constant.any():
        return []
    named = _named([panel.items[row] for row in np.flatnonzero(constant)])
    message = f"{counted(int(constant.sum()), 'series')} never changing: {named}. The value is repeated."
    return [Problem("constant_series", message, count=int(constant.sum()), fatal=False)]
