"""A line chart in a workbook, from a table with one row per date and series."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from contract.asking import Logged

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_SERIES = 10
WIDTH, HEIGHT = 30, 14  # centimetres
HEADER = 1


@dataclass(frozen=True)
class Lines:
    """``at`` is the column of dates, ``value`` that of the amounts, ``key`` names the series where given."""

    at: str
    value: str
    key: str | None = None

    @classmethod
    def of(cls, logged: Logged | None, columns: Collection[str]) -> Lines | None:
        """Of a table with these ``columns``; None where it has no amounts over time."""
        found = logged.found_in(columns) if logged is not None else {}
        if logged is None or "at" not in found or "value" not in found:
            return None
        return cls(found["at"], found["value"], next(iter(logged.keys_in(columns)), None))


def with_dates(table: DataFrame, lines: Lines) -> DataFrame:
    """``table`` with its dates as such, where they are written as text."""
    import pandas as pd

    dates = pd.to_datetime(table[lines.at], errors="coerce", format="ISO8601")
    return table.assign(**{lines.at: dates}) if dates.notna().all() else table


def add_chart(book: Any, page: Any, table: DataFrame, lines: Lines, title: str) -> None:
    """A sheet with the lines of the first series, next to the sheet ``page`` that holds ``table``."""
    from openpyxl.chart import LineChart, Reference, Series

    blocks = list(_blocks(table, lines))[:MOST_SERIES]
    if not blocks:
        return
    chart = LineChart()
    chart.title = title
    chart.width, chart.height = WIDTH, HEIGHT
    at, value = (list(table.columns).index(name) + 1 for name in (lines.at, lines.value))
    for name, first, last in blocks:
        rows = {"min_row": first + HEADER + 1, "max_row": last + HEADER + 1}
        series = Series(Reference(page, min_col=value, **rows), title=name)
        series.smooth = False
        chart.series.append(series)
    _name, first, last = max(blocks, key=lambda block: block[2] - block[1])
    chart.set_categories(Reference(page, min_col=at, min_row=first + HEADER + 1, max_row=last + HEADER + 1))
    chart.x_axis.number_format = "yyyy-mm-dd"
    chart.x_axis.delete = chart.y_axis.delete = False
    book.create_sheet(_("Chart")).add_chart(chart, "A1")


def _blocks(table: DataFrame, lines: Lines) -> Iterator[tuple[str, int, int]]:
    """Name, first and last row of each series with contiguous rows."""
    if not len(table):
        return
    if lines.key is None:
        yield lines.value, 0, len(table) - 1
        return
    for name, rows in table.groupby(lines.key, sort=False, dropna=False).indices.items():
        if rows[-1] - rows[0] == len(rows) - 1:
            yield str(name) or lines.value, int(rows[0]), int(rows[-1])
