"""Components of the description: JSON schemas of pydantic models and typed dictionaries, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

REF = "#/components/schemas/{model}"


class _Quiet(GenerateJsonSchema):
    """Without titles that only repeat the name of a field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class Either:
    """One of several classes, under a name of its own."""

    def __init__(self, name: str, *kinds: Any) -> None:
        self.__name__, self.kinds = name, kinds


class Components:
    """Collects the classes that operations name, and describes them all at the end."""

    def __init__(self) -> None:
        self._kinds: dict[str, Any] = {}

    def ref(self, kind: Any) -> dict[str, str]:
        """Where ``kind`` is described. Raises ValueError where another class has its name."""
        name = kind.__name__
        if self._kinds.setdefault(name, kind) is not kind:
            raise ValueError(f"Two classes of the API are called {name}: {kind} and {self._kinds[name]}.")
        return {"$ref": REF.format(model=name)}

    def schema(self, kind: Any) -> dict[str, Any]:
        """Of a class, or of a list of one."""
        if get_origin(kind) is list:
            return {"type": "array", "items": self.ref(*get_args(kind))}
        return dict(self.ref(kind))

    def schemas(self) -> dict[str, Any]:
        """All of them, and what they refer to."""
        found: dict[str, Any] = {}
        for name, kind in list(self._kinds.items()):
            if isinstance(kind, Either):
                add(found, name, {"anyOf": [self.ref(one) for one in kind.kinds]})
        for name, kind in self._kinds.items():
            if not isinstance(kind, Either):
                add(found, name, schema_of(kind))
        return dict(sorted(found.items()))


def schema_of(kind: Any, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
    """Of a pydantic model or a typed dictionary; other classes that it names are under ``$defs``."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.model_json_schema(ref_template=REF, schema_generator=_Quiet, mode=mode)
    return TypeAdapter(kind).json_schema(ref_template=REF, schema_generator=_Quiet, mode=mode)


def add(schemas: dict[str, Any], name: str, schema: Mapping[str, Any]) -> None:
    """``schema`` as a component, and each of its ``$defs`` as one. Raises ValueError for a name taken."""
    own = dict(schema)
    parts = own.pop("$defs", {})
    for key, part in {**parts, name: own}.items():
        part = {**part, "title": key}
        if schemas.setdefault(key, part) != part:
            raise ValueError(f"Two schemas of the API are called {key}.")
