"""From the sheet to a panel: one value per item and step, without gaps.

Rules, each reported with its count where it was needed:
- rows without a date or an item are left out, and items without any amount;
- several rows of one item in one step are summed;
- steps without an amount, from an item's first to the end of the sheet, are filled by the gap rule;
- a last week or month that days are added up to counts only when it is complete;
- rows after the sheet's last amount carry drivers known ahead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting import findings
from forecasting.checks import to_dates, to_numbers
from forecasting.columns import Placed, with_columns
from forecasting.frequency import Frequency, UnknownStep, find_frequency
from forecasting.item_names import item_names
from forecasting.options import Settings
from forecasting.panel import MIN_ROWS, ONLY_ITEM, Panel, PreparedPanel
from language.sentences import say
from training.exchange import DataProblems, Problem, TrainingData

SHARE_OF_GAPS_THAT_ARE_ZERO = 0.1


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
    findings.refuse_if_too_large(shape, frequency)
    values = _sum_per_step(codes[known], time[known] - start, rows["value"].to_numpy()[known], shape)
    problems += findings.duplicates(int(known.sum()) - int((~np.isnan(values)).sum()))
    findings.refuse_if_all_short(values, items, frequency, data)
    values, gap_problems = _fill_gaps(values, frequency, settings.gaps)
    constant = np.nanmin(values, axis=1) == np.nanmax(values, axis=1)
    panel = Panel(
        items=tuple(items),
        frequency=frequency,
        start=start,
        season=frequency.season if shape[1] >= 2 * frequency.season else 1,
        values=values,
        repeat_only=(np.isfinite(values).sum(axis=1) < MIN_ROWS) | constant,
        country=settings.country,
    )
    placed = Placed(data.main.iloc[rows.index], codes, time - start)
    panel, column_problems = with_columns(panel, data, placed, settings)
    problems += column_problems
    problems += gap_problems + findings.short_series(panel) + findings.constant_series(panel)
    target, item = str(data.column("target")), data.column("item")
    return PreparedPanel(panel, target, item, settings.horizon, problems, settings.unit.strip())


# --- Rows -----------------------------------------------------------------------------------------


def _usable_rows(data: TrainingData) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns item (text), date, value (NaN: not known); the index is the position in the sheet."""
    sheet, time, item = data.main, str(data.column("time")), data.column("item")
    rows = pd.DataFrame(
        {
            "item": item_names(sheet[item]).to_numpy() if item else ONLY_ITEM,
            "date": to_dates(sheet[time]).to_numpy(),
            "value": to_numbers(sheet[str(data.column("target"))]).to_numpy(),
        },
        index=pd.RangeIndex(len(sheet)),
    )
    problems = []
    for column, name in ((time, "date"), (item, "item")):
        missing = int(rows[name].isna().sum())
        if missing:
            problems.append(findings.rows_left_out(f"missing_{name}", missing, str(column)))
    rows = rows.dropna(subset=["date", "item"])
    has_values = rows.groupby("item")["value"].transform("count") > 0
    empty = rows.loc[~has_values, "item"].unique()
    if len(empty):
        problems.append(findings.items_left_out(list(empty)))
    return rows[has_values], problems


def _frequency(rows: pd.DataFrame, settings: Settings, column: str) -> Frequency:
    try:
        return find_frequency(rows["date"], pd.factorize(rows["item"])[0], settings.frequency)
    except UnknownStep as unknown:
        message = say(
            "The dates in '{column}' lie {days:number} days apart; a step of at most a month is known.",
            column=column,
            days=unknown.days,
        )
        remedy = say("Give a sheet with monthly or finer rows, or set the step to month.")
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
    problems.append(Problem("unfinished_step", findings.unfinished(days.max(), frequency), fatal=False))
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
    said = findings.counted_as_zero(zeros, frequency)
    return filled, said + findings.filled_by_season(gaps & ~zeros, frequency)


def _repeat_into_gaps(values: np.ndarray, gaps: np.ndarray, season: int) -> np.ndarray:
    """From left to right: the value one season before, or else the one just before."""
    filled = values.copy()
    for step in np.flatnonzero(gaps.any(axis=0)):
        before = filled[:, step - season] if step >= season else np.full(len(filled), np.nan)
        before = np.where(np.isnan(before), filled[:, step - 1], before)
        filled[:, step] = np.where(gaps[:, step], before, filled[:, step])
    return filled
