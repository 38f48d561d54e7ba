"""Cells as numbers and dates; what cannot be read is missing."""

from __future__ import annotations

import pandas as pd


def to_numbers(column: pd.Series) -> pd.Series:
    """The column as float64; what is no finite number becomes missing."""
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() != float("inf"))


def to_dates(column: pd.Series) -> pd.Series:
    """The column as datetime64[ns] in UTC without a zone; what is not a date becomes missing."""
    if pd.api.types.is_numeric_dtype(column):
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[ns]")
    dates = pd.to_datetime(column, errors="coerce")
    if getattr(dates.dt, "tz", None) is not None:
        dates = dates.dt.tz_convert("UTC").dt.tz_localize(None)
    kept = (dates >= pd.Timestamp.min) & (dates <= pd.Timestamp.max)  # from 1677 to 2262
    return dates.where(kept).astype("datetime64[ns]")
