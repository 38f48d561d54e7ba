"""POST /sessions/{id}/stop, and what goes with a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from predictions.learning import services
from predictions.models import Session, SessionStep
from tests.conftest import Api
from tests.predictions.sessions.conftest import rows


def address(session: Session) -> str:
    return f"/sessions/{session.pk}/stop"


def test_it_is_stopped_with_a_reason(api: Api, session: Session, analyst: User) -> None:
    services.propose(analyst, session.pk)
    response = api("POST", address(session), {"reason": "The season is over"})
    assert response.status_code == 200
    assert response.json()["status"] == "stopped"
    session.refresh_from_db()
    assert (session.status, session.reason, session.step) == ("stopped", "The season is over", 1)
    assert session.stopped_at is not None
    event = AuditEvent.objects.get(verb="stopped")
    assert (event.actor, event.data) == (analyst, {"step": 1, "reason": "The season is over"})


@pytest.mark.parametrize("body", [None, {}])
def test_without_a_reason(body: Any, api: Api, session: Session) -> None:
    assert api("POST", address(session), body).status_code == 200
    assert Session.objects.get().reason == ""


def test_it_is_stopped_once(api: Api, session: Session) -> None:
    api("POST", address(session), {"reason": "first"})
    before = rows()
    response = api("POST", address(session), {"reason": "second"})
    assert response.status_code == 409
    assert response.json()["detail"].endswith("was stopped: first")
    assert rows() == before


@pytest.mark.parametrize("reason", ["x" * 301, 5, "a\0b"])
def test_bad_reasons(reason: Any, api: Api, session: Session) -> None:
    before = rows()
    response = api("POST", address(session), {"reason": reason})
    assert response.status_code == 422
    assert response.json()["errors"][0]["location"] == "reason"
    assert rows() == before


def test_who_may_not(
    api_as: Callable[..., Api], session: Session, colleague: User, stranger: User, analyst: User
) -> None:
    before = rows()
    assert api_as()("POST", address(session)).status_code == 401
    for person in (colleague, stranger):
        assert api_as(person)("POST", address(session)).status_code == 403
    assert api_as(analyst, read_only=True)("POST", address(session)).status_code == 403
    assert rows() == before


def test_an_administrator_may(api_as: Callable[..., Api], session: Session, administrator: User) -> None:
    assert api_as(administrator)("POST", address(session)).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods(method: str, api: Api, session: Session) -> None:
    assert api(method, address(session)).status_code == 405


# --- Sessions go when their model is deleted ----------------------------------------------------


@pytest.mark.parametrize("path", ["/models/prices", "/models/prices/versions/1"])
def test_a_deletion_names_them_first(path: str, api: Api, session: Session, analyst: User) -> None:
    services.propose(analyst, session.pk)
    listed = api("DELETE", f"{path}?preview=true").json()["deletes"]
    assert {"type": "session", "name": f"#{session.pk} of prices 1.0.0"} in listed
    assert Session.objects.exists()
    assert api("DELETE", path).status_code == 204
    assert not Session.objects.exists()
    assert SessionStep.objects.exists() == (path == "/models/prices"), "a model waits in the bin with them"
