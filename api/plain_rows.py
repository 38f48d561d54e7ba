"""The rows of a table as plain values, for files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame


def plain_rows(table: DataFrame) -> Iterator[list[Any]]:
    """Rows of plain values; missing and infinite ones are None (an empty cell)."""
    columns: Iterable[list[Any]] = (
        table[name].astype(object).where(table[name].notna(), None).tolist() for name in table.columns
    )
    return ([_plain(value) for value in row] for row in zip(*columns, strict=True))


def _plain(value: Any) -> Any:
    """Text, a number, a date, a time or None. A time at midnight is a date, as in the JSON answers."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Real):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    return value if isinstance(value, date) else str(value)
