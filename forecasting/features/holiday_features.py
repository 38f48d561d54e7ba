"""Public holidays of a country and the days around them, from the library of that name; school holidays."""

from __future__ import annotations

import numpy as np

from columns.frequency import MONTHS, Frequency
from language.sentences import Sentence, say

FARTHEST = 30  # days: a holiday further away says nothing
AROUND_BLACK_FRIDAY = 14
THURSDAY, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6
THANKSGIVING_OF_DECEMBER = 4  # Black Friday is the day after the fourth Thursday of November
NAMES = (
    *(say("public holiday"), say("days since the last public holiday")),
    *(say("days until the next public holiday"), say("day before a public holiday")),
    *(say("day after a public holiday"), say("bridge day"), say("long weekend")),
)
NAME_OF_COUNT = say("public holidays in the period")
DAYS_FROM_EASTER = say("days from Easter")
DAYS_FROM_BLACK_FRIDAY = say("days from Black Friday")
DAYS_TO_CHRISTMAS = say("days to Christmas")
SCHOOL_HOLIDAY = say("school holiday")
EASTER_IN_IT = say("Easter in the period")
SCHOOL_HOLIDAYS_IN_IT = say("school holidays in the period")


def holiday_features(
    frequency: Frequency, begins: np.ndarray, ends: np.ndarray, country: str
) -> dict[Sentence, np.ndarray]:
    """Features by name, one value per step: for weeks and months the number of holidays in it.

    ``begins`` and ``ends`` are the first days (since 1970) of the steps and of those after them.
    """
    days = holidays_between(country, int(begins.min()) - FARTHEST, int(ends.max()) + FARTHEST)
    if frequency.step in MONTHS:
        easter = easter_days(begins)
        found = {NAME_OF_COUNT: _count(days, begins, ends), EASTER_IN_IT: _count(easter, begins, ends)}
    elif frequency.days > 1:
        found = {NAME_OF_COUNT: _count(days, begins, ends), **_feasts(begins)}
    else:
        found = {**_around_holidays(days, begins), **_feasts(begins)}
    if country == COUNTRY:
        found |= _school(frequency, begins, ends)
    return found


def holidays_between(country: str, begin: int, end: int) -> np.ndarray:
    """Days since 1970 of the public holidays, ascending."""
    import holidays

    years = _years(np.array([begin, end]))
    found = holidays.country_holidays(country, years=range(years[0], years[1] + 1))
    return np.sort(np.array(list(found), dtype="datetime64[D]").astype(np.int64))


def easter_days(days: np.ndarray) -> np.ndarray:
    """Easter Sundays (days since 1970) of the years around ``days``."""
    from dateutil.easter import easter

    years = _years(np.array([days.min(), days.max()]))
    found = [easter(year) for year in range(years[0] - 1, years[1] + 2)]
    return np.array(found, dtype="datetime64[D]").astype(np.int64)


# --- Days around ----------------------------------------------------------------------------------


def _around_holidays(days: np.ndarray, begins: np.ndarray) -> dict[Sentence, np.ndarray]:
    """A bridge day is a working day between a holiday and a weekend; a long weekend is any of at least
    three days in a row that are free."""
    following, previous = np.searchsorted(days, begins), np.searchsorted(days, begins, side="right") - 1
    padded = np.concatenate([[-(10**6)], days, [10**6]])
    since, until = begins - padded[previous + 1], padded[following + 1] - begins
    every = np.arange(begins.min() - 4, begins.max() + 5)
    holiday = np.isin(every, days)
    weekend = _weekday(every) >= SATURDAY
    bridge = ~holiday & (
        ((_weekday(every) == FRIDAY) & _shifted(holiday, 1))
        | ((_weekday(every) == 0) & _shifted(holiday, -1))
    )
    free = holiday | weekend
    runs = np.cumsum(np.diff(free, prepend=False))  # a number of its own for each run
    lengths = np.bincount(runs, weights=free)
    long = free & (lengths[runs] >= 3)
    places = begins - every[0]
    found = (
        *(since == 0, np.minimum(since, FARTHEST), np.minimum(until, FARTHEST)),
        *(_shifted(holiday, -1)[places], _shifted(holiday, 1)[places], bridge[places], long[places]),
    )
    return {name: np.asarray(values, dtype=float) for name, values in zip(NAMES, found, strict=True)}


