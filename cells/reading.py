"""The one reading of cells by the conventions of their column, wherever they come from.

JSON, sheets, forms and typed columns all pass here. What a cell says:

- Numbers of JSON and of typed columns are what they are. Texts are read by the column's marks; where these
  are unknown, a text that two marks read differently ("1,234") does not fit. From 1e30 on nothing is real.
- ISO dates are read always, other texts by the order of the column; where that is unknown, only what one
  order alone allows. A time that names a zone is put on the clock of its column; where the column has none,
  the zone is read over: the time stays the one that is written. A typed column with a zone (Arrow, pandas)
  has instants, of which UTC is kept, as of a Parquet file.
- Numbers in a column of dates are days as workbooks count them, 20240131, or seconds since 1970.
- A column's own words for missing, yes and no come before those that every column knows (``cells.words``).
  Where yes alone is written, a blank cell is no; a word for missing stays missing.

What does not fit counts as missing and is named; nothing is guessed.
"""

from __future__ import annotations

import datetime
import decimal
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cells.conventions import Conventions
from cells.dates import ENDLESS_DAYS, NO_END, YEARS
from cells.invalid_cells import sentence, shown
from cells.kinds import Wrong, own_missing, read_distinct
from cells.numbers import LARGEST, NO_AMOUNT
from cells.words import AS_FORMULA, AS_TEXT, BLANKS, MISSING, MISSING_IN_VALUES

FIRST, BEYOND = np.datetime64(f"{YEARS[0]}-01-01"), np.datetime64(f"{YEARS[1] + 1}-01-01")
UNCOUNTABLE = (list, dict, tuple, set, np.ndarray)
MANY = 1_000  # cells from which pandas finds the different texts sooner
DASHES = "-–—"
FORMULA, TEXT, NOTHING = re.compile(AS_FORMULA), re.compile(AS_TEXT), re.compile(NO_AMOUNT)


@dataclass(frozen=True)
class Unfit:
    """A cell that does not fit its column: its place from 0, as it was found, a code of
    ``invalid_cells.SENTENCES`` and a sentence of language.sentences."""

    place: int
    text: str
    code: str
    message: str


@dataclass(frozen=True)
class ReadCells:
    """A typed column: float64, int64 or Int64 of numbers, datetime64[ns] without a zone of dates, pandas'
    boolean of flags, objects with None of texts; and what does not fit, in order."""

    values: Any
    unfit: list[Unfit]


def read_cells(cells: Any, how: Conventions) -> ReadCells:
    """``cells`` is a list of JSON values, or a pandas, numpy or Arrow column, typed or not."""
    column = _as_column(cells)
    if isinstance(column, pd.Series):
        typed = _typed(column, how)
        if typed is not None:
            return typed
        column = column.astype(object).tolist()
    return _untyped(column, how)


def _as_column(cells: Any) -> list[Any] | pd.Series[Any]:
    if isinstance(cells, list):
        return cells if (numbers := _all_numbers(cells)) is None else numbers
    if isinstance(cells, (pa.Array, pa.ChunkedArray)):
        return pd.Series(cells, dtype=pd.ArrowDtype(cells.type))
    if isinstance(cells, (pd.Series, pd.Index, np.ndarray, pd.api.extensions.ExtensionArray)):
        column = pd.Series(cells).reset_index(drop=True)
        return column.tolist() if column.dtype == object else column
    return list(cells)


def _all_numbers(cells: list[Any]) -> pd.Series[Any] | None:
    """A list of nothing but numbers, as JSON has them, at once; None of anything else."""
    types = set(map(type, cells))
    if not types or not types <= {int, float, type(None)} or types == {type(None)}:
        return None
    try:
        return pd.Series(cells, dtype="float64" if float in types else "Int64")
    except (OverflowError, TypeError):  # a whole number beyond 64 bits
        return None


# --- Columns that have the type already -----------------------------------------------------------


def _typed(column: pd.Series[Any], how: Conventions) -> ReadCells | None:
    """None where the type is not that of the kind: then each cell is looked at."""
    dtype = column.dtype
    if how.kind == "flag" and pd.api.types.is_bool_dtype(dtype):
        flags = column.astype("boolean")
        return ReadCells((flags.fillna(False) if how.blank_is_no else flags).array, [])
    arrow = dtype.pyarrow_dtype if isinstance(dtype, pd.ArrowDtype) else pa.null()
    if how.kind == "date" and (pa.types.is_timestamp(arrow) or pa.types.is_date(arrow)):
        instants = pa.array(column).cast(pa.timestamp("us"), safe=False)
        return _typed_dates(pd.Series(np.asarray(instants)), how)
    if how.kind == "date" and pd.api.types.is_datetime64_any_dtype(dtype):
        zoned = isinstance(dtype, pd.DatetimeTZDtype)
        return _typed_dates(column.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else column, how)
    numeric = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    return _typed_numbers(column, how) if how.kind == "number" and numeric else None


def _typed_numbers(column: pd.Series[Any], how: Conventions) -> ReadCells:
    floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
    large = np.abs(floats) >= LARGEST
    unfit = _unfit_at(column, large, Wrong("not_a_number"), how)
    none = np.isnan(floats) | large
    if len(words := own_missing(how)):
        none |= np.isin(floats, words)
    whole = pd.api.types.is_integer_dtype(column.dtype) and bool((np.abs(floats[~none]) < 2**63).all())
    if not whole:
        return ReadCells(np.where(none, np.nan, floats), unfit)
    values = column.where(~none, 0).to_numpy(dtype=np.int64, na_value=0)
    return ReadCells(pd.arrays.IntegerArray(values, none) if none.any() else values, unfit)


