"""Requests that come as a sheet: its layout is found as that of an upload, its cells stay as they are."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from api.problems import ApiProblem, error, field_problem
from api.rendering import CSV_TYPE, XLSX_TYPE
from contract.asking import Ask
from contract.plain import plain
from contract.requests import MOST_ROWS, TABLES

SHEET = "sheet"
MOST_SAID = 20
TO_BE_SURE = {
    "date_order": "To be safe, write dates as 2026-01-31.",
    "encoding": "Save the sheet as UTF-8 to be sure.",
}
"""What keeps a sheet from being read in two ways, by the option that would say which is meant."""


class SheetParser(BaseParser):
    """Takes the raw bytes; ``request_body`` reads them, since only it knows the ask."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        return {SHEET: bytes(stream.read())}


class CSVParser(SheetParser):
    media_type = CSV_TYPE


class XLSXParser(SheetParser):
    media_type = XLSX_TYPE


def request_body(request: Request, ask: Ask) -> dict[str, Any]:
    """The body of a request: JSON, or the tables of a sheet with the rest beside them."""
    if isinstance(request.data, Mapping) and isinstance(sheet := request.data.get(SHEET), bytes):
        return _from_sheet(sheet, request, ask, "body.xlsx" if sheet[:2] == b"PK" else "body.csv")
    if upload := request.FILES.get("file"):
        return _from_sheet(upload.read(), request, ask, upload.name)
    if not isinstance(request.data, Mapping):
        raise ApiProblem(400, f"The body must be a JSON object, not a {type(request.data).__name__}.")
    return dict(request.data)


def _from_sheet(content: bytes, request: Request, ask: Ask, name: str) -> dict[str, Any]:
    if not ask.tables:
        raise field_problem("file", "no_sheet", f"'{ask.label}' takes no sheet: send JSON.", 415)
    return {**_options(request, ask), TABLES: tables_of_sheet(content, name, ask)}


def tables_of_sheet(content: bytes, name: str, ask: Ask) -> dict[str, list[dict[str, Any]]]:
    """The tables of ``ask`` in a file, their cells as they are written.

    The sheets of a workbook that are called as a table are that table; in a file without such a sheet, all is
    the first table. Raises ApiProblem where it cannot be read.
    """
    from datasets import reading

    with tempfile.NamedTemporaryFile() as file:
        file.write(io.BytesIO(content).getbuffer())
        file.flush()
        path = Path(file.name)
        first = ask.tables[0].key
        try:
            named = _named(reading.sheet_names(path, name, _limits()), ask)
            sheets: dict[str, str | None] = {**named} if named else {first: None}
            return {key: _rows(path, name, sheet, key) for key, sheet in sheets.items()}
        except reading.ReadingError as refusal:
            raise ApiProblem(
                422, str(refusal), [_finding_error(f, first) for f in refusal.findings]
            ) from None
        except reading.ReadingQuestion as question:
            remedy = TO_BE_SURE[question.option]
            raise field_problem("file", "ambiguous", f"{question} {remedy}") from None


def _named(sheets: Sequence[str], ask: Ask) -> dict[str, str]:
    """The sheets that are called as a table, by its key. Raises ApiProblem where two are one table."""
    named: dict[str, str] = {}
    for sheet in sheets:
        for table in ask.tables:
            if sheet.strip().casefold() not in (table.key, str(table.label).casefold()):
                continue
            if table.key in named:
                message = f"The sheets '{named[table.key]}' and '{sheet}' are one table: remove one of them."
                raise field_problem("file", "table_twice", message)
            named[table.key] = sheet
    return named


def _limits() -> Any:
    from datasets import reading

    return reading.ReadingLimits(rows=MOST_ROWS)


def _rows(path: Path, name: str, sheet: str | None, table: str) -> list[dict[str, Any]]:
    """Raises ApiProblem for rows that could not be read: the answer would lack them. What is no data, such as
    a row of totals, is left out."""
    from datasets import reading

    found = reading.read_cells(path, name, reading.ReadingOptions(sheet=sheet), _limits())
    if unread := [reject for reject in found.rejects if reject.mendable]:
        errors = [
            error(
                {"table": table, "column": reject.column, "row": reject.row, "series": None},
                "unread_row",
                f"Row {reject.row}: {reject.reason}",
            )
            for reject in unread[:MOST_SAID]
        ]
        detail = f"{len(unread)} of the sheet's rows could not be read. {errors[0]['message']}"
        raise ApiProblem(422, detail, errors)
    rows: list[dict[str, Any]] = plain(found.frame.to_dict("records"))
    return rows


def _finding_error(finding: Any, table: str) -> dict[str, Any]:
    place = {"table": table, "column": finding.column, "row": finding.row, "series": None}
    return error(place, finding.code, finding.message)


def _options(request: Request, ask: Ask) -> dict[str, Any]:
    """What goes with the sheet, from the query string and from the other parts of a multipart body."""
    sent = [*request.query_params.lists(), *request.POST.lists()]
    return {
        key: values if len(values) > 1 or _takes_many(ask, key) else values[0]
        for key, values in sent
        if key != "format"
    }


def _takes_many(ask: Ask, name: str) -> bool:
    """Whether the request's field is a list, perhaps an optional one."""
    field = ask.Request.model_fields.get(name)
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    return any(get_origin(kind) is list for kind in kinds)
