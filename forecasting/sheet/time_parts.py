"""The cells of columns that hold a part of a date: a year, a month, an hour."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from cells.months import month_of, plain
from cells.periods import ROMAN
from columns.values import numbers
from forecasting.sheet.part_names import Part

CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:([ap])\.?m\.?)?(?:\s?(?:uhr|h))?"
)
UNTIL = re.compile(r"(?<=\d)\s*(?:-|–|to|bis|a|do)\s*\d.*$")  # of an hour from 8:00 to 9:00 the first counts
FISCAL_YEAR = re.compile(r"(?:fy|gj)?\s?'?((?:19|20)\d{2}|\d{2})(?:[/-](?:\d{2}|\d{4}))?")
NUMBERED: Mapping[Part, re.Pattern[str]] = {
    "half": re.compile(r"(?:[a-z]{1,9}\.?)?\s?([12])(?:\.|st|nd|er|e|º)?\s?[a-z]{0,9}"),
    "quarter": re.compile(r"(?:[a-z]{1,9}\.?)?\s?([1-4])(?:\.|st|nd|rd|th|er|e|º)?\s?[a-z]{0,9}"),
    "week": re.compile(r"(?:[a-z]{1,9}\.?)?\s?(\d{1,2})\.?\s?(?:kw|woche)?"),
    "day": re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?"),
}
MINUTES_PER_HOUR, HOURS = 60, 24


def part_of_cells(column: pd.Series) -> Part | None:
    """What the cells of a column whose name does not say hold; None where that is not sure."""
    values = column.dropna()
    if not len(values):
        return None
    if pd.api.types.is_numeric_dtype(values.dtype):
        found = numbers(values)
        return "year" if ((found >= 1900) & (found <= 2100)).all() else None
    texts = pd.unique(values.astype(str))
    if all(month_of(text) for text in texts):
        return "month"
    return "time" if all(re.fullmatch(r"\d{1,2}[:.]\d{2}.*", text) for text in texts) else None


def read_part(part: Part, column: pd.Series) -> np.ndarray:
    """The number of each cell (of "hour" and "time": the minutes since midnight), NaN where there is none, or
    where it cannot be one."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        found = numbers(column)
        if part == "year":
            return np.where((found >= 0) & (found < 100), found + 2000, found)
        return _minutes(found) if part in ("hour", "time") else found
    codes, different = pd.factorize(column)
    read = [_of_text(part, str(text).strip()) for text in different]
    return np.array([*read, np.nan])[codes]


def _of_text(part: Part, text: str) -> float:
    if part == "month":
        return float(month_of(text) or (text if text.isdecimal() else np.nan))
    low = plain(text)
    if part == "year":
        match = FISCAL_YEAR.fullmatch(low)
        year = int(match[1]) if match else 0
        return float(year + 2000 * (year < 100)) if match else np.nan
    if part in ("hour", "time"):
        return _clock(low)
    if low in ROMAN:
        return float(ROMAN[low])
    match = NUMBERED[part].fullmatch(low)
    return float(match[1]) if match else np.nan


def _clock(text: str) -> float:
    match = CLOCK.fullmatch(UNTIL.sub("", text))
    if match is None:
        return np.nan
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[4]:
        hour = hour % 12 + 12 * (match[4] == "p")
    return float(hour * MINUTES_PER_HOUR + minute) if hour <= HOURS and minute < MINUTES_PER_HOUR else np.nan


def _minutes(found: np.ndarray) -> np.ndarray:
    """Of hours from 0, of hours from 1 to 24 (each named by its end), or of times such as 1430."""
    there = found[~np.isnan(found)]
    if len(there) and there.max() > HOURS:
        hours, minutes = np.divmod(found, 100)
        wrong = (hours > HOURS) | (minutes >= MINUTES_PER_HOUR)
        return np.where(wrong, np.nan, hours * MINUTES_PER_HOUR + minutes)
    by_end = len(there) and there.max() == HOURS and there.min() >= 1
    return np.asarray((found - by_end) * MINUTES_PER_HOUR)
