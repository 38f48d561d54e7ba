"""How a workbook that the product wrote is known again, when it is uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MARK = "Almanac · "
"""Begins the first cell of the sheet that says what a workbook is: no data, whatever else is in it."""


def is_about_sheet(rows: Sequence[Sequence[Any]]) -> bool:
    """``rows`` are those of a sheet, its first one first."""
    return bool(rows) and bool(rows[0]) and str(rows[0][0]).startswith(MARK)
