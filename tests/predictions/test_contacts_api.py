"""The call list over HTTP: who is open, marks that stay and can be taken back, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from predictions.contacts.models import Contact
from tests.api.problems import assert_problem
from tests.conftest import Api
from tests.predictions.conftest import WAITING
from training.models import ModelVersion

CALLS = "/models/leads/calls"


def ids(api: Api, query: str = "") -> list[str]:
    return [row["id"] for row in api("GET", f"{CALLS}{query}").json()["results"]]


def test_only_who_is_open_is_listed_a_page_at_a_time(api: Api, waiting: list[str]) -> None:
    answer = api("GET", f"{CALLS}?limit=2&offset=1").json()
    assert answer["count"] == WAITING
    assert [row["id"] for row in answer["results"]] == waiting[1:3]
    assert ids(api, "?offset=50") == waiting[50:]
    first = answer["results"][0]
    assert 0 <= first.pop("probability") <= 1
    assert first.pop("quality") in {"hot", "warm", "cold"}
    assert first.pop("reasons")
    assert first == {
        "id": waiting[1],
        "value": None,
        "recommendation": "Call today.",
        "state": "",
        "outcome": "unknown",
        "note": "",
    }
    assert ids(api) == [row["id"] for row in api("GET", "/models/leads/versions/1/calls").json()["results"]]


def test_a_mark_stays_and_can_be_taken_back(api: Api, waiting: list[str], analyst: User) -> None:
    answer = api("POST", f"{CALLS}/marks", {"id": waiting[3], "state": "reached", "note": "In May"}).json()
    before = {"state": "", "outcome": "unknown", "note": ""}
    assert answer == {
        "id": waiting[3],
        "state": "reached",
        "outcome": "unknown",
        "note": "In May",
        "before": before,
    }
    assert api("POST", f"{CALLS}/marks", {"id": waiting[3], "outcome": "yes"}).json()["note"] == "In May"
    found = Contact.objects.get()
    assert (found.state, found.outcome, found.marked_by) == ("reached", "yes", analyst)
    assert AuditEvent.objects.filter(verb="marked").count() == 2
    assert ids(api, "?state=reached") == [waiting[3]]
    assert waiting[3] not in ids(api, "?state=open&limit=200")
    api("POST", f"{CALLS}/marks", {"id": waiting[3], **before})
    assert not Contact.objects.exists()


def test_filters(api: Api, waiting: list[str]) -> None:
    assert ids(api, f"?q={waiting[5]}") == [waiting[5]]
    assert {row["quality"] for row in api("GET", f"{CALLS}?quality=hot").json()["results"]} == {"hot"}
    assert_problem(api("GET", f"{CALLS}?state=sold"), 400)
    assert_problem(api("GET", f"{CALLS}?stat=open"), 422)


@pytest.mark.parametrize(
    "body", [{"state": "done"}, {"id": "C1", "state": "sold"}, {"id": "C1", "mark": "done"}]
)
def test_what_is_no_mark(body: dict[str, str], api: Api, waiting: list[str]) -> None:
    assert_problem(api("POST", f"{CALLS}/marks", body), 422)


def test_only_people_of_the_list_can_be_marked(api: Api, waiting: list[str], leads: ModelVersion) -> None:
    closed = pd.read_parquet(leads.results)["id"].iloc[WAITING]
    for customer in ("nobody", closed):
        assert_problem(api("POST", f"{CALLS}/marks", {"id": customer, "state": "done"}), 404)
    assert not Contact.objects.exists()


def test_a_model_that_scores_nobody_has_no_list(api: Api, trained: ModelVersion) -> None:
    problem = assert_problem(api("GET", "/models/customers/calls"), 404)
    assert "has no call list" in problem["detail"]
    assert_problem(api("GET", "/models/nothing/calls"), 404)


def test_who_may(api_as: Callable[..., Api], waiting: list[str], stranger: User, viewer: User) -> None:
    assert api_as(stranger)("GET", CALLS).status_code == 403
    assert api_as(stranger)("POST", f"{CALLS}/marks", {"id": waiting[0]}).status_code == 403
    reading = api_as(viewer, read_only=True)
    assert reading("GET", CALLS).status_code == 200
    assert reading("POST", f"{CALLS}/marks", {"id": waiting[0], "state": "done"}).status_code == 403


def test_it_stands_in_the_schema(page: Client) -> None:
    schema = json.loads(page.get("/api/v1/schema", HTTP_ACCEPT="application/vnd.oai.openapi+json").content)
    path = schema["paths"]["/api/v1/models/{slug}/calls"]["get"]
    assert path["summary"].startswith("List whom to contact")
    assert {one["name"] for one in path["parameters"]} >= {"state", "quality", "q", "limit", "offset"}
    body = schema["paths"]["/api/v1/models/{slug}/calls/marks"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Mark"}
    assert set(schema["components"]["schemas"]["Call"]["properties"]) >= {"id", "reasons", "outcome"}
