"""From what a view says of its methods (``operations``) to operations of OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from api.openapi.answers import COMPONENT, Problem
from api.openapi.components import REF, Components
from api.openapi.operations import FORM_TYPE, JSON_TYPE, Operation, operation_of
from api.rendering import PROBLEM_TYPE

TAGS: Mapping[str, tuple[str, str]] = {
    "datasets": ("data sets", "Sheets, their versions, and what is wrong with them."),
    "imports": ("imports", "Uploads that a worker reads."),
    "derivations": ("derivations", "Tables that are made from tables."),
    "derivation-jobs": ("derivations", ""),
    "families": ("questions", "What can be asked, and of which data."),
    "runs": ("runs", "Trainings: started, followed, cancelled."),
    "models": ("models", "What was learned: versions, aliases, results."),
    "prediction-jobs": ("asking", "A model is asked, and answers; many rows become a job."),
    "score": ("asking", ""),
    "sessions": ("sessions", "Learning by trying: a proposal, and what came of it."),
    "upload-train-forecast": ("one call", "From a sheet to its answer in one call."),
    "upload-train-segmentation": ("one call", ""),
}
"""By the first word of an address: the tag, and what it stands for."""
ASKED = ("/predict", "/asks", "/calls")
PATH_PARAMETERS: Mapping[str, str] = {
    "slug": "The name in addresses, such as `sales`.",
    "number": "The number of the version, counted from 1.",
    "alias": "The name that points at a version, such as `production`.",
    "ask": "The key of an ask, as GET .../asks lists them.",
    "id": "The number of the record.",
    "key": "The key of the family or recipe.",
}
FAILURES: Mapping[int, str] = {
    400: "The request cannot be read.",
    401: "No token, or one that is not known.",
    403: "Your role does not allow it.",
    404: "There is nothing at this address, or it is in the bin.",
    409: "Its state does not allow it.",
    410: "Its file is no longer on the disk.",
    413: "The body is too large.",
    415: "The body is of a type that is not taken here.",
    422: "A field or a cell is wrong; `errors` says which.",
    429: "Too many requests; Retry-After says when to come again.",
    500: "The training failed.",
    503: "The model needs a library or a file that is not here.",
}
RESPONSE = "#/components/responses/Problem{status}"
EVERYWHERE = (401, 403, 422, 429)
WITH_BODY = (400, 413, 415)


def problem_response(status: int) -> dict[str, Any]:
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": FAILURES[status],
        "errors": [],
    }
    schema = {"$ref": REF.format(model=Problem.__name__)}
    return {
        "description": FAILURES[status],
        "content": {PROBLEM_TYPE: {"schema": schema, "example": example}},
    }


class Schema(AutoSchema):
    """Describes operations; their classes are collected in ``components`` of the registry."""

    @property
    def described(self) -> Operation:
        return operation_of(self.view, self.method)

    @property
    def again(self) -> OpenApiParameter | None:
        """The header by which a call may be sent again, where it may."""
        return getattr(getattr(self.view, self.method.lower()), "again", None)

    @property
    def components(self) -> Components:
        found = getattr(self.registry, "kinds", None)
        if found is None:
            found = self.registry.kinds = Components()  # type: ignore[attr-defined]
        return found

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Lists say their parameters themselves."""
        return False

    def get_operation_id(self) -> str:
        """An operation that has several addresses is called by which version it asks."""
        which = "_by_alias" if "@{alias}" in self.path else ""
        if any(asked in self.path for asked in ASKED) and "/versions/" in self.path:
            which = "_of_version"
        return self.described.operation_id + which

    def get_summary(self) -> str:
        return self.described.summary

    def get_description(self) -> str:  # type: ignore[override]
        """Of the method, else of the class itself: that of its base is about something else."""
        method = getattr(self.view, self.method.lower())
        return getdoc(method) or (self.view.__class__.__doc__ or "").strip()

    def get_tags(self) -> list[str]:
        if any(asked in self.path for asked in ASKED):
            return [TAGS["prediction-jobs"][0]]
        return [TAGS[self.path.removeprefix("/api/v1/").partition("/")[0]][0]]

    def get_override_parameters(self) -> list[Any]:
        said = self.described
        kinds = {"id": int, "number": int}
        own = {one.name for one in said.parameters}
        found = [
            OpenApiParameter(name, kinds.get(name, str), OpenApiParameter.PATH, description=text)
            for name, text in PATH_PARAMETERS.items()
            if f"{{{name}}}" in self.path and name not in own
        ]
        return [*found, *said.parameters, *([self.again] if self.again else [])]

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        said = self.described
        if said.body is None:
            return None
        schemas = said.body if isinstance(said.body, Mapping) else {JSON_TYPE: self.components.ref(said.body)}
        content = {kind: {"schema": dict(schema)} for kind, schema in schemas.items()}
        if said.examples:
            first = next(kind for kind in (JSON_TYPE, FORM_TYPE) if kind in content)
            content[first]["examples"] = named(said.examples)
        return {"content": content, "required": not said.optional_body}

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        said = self.described
        found = {str(status): self._answer(status, kind) for status, kind in said.answers.items()}
        if said.answered:
            status = next(iter(found))
            found[status]["content"][JSON_TYPE]["examples"] = named(said.answered)
        self.components.ref(Problem)
        return found | {
            str(status): {"$ref": RESPONSE.format(status=status)} for status in sorted(set(self._failures()))
        }

    def _answer(self, status: int, kind: Any) -> dict[str, Any]:
        phrase = HTTPStatus(status).phrase
        if kind is None:
            return {"description": phrase}
        if isinstance(kind, Mapping):
            content = {
                media: {"schema": schema if isinstance(schema, Mapping) else self.components.ref(schema)}
                for media, schema in kind.items()
            }
        else:
            content = {JSON_TYPE: {"schema": self.components.schema(kind)}}
        return {"description": phrase, "content": content}

    def _failures(self) -> Iterator[int]:
        said = self.described
        yield from (
            *EVERYWHERE,
            *(WITH_BODY if said.body is not None else ()),
            *((404,) if "{" in self.path else ()),
            *((400,) if said.parameters else ()),
            *((400, 409) if self.again else ()),
            *said.fails,
        )


