"""The blocks of reports and answers, from the classes that check them."""

from __future__ import annotations

from inspect import getdoc
from typing import Any

from api.openapi.components import REF, schema_of
from contract.blocks import Block

COMMON = {
    "title": {"type": "string"},
    "summary": {"type": "string", "description": "The sentence that says what it shows."},
    "under": {"type": "string", "description": "The tab of the model's page that it stands under."},
}


def with_blocks(result: dict[str, Any], **_said: Any) -> dict[str, Any]:
    """Adds a component for each kind, and ``Block`` for any of them."""
    schemas = result["components"]["schemas"]
    mapping = {}
    for kind in Block.__subclasses__():
        name = f"{kind.__name__}Block"
        schemas[name] = _described(kind, name)
        mapping[kind.kind] = REF.format(model=name)
    schemas["Block"] = {
        "title": "Block",
        "description": "A piece of a report. Pages draw it; it can be read without being drawn.",
        "oneOf": [{"$ref": address} for address in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return result


def _described(kind: type[Block], name: str) -> dict[str, Any]:
    own = schema_of(kind)
    data = {key: _explained(one) for key, one in own["properties"].items() if key not in COMMON}
    needed = [key for key in own["required"] if key in data]
    return {
        "title": name,
        "description": getdoc(kind),
        "type": "object",
        "properties": {
            "kind": {"const": kind.kind},
            **COMMON,
            "data": {"type": "object", "properties": data, "required": needed, "title": f"{name}Data"},
        },
        "required": ["kind", "title", "data", "summary"],
    }


def _explained(schema: dict[str, Any]) -> dict[str, Any]:
    """What a part of a block holds is said in the description of the block."""
    return {"description": "See the description of the block.", **schema}
