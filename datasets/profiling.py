"""A profile per column of a clean table: kind, range, examples, what is wrong. Needs no web framework.

The kind of a column follows from its values:

    date       datetime64 values
    flag       yes and no; also whole numbers that are only 0 and 1, both of them
    number     any other number
    category   text with few distinct values: at most 20, or at most half as many as filled rows
               and at most 1,000; unless every value of ten or more differs, or the texts are long
    text       any other text: names, notes, identifiers (also those with leading zeros: "00017")
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

Kind = Literal["date", "number", "category", "flag", "text"]

FEW_VALUES, MOST_CATEGORIES = 20, 1_000
LONG_TEXT = 60  # mean number of characters from which text is a note, not a category
IDENTIFIER_FROM = 10  # rows from which "every value differs" says something
MOST_BINS, TOP_VALUES, EXAMPLES = 20, 10, 5
EXAMPLE_LENGTH = 80


@dataclass
class ColumnProfile:
    """What a column holds. ``histogram`` is ``{"edges", "counts"}`` for numbers and dates (one edge

    more than counts), ``{"values", "counts", "other"}`` for categories and flags, else None. ``min``
    and ``max`` of dates are ISO text.
    """

    name: str
    kind: Kind
    missing: int
    unique: int
    min: float | int | str | None = None
    max: float | int | str | None = None
    mean: float | None = None
    median: float | None = None
    examples: list[Any] = field(default_factory=list)
    histogram: dict[str, Any] | None = None
    problems: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: no NaN, no numpy types."""
        return asdict(self)


def profile(frame: pd.DataFrame) -> list[ColumnProfile]:
    """One profile per column of ``frame``, in order. ``frame`` is as ``reading.read`` returns it."""
    return [_profile_column(str(name), frame[name]) for name in frame.columns]


def _profile_column(name: str, column: pd.Series[Any]) -> ColumnProfile:
    filled = column.dropna()
    missing = len(column) - len(filled)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        result = _dates(name, missing, filled)
    elif pd.api.types.is_bool_dtype(column.dtype):
        result = _values(name, "flag", missing, filled.astype(bool))
    elif pd.api.types.is_numeric_dtype(column.dtype):
        result = _numbers(name, missing, filled)
    else:
        result = _values(name, None, missing, filled.astype(str))
    result.problems = _problems(result, filled, len(column))
    return result


def _dates(name: str, missing: int, filled: pd.Series[Any]) -> ColumnProfile:
    days = filled.to_numpy(dtype="datetime64[ns]")
    result = ColumnProfile(name, "date", missing, _count_distinct(filled))
    if len(days):
        stamps = days.astype(np.int64)
        result.min, result.max = _iso(days.min()), _iso(days.max())
        result.median = None
        counts, edges = np.histogram(stamps, bins=min(MOST_BINS, max(result.unique, 1)))
        edge_dates = np.round(edges).astype(np.int64).astype("datetime64[ns]")
        result.histogram = {"edges": [_iso(edge) for edge in edge_dates], "counts": counts.tolist()}
        result.examples = [_iso(day) for day in filled.iloc[:200].drop_duplicates()[:EXAMPLES].to_numpy()]
    return result


def _numbers(name: str, missing: int, filled: pd.Series[Any]) -> ColumnProfile:
    whole = pd.api.types.is_integer_dtype(filled.dtype)
    values = filled.to_numpy(dtype=np.int64 if whole else np.float64)
    if not whole:
        values = values[np.isfinite(values)]
    unique = _count_distinct(filled)
    if whole and unique == 2 and values.min() == 0 and values.max() == 1:
        return _values(name, "flag", missing, filled.astype(np.int64))
    result = ColumnProfile(name, "number", missing, unique)
    if len(values):
        result.min, result.max = values.min().item(), values.max().item()
        result.mean, result.median = float(values.mean()), float(np.median(values))
        span = result.max - result.min
        bins = min(MOST_BINS, span + 1) if whole else MOST_BINS if math.isfinite(span) and span > 0 else 1
        if math.isfinite(span):
            counts, edges = np.histogram(values, bins=int(bins))
            result.histogram = {"edges": edges.tolist(), "counts": counts.tolist()}
        result.examples = pd.unique(values[:200])[:EXAMPLES].tolist()
    return result


def _values(name: str, kind: Kind | None, missing: int, filled: pd.Series[Any]) -> ColumnProfile:
    counts = filled.value_counts()
    unique = len(counts)
    result = ColumnProfile(name, kind or _kind_of_text(filled, unique), missing, unique)
    if kind == "flag" and pd.api.types.is_integer_dtype(filled.dtype):
        result.min, result.max, result.mean = 0, 1, float(filled.mean())
    elif kind == "flag" and len(filled):
        result.mean = float(filled.mean())
    if result.kind != "text" and unique:
        top = counts.iloc[:TOP_VALUES]
        result.histogram = {
            "values": [_short(value) for value in top.index.tolist()],
            "counts": top.tolist(),
            "other": int(counts.iloc[TOP_VALUES:].sum()),
        }
    result.examples = [_short(value) for value in filled.iloc[:200].drop_duplicates()[:EXAMPLES].tolist()]
    return result


def _kind_of_text(filled: pd.Series[Any], unique: int) -> Kind:
    rows = len(filled)
    if rows == 0 or (unique == rows and rows >= IDENTIFIER_FROM):
        return "text"
    if filled.iloc[:1_000].str.len().mean() > LONG_TEXT:
        return "text"
    return "category" if unique <= FEW_VALUES or unique <= min(rows / 2, MOST_CATEGORIES) else "text"


def _problems(result: ColumnProfile, filled: pd.Series[Any], rows: int) -> list[str]:
    problems = []
    if result.missing == rows:
        return ["empty: every value is missing"]
    if result.missing:
        share = 100 * result.missing / rows
        problems.append(f"{share:.0f} % missing" if share >= 1 else "less than 1 % missing")
    if result.unique == 1 and rows > 1:
        problems.append("constant: every value is the same")
    if _looks_like_identifier(result, filled):
        problems.append("looks like an identifier: every value differs")
    return problems


def _looks_like_identifier(result: ColumnProfile, filled: pd.Series[Any]) -> bool:
    """Texts that all differ, and whole numbers that count the rows."""
    if result.unique < IDENTIFIER_FROM or result.unique != len(filled):
        return False
    if result.kind == "text":
        return float(filled.iloc[:1_000].str.len().mean()) <= LONG_TEXT
    if result.kind != "number" or not isinstance(result.min, int) or not isinstance(result.max, int):
        return False
    return result.max - result.min == len(filled) - 1


def _count_distinct(filled: pd.Series[Any]) -> int:
    return int(filled.nunique())


def _iso(moment: Any) -> str:
    return pd.Timestamp(moment).isoformat().removesuffix("T00:00:00")


def _short(value: Any) -> Any:
    return f"{value[: EXAMPLE_LENGTH - 1]}…" if isinstance(value, str) and len(value) > EXAMPLE_LENGTH else value