def _typed_dates(column: pd.Series[Any], how: Conventions) -> ReadCells:
    found = column.to_numpy()
    outside = ~np.isnat(found) & ((found < FIRST) | (found >= BEYOND))
    never = np.array([*ENDLESS_DAYS, *how.no_end], dtype="datetime64[D]")
    endless = np.isin(found.astype("datetime64[D]"), never)
    outside &= ~endless
    values = np.where(outside | endless, np.datetime64("NaT"), found).astype("datetime64[ns]")
    values[endless] = NO_END
    if len(words := own_missing(how)):
        values[np.isin(values, words)] = np.datetime64("NaT")
    return ReadCells(values, _unfit_at(column, outside, Wrong("impossible_date"), how))


def _unfit_at(column: pd.Series[Any], marked: np.ndarray, wrong: Wrong, how: Conventions) -> list[Unfit]:
    return [
        Unfit(int(place), shown(column.iloc[place]), wrong.code, sentence(column.iloc[place], wrong, how))
        for place in np.flatnonzero(marked)
    ]


# --- Cells of any kind ----------------------------------------------------------------------------


def _untyped(cells: list[Any], how: Conventions) -> ReadCells:
    codes, different = _distinct(cells)
    read = read_distinct(_plain_cells(different, how), how)
    for at, cell in enumerate(different):
        if isinstance(cell, _Uncountable):
            read.wrong[at] = Wrong("not_a_cell")
            read.missing[at] = True
    values = _as_typed(read.values[codes], read.missing[codes], how)
    if not read.wrong:
        return ReadCells(values, [])
    said = {
        at: (shown(different[at]), wrong.code, sentence(different[at], wrong, how))
        for at, wrong in read.wrong.items()
    }
    marked = np.zeros(len(different), dtype=bool)
    marked[list(said)] = True
    return ReadCells(
        values, [Unfit(int(place), *said[int(codes[place])]) for place in np.flatnonzero(marked[codes])]
    )


class _Uncountable:
    """A list or an object in the place of a cell."""

    def __init__(self, cell: Any):
        self.cell = cell

    def __str__(self) -> str:
        return str(self.cell)


def _distinct(cells: list[Any]) -> tuple[np.ndarray, list[Any]]:
    """The code of each cell and the different cells; 1, 1.0 and True are different."""
    types = set(map(type, cells))
    if len(cells) >= MANY and types <= {str, type(None)}:
        codes, texts = pd.factorize(np.array(cells, dtype=object))
        return np.where(codes < 0, len(texts), codes), [*texts, None]
    if any(issubclass(kind, UNCOUNTABLE) for kind in types):
        cells = [_Uncountable(cell) if isinstance(cell, UNCOUNTABLE) else cell for cell in cells]
    places: dict[Any, int] = {}
    keys = [cell if type(cell) is str else (type(cell), cell) for cell in cells]
    found = [places.setdefault(key, len(places)) for key in keys]
    return np.array(found, dtype=np.int64), [key if type(key) is str else key[1] for key in places]


def _plain_cells(cells: list[Any], how: Conventions) -> list[Any]:
    """Cells as ``cells.kinds`` reads them: None where missing, else of a plain type. Blanks around a text
    are taken off, unless they belong to a category, as they do in a Parquet file. A blank cell is False where
    it says no."""
    of_values = how.kind not in ("category", "text")
    everywhere = frozenset(MISSING_IN_VALUES if of_values else MISSING)
    everywhere -= frozenset(how.not_missing)
    own = {word.casefold() for word in how.missing}
    categories = frozenset(how.categories or ())
    blank = False if how.kind == "flag" and how.blank_is_no else None
    result: list[Any] = []
    for cell in cells:
        if type(cell) is not str or cell in categories:
            plain = cell if type(cell) is str else _plain(cell)
            result.append(blank if plain is None else plain)
            continue
        text = cell.strip(BLANKS)
        if not text:
            result.append(blank)
            continue
        if text[:1] in ("=", "'") and (marked := FORMULA.fullmatch(text) or TEXT.fullmatch(text)):
            text = marked[1]
        missing = text in everywhere or (bool(own) and text.casefold() in own)
        missing = missing or (of_values and text[-1] in DASHES and bool(NOTHING.match(text)))
        result.append(None if missing else text)
    return result


def _plain(cell: Any) -> Any:
    if isinstance(cell, np.generic) and not isinstance(cell, (np.datetime64, np.timedelta64)):
        cell = cell.item()
    if isinstance(cell, (bool, int)):
        return cell
    if cell is None or isinstance(cell, _Uncountable) or bool(pd.isna(cell)):
        return None
    if isinstance(cell, np.datetime64):
        return pd.Timestamp(cell)
    if isinstance(cell, decimal.Decimal):
        return float(cell)
    known = isinstance(cell, (float, datetime.date, datetime.time))
    return cell if known else str(cell)


def _as_typed(values: np.ndarray, missing: np.ndarray, how: Conventions) -> Any:
    """The values of all rows as a column of the kind."""
    if how.kind == "flag":
        return pd.arrays.BooleanArray(values, missing)
    if how.kind == "number" and values.dtype == np.int64:
        return pd.arrays.IntegerArray(values, missing) if missing.any() else values
    if missing.any():
        values[missing] = {"date": np.datetime64("NaT"), "number": np.nan}.get(how.kind)
    return values
