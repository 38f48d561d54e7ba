"""Pinning and archiving models: what stands first, what stands aside, and that it still answers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from tests.api.problems import assert_problem
from tests.conftest import Api
from training.models import ModelVersion, TrainedModel
from training.versions.care import pin_model


@pytest.fixture
def two(trained: ModelVersion, analyst: User) -> TrainedModel:
    """The trained model, and a newer one."""
    TrainedModel.objects.create(slug="newer", name="newer", family="forecasting", owner=analyst)
    return trained.model


def listed(page: Client, query: str = "") -> list[str]:
    return [model.slug for model in page.get(f"/models{query}").context["page"].object_list]


def test_a_pinned_model_stands_first(page: Client, two: TrainedModel) -> None:
    assert listed(page) == ["newer", "customers"]
    response = page.post("/models/customers/pin", {"value": "1", "next": "/models"}, follow=True)
    assert response.redirect_chain == [("/models", 302)]
    assert "“customers” stands first now." in response.content.decode()
    assert listed(page) == ["customers", "newer"]
    page.post("/models/customers/pin", {"value": "0"})
    assert listed(page) == ["newer", "customers"]
    verbs = AuditEvent.objects.values_list("verb", flat=True)[:2]
    assert list(verbs) == ["unpinned", "pinned"]


def test_an_archived_model_stands_aside_and_still_answers(page: Client, api: Api, two: TrainedModel) -> None:
    pin_model(None, two, True)
    page.post("/models/customers/archive", {"value": "1"})
    assert listed(page) == ["newer"]
    assert listed(page, "?show=archived") == ["customers"]
    two.refresh_from_db()
    assert (two.archived, two.pinned) == (True, False)
    answer = api("POST", "/models/customers/predict", {"rows": [{"city": "Durban", "total_sales": 30000}]})
    assert answer.status_code == 200
    page.post("/models/customers/archive", {"value": "0"})
    assert listed(page) == ["newer", "customers"]


def test_two_clicks_are_one_line(page: Client, two: TrainedModel) -> None:
    for _click in range(2):
        page.post("/models/customers/pin", {"value": "1"})
    assert AuditEvent.objects.filter(verb="pinned").count() == 1


def test_no_page_of_others_is_gone_back_to(page: Client, two: TrainedModel) -> None:
    response = page.post("/models/customers/pin", {"value": "1", "next": "https://example.com/"})
    assert response["Location"] == "/models/customers/"


def test_over_the_api(api: Api, two: TrainedModel) -> None:
    changed = api("PATCH", "/models/customers", {"pinned": True}).json()
    assert (changed["pinned"], changed["archived"]) == (True, False)
    assert [row["slug"] for row in api("GET", "/models?pinned=true").json()["results"]] == ["customers"]
    changed = api("PATCH", "/models/customers", {"archived": True}).json()
    assert (changed["pinned"], changed["archived"]) == (False, True)
    assert [row["slug"] for row in api("GET", "/models?archived=false").json()["results"]] == ["newer"]
    assert_problem(api("GET", "/models?archived=maybe"), 400)
    assert_problem(api("PATCH", "/models/customers", {"archived": True, "pinned": True}), 422)
    assert_problem(api("PATCH", "/models/customers", {"slug": "x"}), 422)


@pytest.mark.parametrize("what", ["pin", "archive", "rename"])
def test_others_change_nothing(
    what: str, client: Client, two: TrainedModel, colleague: User, viewer: User
) -> None:
    for person in (colleague, viewer):
        client.force_login(person)
        assert client.post(f"/models/customers/{what}", {"value": "1", "name": "x"}).status_code == 403
        assert Api(person)("PATCH", "/models/customers", {"pinned": True}).status_code == 403
        assert client.get(f"/models/customers/{what}").status_code in {403, 405}
    two.refresh_from_db()
    assert (two.pinned, two.archived, two.name) == (False, False, "customers")