def show(result: Mapping[str, Any], operation_id: str, examples: Mapping[str, Any]) -> None:
    """Adds ``examples`` of the body to an operation, for hooks that know more than its view."""
    for path in result["paths"].values():
        for one in path.values():
            if one.get("operationId") == operation_id:
                one["requestBody"]["content"][JSON_TYPE].setdefault("examples", {}).update(named(examples))


def named(examples: Mapping[str, Any]) -> dict[str, Any]:
    """Examples by what they are, as OpenAPI keeps them."""
    return {
        "".join(part.capitalize() for part in name.split()): {"summary": name, "value": value}
        for name, value in examples.items()
    }


# --- Hooks of drf-spectacular, before those of the apps -------------------------------------------


def with_components(result: dict[str, Any], generator: Any, **_said: Any) -> dict[str, Any]:
    """Adds the classes that operations name, and the tags in their order."""
    kinds = getattr(generator.registry, "kinds", None)
    schemas = kinds.schemas() if kinds else {}
    result.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
    result["components"]["responses"] = {
        RESPONSE.rpartition("/")[2].format(status=status): problem_response(status) for status in FAILURES
    }
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.values() if text]
    return result


def with_references(result: dict[str, Any], **_said: Any) -> dict[str, Any]:
    """Puts the address of each component where a class names one that is made elsewhere; the last hook."""
    referred: dict[str, Any] = _referred(result)
    return referred


def _referred(value: Any) -> Any:
    if isinstance(value, Mapping):
        if COMPONENT in value:
            return {"$ref": REF.format(model=value[COMPONENT])}
        return {key: _referred(part) for key, part in value.items()}
    return [_referred(part) for part in value] if isinstance(value, list) else value
