"""A last period that is not over: two of the days of a week, a month to date, an export at noon.

It is known by its days, where shorter rows are added up, or else by its amount: far below what its like
ever was. A clock that says so too makes less of a difference enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.finding_steps import UnknownStep, find_frequency
from columns.frequency import Frequency
from contract.data import Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet import end_findings
from forecasting.sheet.layout import Rows

MOST_LIKE, FEWEST_LIKE = 6, 3  # of its kind that it is compared with
FEWEST_COMPARED = 8  # earlier steps that were compared in the same way
FAR_BELOW = 0.75  # of what is usual
FAR_BELOW_OF_A_DAY = 0.65  # single days and hours differ more
RUNNING = 0.9  # while the clock says that it is not over
BELOW_ALL = 0.95  # of the lowest there was
SPREADS_BELOW = 3.0
LEAST_SPREAD = 0.05
NORMAL = 1.4826  # times the median deviation is the standard deviation of normal values


def without_unfinished_period(
    rows: Rows, frequency: Frequency, data: TrainingData, settings: Settings, today: int | None
) -> tuple[Rows, list[Problem]]:
    """``rows`` with the amounts of the last step blanked where it is not over; ``today`` is its step."""
    known = ~np.isnan(rows.values)
    if settings.last_period == "keep" or not known.any():
        return rows, []
    steps = frequency.to_index(rows.dates)
    last = int(steps[known].max())
    inside = known & (steps == last)
    if settings.last_period == "leave_out":
        return rows.blanked(inside), [end_findings.left_out_as_asked(frequency, last)]
    added_up = settings.frequency != "auto" and frequency.days > 1
    if added_up and _lacks_days(rows.select(known), frequency, last):
        return rows.blanked(inside), [end_findings.lacks_days(rows.dates[known].max(), frequency)]
    if settings.ends == "own":  # each item has a last period of its own
        return rows, []
    found = compare(rows.values[known], rows.codes[known], steps[known], frequency)
    if found is None or not found.is_far_below(running=today == last and not _of_several(frequency)):
        return rows, []
    if found.amount == 0 and settings.trailing_zeros == "nothing_sold":
        return rows, []
    row = data.row_number(int(rows.positions[inside].max()))
    return rows.blanked(inside), [
        end_findings.far_below(frequency, last, found.amount, found.expected, row, data)
    ]


def _of_several(frequency: Frequency) -> bool:
    """Such steps are often dated by their ends: a clock within one does not say that it is not over."""
    return frequency.step == "semimonth" or (frequency.every > 1 and frequency.days > 1)


def _lacks_days(known: Rows, frequency: Frequency, last: int) -> bool:
    """Where shorter steps are added up, the last sum counts only once its last day is there."""
    time = frequency.to_index(known.dates)
    added_up = known.dates.dt.normalize().groupby(time).nunique().median() > 1
    return bool(added_up and _last_day(known) < frequency.last_day(last))


def _last_day(rows: Rows) -> pd.Timestamp:
    """Until when the last row of the sheet reaches: a monthly row covers the whole month."""
    try:
        own = find_frequency(rows.dates, rows.codes)
    except UnknownStep:
        return rows.dates.max().normalize()
    if own.days <= 1:
        return rows.dates.max().normalize()
    return own.last_day(int(own.to_index(rows.dates).max()))


# --- Compared with its like -----------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """The last step's ``amount`` beside what is ``expected``; ``shares`` are those of earlier steps in what
    was expected of them, ``a_year_ago`` that of the step one year before, NaN where it is not known. ``long``
    steps are longer than a day."""

    long: bool
    amount: float
    expected: float
    shares: np.ndarray
    a_year_ago: float

    def is_far_below(self, running: bool) -> bool:
        usual = float(np.median(self.shares))
        share = self.amount / self.expected / usual
        weak = min(self.a_year_ago / usual, 1.0) if self.a_year_ago > 0 else 1.0
        if self.amount < 0 or (self.amount == 0 and not running and not self.long):
            return False  # a day without sales is one
        lowest = float(self.shares.min()) / usual
        if running:
            return bool(share < min(RUNNING, lowest))
        least = FAR_BELOW if self.long else FAR_BELOW_OF_A_DAY
        sizes = np.log(self.shares / usual)
        spread = max(NORMAL * float(np.median(np.abs(sizes))), LEAST_SPREAD)
        return bool(share < min(least * weak, BELOW_ALL * lowest, np.exp(-SPREADS_BELOW * spread)))


def compare(
    values: np.ndarray, codes: np.ndarray, steps: np.ndarray, frequency: Frequency
) -> Compared | None:
    """The items that have an amount in the last step; None where too little is known of them."""
    last = int(steps.max())
    there = np.isin(codes, codes[steps == last])
    begin = int(steps[there].min())
    place = steps[there] - begin
    sums = np.bincount(place, weights=values[there])
    sums = np.where(np.bincount(place) > 0, sums, np.nan)
    expected = _of_its_like(sums, frequency.steps_to_its_like)
    if not expected[-1] > 0:
        return None
    compared = np.flatnonzero((expected[:-1] > 0) & ~np.isnan(sums[:-1]))
    shares = sums[compared] / expected[compared]
    year = round(frequency.steps_a_year)
    around = np.isin(len(sums) - 1 - compared, year + np.arange(-1, 2) * (frequency.step == "week"))
    a_year_ago = float(shares[around].min()) if around.any() else np.nan
    if (shares <= 0).any() and (frequency.days > 1 or (shares < 0).any()):
        return None  # as low as nothing, before
    shares = shares[shares > 0]
    if len(shares) < FEWEST_COMPARED:
        return None
    return Compared(frequency.days > 1, float(sums[-1]), float(expected[-1]), shares, a_year_ago)


def _of_its_like(sums: np.ndarray, back: int) -> np.ndarray:
    """Of each step, the median of the last few of its kind; NaN where there are too few."""
    padded = np.concatenate([np.full(MOST_LIKE * back, np.nan), sums])
    ago = range(back, MOST_LIKE * back + 1, back)
    like = np.stack([padded[MOST_LIKE * back - steps : len(padded) - steps] for steps in ago])
    enough = (~np.isnan(like)).sum(axis=0) >= FEWEST_LIKE
    found = np.full(len(sums), np.nan)
    found[enough] = np.nanmedian(like[:, enough], axis=0)
    return found
