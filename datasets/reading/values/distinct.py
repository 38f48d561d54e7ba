"""The cells of a column as its distinct texts: work done once per text is quick for a million rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.numbers import NO_AMOUNT, matches
from cells.words import AS_FORMULA, AS_TEXT, BLANKS, MISSING, MISSING_IN_VALUES


@dataclass
class Cells:
    """The cells of a column as distinct texts, each row's code (-1 is missing) and rows per text.

    ``found`` are the texts before spaces and marks around them were taken off. ``absent`` marks texts such
    as "-" that are missing in a column of numbers, but a word in text.
    """

    texts: pa.Array
    found: pa.Array
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

    def as_objects(self) -> np.ndarray:
        """Every row's text, None where missing."""
        return np.array([*self.texts.to_pylist(), None], dtype=object)[self.codes]

    def without(self, distinct: np.ndarray) -> Cells:
        """The same cells, with the marked ``distinct`` texts missing."""
        if not distinct.any():
            return self
        keep = pa.array(~distinct)
        renumbered = np.append(np.where(distinct, -1, np.cumsum(~distinct) - 1), -1)
        return Cells(
            self.texts.filter(keep),
            self.found.filter(keep),
            renumbered[self.codes],
            self.counts[~distinct],
            self.absent[~distinct],
        )


def cells_of(column: pa.Array, kept: Sequence[str] = ()) -> Cells:
    """The cells of a column of text; those of nothing but spaces are missing, ``kept`` words are not."""
    encoded = column.dictionary_encode()
    found = encoded.dictionary
    texts = _without_marks(trimmed(found))
    codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    absent = _is_in(texts, MISSING_IN_VALUES) | _is_no_amount(texts)
    missing = _is_in(texts, MISSING)
    if kept:
        values = _is_in(texts, tuple(kept))
        absent, missing = absent & ~values, missing & ~values
    return Cells(texts, found, codes, counts, absent).without(missing)


def trimmed(texts: pa.Array) -> pa.Array:
    """Without blanks around them, those of no width too."""
    if pc.all(pc.string_is_ascii(texts)).as_py():
        return pc.utf8_trim_whitespace(texts)
    return pc.utf8_trim(texts, characters=BLANKS)


def _without_marks(texts: pa.Array) -> pa.Array:
    """Programs write ="007" and '007 so that a spreadsheet program takes it for text."""
    for mark, pattern in (('="', AS_FORMULA), ("'", AS_TEXT)):
        if pc.any(pc.starts_with(texts, mark)).as_py():
            texts = pc.replace_substring_regex(texts, pattern, r"\1")
    return texts


def _is_no_amount(texts: pa.Array) -> np.ndarray:
    """Which are a money sign and a dash, as bookkeepers write nothing: "$ -"."""
    if not any(pc.any(pc.ends_with(texts, dash)).as_py() for dash in "-–—"):
        return np.zeros(len(texts), dtype=bool)
    return matches(texts, NO_AMOUNT)


def _is_in(texts: pa.Array, words: tuple[str, ...]) -> np.ndarray:
    return np.asarray(pc.is_in(texts, pa.array(words)).to_numpy(zero_copy_only=False), dtype=bool)


# --- Cells of any kind as Arrow arrays ---

FIRST_DAY, LAST_DAY = np.datetime64("1678-01-01"), np.datetime64("2262-01-01")  # what nanoseconds hold


def as_array(cells: Sequence[Any]) -> pa.Array:
    """Cells of one type as an array of that type, anything mixed as text."""
    kinds = set(map(type, cells)) - {str}
    if kinds and all(not cell.strip() for cell in cells if type(cell) is str):
        values = [None if type(cell) is str else cell for cell in cells]
        if kinds <= {int, float}:
            return pa.array(values, pa.float64())
        if kinds == {bool}:
            return pa.array(values, pa.bool_())
        if kinds <= {datetime.date, datetime.datetime}:
            days = np.array(values, dtype="datetime64[us]")
            if not ((days < FIRST_DAY) | (days > LAST_DAY)).any():
                return pa.array(days.astype("datetime64[ns]"))
    # A mixed column has to be looked at cell by cell.
    return texts_of(cells)


def as_texts(column: pa.Array) -> pa.Array:
    """A column of any type as text."""
    return column if pa.types.is_string(column.type) else texts_of(column.to_pylist())


def texts_of(cells: Sequence[Any]) -> pa.Array:
    """Cells as text, None where they are empty."""
    return pa.array([None if cell is None or cell == "" else _cell_text(cell) for cell in cells], pa.string())


def _cell_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, (datetime.date, datetime.time)) else str(cell)
