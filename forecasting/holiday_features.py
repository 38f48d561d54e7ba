"""Public holidays of a country, from the library of that name."""

from __future__ import annotations

import numpy as np

from forecasting.frequency import Frequency
from language.sentences import Sentence, say

FARTHEST = 30  # days: a holiday further away says nothing
NAMES = (
    say("public holiday"),
    say("days since the last public holiday"),
    say("days until the next public holiday"),
)
NAME_OF_COUNT = say("public holidays in it")


def holiday_features(frequency: Frequency, times: np.ndarray, country: str) -> dict[Sentence, np.ndarray]:
    """Features by name, one value per time: for weeks and longer steps the number of holidays in it."""
    begins = _days(frequency, times)
    ends = _days(frequency, times + 1)
    days = holidays_between(country, begins.min() - FARTHEST, ends.max() + FARTHEST)
    if frequency.step not in ("hour", "day"):
        return {NAME_OF_COUNT: (np.searchsorted(days, ends) - np.searchsorted(days, begins)).astype(float)}
    following, previous = np.searchsorted(days, begins), np.searchsorted(days, begins, side="right") - 1
    far = np.array([-(10**6), 10**6])
    padded = np.concatenate([far[:1], days, far[1:]])
    since, until = begins - padded[previous + 1], padded[following + 1] - begins
    found = (since == 0, np.minimum(since, FARTHEST), np.minimum(until, FARTHEST))
    return {name: values.astype(float) for name, values in zip(NAMES, found, strict=True)}


def holidays_between(country: str, begin: int, end: int) -> np.ndarray:
    """Days since 1970 of the public holidays, ascending."""
    import holidays

    years = (
        np.array([begin, end]).astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    ).tolist()
    found = holidays.country_holidays(country, years=range(years[0], years[1] + 1))
    return np.sort(np.array(list(found), dtype="datetime64[D]").astype(np.int64))


def _days(frequency: Frequency, times: np.ndarray) -> np.ndarray:
    """First days of the steps, in days since 1970."""
    starts = Frequency(frequency.step, frequency.anchor).to_dates(times)
    return starts.to_numpy("datetime64[D]").astype(np.int64)
