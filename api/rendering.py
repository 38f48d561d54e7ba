"""JSON without NaN, and tables as CSV or XLSX that cannot carry a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from api.formulas import safe_cell
from api.line_charts import Lines
from api.plain_rows import plain_rows
from api.workbooks import NOTHING, About, xlsx_bytes

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
    writer.writerows([safe_cell(_iso(value)) for value in row] for row in plain_rows(table))
    return buffer.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def table_response(
    table: DataFrame,
    file_format: str,
    name: str,
    lines: Lines | None = None,
    for_excel: bool = False,
    more: Mapping[str, DataFrame] | None = None,
    about: About = NOTHING,
) -> HttpResponse:
    """``table`` as a download. ``file_format`` is "csv" or "xlsx", which shows ``lines`` as a chart and has a
    sheet for each of ``more`` tables and one that says what it is ``about``; a CSV holds one table.

    ``for_excel`` is for files that a person downloads from a page.
    """
    if file_format == "csv":
        response = HttpResponse(csv_bytes(table, for_excel), content_type=f"{CSV_TYPE}; charset=utf-8")
    else:
        response = HttpResponse(xlsx_bytes(table, name, lines, more, about), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
