"""From the sheet to a panel: one value per item and step, without gaps.

Rules, each reported with its count where it was needed:
- rows without a date or an item are left out, and items without any amount;
- several rows of one item in one step are summed;
- steps without an amount are filled by what the gap means (``gaps``);
- a last step that shorter ones are added up to counts only when it is complete;
- rows after the last amount carry drivers known ahead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from columns.finding_steps import UnknownStep, find_frequency, usual_minutes
from columns.frequency import MINUTES_PER_HOUR, Frequency
from contract.data import Problem, TrainingData
from forecasting.options import Settings
from forecasting.panel import Panel, PreparedPanel
from forecasting.sheet import findings
from forecasting.sheet.axis import Axis, frequency_of, lay_out, usable_rows
from forecasting.sheet.columns import Placed, with_columns
from forecasting.sheet.gaps import Sheet, fill_gaps
from forecasting.sheet.layout import Rows, amount_name, item_name


def prepare_panel(data: TrainingData, settings: Settings) -> PreparedPanel:
    """Raises DataProblems where no series is long enough, or the dates have no step we know."""
    rows, problems = usable_rows(data)
    frequency = frequency_of(rows, settings, data)
    if settings.frequency != "auto" and frequency.days > 1:  # of which the last may be unfinished
        rows = _without_unfinished_step(rows, frequency, problems)
    axis = lay_out(rows, frequency, settings.ends)
    names = rows.keys.names(axis.items)
    findings.refuse_if_too_large(axis.shape, frequency, data)
    found = _sum_per_step(rows, axis)
    problems += _shared_steps(rows, frequency, found) + findings.moved_dates(rows.dates, frequency)
    findings.refuse_if_all_short(found, names, frequency, data)
    filled = fill_gaps(
        Sheet(names, found, frequency, axis.start, axis.offsets), settings.gaps, settings.country
    )
    values = filled.values
    constant = np.nanmin(values, axis=1) == np.nanmax(values, axis=1)
    short = np.isfinite(values).sum(axis=1) < frequency.min_rows
    panel = Panel(
        items=names,
        frequency=frequency,
        start=axis.start,
        season=frequency.season if axis.shape[1] >= 2 * frequency.season else 1,
        values=values,
        repeat_only=short | constant | filled.ended,
        country=settings.country,
        key_columns=rows.keys.columns if len(rows.keys.columns) > 1 else (),
        key_parts=rows.keys.parts_of(axis.items),
        ended=filled.ended,
        offsets=axis.offsets,
    )
    findings.refuse_if_none_goes_on(panel)
    placed = Placed(data.main.iloc[rows.positions], axis.series, axis.steps)
    panel, column_problems = with_columns(panel, data, placed, settings)
    problems += filled.problems + column_problems
    problems += findings.short_series(panel) + findings.constant_series(panel)
    problems += findings.long_horizon(panel, settings.horizon)
    return PreparedPanel(
        panel, amount_name(data), item_name(data), settings.horizon, problems, settings.unit.strip()
    )


def _without_unfinished_step(rows: Rows, frequency: Frequency, problems: list[Problem]) -> Rows:
    """Where shorter steps are added up, the last sum counts only once its last day is there."""
    known = ~np.isnan(rows.values)
    dates = rows.dates[known]
    time = frequency.to_index(dates)
    added_up = dates.dt.normalize().groupby(time).nunique().median() > 1
    last = int(time.max())
    reached = _last_day(rows.select(known))
    if not added_up or reached >= frequency.last_day(last):
        return rows
    problems.append(findings.unfinished(dates.max(), frequency))
    return rows.select(frequency.to_index(rows.dates) < last)


def _last_day(rows: Rows) -> pd.Timestamp:
    """Until when the last row of the sheet reaches: a monthly row covers the whole month."""
    try:
        own = find_frequency(rows.dates, rows.codes)
    except UnknownStep:
        return rows.dates.max().normalize()
    if own.days <= 1:
        return rows.dates.max().normalize()
    return own.last_day(int(own.to_index(rows.dates).max()))


def _shared_steps(rows: Rows, frequency: Frequency, found: np.ndarray) -> list[Problem]:
    """The finding about rows that were summed."""
    known = rows.select(~np.isnan(rows.values))
    summed = len(known.values) - int((~np.isnan(found)).sum())
    if summed and frequency.name == "hour":
        minutes = usual_minutes(known.dates, known.codes)
        if minutes < MINUTES_PER_HOUR:
            return [findings.summed_to_hours(minutes, summed)]
    return findings.duplicates(summed)


def _sum_per_step(rows: Rows, axis: Axis) -> np.ndarray:
    """Series × steps: the sum of each cell's rows, NaN where a cell has no amount."""
    known = ~np.isnan(rows.values)
    cell = axis.series[known] * axis.shape[1] + axis.steps[known]
    cells = axis.shape[0] * axis.shape[1]
    sums = np.bincount(cell, weights=rows.values[known], minlength=cells)
    filled = np.bincount(cell, minlength=cells) > 0
    return np.where(filled, sums, np.nan).reshape(axis.shape)
