"""One way to read a cell, whatever its source: JSON, CSV text, or a typed column."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from cells.numbers import LARGEST
from cells.words import spelled

# What people and programs write where they mean "nothing": compared without case.
DISGUISED = frozenset(
    {"", "select", "please select", "choose", "n/a", "#n/a", "na", "nan", "null", "nil", "?", "-", "--"}
)
YES = frozenset({"yes", "y", "true", "t", "1", "oui", "vrai", "ja", "wahr", "si", "sí", "sim", "da", "tak"})
NO = frozenset({"no", "n", "false", "f", "0", "non", "faux", "nein", "falsch", "não", "nao", "nie", "nee"})
NOT_NUMERIC = re.compile(r"[^0-9eE+\-.,]")


def word(value: Any) -> str | None:
    """One spelling for equal values (1.0 is "1", True is "yes"); None if empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    text = spelled(value)
    return None if text.casefold() in DISGUISED else text


def number(value: Any) -> float:
    """A number, also from text such as "1,250.50", "12,5" or "$ 30"; NaN where there is none."""
    text = word(value)
    if text is None:
        return np.nan
    if text.casefold() in YES:
        return 1.0
    if text.casefold() in NO:
        return 0.0
    try:
        return float(text)
    except ValueError:
        return _written_number(text)


def _written_number(text: str) -> float:
    digits = NOT_NUMERIC.sub("", text.replace("\u2212", "-"))
    if not any(sign.isdigit() for sign in digits) or len(re.findall(r"[A-Za-z]", text)) > 3:
        return np.nan
    if "," in digits and "." in digits:
        decimal = max(",", ".", key=digits.rfind)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif digits.count(",") == 1 and len(digits) - digits.index(",") != 4:
        digits = digits.replace(",", ".")
    try:
        return float(digits.replace(",", ""))
    except ValueError:
        return np.nan


def numbers(values: Any) -> np.ndarray:
    """A column as float64, NaN where there is no number. ``values`` is a Series or a list."""
    if isinstance(values, pd.Series) and pd.api.types.is_numeric_dtype(values.dtype):
        result = values.to_numpy(dtype=float, na_value=np.nan)
    else:
        try:
            result = np.array(list(values), dtype=float)
        except (TypeError, ValueError, OverflowError):
            result = np.array([number(value) for value in values], dtype=float)
    return np.where(np.abs(result) < LARGEST, result, np.nan)


def words(values: Any) -> tuple[np.ndarray, list[str]]:
    """A code per row (-1: missing) and the word of each code; a word has one code."""
    cells = pd.Series(values, dtype=object) if not isinstance(values, pd.Series) else values
    codes, uniques = pd.factorize(cells)
    place: dict[str, int] = {}
    texts: list[str] = []
    recoded = []
    for unique in uniques:
        text = word(unique)
        if text is not None and text.casefold() not in place:
            place[text.casefold()] = len(texts)
            texts.append(text)
        recoded.append(-1 if text is None else place[text.casefold()])
    return np.array([*recoded, -1])[codes], texts


def dates(values: Any) -> np.ndarray:
    """A column as datetime64[ns], NaT where there is no date."""
    cells = pd.Series(values) if not isinstance(values, pd.Series) else values
    if not pd.api.types.is_datetime64_any_dtype(cells.dtype):
        text = cells.astype(object).where(cells.notna(), None)
        cells = pd.to_datetime(text, errors="coerce", format="mixed", utc=True)
    if getattr(cells.dt, "tz", None) is not None:
        cells = cells.dt.tz_localize(None)
    return cells.to_numpy(dtype="datetime64[ns]")
