"""How models are asked, in the description of the API: each ask with its request, tables and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.openapi.components import REF, add, schema_of
from api.openapi.operations import BINARY, FORM_TYPE, JSON_TYPE, SHEETS, TEXT, WAIT
from api.openapi.schema import show
from api.rendering import CSV_TYPE, XLSX_TYPE
from contract import registry
from contract.asking import PREDICTIONS, Ask, AskTable
from predictions import shapes
from training.describing import camel
from training.examples import example_of

REQUEST, ANSWER = "AskRequest", "Answer"
NAMED = {"type": "string", "description": "A data set: its name, name@latest or name@3."}
ANY_ROW = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "description": "The cells of a row, by column.",
}
SHEET = {
    "type": "object",
    "title": "AskSheet",
    "properties": {"file": {**BINARY, "description": "CSV, XLSX, XLS or ODS; a sheet of it for each table."}},
    "required": ["file"],
    "additionalProperties": {"type": "string", "description": "A field of the request."},
    "description": "The rows as a file, with the fields of the request beside it.",
}


def asking() -> dict[str, Any]:
    """What the operations have in common that ask a model."""
    return {
        "body": {
            JSON_TYPE: {"$ref": REF.format(model=REQUEST)},
            FORM_TYPE: SHEET,
            CSV_TYPE: {**TEXT, "description": "The rows of the first table."},
            XLSX_TYPE: {**BINARY, "description": "A sheet for each table."},
        },
        "answers": {
            200: {JSON_TYPE: {"$ref": REF.format(model=ANSWER)}, **SHEETS},
            202: shapes.PredictionJob,
        },
        "parameters": [WAIT],
        "fails": [404, 409, 410, 503],
    }


# --- The hook: the asks of all families -----------------------------------------------------------


def with_asks(result: dict[str, Any], **_said: Any) -> dict[str, Any]:
    """Adds request and answer of each ask, and what any of them may be."""
    schemas = result["components"]["schemas"]
    names: dict[type[Ask], str] = {}
    asked: dict[str, Any] = {}
    for family in registry.all_families():
        for ask in family.asks:
            if type(ask) not in names:
                names[type(ask)] = _name(family.key, ask, names)
                _add_ask(schemas, ask, names[type(ask)])
                if body := example_of(family).get("request"):
                    asked[f"{family.label}: {ask.label}"] = body
    for name, one in ((REQUEST, "Request"), (ANSWER, "Answer")):
        said = "The request" if name == REQUEST else "The answer"
        schemas[name] = {
            "title": name,
            "description": f"{said} of the ask: which of these depends on the family of the model.",
            "anyOf": [{"$ref": REF.format(model=f"{found}{one}")} for found in names.values()],
        }
    for way in ("predict", "ask"):
        for which in ("", "_by_alias", "_of_version"):
            show(result, f"{way}{which}", asked)
    return result


def _name(family: str, ask: Ask, taken: Mapping[type[Ask], str]) -> str:
    """After the package that the ask is of, since several families share one."""
    name = camel(type(ask).__module__.partition(".")[0]) + camel(ask.key)
    return name if name not in taken.values() else camel(family) + camel(ask.key)


def _add_ask(schemas: dict[str, Any], ask: Ask, name: str) -> None:
    add(schemas, f"{name}Request", request_schema(ask, ask.tables))
    add(schemas, f"{name}Row", schema_of(ask.Row))
    add(schemas, f"{name}Answer", answer_schema(ask, {"$ref": REF.format(model=f"{name}Row")}))


def request_schema(
    ask: Ask, tables: Sequence[AskTable], rows: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """The body of a request: its fields, and its tables beside them. ``rows`` has a row's schema by table."""
    schema = schema_of(ask.Request)
    schema["description"] = f"{ask.label}. {ask.help}".strip()
    fields = schema.setdefault("properties", {})
    for table in tables:
        many: dict[str, Any] = {"type": "array", "items": dict((rows or {}).get(table.key, ANY_ROW))}
        about = {"title": str(table.label), "description": str(table.help)}
        if table.required:
            many["minItems"] = 1
            schema.setdefault("required", []).append(table.key)
        fields[table.key] = {**about, "anyOf": [many, NAMED]}
    return schema


def answer_schema(ask: Ask, row: Mapping[str, Any]) -> dict[str, Any]:
    facts = schema_of(ask.Facts).get("properties", {})
    general: dict[str, Any] = schema_of(shapes.AnswerFrame)
    parts = general.pop("$defs", {})
    return {
        "type": "object",
        "description": f"The answer of '{ask.label}'.",
        "properties": {
            **general["properties"],
            **facts,
            PREDICTIONS: {"type": "array", "items": dict(row), "description": "One row per prediction."},
        },
        "required": [*general["required"], PREDICTIONS],
        "additionalProperties": {
            "description": "Further tables of the answer.",
            "type": "array",
            "items": ANY_ROW,
        },
        "$defs": parts,
    }
