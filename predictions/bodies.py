"""Predict requests that come as a sheet: read like an upload, turned into the family's request."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from api.problems import ApiProblem, error, field_problem
from api.rendering import CSV_TYPE, XLSX_TYPE
from training.exchange import plain
from training.families import Family

MOST_ROWS = 100_000
SHEET = "sheet"
TO_BE_SURE = {
    "date_order": "Write dates as 2026-01-31 to be sure.",
    "encoding": "Save the sheet as UTF-8 to be sure.",
}
"""What keeps a sheet from being read in two ways, by the option that would say which is meant."""


class SheetParser(BaseParser):
    """Takes the raw bytes; ``request_body`` reads them, since only it knows the family."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        return {SHEET: bytes(stream.read())}


class CSVParser(SheetParser):
    media_type = CSV_TYPE


class XLSXParser(SheetParser):
    media_type = XLSX_TYPE


def request_body(request: Request, family: Family) -> dict[str, Any]:
    """The family's request: the JSON body, or the rows of a sheet with the rest beside it."""
    if isinstance(request.data, Mapping) and isinstance(sheet := request.data.get(SHEET), bytes):
        return _from_sheet(sheet, request, family, "body.xlsx" if sheet[:2] == b"PK" else "body.csv")
    if upload := request.FILES.get("file"):
        return _from_sheet(upload.read(), request, family, upload.name)
    if not isinstance(request.data, Mapping):
        raise ApiProblem(400, f"The body must be a JSON object, not a {type(request.data).__name__}.")
    return dict(request.data)


def _from_sheet(content: bytes, request: Request, family: Family, name: str) -> dict[str, Any]:
    field = "rows" if "rows" in family.Request.model_fields else "future"
    if field not in family.Request.model_fields:
        raise field_problem("file", "no_sheet", f"'{family.label}' takes no sheet: send JSON.", 415)
    return {**_options(request, family), field: rows_of_sheet(content, name, field)}


def rows_of_sheet(content: bytes, name: str, table: str = "rows") -> list[dict[str, Any]]:
    """The rows of a CSV file or workbook as plain JSON. Raises ApiProblem where it cannot be read."""
    from datasets import reading

    with tempfile.NamedTemporaryFile() as file:
        file.write(io.BytesIO(content).getbuffer())
        file.flush()
        try:
            limits = reading.ReadingLimits(rows=MOST_ROWS)
            frame = reading.read(Path(file.name), name, reading.ReadingOptions(), limits).frame
        except reading.ReadingError as refusal:
            raise ApiProblem(
                422, str(refusal), [_finding_error(f, table) for f in refusal.findings]
            ) from None
        except reading.ReadingQuestion as question:
            remedy = TO_BE_SURE[question.option]
            raise field_problem("file", "ambiguous", f"{question} {remedy}") from None
    rows: list[dict[str, Any]] = plain(frame.to_dict("records"))
    return rows


def _finding_error(finding: Any, table: str) -> dict[str, Any]:
    place = {"table": table, "column": finding.column, "row": finding.row, "series": None}
    return error(place, finding.code, finding.message)


def _options(request: Request, family: Family) -> dict[str, Any]:
    """What goes with the sheet, from the query string and from the other parts of a multipart body."""
    sent = [*request.query_params.lists(), *request.POST.lists()]
    return {
        key: values if len(values) > 1 or _takes_many(family, key) else values[0]
        for key, values in sent
        if key != "format"
    }


def _takes_many(family: Family, name: str) -> bool:
    """Whether the request's field is a list, perhaps an optional one."""
    field = family.Request.model_fields.get(name)
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    return any(get_origin(kind) is list for kind in kinds)
