"""Days written as numbers: those of workbooks (45000 is 15 March 2023), and 20240131."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

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
NO_DATES = {"candidate", "mandate"}


def days_of(name: str, values: Any) -> np.ndarray | None:
    """``values`` as datetime64[ns] where ``name`` speaks of dates and every number can be a day."""
    if str(values.dtype) not in ("int64", "Int64", "float64") or not _speaks_of_dates(name):
        return None
    missing = np.asarray(pd.isna(values), dtype=bool)
    numbers = np.where(missing, 0, np.asarray(values.fillna(0) if hasattr(values, "fillna") else values))
    filled = numbers[~missing]
    if not len(filled):
        return None
    if filled.min() >= FIRST_NUMBER and filled.max() <= LAST_NUMBER:
        elapsed = np.round(numbers.astype(np.float64) * 86_400_000).astype(np.int64) * 1_000_000
        days = WORKBOOK_ZERO + elapsed.astype("timedelta64[ns]")
    elif filled.min() >= YEARS[0] * 10_000 and filled.max() < YEARS[1] * 10_000:
        days = _of_digits(numbers)
        if np.isnat(days[~missing]).any():
            return None
    else:
        return None
    days[missing] = np.datetime64("NaT")
    return days


def _of_digits(numbers: np.ndarray) -> np.ndarray:
    """20240131 as a day; NaT where there is none such."""
    whole = numbers.astype(np.int64)
    years, months, days = whole // 10_000, whole // 100 % 100, whole % 100
    valid = (numbers == whole) & (months >= 1) & (months <= 12) & (days >= 1)
    starts = np.where(valid, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    first = starts.astype("datetime64[D]")
    lengths = ((starts + 1).astype("datetime64[D]") - first).astype(np.int64)
    result = (first + np.where(valid, days - 1, 0)).astype("datetime64[ns]")
    result[~valid | (days > lengths)] = np.datetime64("NaT")
    return result


def _speaks_of_dates(name: str) -> bool:
    words = [word.casefold() for word in WORD.findall(name)]
    return words == ["data"] or any(
        word in DATE_WORDS or (word.endswith(("date", "datum")) and word not in NO_DATES) for word in words
    )
