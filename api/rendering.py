"""JSON without NaN, and tables as CSV or XLSX that cannot carry a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer, JSONRenderer


if TYPE_CHECKING:
    from pandas import DataFrame

PROBLEM_TYPE = "application/problem+json"
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class PlainJSONRenderer(JSONRenderer):
    """JSON is the answer to every Accept header that names nothing we have; problems keep their type."""

    charset = None
    ensure_ascii = False
    strict = True


class _TableRenderer(BaseRenderer):
    """Only negotiates the type: the view answers with ``table_response`` where it was chosen.

    What a view still answers as data is an error, and errors are problem+json whatever was asked for.
    """

    charset = None

    def render(
        self, data: Any, accepted: str | None = None, context: Mapping[str, Any] | None = None
    ) -> bytes:
        if context and (response := context.get("response")) is not None:
            response["Content-Type"] = PROBLEM_TYPE if response.status_code >= 400 else "application/json"
        return json.dumps(data, ensure_ascii=False, default=str).encode()


class CSVRenderer(_TableRenderer):
    media_type = CSV_TYPE
    format = "csv"


class XLSXRenderer(_TableRenderer):
    media_type = XLSX_TYPE
    format = "xlsx"


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is shown as text, by a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_bytes(table: DataFrame) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(str(name)) for name in table.columns])
    writer.writerows([safe_cell(value) for value in row] for row in _rows(table))
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: DataFrame, sheet: str = "Almanac") -> bytes:
    """A workbook with a header style and a frozen first row; numbers stay numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    header = []
    for name in table.columns:
        cell = WriteOnlyCell(page, value=safe_cell(str(name)))
        cell.font = Font(bold=True)
        header.append(cell)
    page.append(header)
    for row in _rows(table):
        page.append([safe_cell(value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(table: DataFrame) -> Iterable[list[Any]]:
    """Rows of plain values; missing values are None (an empty cell)."""
    columns = [table[name].astype(object).where(table[name].notna(), None).tolist() for name in table.columns]
    return (list(row) for row in zip(*columns, strict=True))


def table_response(table: DataFrame, file_format: str, name: str) -> HttpResponse:
    """``table`` as a download. ``file_format`` is "csv" or "xlsx"."""
    if file_format == "csv":
        response = HttpResponse(csv_bytes(table), content_type=f"{CSV_TYPE}; charset=utf-8")
    else:
        response = HttpResponse(xlsx_bytes(table, name), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
