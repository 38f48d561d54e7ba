"""Days written as numbers: those of workbooks (45000 is 15 March 2023), 20240131, and seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cells.dates import NO_END

FIRST_NUMBER, LAST_NUMBER = 20_000, 60_000  # 3 October 1954 and 7 April 2064
WORKBOOK_ZERO = np.datetime64("1899-12-30", "ns")
YEARS = (1900, 2100)
WORD = re.compile(r"[A-ZÄÖÜ]?[^\W\d_A-ZÄÖÜ]+|[A-ZÄÖÜ]+")
DATE_WORDS = {
    "day",
    "dt",
    "tag",
    "fecha",
    "jour",
    "giorno",
    "dia",
    "día",
    "timestamp",
    "datetime",
    "zeitpunkt",
}
NEVER = (99991231, 29991231, 99990101)
FIRST_SECOND, LAST_SECOND = 946_684_800, 4_102_444_800  # 2000 and 2100
PER_SECOND = (1, 1_000, 1_000_000)  # seconds, milliseconds, microseconds
TIME_WORDS = {
    "time",
    "epoch",
    "unix",
    "ts",
    "created",
    "updated",
    "modified",
    "zeit",
    "timestamp",
    "datetime",
}
SERIAL = r"^\d{5}(?:\.\d+)?$"
NO_DATES = {"candidate", "mandate"}


def days_of(name: str, values: Any) -> np.ndarray | None:
    """``values`` as datetime64[ns] where ``name`` speaks of dates and every number can be a day or time."""
    if str(values.dtype) not in ("int64", "Int64", "float64"):
        return None
    of_dates, of_times = _speaks_of_dates(name), _speaks_of_times(name)
    if not (of_dates or of_times):
        return None
    missing = np.asarray(pd.isna(values), dtype=bool)
    numbers = np.where(missing, 0, np.asarray(values.fillna(0) if hasattr(values, "fillna") else values))
    filled = numbers[~missing]
    if not len(filled):
        return None
    never = np.isin(numbers, NEVER) & ~missing  # by which programs say that there is no end
    if of_dates and never.any() and not (never | missing).all():
        days = days_of(name, pd.Series(np.where(never | missing, np.nan, numbers)))
        return None if days is None else np.where(never, NO_END, days)
    low, high = filled.min(), filled.max()
    if (per_second := _per_second(low, high)) is not None and of_times:
        days = _of_seconds(numbers, per_second)
    elif not of_dates:
        return None
    elif low >= FIRST_NUMBER and high <= LAST_NUMBER:
        days = _of_serials(numbers)
    elif low >= YEARS[0] * 10_000 and high < YEARS[1] * 10_000:
        days = _of_digits(numbers)
        if np.isnat(days[~missing]).any():
            return None
    else:
        return None
    days[missing] = np.datetime64("NaT")
    return days


def days_of_numbers(numbers: np.ndarray) -> np.ndarray:
    """Each of ``numbers`` (int64 or float64) that can be a day or time of a column of dates, whatever the
    others are; NaT elsewhere. What numbers of days, 20240131, and seconds look like does not overlap."""
    days = np.full(len(numbers), np.datetime64("NaT", "ns"))
    ranges: list[tuple[int, int, Callable[[np.ndarray], np.ndarray]]] = [
        (FIRST_NUMBER, LAST_NUMBER, _of_serials),
        (YEARS[0] * 10_000, YEARS[1] * 10_000 - 1, _of_digits),
        *(
            (FIRST_SECOND * unit, LAST_SECOND * unit, partial(_of_seconds, per_second=unit))
            for unit in PER_SECOND
        ),
    ]
    for low, high, read in ranges:
        near = (numbers >= low) & (numbers <= high)
        if near.any():
            days[near] = read(numbers[near])
    days[np.isin(numbers, NEVER)] = NO_END
    return days


def days_of_texts(texts: pa.Array) -> np.ndarray:
    """Those of ``texts`` that are numbers of days as workbooks count them; NaT elsewhere."""
    days = np.full(len(texts), np.datetime64("NaT", "ns"))
    at = np.flatnonzero(pc.match_substring_regex(texts, SERIAL).to_numpy(zero_copy_only=False))
    numbers = texts.take(pa.array(at)).cast(pa.float64()).to_numpy()
    near = (numbers >= FIRST_NUMBER) & (numbers <= LAST_NUMBER)
    days[at[near]] = _of_serials(numbers[near])
    return days


def _of_serials(numbers: np.ndarray) -> np.ndarray:
    elapsed = np.round(numbers.astype(np.float64) * 86_400_000).astype(np.int64) * 1_000_000
    return np.asarray(WORKBOOK_ZERO + elapsed.astype("timedelta64[ns]"))


def _per_second(low: float, high: float) -> int | None:
    """What unit all the numbers since 1970 are in, as how many make a second."""
    fitting = (unit for unit in PER_SECOND if low >= FIRST_SECOND * unit and high <= LAST_SECOND * unit)
    return next(fitting, None)


def _of_seconds(numbers: np.ndarray, per_second: int) -> np.ndarray:
    if numbers.dtype == np.int64:
        return (numbers * (1_000_000_000 // per_second)).astype("datetime64[ns]")
    return (
        np.round(numbers / per_second * 1e6)
        .astype(np.int64)
        .astype("datetime64[us]")
        .astype("datetime64[ns]")
    )


def _of_digits(numbers: np.ndarray) -> np.ndarray:
    """20240131 as a day; NaT if there is no such day."""
    whole = numbers.astype(np.int64)
    years, months, days = whole // 10_000, whole // 100 % 100, whole % 100
    valid = (numbers == whole) & (months >= 1) & (months <= 12) & (days >= 1)
    starts = np.where(valid, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    first = starts.astype("datetime64[D]")
    lengths = ((starts + 1).astype("datetime64[D]") - first).astype(np.int64)
    result = (first + np.where(valid, days - 1, 0)).astype("datetime64[ns]")
    result[~valid | (days > lengths)] = np.datetime64("NaT")
    return result


def _speaks_of_times(name: str) -> bool:
    words = [word.casefold() for word in WORD.findall(name)]
    return bool(words) and (not TIME_WORDS.isdisjoint(words) or words[-1] == "at" or _speaks_of_dates(name))


def _speaks_of_dates(name: str) -> bool:
    words = [word.casefold() for word in WORD.findall(name)]
    return words == ["data"] or any(
        word in DATE_WORDS or (word.endswith(("date", "datum")) and word not in NO_DATES) for word in words
    )
