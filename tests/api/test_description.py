"""The description of the API: valid, and with something to read at every operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.openapi.document import document
from api.openapi.schema import TAGS
from contract import registry
from tests.conftest import Api
from tests.test_routes import CALLS

DOCUMENT = document()
OPERATIONS = {
    one["operationId"]: one
    for path in DOCUMENT["paths"].values()
    for method, one in path.items()
    if method != "parameters"
}
IN_BODIES = ("application/json", "multipart/form-data")
VALUES = ("example", "examples", "default", "const", "enum", "mapping")


def test_the_whole_of_it_is_valid_openapi() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    errors = [
        f"{list(one.path)[:6]}: {one.message[:200]}"
        for one in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()
    ]
    assert errors == []


def test_nothing_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    """The library writes down what it could not make out."""
    GENERATOR_STATS.reset()
    document.__globals__["_made"].__wrapped__(())
    assert not GENERATOR_STATS
    assert capsys.readouterr().err == ""


def test_every_address_is_described() -> None:
    """With every method that its view has; the description itself and its page are not part of it."""
    described = {path.replace("{id}", "{pk}") for path in DOCUMENT["paths"]}
    missing = []
    for path in CALLS:
        plain = "/" + path.replace("<slug:", "{").replace("<int:", "{").replace(">", "}")
        if plain not in described and plain not in ("/api/v1/schema", "/api/v1/docs"):
            missing.append(plain)
    assert missing == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_is(name: str) -> None:
    said = OPERATIONS[name]
    assert said["summary"][0].isupper()
    assert name.islower()
    assert {*said["tags"]} <= {tag for tag, _text in TAGS.values()}
    failures = [status for status in said["responses"] if status >= "400"]
    assert {"401", "403", "429"} <= {*failures}
    for status in failures:
        place = said["responses"][status]["$ref"].rpartition("/")[2]
        assert "application/problem+json" in DOCUMENT["components"]["responses"][place]["content"]


@pytest.mark.parametrize("name", [name for name, one in OPERATIONS.items() if "requestBody" in one])
def test_a_body_has_examples_that_fit(name: str) -> None:
    content = OPERATIONS[name]["requestBody"]["content"]
    shown = [(kind, one) for kind in IN_BODIES for one in content.get(kind, {}).get("examples", {}).values()]
    assert shown
    for kind, example in shown:
        whole = {"components": DOCUMENT["components"], **content[kind]["schema"]}
        value = example["value"]
        if kind == "multipart/form-data":  # a form holds texts
            value = {field: str(one) for field, one in value.items()}
        errors = [one.message[:300] for one in Draft202012Validator(whole).iter_errors(value)]
        assert errors == []


def untyped(value: Any, path: tuple[Any, ...] = (), said: bool = False) -> Iterator[tuple[Any, ...]]:
    """Where anything may stand, and nobody says what."""
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield from untyped(part, (*path, place), said)
    if not isinstance(value, Mapping):
        return
    named = path[-1:] == ("properties",)
    said = not named and (said or "description" in value) if "properties" not in value else False
    is_schema = not named and path[-1:] not in (("schemas",), ("content",), ("responses",))
    anything = value.get("type") == "object" and not (
        "properties" in value or isinstance(value.get("additionalProperties"), Mapping)
    )
    if is_schema and not said and "description" not in value and (anything or value == {}):
        yield path
    for key, part in value.items():
        if key in VALUES and not named:
            continue
        yield from untyped(part, (*path, key), said)


def test_nothing_is_untyped_without_a_reason() -> None:
    components = DOCUMENT["components"]["schemas"]
    assert [path for path in untyped(components) if path] == []
    bodies = [
        one["content"]
        for said in OPERATIONS.values()
        for one in [said.get("requestBody", {}), *said["responses"].values()]
        if "content" in one
    ]
    assert [path for path in untyped(bodies) if path] == []


def test_something_untyped_is_found() -> None:
    """The search itself: an object of anything, and anything at all, unless somebody says what."""
    fields: Any = {"a": {"type": "object"}, "b": {}, "c": {"type": "string"}}
    bare = {"Run": {"type": "object", "properties": fields}}
    assert [path[-1] for path in untyped(bare)] == ["a", "b"]
    told = {"Run": {"type": "object", "properties": {"a": {"type": "object", "description": "By name."}}}}
    assert [*untyped(told)] == []


@pytest.mark.parametrize("family", registry.all_families(), ids=lambda family: family.key)
def test_a_run_is_ordered_with_the_settings_of_its_family(family: Any) -> None:
    schemas = DOCUMENT["components"]["schemas"]
    address = schemas["RunOrder"]["discriminator"]["mapping"][family.key]
    order = schemas[address.rpartition("/")[2]]["properties"]
    settings = schemas[order["settings"]["$ref"].rpartition("/")[2]]
    assert {*settings.get("properties", {})} == {*family.Settings.model_fields}
    assert {*order["columns"]["anyOf"][0]["properties"]} == {*family.role_keys()}


# --- Where it is read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind", "begins"),
    [
        ("*/*", "application/vnd.oai.openapi", b"openapi: 3.1.0"),
        ("application/yaml", "application/yaml", b"openapi: 3.1.0"),
        ("application/json", "application/json", b'{"openapi": "3.1.0"'),
    ],
)
def test_it_is_read_as_yaml_or_json(api: Api, accept: str, kind: str, begins: bytes) -> None:
    answer = api("GET", "/schema", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer.content.startswith(begins)


def test_nobody_reads_it_without_a_token() -> None:
    refused = Api()("GET", "/schema")
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 401


def test_it_is_made_once() -> None:
    assert document() is document()
