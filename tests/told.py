"""What the description of the API says of an answer, held against the answer itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from api.openapi.document import document, installed

PROBLEM = "application/problem+json"
ASKED = ("predict", "ask", "score")
"""What families answer themselves: those of a test are not described."""


def strict(schema: Any) -> Any:
    """``schema`` where nothing may be answered that it does not name: readers need not be as strict."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


@cache
def _strict_components(families: tuple[str, ...]) -> dict[str, Any]:
    return dict(strict({"components": document()["components"]}))


@cache
def _routes(families: tuple[str, ...]) -> list[tuple[re.Pattern[str], Mapping[str, Any]]]:
    """The addresses as patterns; one without placeholders is looked at before those with."""
    paths = sorted(document()["paths"].items(), key=lambda item: item[0].count("{"))
    return [(re.compile(re.sub(r"\\?\{\w+\\?\}", "[^/@]+", re.escape(path))), said) for path, said in paths]


def operation_at(method: str, path: str) -> Mapping[str, Any] | None:
    for pattern, said in _routes(installed()):
        if pattern.fullmatch(path) and method.lower() in said:
            found: Mapping[str, Any] = said[method.lower()]
            return found
    return None


def wrong_with(method: str, path: str, response: Any) -> list[str]:
    """What the description does not allow of an answer to ``method`` at ``path``; nothing where it is told
    truly, or is about an address that there is not."""
    operation = operation_at(method, path.partition("?")[0])
    if operation is None or response.status_code in (405, 406):
        return []
    status, content_sent = str(response.status_code), getattr(response, "content", b"")
    if status not in operation["responses"]:
        return [f"{operation['operationId']} answers {status}: {content_sent[:300]!r}"]
    said = operation["responses"][status]
    if "$ref" in said:
        said = document()["components"]["responses"][said["$ref"].rpartition("/")[2]]
    kind = response.get("Content-Type", "").partition(";")[0]
    content = said.get("content", {})
    if not content and not content_sent:
        return []
    if kind not in content:
        return [f"{operation['operationId']} answers {status} as {kind}"]
    if "json" not in kind or (operation["operationId"].startswith(ASKED) and installed() != INSTALLED):
        return []
    whole = _strict_components(installed()) | strict(content[kind]["schema"])
    errors = map(nearest, Draft202012Validator(whole).iter_errors(json.loads(response.content)))
    return [f"{operation['operationId']} {error.json_path}: {error.message[:300]}" for error in errors]


def nearest(error: ValidationError) -> ValidationError:
    """Of what may be one of several: the first thing that keeps it from the one it is most like."""
    branches: dict[Any, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.schema_path[0], []).append(one)
    return nearest(min(branches.values(), key=len)[0]) if branches else error


INSTALLED = installed()
