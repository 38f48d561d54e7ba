"""POST /sessions: a session with a model that learns by trying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from contract import registry
from predictions.models import Session
from tests.conftest import Api
from tests.predictions.sessions.conftest import rows
from training.models import ModelVersion
from training.versions.services import set_alias

BODY = {"model": "prices", "settings": {"cost": 2}}


def test_a_session_is_opened(api: Api, prices: ModelVersion, analyst: User) -> None:
    response = api("POST", "/sessions", BODY)
    session = Session.objects.get()
    assert response.status_code == 201
    assert response.json() == {"id": session.pk, "step": 1, "model": "prices", "version": 1}
    assert response["Location"] == f"/api/v1/sessions/{session.pk}"
    assert (session.version, session.owner, session.status) == (prices, analyst, "open")
    assert session.settings == {"cost": 2.0}
    assert session.state["prices"][0] == 1.0
    event = AuditEvent.objects.get(object_type="session")
    assert (event.actor, event.verb, event.data) == (
        analyst,
        "started",
        {"settings": {"cost": 2.0}, "seed": session.seed},
    )


def test_settings_may_be_left_out(api: Api, prices: ModelVersion) -> None:
    assert api("POST", "/sessions", {"model": "prices"}).status_code == 201
    assert Session.objects.get().settings == {"cost": 0.0}


def test_sessions_get_seeds_of_their_own(api: Api, prices: ModelVersion) -> None:
    for _ in range(3):
        api("POST", "/sessions", BODY)
    assert len(set(Session.objects.values_list("seed", flat=True))) == 3
    api("POST", "/sessions", {**BODY, "seed": 11})
    assert Session.objects.order_by("pk").last().seed == 11


def test_with_an_alias_or_a_version(api: Api, prices: ModelVersion, analyst: User) -> None:
    set_alias(analyst, prices, "shop")
    for named in ({"model": "prices@shop"}, {"model": "prices", "version": 1}):
        assert api("POST", "/sessions", named).json()["version"] == 1


def test_sent_again_it_is_opened_once(api: Api, prices: ModelVersion) -> None:
    answers = [api("POST", "/sessions", BODY, {"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "model"),
        ({"model": "nothing"}, "model"),
        ({"model": "prices@nothing"}, "model"),
        ({"model": "prices", "version": 2}, "version"),
        ({"model": "prices@shop", "version": 1}, ""),
        ({"model": "prices", "seed": -1}, "seed"),
        ({"model": "prices", "more": 1}, "more"),
        ({"model": "prices", "settings": {"cost": -1}}, "settings.cost"),
        ({"model": "prices", "settings": {"cost": "much"}}, "settings.cost"),
        ({"model": "prices", "settings": {"colour": "red"}}, "settings.colour"),
        ({"model": "prices", "settings": {"cost": 10}}, "settings.cost"),
        ('{"model": "prices", "settings": {"cost": 1e999}}', "settings.cost"),
        ([1], ""),
    ],
)
def test_bad_bodies(body: Any, place: str, api: Api, prices: ModelVersion) -> None:
    response = api("POST", "/sessions", body)
    assert response.status_code == 422
    assert [one["location"] for one in response.json()["errors"]] == [place]
    assert rows() == []


def test_a_model_that_learns_from_data_alone(api: Api, trained: ModelVersion) -> None:
    response = api("POST", "/sessions", {"model": "customers"})
    assert response.status_code == 409
    assert "'customers' does not learn by trying" in response.json()["detail"]
    assert rows() == []


def test_a_family_that_is_gone(api: Api, prices: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._families, "prices")
    response = api("POST", "/sessions", BODY)
    assert response.status_code == 409
    assert "'prices' is not installed" in response.json()["detail"]


def test_a_viewer_may(api_as: Callable[..., Api], prices: ModelVersion, viewer: User) -> None:
    assert api_as(viewer)("POST", "/sessions", BODY).status_code == 201


def test_who_may_not(api_as: Callable[..., Api], prices: ModelVersion, stranger: User, analyst: User) -> None:
    assert api_as()("POST", "/sessions", BODY).status_code == 401
    assert api_as(stranger)("POST", "/sessions", BODY).status_code == 403
    assert api_as(analyst, read_only=True)("POST", "/sessions", BODY).status_code == 403
    assert rows() == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods(method: str, api: Api, prices: ModelVersion) -> None:
    assert api(method, "/sessions", BODY).status_code == 405