def _feasts(begins: np.ndarray) -> dict[Sentence, np.ndarray]:
    years = range(_years(np.array([begins.min()]))[0] - 1, _years(np.array([begins.max()]))[0] + 2)
    november = np.array([f"{year}-11-01" for year in years], dtype="datetime64[D]").astype(np.int64)
    first_thursday = november + (THURSDAY - _weekday(november)) % 7
    christmas = np.array([f"{year}-12-25" for year in years], dtype="datetime64[D]").astype(np.int64)
    to_christmas = christmas[np.searchsorted(christmas, begins)] - begins
    return {
        DAYS_FROM_EASTER: _from_nearest(easter_days(begins), begins, FARTHEST),
        DAYS_FROM_BLACK_FRIDAY: _from_nearest(first_thursday + 22, begins, AROUND_BLACK_FRIDAY),
        DAYS_TO_CHRISTMAS: np.minimum(to_christmas, FARTHEST).astype(float),
    }


def _school(frequency: Frequency, begins: np.ndarray, ends: np.ndarray) -> dict[Sentence, np.ndarray]:
    if frequency.days <= 1:
        return {SCHOOL_HOLIDAY: school_holidays(begins)}
    every = np.arange(begins.min(), ends.max())
    running = np.concatenate([[0.0], np.cumsum(np.nan_to_num(school_holidays(every)))])
    unknown = np.isnan(school_holidays(begins))
    total = running[ends - every[0]] - running[begins - every[0]]
    return {SCHOOL_HOLIDAYS_IN_IT: np.where(unknown, np.nan, total)}


def _from_nearest(days: np.ndarray, begins: np.ndarray, farthest: int) -> np.ndarray:
    """Days after (above 0) or before the nearest of ``days``, at most ``farthest``."""
    place = np.clip(np.searchsorted(days, begins), 1, len(days) - 1)
    before, after = begins - days[place - 1], begins - days[place]
    return np.clip(np.where(before <= -after, before, after), -farthest, farthest).astype(float)


def _count(days: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    return np.asarray(np.searchsorted(days, ends) - np.searchsorted(days, begins), dtype=float)


def _shifted(values: np.ndarray, by: int) -> np.ndarray:
    """The value ``by`` days before; False beyond the ends."""
    found = np.zeros_like(values)
    if by > 0:
        found[by:] = values[:-by]
    else:
        found[:by] = values[-by:]
    return found


def _weekday(days: np.ndarray) -> np.ndarray:
    """0 for Monday; 1970 began on a Thursday."""
    return np.asarray((days + THURSDAY) % 7)


def _years(days: np.ndarray) -> list[int]:
    return list((days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970).tolist())


# --- School holidays of South Africa's public schools ---

Terms = tuple[tuple[str, str], ...]
"""First and last school day of each term."""

TERMS: dict[int, tuple[Terms, ...]] = {
    2023: (
        (
            *(("2023-01-11", "2023-03-24"), ("2023-04-12", "2023-06-23")),
            *(("2023-07-18", "2023-09-29"), ("2023-10-10", "2023-12-12")),
        ),
        (
            *(("2023-01-18", "2023-03-31"), ("2023-04-12", "2023-06-23")),
            *(("2023-07-18", "2023-09-29"), ("2023-10-10", "2023-12-12")),
        ),
    ),
    2024: (
        (
            *(("2024-01-17", "2024-03-20"), ("2024-04-03", "2024-06-14")),
            *(("2024-07-09", "2024-09-20"), ("2024-10-01", "2024-12-11")),
        ),
    ),
    2025: (
        (
            *(("2025-01-15", "2025-03-28"), ("2025-04-08", "2025-06-27")),
            *(("2025-07-22", "2025-10-03"), ("2025-10-13", "2025-12-10")),
        ),
    ),
    2026: (
        (
            *(("2026-01-14", "2026-03-27"), ("2026-04-08", "2026-06-26")),
            *(("2026-07-21", "2026-09-23"), ("2026-10-06", "2026-12-09")),
        ),
    ),
}
COUNTRY = "ZA"


def school_holidays(days: np.ndarray) -> np.ndarray:
    """For each of ``days`` (since 1970) the share of schools on holiday; NaN in years not known."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    found = np.full(len(days), np.nan)
    for year, calendars in TERMS.items():
        inside = years == year
        found[inside] = np.mean([~_in_term(days[inside], terms) for terms in calendars], axis=0)
    return found


def _in_term(days: np.ndarray, terms: Terms) -> np.ndarray:
    within = np.zeros(len(days), dtype=bool)
    for first, last in terms:
        begin, end = np.array([first, last], dtype="datetime64[D]").astype(np.int64)
        within |= (days >= begin) & (days <= end)
    return within
