"""Values of a column as text for its reader, and rows as plain values. Needs no web framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from language.formats import shown
from language.reader import NUMBER_FORMATS, current

if TYPE_CHECKING:
    from pandas import DataFrame

YEARS = range(1900, 2101)


def cell_text(value: Any, kind: str) -> str:
    """A value as a sheet shows it: every digit, no thousands marks, the reader's decimal mark and dates."""
    if kind == "date":
        return shown(value, "date")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", NUMBER_FORMATS[current().numbers][1])
    return shown(value, "text")


def bound_text(value: Any, kind: str) -> str:
    """The end of a range, a middle: rounded. What may be a year has no thousands mark."""
    if isinstance(value, (int, float)) and round(value) in YEARS:
        return str(round(value))
    return shown(value, "date" if kind == "date" else "number")


def plain_rows(frame: DataFrame) -> list[list[Any]]:
    """The cells as plain values: dates as ISO text, missing as None."""
    cells = frame.astype(object).where(frame.notna(), None)
    return [[_plain(cell) for cell in row] for row in cells.itertuples(index=False)]


def _plain(cell: Any) -> Any:
    return cell.isoformat().removesuffix("T00:00:00") if hasattr(cell, "isoformat") else cell
