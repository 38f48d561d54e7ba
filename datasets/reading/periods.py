"""Quarters and weeks written as text: "Q1 2024", "2024-W05". They are read as their first day."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

YEAR, SHORT_YEAR = r"(?P<year>(?:19|20)\d{2})", r"(?P<year>(?:19|20)\d{2}|\d{2})"
QUARTERS = (
    rf"^{YEAR}[-/ ]?[Qq](?P<number>[1-4])$",
    rf"^[Qq](?P<number>[1-4])(?:[-/ ]|\s?['’])?{SHORT_YEAR}$",
    rf"^T(?P<number>[1-4]) {YEAR}$",
)
WEEKS = (
    rf"^{YEAR}[-/ ]?(?:W|KW|CW)\s?(?P<number>\d{{1,2}})$",
    rf"^(?:W|KW|CW|Week|Wk|Woche|Semaine)\s?(?P<number>\d{{1,2}})[-/, ]\s?{YEAR}$",
)
LIKELY = r"^(?:\d{4}[-/ ]?[QqTWKC]|[QqTWKCS][A-Za-z]* ?\d)"  # a quick look, as most columns hold none
CENTURY = 2000
MONDAY = 3  # days from the weekday of 1 January 1970, a Thursday, back to Monday


def period_texts(texts: pa.Array) -> np.ndarray:
    """The first day of each text's quarter, or of its week as ISO 8601 counts; NaT elsewhere."""
    days = np.full(len(texts), np.datetime64("NaT", "ns"))
    if not pc.any(pc.match_substring_regex(texts, LIKELY)).as_py():
        return days
    for patterns, start_of in ((QUARTERS, _quarter), (WEEKS, _week)):
        for pattern in patterns:
            at = np.flatnonzero(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False))
            if len(at):
                groups = pc.extract_regex(texts.take(pa.array(at)), pattern)
                years, numbers = (
                    groups.field(name).cast(pa.int64()).to_numpy() for name in ("year", "number")
                )
                years = np.where(years < 100, years + CENTURY, years)
                days[at] = start_of(years, numbers).astype("datetime64[ns]")
    return days


def _quarter(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return ((years - 1970) * 12 + (numbers - 1) * 3).astype("datetime64[M]")


def _week(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The Monday; NaT where the year has no such week. The first week holds 4 January."""
    first, next_first = _first_week(years), _first_week(years + 1)
    mondays = first + (numbers - 1) * np.timedelta64(7, "D")
    mondays[(numbers < 1) | (mondays >= next_first)] = np.datetime64("NaT")
    return np.asarray(mondays)


def _first_week(years: np.ndarray) -> np.ndarray:
    fourth = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(3, "D")
    weekdays = (fourth.astype(np.int64) + MONDAY) % 7
    return np.asarray(fourth - weekdays.astype("timedelta64[D]"))
