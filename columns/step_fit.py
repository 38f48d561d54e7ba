"""How well dates fit a grid of steps: how far neighbours lie apart, which share a step or skip one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from columns.frequency import Frequency

SECONDS_PER_DAY = 86_400
MOSTLY, HARDLY_ANY = 0.9, 0.1  # shares of dates or distances
USUAL = 0.5
OFTEN = 0.3  # share of the distances that are one step, where nearly all are whole numbers of it
DOUBLED = 0.03  # share of the dates that may share a step, where nothing else is sure
NEXT_TO_EACH_OTHER = 0.85  # share of neighbouring dates that are one step apart, where nothing else is sure


def best(frequency: Frequency, dates: pd.Series, series: np.ndarray) -> Frequency:
    """``frequency``, or, where fewer dates share a step with another or skip one by it, with dates that count
    for the nearest step."""
    return most_even([frequency, replace(frequency, nearest=True)], dates, series)


def most_even(tried: Sequence[Frequency], dates: pd.Series, series: np.ndarray) -> Frequency:
    """The first by which most neighbouring dates are one step apart."""
    return min(tried, key=lambda frequency: int((_distances_by(frequency, dates, series) != 1).sum()))


def fits(
    frequency: Frequency, dates: pd.Series, series: np.ndarray, least: float = NEXT_TO_EACH_OTHER
) -> bool:
    """Whether hardly any dates share a step, and at least that share of neighbours are one step apart."""
    distance = _distances_by(frequency, dates, series)
    if not distance.size or (distance == 0).mean() > DOUBLED:
        return False
    return bool((distance == 1).mean() >= least)


def share_doubled(frequency: Frequency, dates: pd.Series, series: np.ndarray) -> float:
    """The share of dates that share a step with the one before."""
    distance = _distances_by(frequency, dates, series)
    return float((distance == 0).mean()) if distance.size else 0.0


def distances(times: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Between neighbouring times of each series, equal times counted once."""
    order = np.lexsort((times, series))
    distance = np.diff(times[order])
    return np.asarray(distance[(np.diff(series[order]) == 0) & (distance > 0)])


def most_common(found: np.ndarray) -> int:
    values, counts = np.unique(found, return_counts=True)
    return int(values[counts.argmax()])


def off_by(distance: np.ndarray, length: int) -> np.ndarray:
    """How far each distance is from the nearest whole number of ``length``."""
    return np.asarray(np.abs((distance + length // 2) % length - length // 2))


def usual_weekday(dates: pd.Series) -> int:
    return int(dates.dt.dayofweek.mode().iloc[0])


def _distances_by(frequency: Frequency, dates: pd.Series, series: np.ndarray) -> np.ndarray:
    """Steps between neighbouring dates of a series, each date counted once."""
    times = dates.to_numpy("datetime64[s]").astype(np.int64)
    if not frequency.within_day:
        times = times // SECONDS_PER_DAY
    distinct = ~pd.DataFrame({"series": series, "time": times}).duplicated().to_numpy()
    steps, codes = frequency.to_index(dates[distinct]), series[distinct]
    order = np.lexsort((times[distinct], codes))
    return np.asarray(np.diff(steps[order])[np.diff(codes[order]) == 0])
