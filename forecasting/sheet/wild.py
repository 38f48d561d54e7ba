"""Amounts that are surely wrong: typed ten or a thousand times too large, or one giant below zero.

Only what stands alone far above all else in its series: peaks that others share, that come again after a
year, that begin a day before or that a driver explains are sales. For learning, a wild amount is replaced by
the usual one of its kind, and named with its row and what it would do to the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.frequency import Frequency
from contract.data import Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet.adding_up import Together
from forecasting.sheet.axis import Axis
from forecasting.sheet.layout import Rows
from forecasting.sheet.wild_findings import Wild, wild_values

FEWEST_KNOWN = 12  # amounts of a series other than 0
MOST_WILD = 3  # of a series
SHARE_WILD = 1 / 40
ABOVE_USUAL = 8.0  # times
SPREADS_ABOVE = 4.5  # of the amounts' logarithms: amounts of any size have no wild ones
NORMAL = 1.4826  # times the median deviation is the standard deviation of normal values
ABOVE_OTHERS = 4.0  # times the largest that is not wild
ABOVE_OTHERS_IF_SELDOM = 20.0  # where most steps are 0
BEYOND_ANY_EVENT = 30.0  # times what is usual: no day of the year explains it
PEAK = 2.5  # times what is usual: of the other series
SHARE_OF_PEAKS = 0.25  # of the others, from which on it is an event
SHOULDER = 1.8  # times what is usual: of the steps beside it
LIKE_AROUND = 4  # of its kind, before and after
FEWEST_LIKE = 3
SHARE_OF_THE_STEP = 0.5  # that one row is at least, where several are added up
RARE = 0.25  # share of rows in which a driver says the same, at most, for it to explain anything
BUSY_MONTHS, BUSY_FROM = (11, 12), 20  # from 20 November to the end of the year


@dataclass(frozen=True)
class Place:
    """A step of a series, its amount, and what is usual there."""

    series: int
    step: int
    amount: float
    usual: float

    @property
    def times(self) -> float:
        return abs(self.amount) / self.usual


def without_wild(
    found: np.ndarray,
    rows: Rows,
    axis: Axis,
    frequency: Frequency,
    data: TrainingData,
    settings: Settings,
    together: Together,
) -> tuple[np.ndarray, list[Problem]]:
    """``found``, series × steps, without wild amounts; and the findings, which name their rows."""
    if settings.wild_values == "keep":
        return found, []
    places = _surely_wrong(found, frequency, axis.start)
    wild = [
        one
        for place in places
        if (one := _named(place, found, rows, axis, frequency, data, together)) is not None
    ]
    if not wild:
        return found, []
    mended = found.copy()
    for one in wild:
        mended[one.series, one.step] = one.instead
    return mended, wild_values(wild, found, mended, frequency, data)


# --- What stands alone ----------------------------------------------------------------------------


def _surely_wrong(found: np.ndarray, frequency: Frequency, start: int) -> list[Place]:
    sizes = np.abs(np.nan_to_num(found))
    count = (sizes > 0).sum(axis=1)
    if sizes.shape[1] <= MOST_WILD:
        return []
    top = -np.sort(-np.partition(sizes, -MOST_WILD - 1, axis=1)[:, -MOST_WILD - 1 :], axis=1)
    steps = (~np.isnan(found)).sum(axis=1)
    apart = np.where(count < steps / 2, ABOVE_OTHERS_IF_SELDOM, ABOVE_OTHERS)
    number = np.zeros(len(found), dtype=int)
    for many in range(1, MOST_WILD + 1):
        alone = top[:, many - 1] >= apart * top[:, many]
        number = np.where(alone & (many <= np.maximum(1, SHARE_WILD * count)), many, number)
    places = []
    for series in np.flatnonzero((number > 0) & (count >= FEWEST_KNOWN)):
        other = sizes[series][sizes[series] > 0]
        usual = float(np.median(other))
        least = usual * max(ABOVE_USUAL, float(np.exp(SPREADS_ABOVE * _spread(np.log(other / usual)))))
        at = np.flatnonzero(sizes[series] >= max(top[series, number[series] - 1], least))
        places += [Place(int(series), int(t), float(found[series, t]), usual) for t in at]
    return [place for place in places if not _is_event(place, places, found, frequency, start)]


def _spread(differences: np.ndarray) -> float:
    """The standard deviation, were they normal, whatever a few of them are."""
    return NORMAL * float(np.median(np.abs(differences)))


def _is_event(place: Place, places: list[Place], found: np.ndarray, frequency: Frequency, start: int) -> bool:
    """Whether there is a reason for so much: a day on which everybody buys."""
    if place.amount < 0 or place.times >= BEYOND_ANY_EVENT:
        return False
    year = round(frequency.steps_a_year)
    again = any(
        abs(abs(other.step - place.step) - year) <= max(1, year // 30)
        for other in places
        if other.series == place.series
    )
    return (
        again
        or _is_busy(frequency, start + place.step)
        or _others_peak(place, found, frequency)
        or any(_is_raised(place, side, found, frequency) for side in (place.step - 1, place.step + 1))
    )


def _is_busy(frequency: Frequency, time: int) -> bool:
    day = frequency.to_dates(np.array([time]))[0]
    return day.month in BUSY_MONTHS and (day.month == BUSY_MONTHS[1] or day.day >= BUSY_FROM)


def _others_peak(place: Place, found: np.ndarray, frequency: Frequency) -> bool:
    others = np.flatnonzero(found[:, place.step] > 0)
    others = others[others != place.series][:200]
    peaks = [
        usual > 0 and found[row, place.step] >= PEAK * usual
        for row in others
        if (usual := usual_at(found[row], place.step, frequency)) == usual
    ]
    return bool(peaks) and sum(peaks) >= SHARE_OF_PEAKS * len(peaks)


def _is_raised(place: Place, step: int, found: np.ndarray, frequency: Frequency) -> bool:
    if not 0 <= step < found.shape[1]:
        return False
    usual = usual_at(found[place.series], step, frequency)
    return bool(usual > 0 and found[place.series, step] >= SHOULDER * usual)


def usual_at(values: np.ndarray, step: int, frequency: Frequency) -> float:
    """The median of the nearest steps of its kind, without the step itself; NaN where none are known."""
    season = frequency.steps_to_its_like
    around = step + season * np.array([n for n in range(-LIKE_AROUND, LIKE_AROUND + 1) if n])
    like = values[around[(around >= 0) & (around < len(values))]]
    like = like[~np.isnan(like)]
    if len(like) < FEWEST_LIKE:
        like = values[~np.isnan(values)]
    return float(np.median(like)) if len(like) else float("nan")


# --- Its row --------------------------------------------------------------------------------------


def _named(
    place: Place,
    found: np.ndarray,
    rows: Rows,
    axis: Axis,
    frequency: Frequency,
    data: TrainingData,
    together: Together,
) -> Wild | None:
    """None where several rows make the amount, or a driver of the row explains it."""
    inside = np.flatnonzero(
        (axis.series == place.series) & (axis.steps == place.step) & ~np.isnan(rows.values)
    )
    largest = inside[int(np.abs(rows.values[inside]).argmax())]
    value = float(rows.values[largest])
    if abs(value) < SHARE_OF_THE_STEP * abs(place.amount):
        return None
    position = int(rows.positions[largest])
    if place.times < BEYOND_ANY_EVENT and _driver_explains(position, data):
        return None
    usual = usual_at(found[place.series], place.step, frequency)
    instead = place.amount - value if together == "sum" and len(inside) > 1 else usual
    name = rows.keys.names(axis.items[[place.series]])[0]
    row, day = data.row_number(position), pd.Timestamp(rows.dates.iloc[largest])
    return Wild(place.series, place.step, value, instead, place.times, row, day, name)


def _driver_explains(position: int, data: TrainingData) -> bool:
    """A flag, a category or a number of the row that few other rows share."""
    for name in data.many("features"):
        column = data.main[name]
        said = column.iloc[position]
        if pd.notna(said) and said and float((column == said).mean()) <= RARE:
            return True
    return False
