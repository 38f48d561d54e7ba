"""Typed columns as arrays and as words. Nothing is parsed: ``cells`` has read uploads and requests before."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from cells.dates import NO_END
from cells.numbers import LARGEST
from cells.words import spelled

EMPTY = frozenset({""})
DISGUISED = EMPTY | {
    *("select", "please select", "choose", "n/a", "#n/a", "na", "nan", "null", "nil", "?", "-", "--"),
}
"""Words that people and programs write where they mean "nothing", casefolded.

Uploads and requests keep them in columns of words, where "-" or "Select" may be a value that somebody chose;
the check of a data set proposes to set them missing. Scores have always counted them as missing (a menu of a
web form that nobody touched is the usual case) and say so in a note. Kept models hold no level for them, so
this must stay.
"""
FLOATS = ("boolean", "integer", "floating", "mixed-integer-float", "empty")
FIRST, LAST = np.datetime64(pd.Timestamp.min, "s"), np.datetime64(pd.Timestamp.max, "s")


def numbers(column: pd.Series) -> np.ndarray:
    """A column of numbers or flags as float64; NaN where it is missing, or as large as nothing real is.

    Raises TypeError for a column of texts or dates.
    """
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) not in FLOATS:
        raise TypeError(f"{column.name!r} is a column of texts, not of numbers.")
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def dates(column: pd.Series, endless: bool = False) -> np.ndarray:
    """A column of dates as datetime64[ns]; NaT where it is missing, or outside of the years 1677 to 2262.

    The day that stands for "no end" (``cells.dates.NO_END``) is none either, unless the ``endless`` are kept.
    Raises TypeError for any other column.
    """
    if column.isna().all():
        return np.full(len(column), np.datetime64("NaT", "ns"))
    if not pd.api.types.is_datetime64_dtype(column.dtype):
        raise TypeError(f"{column.name!r} is a column of {column.dtype}, not of dates.")
    values = column.to_numpy()
    seconds = values.astype("datetime64[s]")
    inside = (seconds > FIRST) & (seconds < LAST)
    if not endless:
        inside &= seconds != NO_END
    return np.where(inside, values, np.datetime64("NaT")).astype("datetime64[ns]")


def words(column: pd.Series, missing: Collection[str] = DISGUISED) -> tuple[np.ndarray, list[str]]:
    """A code per row (-1: missing) and the word of each code; words that differ in case alone have one code.

    ``missing`` are words that mean nothing, casefolded.
    """
    codes, different = pd.factorize(column)
    place: dict[str, int] = {}
    texts: list[str] = []
    recoded = []
    for value in different:
        text = spelled(value)
        key = text.casefold()
        if key in missing:
            recoded.append(-1)
            continue
        if key not in place:
            place[key] = len(texts)
            texts.append(text)
        recoded.append(place[key])
    return np.array([*recoded, -1])[codes], texts


def spellings(column: pd.Series) -> pd.Series:
    """The text of each cell, None where it is missing. 5, 5.0 and "5" are one text, so that a column of
    numbers can be compared with one of texts."""
    codes, different = pd.factorize(column)
    texts = np.array([*(spelled(value) for value in different), None], dtype=object)
    return pd.Series(texts[codes], index=column.index, name=column.name)
