"""POST /sessions/{id}/observe: what came of a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from contract import registry
from predictions.learning import services
from predictions.models import Session, SessionStep
from tests.conftest import Api
from tests.predictions.sessions.conftest import rows
from tests.predictions.sessions.market import BEST, PriceLearning, best_price, visitors

RESULT = {"shown": 40, "bought": 9}


def address(session: Session) -> str:
    return f"/sessions/{session.pk}/observe"


@pytest.fixture
def price(session: Session, analyst: User) -> float:
    """What is proposed for step 1."""
    return float(services.propose(analyst, session.pk).proposal["price"])


def test_the_next_step_and_the_state_in_words(
    api: Api, session: Session, price: float, analyst: User
) -> None:
    response = api("POST", address(session), {"step": 1, "result": RESULT})
    assert response.status_code == 200
    session.refresh_from_db()
    assert response.json() == {"step": 2, "state": f"{price:g} earns most so far."}
    assert session.step == 2
    place = session.state["prices"].index(price)
    assert (session.state["shown"][place], session.state["bought"][place]) == (40, 9)
    step = SessionStep.objects.get()
    assert (step.result, step.observed_by) == ({**RESULT, "note": ""}, analyst)
    assert step.observed_at is not None
    event = AuditEvent.objects.get(verb="observed")
    assert (event.actor, event.data) == (analyst, {"step": 1, "result": step.result})


def test_it_learns(session: Session, analyst: User) -> None:
    """After 150 steps on a simulated market the best of the ten prices is known, and mostly proposed."""
    proposed = []
    for number in range(1, 151):
        proposed.append(services.propose(analyst, session.pk).proposal["price"])
        services.observe(analyst, session.pk, number, visitors(proposed[-1], number))
    session.refresh_from_db()
    assert best_price(session.state) == BEST
    assert proposed[-50:].count(BEST) > 40
    assert sum(session.state["shown"]) == 150 * 20


@pytest.mark.parametrize("step", [0, 2, 4711])
def test_another_step(step: int, api: Api, session: Session, price: float) -> None:
    before = rows()
    response = api("POST", address(session), {"step": step, "result": RESULT})
    assert response.status_code == 409
    body = response.json()
    assert body["step"] == 1
    assert f"is at step 1, not at step {step}" in body["detail"]
    assert rows() == before


def test_the_same_step_twice(api: Api, session: Session, price: float) -> None:
    api("POST", address(session), {"step": 1, "result": RESULT})
    before = rows()
    response = api("POST", address(session), {"step": 1, "result": RESULT})
    assert (response.status_code, response.json()["step"]) == (409, 2)
    assert rows() == before


def test_sent_again_it_is_written_down_once(api: Api, session: Session, price: float) -> None:
    body = {"step": 1, "result": RESULT}
    answers = [api("POST", address(session), body, {"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    session.refresh_from_db()
    assert sum(session.state["shown"]) == 40


def test_nothing_is_proposed_yet(api: Api, session: Session) -> None:
    response = api("POST", address(session), {"step": 1, "result": RESULT})
    assert (response.status_code, response.json()["step"]) == (409, 1)
    assert "ask for a proposal first" in response.json()["detail"]


def test_another_caller_was_first(
    session: Session, price: float, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read step 1; the state holds what one of them saw, and says so to the other."""
    learn = PriceLearning.observe
    late = [True]

    def learning(*args: Any) -> Any:
        if late and late.pop():
            services.observe(analyst, session.pk, 1, {"shown": 3, "bought": 3})
        return learn(*args)

    monkeypatch.setattr(PriceLearning, "observe", learning)
    with pytest.raises(services.SessionRefused) as refused:
        services.observe(analyst, session.pk, 1, RESULT)
    assert refused.value.step == 2
    session.refresh_from_db()
    assert sum(session.state["shown"]) == 3
    assert SessionStep.objects.get().result["shown"] == 3


def test_stopped_meanwhile(
    session: Session, price: float, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = PriceLearning.observe

    def learning(*args: Any) -> Any:
        services.stop(analyst, session.pk)
        return learn(*args)

    monkeypatch.setattr(PriceLearning, "observe", learning)
    with pytest.raises(services.SessionRefused, match="was stopped"):
        services.observe(analyst, session.pk, 1, RESULT)
    assert SessionStep.objects.get().result is None


def test_deleted_meanwhile(
    session: Session, price: float, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = PriceLearning.observe

    def learning(*args: Any) -> Any:
        session.version.model.delete()
        return learn(*args)

    monkeypatch.setattr(PriceLearning, "observe", learning)
    with pytest.raises(services.SessionGone):
        services.observe(analyst, session.pk, 1, RESULT)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ["step", "result"]),
        ({"step": 1}, ["result"]),
        ({"step": 1, "result": 5}, ["result"]),
        ({"step": "first", "result": RESULT}, ["step"]),
        ({"step": 1, "result": RESULT, "more": 1}, ["more"]),
        ({"step": 1, "result": {}}, ["result.shown", "result.bought"]),
        ({"step": 1, "result": {**RESULT, "shown": 0}}, ["result.shown"]),
        ({"step": 1, "result": {**RESULT, "bought": 0.5}}, ["result.bought"]),
        ({"step": 1, "result": {**RESULT, "sold": 1}}, ["result.sold"]),
        ({"step": 1, "result": {**RESULT, "bought": 41}}, ["result.bought"]),
        ({"step": 1, "result": {**RESULT, "note": "a\0b"}}, ["result.note"]),
        ([], [""]),
    ],
)
def test_bad_bodies(body: Any, place: list[str], api: Api, session: Session, price: float) -> None:
    before = rows()
    response = api("POST", address(session), body)
    assert response.status_code == 422
    assert [one["location"] for one in response.json()["errors"]] == place
    assert rows() == before


def test_no_json(api: Api, session: Session, price: float) -> None:
    assert api("POST", address(session), "{").status_code == 400


def test_a_stopped_session(api: Api, session: Session, price: float, analyst: User) -> None:
    services.stop(analyst, session.pk)
    response = api("POST", address(session), {"step": 1, "result": RESULT})
    assert (response.status_code, response.json()["step"]) == (409, 1)


def test_the_family_is_gone(
    api: Api, session: Session, price: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._families, "prices")
    response = api("POST", address(session), {"step": 1, "result": RESULT})
    assert response.status_code == 409
    assert "not installed" in response.json()["detail"]


def test_who_may_not(
    api_as: Callable[..., Api],
    session: Session,
    price: float,
    colleague: User,
    viewer: User,
    stranger: User,
    analyst: User,
) -> None:
    before, body = rows(), {"step": 1, "result": RESULT}
    assert api_as()("POST", address(session), body).status_code == 401
    for person in (colleague, viewer, stranger):
        assert api_as(person)("POST", address(session), body).status_code == 403
    assert api_as(analyst, read_only=True)("POST", address(session), body).status_code == 403
    assert rows() == before


def test_an_administrator_may(
    api_as: Callable[..., Api], session: Session, price: float, administrator: User
) -> None:
    body = {"step": 1, "result": RESULT}
    assert api_as(administrator)("POST", address(session), body).status_code == 200
    assert SessionStep.objects.get().observed_by == administrator


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods(method: str, api: Api, session: Session) -> None:
    assert api(method, address(session)).status_code == 405
