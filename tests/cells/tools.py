"""Cells read by conventions, as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cells.conventions import Conventions
from cells.reading import ReadCells, read_cells

DMY_COMMA = {"date_order": "dmy", "decimal": ","}
MDY_POINT = {"date_order": "mdy", "decimal": "."}
ISO: dict[str, Any] = {}


def read(cells: Any, kind: Any, **how: Any) -> ReadCells:
    return read_cells(cells, Conventions("value", kind, **how))


def outcome(cell: Any, kind: Any, **how: Any) -> Any:
    """The one value of ``cell``, None where it is missing, or the code of why it does not fit."""
    found = read([cell], kind, **how)
    if found.unfit:
        (unfit,) = found.unfit
        assert plain(found.values) == [None]
        assert unfit.place == 0
        assert "'value' is" in unfit.message
        return unfit.code
    (value,) = plain(found.values)
    return value


def plain(values: Any) -> list[Any]:
    """ISO text of dates, without a time where it is midnight."""
    cells = [None if pd.isna(cell) else cell for cell in pd.Series(values)]
    return [
        cell.isoformat().removesuffix("T00:00:00") if isinstance(cell, pd.Timestamp) else cell
        for cell in cells
    ]
