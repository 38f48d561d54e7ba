"""POST /sessions/{id}/propose: what to try next, the same until it is observed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from audit.models import AuditEvent
from contract import registry
from contract.sessions import Proposal
from predictions.learning import services
from predictions.loading import loaded
from predictions.models import Session, SessionStep
from tests.conftest import Api
from tests.predictions.sessions.conftest import rows
from tests.predictions.sessions.market import PriceLearning
from training.models import ModelVersion
from training.versions.deletion import delete_model


def address(session: Session) -> str:
    return f"/sessions/{session.pk}/propose"


def test_a_proposal_with_its_reason(api: Api, session: Session, analyst: User) -> None:
    answer = api("POST", address(session)).json()
    step = SessionStep.objects.get()
    assert answer == {"step": 1, "proposal": step.proposal, "why": str(step.why)}
    assert answer["proposal"]["price"] in session.state["prices"]
    assert "may earn most" in answer["why"]
    assert (step.session, step.number, step.seed, step.proposed_by) == (session, 1, 8, analyst)
    event = AuditEvent.objects.get(verb="proposed")
    assert (event.actor, event.object_type, event.data) == (
        analyst,
        "session",
        {"step": 1, "proposal": step.proposal},
    )


def test_the_same_until_it_is_observed(api: Api, session: Session) -> None:
    first = api("POST", address(session)).json()
    assert api("POST", address(session)).json() == first
    assert SessionStep.objects.count() == 1
    assert AuditEvent.objects.filter(verb="proposed").count() == 1


def test_the_same_session_proposes_the_same(analyst: User, prices: ModelVersion) -> None:
    """The seed of a step is that of its session, and its number."""

    def proposed() -> list[dict[str, Any]]:
        pk = services.start(analyst, prices, {}, seed=3).pk
        found = []
        for number in range(1, 6):
            found.append(services.propose(analyst, pk).proposal)
            services.observe(analyst, pk, number, {"shown": 10, "bought": number})
        return found

    assert proposed() == proposed()


def test_a_caller_who_comes_late(session: Session, analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another caller has proposed and observed while this one was thinking: nobody gets an old step."""
    think = PriceLearning.propose
    late = [True]

    def thinking(*args: Any) -> Any:
        if late and late.pop():
            services.propose(analyst, session.pk)
            services.observe(analyst, session.pk, 1, {"shown": 1, "bought": 0})
        return think(*args)

    monkeypatch.setattr(PriceLearning, "propose", thinking)
    assert services.propose(analyst, session.pk).number == 2
    assert list(SessionStep.objects.values_list("number", "seed")) == [(1, 8), (2, 9)]


def test_two_callers_at_once_get_one_proposal(
    session: Session, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    think = PriceLearning.propose
    late, other = [True], []

    def thinking(*args: Any) -> Any:
        if late and late.pop():
            other.append(services.propose(analyst, session.pk))
        return think(*args)

    monkeypatch.setattr(PriceLearning, "propose", thinking)
    assert services.propose(analyst, session.pk) == other[0]
    assert SessionStep.objects.count() == 1


def test_stopped_while_it_thinks(session: Session, analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    think = PriceLearning.propose

    def thinking(*args: Any) -> Any:
        services.stop(analyst, session.pk)
        return think(*args)

    monkeypatch.setattr(PriceLearning, "propose", thinking)
    with pytest.raises(services.SessionRefused, match="was stopped"):
        services.propose(analyst, session.pk)
    assert not SessionStep.objects.exists()


def test_a_stopped_session(api: Api, session: Session, analyst: User) -> None:
    services.stop(analyst, session.pk, "The season is over")
    response = api("POST", address(session))
    assert response.status_code == 409
    assert response.json()["detail"] == f"Session {session.pk} was stopped: The season is over"


@pytest.mark.parametrize("price", [float("nan"), object()])
def test_what_no_database_keeps_is_a_fault_of_the_family(
    price: Any, session: Session, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()
    monkeypatch.setattr(PriceLearning, "propose", lambda *args: Proposal({"price": price}))
    with pytest.raises((TypeError, ValueError)):
        services.propose(analyst, session.pk)
    assert rows() == before


# --- What may be gone meanwhile -----------------------------------------------------------------


def test_the_model_is_deleted(api: Api, session: Session, prices: ModelVersion, analyst: User) -> None:
    delete_model(analyst, prices.model)
    response = api("POST", address(session))
    assert response.status_code == 404
    assert "sessions are deleted with their model" in response.json()["detail"]


def test_the_family_is_gone(api: Api, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._families, "prices")
    response = api("POST", address(session))
    assert response.status_code == 409
    assert "'prices' is not installed" in response.json()["detail"]


def test_the_family_does_not_learn_any_more(
    api: Api, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.get("prices"), "learning", None)
    response = api("POST", address(session))
    assert response.status_code == 409
    assert "does not learn by trying" in response.json()["detail"]


@pytest.mark.parametrize("damage", [b"", b"something else"])
def test_the_model_file_is_damaged(damage: bytes, api: Api, session: Session, prices: ModelVersion) -> None:
    before = rows()
    loaded._models.clear()
    with default_storage.open(prices.artifact.name, "wb") as file:
        file.write(damage)
    response = api("POST", address(session))
    assert response.status_code == 503
    assert "Train the model again" in response.json()["detail"]
    assert rows() == before


def test_the_model_file_is_missing(api: Api, session: Session, prices: ModelVersion) -> None:
    loaded._models.clear()
    default_storage.delete(prices.artifact.name)
    response = api("POST", address(session))
    assert response.status_code == 503
    assert "is missing" in response.json()["detail"]


# --- Who, and how -------------------------------------------------------------------------------


def test_who_may_not(
    api_as: Callable[..., Api], session: Session, colleague: User, viewer: User, stranger: User, analyst: User
) -> None:
    before = rows()
    assert api_as()("POST", address(session)).status_code == 401
    for person in (colleague, viewer, stranger):
        assert api_as(person)("POST", address(session)).status_code == 403
    assert api_as(analyst, read_only=True)("POST", address(session)).status_code == 403
    assert rows() == before


def test_an_administrator_may(api_as: Callable[..., Api], session: Session, administrator: User) -> None:
    assert api_as(administrator)("POST", address(session)).status_code == 200


def test_there_is_no_such_session(api: Api, prices: ModelVersion) -> None:
    assert api("POST", "/sessions/4711/propose").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods(method: str, api: Api, session: Session) -> None:
    assert api(method, address(session)).status_code == 405
