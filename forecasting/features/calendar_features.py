"""What the calendar says about a step: known for any future, with the public holidays of a country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from columns.frequency import MINUTES_PER_HOUR, MONTHS, Frequency
from forecasting.features.history import History
from forecasting.features.holiday_features import FARTHEST, holiday_features, holidays_between
from forecasting.features.paydays import Paydays, payday_features
from forecasting.features.runs import steps_since
from forecasting.panel import Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

# What differs from step to step within a year, by frequency.
IN_YEAR = (
    *("month", "month (sine)", "month (cosine)", "quarter", "day of the year", "day of the year (sine)"),
    *("day of the year (cosine)", "week of the year", "time in years"),
)
IN_MONTH = (
    *("day of the month", "day of the month (sine)", "day of the month (cosine)", "week of the month"),
    "days from the nearest 25th",
)
DAILY = (
    *("weekday", "weekday (sine)", "weekday (cosine)", "weekend", "days to the end of the month"),
    *("first day of the month", "last day of the month", *IN_MONTH, *IN_YEAR),
)
USED: dict[str, tuple[str, ...]] = {
    "hour": ("hour", "hour (sine)", "hour (cosine)", "night", *DAILY),
    "day": DAILY,
    "week": (*IN_MONTH, *IN_YEAR),
    "month": (
        *("month", "month (sine)", "month (cosine)", "quarter", "days in the month"),
        *("weekend days in the month", "time in years"),
    ),
    "quarter": ("quarter", "quarter (sine)", "quarter (cosine)", "time in years"),
    "year": ("time in years",),
}
STEP_LIKE = {"minute": "hour", "semimonth": "week"}
OF_MONTHS = ("month", "month (sine)", "month (cosine)", "quarter", "time in years")
NAMES = {
    str(name): name
    for name in (
        *(say("hour"), say("hour (sine)"), say("hour (cosine)"), say("night")),
        *(say("weekday"), say("weekday (sine)"), say("weekday (cosine)"), say("weekend")),
        *(say("day of the month"), say("day of the month (sine)"), say("day of the month (cosine)")),
        *(say("days to the end of the month"), say("week of the month")),
        *(say("first day of the month"), say("last day of the month"), say("days from the nearest 25th")),
        *(say("month"), say("month (sine)"), say("month (cosine)"), say("quarter"), say("days in the month")),
        *(say("quarter (sine)"), say("quarter (cosine)")),
        *(say("day of the year"), say("day of the year (sine)"), say("day of the year (cosine)")),
        *(say("week of the year"), say("weekend days in the month"), say("time in years")),
    )
}

PLACES_IN_YEAR = {NAMES[name] for name in IN_YEAR if name != "time in years"}
"""Where in the year a step lies: as long as no whole year is known, only another word for its date, and
trees that split by it know nothing of what comes after the turn of the year."""


def calendar(frequency: Frequency, times: np.ndarray) -> dict[Sentence, np.ndarray]:
    """Features by name, one value per time."""
    if frequency.step in MONTHS:  # whatever day of it is shown, it is the same month
        frequency = replace(frequency, day=0, nth=0)
    found = _all(frequency.to_dates(times))
    return {NAMES[name]: np.asarray(found[name], dtype=np.float64) for name in _used(frequency)}


def _used(frequency: Frequency) -> tuple[str, ...]:
    if frequency.step in MONTHS and frequency.every > 1:
        return OF_MONTHS
    if frequency.step == "day" and frequency.like != "day":
        return USED["week"]
    return USED[STEP_LIKE.get(frequency.step, frequency.step)]


def special_days(
    frequency: Frequency, times: np.ndarray, country: str, paydays: Paydays
) -> dict[Sentence, np.ndarray]:
    """Public and school holidays where ``country``, an ISO code, is not "", and pay days where there are."""
    begins, ends = _first_days(frequency, times), _first_days(frequency, times + 1)
    found: dict[Sentence, np.ndarray] = {}
    if country:
        found |= holiday_features(frequency, begins, ends, country)
    if paydays.rule != "none":
        around = (int(begins.min()) - 3 * FARTHEST, int(ends.max()) + 3 * FARTHEST)
        free = holidays_between(country, *around) if country else np.zeros(0, dtype=np.int64)
        found |= payday_features(frequency, begins, ends, paydays, free)
    return found


def _first_days(frequency: Frequency, times: np.ndarray) -> np.ndarray:
    """First days of the steps, in days since 1970."""
    return np.asarray(frequency.begins(times).to_numpy("datetime64[D]").astype(np.int64))


def _all(dates: pd.DatetimeIndex) -> dict[str, np.ndarray]:
    day, weekday, of_year = dates.day.to_numpy(), dates.dayofweek.to_numpy(), dates.dayofyear.to_numpy()
    month, length = dates.month.to_numpy(), dates.days_in_month.to_numpy()
    hour = dates.hour.to_numpy() + dates.minute.to_numpy() / MINUTES_PER_HOUR
    return {
        "hour": hour,
        **_circle("hour", hour / 24),
        "night": (hour < 6) | (hour >= 22),
        "weekday": weekday,
        **_circle("weekday", weekday / 7),
        "weekend": weekday >= 5,
        "day of the month": day,
        **_circle("day of the month", (day - 1) / length),
        "days to the end of the month": length - day,
        "week of the month": (day - 1) // 7,
        "month": month,
        **_circle("month", (month - 1) / 12),
        "quarter": dates.quarter.to_numpy(),
        **_circle("quarter", (dates.quarter.to_numpy() - 1) / 4),
        "day of the year": of_year,
        **_circle("day of the year", of_year / 365.25),
        "week of the year": dates.isocalendar().week.to_numpy(dtype=np.float64),
        "first day of the month": day == 1,
        "last day of the month": day == length,
        # Wages are often paid on the 25th; the distance runs over the turn of the month.
        "days from the nearest 25th": (day - 25 + length // 2) % length - length // 2,
        "time in years": dates.year.to_numpy() + of_year / 365.25,
        "days in the month": length,
        "weekend days in the month": _weekend_days(dates),
    }


def _circle(name: str, share: np.ndarray) -> dict[str, np.ndarray]:
    """So that December is next to January."""
    return {f"{name} (sine)": np.sin(2 * np.pi * share), f"{name} (cosine)": np.cos(2 * np.pi * share)}


def _weekend_days(dates: pd.DatetimeIndex) -> np.ndarray:
    starts = dates.to_numpy("datetime64[M]")
    days = (starts + 1).astype("datetime64[D]") - starts.astype("datetime64[D]")
    working = np.busday_count(starts.astype("datetime64[D]"), (starts + 1).astype("datetime64[D]"))
    return days.astype(np.int64) - working


# --- Where an item is in its life: how old, growing or declining, how often it sells ---

STEADY = 0.1  # change of the mean, as a share, up to which an item neither grows nor declines
# Steps of the shorter and the longer look at zeros, and of the two means that tell the stage.
WINDOWS = {
    "hour": (24, 168, 168),
    "day": (28, 364, 91),
    "week": (13, 52, 26),
    "month": (6, 12, 12),
    "quarter": (2, 4, 4),
    "year": (2, 4, 2),
}


class AgeFeatures:
    """``reach`` is the number of steps that are looked back at.

    Zeros are counted in what was really sold: forecasts, of which hardly any is exactly 0, do not count.
    """

    def __init__(self, panel: Panel, reach: int):
        self._first, self._reach = panel.first, reach
        frequency = panel.frequency
        windows = (frequency.scaled(window) for window in WINDOWS[frequency.like])
        self._recent, self._long, self._stage = windows
        self._values = History(panel.values)
        self._zeros = History(np.where(np.isnan(panel.values), np.nan, panel.values == 0))
        self._since_sale = steps_since(panel.values > 0, reach)
        step = frequency.name
        zeros = say("share of zeros in {steps}")
        self.names: list[Sentence] = [
            say("age"),
            say("steps since the last sale"),
            zeros.filled(steps=steps_in_words(self._recent, step)),
            zeros.filled(steps=steps_in_words(self._long, step)),
            say("stage: growing, steady or declining"),
        ]

    def rows(self, series: np.ndarray, origins: np.ndarray, known: np.ndarray) -> list[np.ndarray]:
        """``known`` are the steps at which what was really sold ends."""
        now = self._values.mean(series, known, self._stage)
        before = self._values.mean(series, known - self._stage, self._stage)
        return [
            np.minimum(origins - self._first[series], self._reach),
            self._since_sale[series, np.maximum(known - 1, 0)],
            self._zeros.mean(series, known, self._recent),
            self._zeros.mean(series, known, self._long),
            np.where(np.isnan(before), np.nan, _sign(now - before, STEADY * np.abs(before))),
        ]


def _sign(change: np.ndarray, least: np.ndarray) -> np.ndarray:
    """1 or -1 where ``change`` is larger than ``least``, else 0."""
    return np.sign(change) * (np.abs(change) > least)
