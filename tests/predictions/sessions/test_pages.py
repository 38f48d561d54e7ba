"""The pages of sessions: opened beside a model, tried step by step, stopped."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client

from contract import registry
from contract.data import Options
from predictions.learning import services
from predictions.loading import loaded
from predictions.models import Session, SessionStep
from tests.predictions.sessions.conftest import rows
from tests.predictions.sessions.market import PriceLearning
from training.models import ModelVersion

SESSIONS = "/models/prices/1/sessions"
HTMX = {"HX-Request": "true"}
RESULT = {"value-shown": "40", "value-bought": "9", "value-note": ""}


@pytest.fixture
def step(session: Session, analyst: User) -> SessionStep:
    return services.propose(analyst, session.pk)


def text(response: Any) -> str:
    return str(response.content.decode())


# --- On the page of a model ---------------------------------------------------------------------


def test_a_model_that_learns_by_trying_has_a_section(page: Client, prices: ModelVersion) -> None:
    assert f'hx-get="{SESSIONS}"' in text(page.get("/models/prices/1/use"))


def test_nothing_is_shown_for_other_families(page: Client, trained: ModelVersion) -> None:
    assert "Learn by trying" not in text(page.get("/models/customers/"))
    for answer in (page.get("/models/customers/1/sessions"), page.post("/models/customers/1/sessions")):
        assert answer.status_code == 404


def test_the_section_shows_open_sessions_and_the_page_all(
    page: Client, session: Session, prices: ModelVersion, analyst: User
) -> None:
    stopped = services.start(analyst, prices, {})
    services.stop(analyst, stopped.pk)
    section, whole = text(page.get(SESSIONS, headers=HTMX)), text(page.get(SESSIONS))
    assert "<html" not in section
    assert (session.get_absolute_url() in section, stopped.get_absolute_url() in section) == (True, False)
    assert session.get_absolute_url() in whole
    assert stopped.get_absolute_url() in whole
    assert "No price was tried yet." in section


def test_a_session_is_opened_with_its_first_proposal(
    page: Client, prices: ModelVersion, analyst: User
) -> None:
    response = page.post(SESSIONS, {"value-cost": "2"})
    session = Session.objects.get()
    assert response["Location"] == session.get_absolute_url()
    assert (session.owner, session.settings, session.version) == (analyst, {"cost": 2.0}, prices)
    assert session.current() is not None


@pytest.mark.parametrize(("cost", "why"), [("-1", "greater than or equal to 0"), ("12", "above every price")])
def test_settings_that_do_not_fit(cost: str, why: str, page: Client, prices: ModelVersion) -> None:
    response = page.post(SESSIONS, {"value-cost": cost})
    assert response.status_code == 422
    assert why in str(response.context["form"].errors["value-cost"])
    assert rows() == []


def test_settings_that_no_form_can_hold(
    page: Client, prices: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Several(Options):
        prices: list[float]

    monkeypatch.setattr(PriceLearning, "Settings", Several)
    assert "over the API" in text(page.get(SESSIONS))


# --- The page of a session ----------------------------------------------------------------------


def test_the_proposal_and_the_form(page: Client, step: SessionStep) -> None:
    shown = text(page.get(step.session.get_absolute_url()))
    assert f"<dt>Price</dt><dd>{step.proposal['price']:g}</dd>" in shown
    assert "may earn most" in shown
    assert "Visitors who saw the price" in shown
    assert 'name="value-bought"' in shown
    assert "No price was tried yet." in shown
    assert 'data-block="bar"' in shown


def test_a_result_leads_to_the_next_proposal(page: Client, step: SessionStep, analyst: User) -> None:
    address = step.session.get_absolute_url()
    response = page.post(address, {**RESULT, "step": "1"})
    assert response["Location"] == address
    assert list(SessionStep.objects.values_list("number", "observed_by")) == [(1, analyst.pk), (2, None)]
    shown = text(page.get(address))
    assert "Step 2" in shown
    assert "earns most so far" in shown


def test_with_htmx_the_live_part_is_all(page: Client, step: SessionStep) -> None:
    address = step.session.get_absolute_url()
    response = page.post(address, {**RESULT, "step": "1"}, headers=HTMX, follow=True)
    assert "<html" not in text(response)
    assert "Step 2" in text(response)
    assert "autofocus" in text(response)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "value-shown"),
        ({**RESULT, "value-shown": "many"}, "value-shown"),
        ({**RESULT, "value-shown": "0"}, "value-shown"),
        ({**RESULT, "value-bought": "41"}, "value-bought"),
    ],
)
@pytest.mark.parametrize(("headers", "status"), [({}, 422), (HTMX, 200)])
def test_a_result_that_does_not_fit(
    sent: Any, field: str, headers: Any, status: int, page: Client, step: SessionStep
) -> None:
    before = rows()
    response = page.post(step.session.get_absolute_url(), {**sent, "step": "1"}, headers=headers)
    assert response.status_code == status
    assert field in response.context["form"].errors
    assert rows() == before


@pytest.mark.parametrize("number", ["0", "2", "first", ""])
def test_another_step(number: str, page: Client, step: SessionStep) -> None:
    """From a page that was left open, or from nowhere."""
    before = rows()
    response = page.post(step.session.get_absolute_url(), {**RESULT, "step": number}, follow=True)
    assert "nothing was written down" in text(response)
    assert rows() == before


def test_what_was_refused_is_said_with_htmx_too(page: Client, step: SessionStep) -> None:
    sent = {**RESULT, "step": "7"}
    response = page.post(step.session.get_absolute_url(), sent, headers=HTMX, follow=True)
    assert "nothing was written down" in text(response)


def test_a_result_that_no_form_can_hold(
    page: Client, step: SessionStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Several(Options):
        bought: list[int]

    monkeypatch.setattr(PriceLearning, "Result", Several)
    assert "send it over the API" in text(page.get(step.session.get_absolute_url()))


def test_it_waits_to_be_asked(page: Client, session: Session) -> None:
    address = session.get_absolute_url()
    assert f'action="{address}/propose"' in text(page.get(address))
    assert not SessionStep.objects.exists()
    page.post(f"{address}/propose")
    assert SessionStep.objects.get().number == 1


def test_why_nothing_is_proposed(page: Client, session: Session, prices: ModelVersion) -> None:
    loaded._models.clear()
    default_storage.delete(prices.artifact.name)
    response = page.post(f"{session.get_absolute_url()}/propose", follow=True)
    assert "is missing" in text(response)
    assert not SessionStep.objects.exists()


def test_it_is_stopped(page: Client, step: SessionStep) -> None:
    address = step.session.get_absolute_url()
    response = page.post(f"{address}/stop", {"reason": "The season is over"}, follow=True)
    assert "Stopped: The season is over" in text(response)
    assert 'name="value-bought"' not in text(response)
    before = rows()
    assert "was stopped" in text(page.post(f"{address}/stop", follow=True))
    assert "was stopped" in text(page.post(address, {**RESULT, "step": "1"}, follow=True))
    assert rows() == before


def test_without_its_family(page: Client, step: SessionStep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._families, "prices")
    address = step.session.get_absolute_url()
    shown = text(page.get(address))
    assert "This session cannot continue" in shown
    assert "price" in shown, "what was proposed stays in sight"
    before = rows()
    assert "not installed" in text(page.post(address, {"step": "1"}, follow=True))
    assert rows() == before


def test_many_steps_are_paged(page: Client, session: Session, analyst: User) -> None:
    for number in range(1, 31):
        services.propose(analyst, session.pk)
        services.observe(analyst, session.pk, number, {"shown": 1, "bought": 1})
    response = page.get(session.get_absolute_url())
    assert [row.step.number for row in response.context["steps"].rows] == list(range(30, 5, -1))
    assert "?page=2" in text(response)


# --- Who, and how -------------------------------------------------------------------------------


def test_others_look_and_change_nothing(
    client: Client, step: SessionStep, colleague: User, viewer: User
) -> None:
    address, before = step.session.get_absolute_url(), rows()
    for person in (colleague, viewer):
        client.force_login(person)
        shown = text(client.get(address))
        assert "Only its owner or an administrator" in shown
        assert 'name="value-bought"' not in shown
        assert f"{address}/stop" not in shown
        assert client.post(address, {**RESULT, "step": "1"}).status_code == 403
        assert client.post(f"{address}/propose").status_code == 403
        assert client.post(f"{address}/stop").status_code == 403
    assert rows() == before


def test_an_administrator_may(client: Client, step: SessionStep, administrator: User) -> None:
    client.force_login(administrator)
    client.post(step.session.get_absolute_url(), {**RESULT, "step": "1"})
    assert Session.objects.get().step == 2


def test_a_viewer_opens_sessions(client: Client, prices: ModelVersion, viewer: User) -> None:
    client.force_login(viewer)
    assert client.post(SESSIONS, {"value-cost": "0"}).status_code == 302
    assert Session.objects.get().owner == viewer


def test_a_stranger(client: Client, session: Session, stranger: User) -> None:
    client.force_login(stranger)
    for path in (SESSIONS, session.get_absolute_url()):
        assert client.get(path).status_code == client.post(path).status_code == 403


def test_there_is_no_such_session(page: Client, prices: ModelVersion) -> None:
    for answer in (page.get("/sessions/4711"), page.post("/sessions/4711"), page.post("/sessions/4711/stop")):
        assert answer.status_code == 404


def test_other_methods(page: Client, session: Session) -> None:
    address = session.get_absolute_url()
    for path in (SESSIONS, address):
        assert page.put(path).status_code == 405
    for path in (f"{address}/propose", f"{address}/stop"):
        assert page.get(path).status_code == 405
