"""Expectations suggested by what a version holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pandas as pd

from datasets.checking.expectations.expectation import Expectation
from datasets.checking.finding import plain
from datasets.checking.sheet import Column, sheet_of

MOST_CATEGORIES = 50  # of a column whose values are promised
ROWS_LEFT = 0.5  # of the rows of a version, which the next is promised to have
MISSING_LEEWAY, WHOLE = 0.05, 100  # more may be missing than is; shares are promised in hundredths
RANGE_LEEWAY = 0.5  # of the range lies open beyond it on both sides
FRESH_TIMES = 3  # times the usual distance of dates may pass without a newer one
MONTH = 30


def suggest(frame: pd.DataFrame, kinds: Mapping[str, str], now: datetime | None = None) -> list[Expectation]:
    """What ``frame`` holds and the next version should, with some leeway; for a person to keep or change.

    A date is expected to be fresh where the newest one was at ``now``; without ``now`` none is.
    """
    sheet = sheet_of(frame, kinds, None, None, ())
    found = []
    if sheet.rows > 1:
        found.append(Expectation("rows", None, {"least": max(1, int(sheet.rows * ROWS_LEFT))}))
    for column in sheet.columns.values():
        if column.filled:
            found += [*_missing(column, sheet.rows), *_values(column), *_fresh(column, now)]
    return found


def _missing(column: Column, rows: int) -> list[Expectation]:
    share = 1 - column.filled / rows
    allowed = 0.0 if not share else min(1.0, np.ceil((share + MISSING_LEEWAY) * WHOLE) / WHOLE)
    return [Expectation("not_missing", column.name, {"share": float(allowed)})] if allowed < 1 else []


def _values(column: Column) -> list[Expectation]:
    if column.names_rows:
        unique = len(column.different) == column.filled
        return [Expectation("unique", column.name)] if unique else []
    if column.kind == "category" and len(column.different) <= MOST_CATEGORIES:
        return [Expectation("categories", column.name, {"allowed": sorted(map(str, column.different))})]
    if column.kind != "number" or not pd.api.types.is_numeric_dtype(column.values.dtype):
        return []
    low, high = float(np.nanmin(column.numbers)), float(np.nanmax(column.numbers))
    leeway = RANGE_LEEWAY * (high - low)
    least = low - leeway if low < 0 else max(0.0, low - leeway)
    return [Expectation("range", column.name, {"min": plain(least), "max": plain(high + leeway)})]


def _fresh(column: Column, now: datetime | None) -> list[Expectation]:
    """Dates that reach to today, or nearly: the newest is at most a few of their usual distances old."""
    if now is None or not pd.api.types.is_datetime64_any_dtype(column.values.dtype):
        return []
    days = np.unique(column.values.dropna().to_numpy("datetime64[D]").astype(np.int64))
    age = (pd.Timestamp(now).tz_localize(None).normalize() - pd.Timestamp(column.values.max())).days
    usual = int(np.ceil(np.median(np.diff(days)))) if len(days) > 1 else 1
    if not 0 <= age <= max(MONTH, usual * FRESH_TIMES):
        return []
    return [Expectation("fresh", column.name, {"days": int(max(usual * FRESH_TIMES, age + usual))})]
