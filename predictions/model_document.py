"""The OpenAPI of one version: only how it is asked, with its own columns."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from api.openapi.components import REF, add
from api.openapi.document import document
from api.openapi.operations import JSON_TYPE
from api.openapi.schema import named
from contract.asking import PREDICT, Ask, Learned
from contract.family import Family
from language.sentences import told
from predictions import services
from predictions.asked_columns import Field, body_of, columns_of
from predictions.describing import answer_schema, request_schema
from training.describing import camel
from training.models import ModelVersion
from training.versions.learned import learned_of

GENERAL = "/api/v1/models/{slug}/versions/{number}/predict"


def path_of(version: ModelVersion, ask: Ask) -> str:
    way = PREDICT if ask.key == PREDICT else f"asks/{ask.key}"
    return f"/api/v1/models/{version.model.slug}/versions/{version.number}/{way}"


def document_of(version: ModelVersion, family: Family) -> dict[str, Any]:
    """OpenAPI 3.1 of ``version``: an operation for each of its asks."""
    general, learned = document(), learned_of(version)
    parts: dict[str, Any] = {}
    made = {
        "openapi": general["openapi"],
        "info": {
            "title": f"{version.model.name} {version.label}",
            "version": version.label,
            "description": f"{family.question} {version.headline}".strip(),
        },
        "paths": {
            path_of(version, ask): {"post": _operation(version, family, ask, learned, parts)}
            for ask in family.asks
        },
        "components": {**general["components"], "schemas": {**general["components"]["schemas"], **parts}},
    }
    return dict(told(_needed(made)))


def _operation(
    version: ModelVersion, family: Family, ask: Ask, learned: Learned, parts: dict[str, Any]
) -> dict[str, Any]:
    """As for any model, with the request and the answer of this one; their schemas go to ``parts``."""
    name = f"{camel(version.model.slug)}{camel(ask.key)}"
    tables = ask.takes(learned)
    ranges = services.ranges(version)
    rows = {table.key: _row(columns_of(version, family, table, learned, ranges)) for table in tables}
    add(parts, f"{name}Request", request_schema(ask, tables, rows))
    add(parts, f"{name}Row", ask.Row.model_json_schema(ref_template=REF))
    add(parts, f"{name}Answer", answer_schema(ask, {"$ref": REF.format(model=f"{name}Row")}))
    found = copy.deepcopy(document()["paths"][GENERAL]["post"])
    content = found["requestBody"]["content"]
    content[JSON_TYPE] = {
        "schema": {"$ref": REF.format(model=f"{name}Request")},
        "examples": named({"Typical values": body_of(version, ask, learned)}),
    }
    found["responses"]["200"]["content"][JSON_TYPE] = {"schema": {"$ref": REF.format(model=f"{name}Answer")}}
    parameters = [one for one in found["parameters"] if one["in"] != "path"]
    own = {"operationId": ask.key, "summary": str(ask.label), "description": str(ask.help)}
    return {**found, **own, "parameters": parameters}


def _row(columns: list[Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "One row. A column that is left out counts as unknown; others are ignored.",
        "properties": {
            one.name: {
                "type": one.json_types,
                **({"description": f"{one.label}. {one.help}".strip(". ")} if one.label or one.help else {}),
                **({} if one.example is None else {"examples": [one.example]}),
            }
            for one in columns
        },
        "additionalProperties": True,
    }


def _needed(made: dict[str, Any]) -> dict[str, Any]:
    """``made`` with no more components than its operations name."""
    components, kept = made["components"], {"securitySchemes": made["components"]["securitySchemes"]}
    left = list(_references(made["paths"]))
    while left:
        kind, name = left.pop()
        if name not in kept.setdefault(kind, {}):
            kept[kind][name] = components[kind][name]
            left += _references(components[kind][name])
    return {**made, "components": kept}


def _references(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        own = value.get("$ref")
        found = [] if not isinstance(own, str) else [tuple(own.split("/")[-2:])]
        return found + [one for part in value.values() for one in _references(part)]  # type: ignore[return-value]
    return [one for part in value for one in _references(part)] if isinstance(value, list) else []
