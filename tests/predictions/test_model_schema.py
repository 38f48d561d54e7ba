"""What a version takes and answers: as OpenAPI, and as a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract import registry
from tests.conftest import Api
from training.models import ModelVersion


def document(api: Api, version: ModelVersion) -> Any:
    answer = api("GET", f"/models/{version.model.slug}/versions/{version.number}/schema")
    assert answer.status_code == 200
    return answer.json()


def operation(found: Any, path: str) -> tuple[Any, Any]:
    """The body of an ask: its schema with all that it names, and its first example."""
    content = found["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    (example,) = content["examples"].values()
    return {"components": found["components"], **content["schema"]}, example["value"]


def test_it_is_valid_and_has_no_more_than_it_names(api: Api, leads: ModelVersion) -> None:
    found = document(api, leads)
    assert [*OpenAPIV31SpecValidator(found).iter_errors()] == []
    assert [*found["paths"]] == ["/api/v1/models/leads/versions/1/predict"]
    assert "Run" not in found["components"]["schemas"]


def test_its_example_fits_and_is_answered(api: Api, leads: ModelVersion) -> None:
    path = "/models/leads/versions/1/predict"
    schema, body = operation(document(api, leads), f"/api/v1{path}")
    assert {"visits", "minutes_on_site", "source", "newsletter"} <= {*body["rows"][0]}
    assert [*Draft202012Validator(schema).iter_errors(body)] == []
    assert api("POST", path, body).status_code == 200


def test_its_rows_have_its_own_columns(api: Api, leads: ModelVersion) -> None:
    schemas = document(api, leads)["components"]["schemas"]
    row = schemas["LeadsPredictRequest"]["properties"]["rows"]["anyOf"][0]["items"]["properties"]
    assert row["visits"]["type"] == ["number", "string", "null"]
    assert "referral" in row["source"]["description"]
    assert "transactions" not in schemas["LeadsPredictRequest"]["properties"]  # It learned without them.


def test_its_answer_has_the_columns_of_the_family(api: Api, forecast: ModelVersion) -> None:
    schemas = document(api, forecast)["components"]["schemas"]
    assert {"item", "date", "value"} <= {*schemas["StoresPredictRow"]["required"]}
    assert {*schemas["StoresPredictRequest"]["properties"]} >= {"horizon", "items", "levels", "future"}


def test_a_model_whose_family_is_gone(
    api: Api, trained: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_families", {})
    assert api("GET", f"/models/{trained.model.slug}/versions/1/schema").status_code == 409


def test_the_page_shows_names_types_and_examples(page: Client, leads: ModelVersion) -> None:
    html = page.get("/models/leads/1/schema").content.decode()
    path = "/api/v1/models/leads/versions/1/predict"
    for said in ("minutes_on_site", f"POST {path}", "expected_value", "number"):
        assert said in html
    assert 'href="/api/v1/models/leads/versions/1/schema"' in html


def test_the_tab_asks_for_it(page: Client, leads: ModelVersion) -> None:
    assert 'hx-get="/models/leads/1/schema"' in page.get("/models/leads/1/use").content.decode()
    part = page.get("/models/leads/1/schema", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "minutes_on_site" in part


def test_a_viewer_may_read_it_and_a_stranger_may_not(
    leads: ModelVersion, viewer: User, stranger: User
) -> None:
    seen = []
    for user in (viewer, stranger):
        client = Client()
        client.force_login(user)
        seen.append(client.get("/models/leads/1/schema").status_code)
    assert seen == [200, 403]


def test_every_column_of_an_answer_is_described(leads: ModelVersion) -> None:
    """Of every family that comes with the product."""
    for family in registry.all_families():
        for ask in family.asks:
            described = ask.Row.model_fields
            assert {*ask.columns(ask.Request())} <= {*described}
            assert all(one.title and one.description for one in described.values())
