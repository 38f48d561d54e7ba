"""From the sheet to a panel: one value per item and step, without gaps.

Rules, each reported with its count where it was needed:
- rows without a date or an item are left out, and items without any amount;
- rows that are there twice count once, where they are an overlap of exports (``copies``);
- several rows of one item in one step are summed, or averaged (``adding_up``);
- amounts that are surely wrong are replaced by the usual one (``wild``);
- steps without an amount are filled by what the gap means (``gaps``);
- amounts after today, and of a last step that is not over, do not count (``ends``);
- rows after the last amount carry drivers known ahead.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from columns.finding_steps import usual_minutes
from columns.frequency import MINUTES_PER_HOUR, Frequency
from contract.data import Problem, TrainingData
from forecasting.options import Settings
from forecasting.panel import Panel, PreparedPanel
from forecasting.sheet import findings
from forecasting.sheet.adding_up import Together, together_of, weights_of
from forecasting.sheet.axis import Axis, frequency_of, lay_out, usable_rows
from forecasting.sheet.columns import Placed, with_columns
from forecasting.sheet.copies import without_copies
from forecasting.sheet.ends import history_of
from forecasting.sheet.gaps import Sheet, fill_gaps
from forecasting.sheet.layout import Rows, amount_name, item_name
from forecasting.sheet.wild import without_wild


def prepare_panel(data: TrainingData, settings: Settings, today: date | None = None) -> PreparedPanel:
    """Without ``today`` all that is dated has happened. Raises DataProblems where no series is long enough,
    the dates have no step we know, or it must be asked what rows mean."""
    rows, problems = usable_rows(data)
    rows, copied = without_copies(rows, data, settings)
    problems += copied
    frequency = frequency_of(rows, settings, data)
    together, guessed = together_of(rows, data, settings)
    rows, of_the_end = history_of(rows, frequency, data, settings, today, together)
    problems += guessed + of_the_end
    axis = lay_out(rows, frequency, settings.ends)
    names = rows.keys.names(axis.items)
    findings.refuse_if_too_large(axis.shape, frequency, data)
    found = _per_step(rows, axis, together, weights_of(data, rows, together))
    problems += _shared_steps(rows, frequency, found, together) + findings.moved_dates(rows.dates, frequency)
    found, wild = without_wild(found, rows, axis, frequency, data, settings, together)
    problems += wild
    findings.refuse_if_all_short(found, names, frequency, data)
    gaps = "repeat" if settings.gaps == "auto" and together != "sum" else settings.gaps
    filled = fill_gaps(Sheet(names, found, frequency, axis.start, axis.offsets), gaps, settings.country)
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
        averaged=together != "sum",
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


def _shared_steps(rows: Rows, frequency: Frequency, found: np.ndarray, together: Together) -> list[Problem]:
    """The finding about rows that were summed, or averaged."""
    known = rows.select(~np.isnan(rows.values))
    summed = len(known.values) - int((~np.isnan(found)).sum())
    if together != "sum":
        return findings.averaged(summed)
    if summed and frequency.name == "hour":
        minutes = usual_minutes(known.dates, known.codes)
        if minutes < MINUTES_PER_HOUR:
            return [findings.summed_to_hours(minutes, summed)]
    return findings.duplicates(summed)


def _per_step(rows: Rows, axis: Axis, together: Together, weights: np.ndarray | None) -> np.ndarray:
    """Series × steps: the amounts of each cell's rows together, NaN where a cell has none. ``weights``, of
    rows, are for means; a cell whose rows all weigh nothing is the plain mean."""
    known = ~np.isnan(rows.values)
    cell, values = axis.series[known] * axis.shape[1] + axis.steps[known], rows.values[known]
    cells = axis.shape[0] * axis.shape[1]
    count = np.bincount(cell, minlength=cells)
    if together == "last":
        order = np.lexsort((rows.positions[known], rows.dates[known].to_numpy()))
        found = np.full(cells, np.nan)
        found[cell[order]] = values[order]
        return found.reshape(axis.shape)
    found = np.bincount(cell, weights=values, minlength=cells)
    if together != "sum":
        found = found / np.maximum(count, 1)
    if weights is not None:
        weight = np.bincount(cell, weights=weights[known], minlength=cells)
        weighted = np.bincount(cell, weights=values * weights[known], minlength=cells)
        found = np.divide(weighted, weight, out=found, where=weight > 0)
    return np.where(count > 0, found, np.nan).reshape(axis.shape)
