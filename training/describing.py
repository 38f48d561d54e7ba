"""What the families declare, in the description of the API: their settings, parameters, tables and roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from api.openapi.components import REF, add, schema_of
from api.openapi.schema import show
from contract import registry
from contract.data import MAIN, Options, Table
from contract.family import Family
from training.examples import example_of

ORDER = "RunOrder"


def camel(key: str) -> str:
    return "".join(part.capitalize() for part in key.replace("-", "_").split("_"))


def with_families(result: dict[str, Any], **_said: Any) -> dict[str, Any]:
    """Makes of the order of a run one for each family, with its own settings, parameters and columns.

    A postprocessing hook of drf-spectacular: families register after the classes are described.
    """
    schemas = result["components"]["schemas"]
    general, mapping, orders = schemas[ORDER], {}, {}
    for family in registry.all_families():
        name = f"{camel(family.key)}{ORDER}"
        add(schemas, name, _order_of(family, general, schemas))
        mapping[family.key] = REF.format(model=name)
        orders[family.label] = _example(family)
    schemas[ORDER] = {
        "title": ORDER,
        "description": general["description"],
        "oneOf": [{"$ref": address} for address in mapping.values()],
        "discriminator": {"propertyName": "family", "mapping": mapping},
    }
    show(result, "start_run", orders)
    return result


def _example(family: Family) -> dict[str, Any]:
    order = {"family": family.key, "dataset": slugify(family.main_table.label)}
    columns = example_of(family).get("columns")
    return {**order, "columns": columns} if columns else order


def _order_of(family: Family, general: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = camel(family.key)
    params = [_component(schemas, f"{name}{camel(key)}", choice.Params) for key, choice in _models(family)]
    properties = {
        **general["properties"],
        "family": {"const": family.key, "description": family.question},
        "settings": _component(schemas, f"{name}Settings", family.Settings),
        "columns": {"anyOf": [_columns(family), {"type": "null"}]},
        "tables": _tables(family),
        "model": {
            **general["properties"]["model"],
            "enum": ["auto", *family.models],
        },
    }
    if params:
        properties["params"] = {"description": "The parameters of the model.", "anyOf": params}
    return {**general, "description": family.question, "properties": properties}


def _models(family: Family) -> Iterator[tuple[str, Any]]:
    """Those that have parameters; the same ones are described once."""
    seen: set[type[Options]] = set()
    for key, choice in family.models.items():
        if choice.Params.model_fields and choice.Params not in seen:
            seen.add(choice.Params)
            yield key, choice


def _component(schemas: dict[str, Any], name: str, options: type[Options]) -> dict[str, Any]:
    suffix = "" if name.endswith("Settings") else "Params"
    schema = schema_of(options)
    if not schema.get("properties"):
        schema["description"] = "There is nothing to set."
    add(schemas, name + suffix, schema)
    return {"$ref": REF.format(model=name + suffix)}


def _columns(family: Family) -> dict[str, Any]:
    """The columns of each role; of a role that takes several, a list of them."""
    one, many = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "title": f"{camel(family.key)}Columns",
        "description": "Columns by role. Where none of a table is named, they are guessed.",
        "properties": {
            key: {"description": f"{role.label}. {role.help}".strip(), "anyOf": [one, many]}
            for key, (_table, role) in family.role_keys().items()
        },
        "additionalProperties": False,
    }


def _tables(family: Family) -> dict[str, Any]:
    side = [table for table in family.tables if table.key != MAIN]
    return {
        "type": "object",
        "title": f"{camel(family.key)}Tables",
        "description": "Data sets by table, each as slug or slug@version."
        if side
        else "This family reads no table but the main one.",
        "properties": {table.key: {"type": "string", "description": _said(table)} for table in side},
        "required": [table.key for table in side if table.required],
        "additionalProperties": False,
    }


def _said(table: Table) -> str:
    roles = ", ".join(
        f"`{table.address(role.key)}`{'' if role.required else ' (optional)'}" for role in table.roles
    )
    return f"{table.label}. Roles: {roles}."
