"""What each column could be, found from its distinct values before the columns are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datasets.reading.dates import DateTexts, date_texts
from datasets.reading.numbers import NumberTexts, number_texts, plain_numbers, sample
from datasets.reading.words import MISSING, MISSING_IN_VALUES, flags

REPORTED_FROM = 0.5  # share of numbers (or dates) from which a column is no ordinary text


@dataclass
class Cells:
    """The cells of a column as distinct texts, each row's code (-1 is missing) and rows per text.

    ``absent`` marks texts such as "-" that are missing in a column of numbers, but a word in text.
    """

    texts: pa.Array
    codes: np.ndarray
    counts: np.ndarray
    absent: np.ndarray

    def share(self, distinct: np.ndarray) -> float:
        """The share of filled cells whose text is among the marked ``distinct`` ones."""
        filled = np.where(self.absent, 0, self.counts)
        return float(filled[distinct].sum() / max(filled.sum(), 1))

    def rows(self, distinct: np.ndarray) -> np.ndarray:
        """The marks of the distinct texts, per row; missing rows are not marked."""
        return np.append(distinct, False)[self.codes]


@dataclass
class Survey:
    """A column as far as it can be told alone: ready values, or what its texts could be."""

    name: str
    ready: Any = None
    cells: Cells | None = None
    numbers: NumberTexts | None = None
    dates: DateTexts | None = None
    decimal: str | None = None
    marked: bool = False
    order: str | None = None


def survey(name: str, column: pa.Array) -> Survey:
    if not pa.types.is_string(column.type):
        return Survey(name, ready=from_arrow(column, whole_from_floats=True))
    if column.null_count < len(column) and (plain := plain_numbers(column)) is not None:
        values, mark = plain
        return Survey(name, ready=from_arrow(values), decimal=mark)
    cells = _distinct(column)
    if cells.absent.all():
        return Survey(name, cells=cells)
    if (yes_or_no := _flags(cells)) is not None:
        return Survey(name, ready=yes_or_no)
    few = sample(cells.texts)
    dates = date_texts(few)
    if dates is not None and few is not cells.texts:
        dates = date_texts(cells.texts)
    if dates is not None and cells.share(dates.written) >= REPORTED_FROM:
        return Survey(name, cells=cells, dates=dates, order=dates.order(cells.counts))
    numbers = number_texts(few)
    if len(numbers.at) == 0:
        return Survey(name, cells=cells)
    if few is not cells.texts:
        numbers = number_texts(cells.texts)
    if cells.share(numbers.loose()) < REPORTED_FROM:
        return Survey(name, cells=cells)
    decimal, marked = numbers.decimal(cells.counts)
    return Survey(name, cells=cells, numbers=numbers, decimal=decimal, marked=marked)


def from_arrow(values: pa.Array, whole_from_floats: bool = False) -> Any:
    """Typed cells as a pandas column. Workbooks know no whole numbers: floats without a rest become such."""
    missing = np.asarray(values.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_boolean(values.type):
        filled = np.asarray(pc.fill_null(values, False).to_numpy(zero_copy_only=False))
        return pd.arrays.BooleanArray(filled, missing)
    if pa.types.is_timestamp(values.type):
        return values.to_numpy(zero_copy_only=False).astype("datetime64[ns]")
    filled = np.array(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
    whole = whole_from_floats and bool((np.abs(filled) < 2**53).all() and (filled == np.floor(filled)).all())
    return numeric(filled.astype(np.int64) if whole else filled, missing)


def numeric(values: np.ndarray, missing: np.ndarray) -> Any:
    """float64 with NaN, int64 without missing values, Int64 with."""
    if values.dtype != np.int64:
        return np.where(missing, np.nan, values)
    return pd.arrays.IntegerArray(values, missing) if missing.any() else values


def _distinct(column: pa.Array) -> Cells:
    encoded = column.dictionary_encode()
    texts = pc.utf8_trim_whitespace(encoded.dictionary)
    codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
    blank = np.asarray(pc.is_in(texts, pa.array(MISSING)).to_numpy(zero_copy_only=False))
    if blank.any():
        renumbered = np.append(np.where(blank, -1, np.cumsum(~blank) - 1), -1)
        codes, texts = renumbered[codes], texts.filter(pa.array(~blank))
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    absent = np.asarray(pc.is_in(texts, pa.array(MISSING_IN_VALUES)).to_numpy(zero_copy_only=False))
    return Cells(texts, codes, counts, absent)


def _flags(cells: Cells) -> Any:
    filled = np.flatnonzero(~cells.absent)
    if len(filled) > 20:
        return None
    answers = flags(cells.texts.take(pa.array(filled)).to_pylist())
    if answers is None:
        return None
    yes = np.zeros(len(cells.texts), dtype=bool)
    yes[filled] = answers
    return pd.arrays.BooleanArray(cells.rows(yes), ~cells.rows(~cells.absent))
