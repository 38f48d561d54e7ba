"""Cells of any kind as Arrow arrays."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from cells.words import MISSING

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
    """Cells as text; the missing words are those of text files."""
    missing = set(MISSING)
    return pa.array(
        [None if cell is None or cell in missing else _cell_text(cell) for cell in cells], pa.string()
    )


def _cell_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, (datetime.date, datetime.time)) else str(cell)
