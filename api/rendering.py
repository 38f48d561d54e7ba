"""JSON without NaN, and tables as CSV or XLSX that cannot carry a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from numbers import Real
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from api.formulas import safe_cell
from api.line_charts import Lines, add_chart, with_dates

if TYPE_CHECKING:
    from pandas import DataFrame

PROBLEM_TYPE = "application/problem+json"
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PlainJSONRenderer(JSONRenderer):
    """JSON in UTF-8. A NaN or an Infinity is a mistake of ours and raises."""

    charset = None
    ensure_ascii = False
    strict = True


class TypeRenderer(PlainJSONRenderer):
    """Only negotiates the type: the view answers with a file of that type where it was chosen.

    What a view still answers as data is an error, and errors are problem+json in any case.
    """

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if renderer_context and (response := renderer_context.get("response")) is not None:
            response["Content-Type"] = PROBLEM_TYPE if response.status_code >= 400 else "application/json"
        return bytes(super().render(data))


class CSVRenderer(TypeRenderer):
    media_type = CSV_TYPE
    format = "csv"


class XLSXRenderer(TypeRenderer):
    media_type = XLSX_TYPE
    format = "xlsx"


def csv_bytes(table: DataFrame, for_excel: bool = False) -> bytes:
    """``for_excel`` begins with a byte order mark: Excel needs it to see UTF-8, programs stumble over it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(str(name)) for name in table.columns])
    writer.writerows([safe_cell(_iso(value)) for value in row] for row in _rows(table))
    return buffer.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def xlsx_bytes(
    table: DataFrame,
    sheet: str = "Almanac",
    lines: Lines | None = None,
    more: Mapping[str, DataFrame] | None = None,
) -> bytes:
    """A workbook with a header style and a frozen first row; numbers stay numbers, dates are dates.

    Times are in UTC, since a workbook knows no time zones; control characters, which it cannot hold,
    are left out. ``lines`` are drawn on a sheet of their own, and ``more`` tables stand on theirs.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    def storable(value: Any) -> Any:
        if isinstance(value, str):
            return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value))
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(UTC).replace(tzinfo=None)
        return value

    if lines is not None:
        table = with_dates(table, lines)
    book = Workbook(write_only=True)

    def filled(title: str, table: DataFrame) -> Any:
        page = book.create_sheet(title[:31])
        page.freeze_panes = "A2"
        header = []
        for name in table.columns:
            cell = WriteOnlyCell(page, value=storable(str(name)))
            cell.font = Font(bold=True)
            header.append(cell)
        page.append(header)
        for row in _rows(table):
            page.append([storable(value) for value in row])
        return page

    page = filled(sheet, table)
    for title, other in (more or {}).items():
        filled(title, other)
    if lines is not None:
        add_chart(book, page, table, lines)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(table: DataFrame) -> Iterator[list[Any]]:
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


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def table_response(
    table: DataFrame,
    file_format: str,
    name: str,
    lines: Lines | None = None,
    for_excel: bool = False,
    more: Mapping[str, DataFrame] | None = None,
) -> HttpResponse:
    """``table`` as a download. ``file_format`` is "csv" or "xlsx", which shows ``lines`` as a chart and has a
    sheet for each of ``more`` tables; a CSV holds one table.

    ``for_excel`` is for files that a person downloads from a page.
    """
    if file_format == "csv":
        response = HttpResponse(csv_bytes(table, for_excel), content_type=f"{CSV_TYPE}; charset=utf-8")
    else:
        response = HttpResponse(xlsx_bytes(table, name, lines, more), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
