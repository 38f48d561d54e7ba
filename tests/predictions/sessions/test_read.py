"""GET /sessions and /sessions/{id}: a session as it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contract import registry
from predictions.learning import services
from predictions.loading import loaded
from predictions.models import Session
from tests.conftest import Api
from tests.predictions.sessions.conftest import rows
from training.models import ModelVersion


@pytest.fixture
def tried(session: Session, analyst: User) -> Session:
    """At step 3, which is proposed and not observed."""
    for number in (1, 2):
        services.propose(analyst, session.pk)
        services.observe(analyst, session.pk, number, {"shown": 10, "bought": 5})
    services.propose(analyst, session.pk)
    return services.find_session(session.pk)


def test_a_session_as_it_stands(api: Api, tried: Session) -> None:
    before = rows()
    body = api("GET", f"/sessions/{tried.pk}").json()
    assert rows() == before
    expected = {
        "id": tried.pk,
        "step": 3,
        "model": "prices",
        "version": 1,
        "label": "1.0.0",
        "status": "open",
        "owner": "ann",
        "stopped_at": None,
        "reason": None,
        "settings": {"cost": 0.0},
        "seed": 7,
    }
    assert body.items() >= expected.items()
    assert body["state"].endswith("earns most so far.")
    assert set(body["takes"]["properties"]) == {"shown", "bought", "note"}
    assert body["blocks"][0]["data"]["series"][0]["values"] == tried.state["shown"]
    assert body["steps"]["count"] == 3
    steps = body["steps"]["results"]
    assert [(one["step"], one["seed"]) for one in steps] == [(1, 8), (2, 9), (3, 10)]
    assert steps[0]["result"] == {"shown": 10, "bought": 5, "note": ""}
    assert (steps[2]["result"], steps[2]["observed_by"], steps[2]["proposed_by"]) == (None, None, "ann")


def test_a_page_of_its_steps(api: Api, tried: Session) -> None:
    steps = api("GET", f"/sessions/{tried.pk}?limit=1&offset=1").json()["steps"]
    assert [one["step"] for one in steps["results"]] == [2]
    assert steps["next"] is not None


def test_sessions_are_listed(api: Api, tried: Session, prices: ModelVersion, analyst: User) -> None:
    stopped = services.start(analyst, prices, {})
    services.stop(analyst, stopped.pk, "A mistake")
    body = api("GET", "/sessions").json()
    assert [one["id"] for one in body["results"]] == [stopped.pk, tried.pk]
    assert body["results"][0]["reason"] == "A mistake"
    assert api("GET", "/sessions?status=open&model=prices").json()["count"] == 1
    assert api("GET", "/sessions?model=customers").json()["count"] == 0


def test_queries_stay(api: Api, session: Session, prices: ModelVersion, analyst: User) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert api("GET", path).status_code == 200
        return len(captured)

    detail = f"/sessions/{session.pk}"
    services.propose(analyst, session.pk)
    queries("/sessions")  # The first call of the day notes when its token was used.
    few = queries("/sessions"), queries(detail)
    for number in range(1, 6):
        services.start(analyst, prices, {})
        services.observe(analyst, session.pk, number, {"shown": 1, "bought": 1})
        services.propose(analyst, session.pk)
    assert (queries("/sessions"), queries(detail)) == few


def test_it_is_told_even_where_its_model_file_is_gone(api: Api, tried: Session, prices: ModelVersion) -> None:
    loaded._models.clear()
    prices.artifact.delete(save=False)
    assert api("GET", f"/sessions/{tried.pk}").json()["state"].endswith("earns most so far.")


def test_what_was_done_stays_in_sight_without_the_family(
    api: Api, tried: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._families, "prices")
    body = api("GET", f"/sessions/{tried.pk}").json()
    assert (body["state"], body["blocks"], body["takes"]) == (None, [], None)
    assert body["steps"]["count"] == 3


def test_who_sees_what(
    api_as: Callable[..., Api],
    session: Session,
    viewer: User,
    administrator: User,
    stranger: User,
    analyst: User,
) -> None:
    """Whoever may see models may see a session; lists show one's own, and administrators all."""
    address = f"/sessions/{session.pk}"
    assert api_as(viewer)("GET", address).status_code == 200
    assert api_as(viewer)("GET", "/sessions").json()["count"] == 0
    assert api_as(administrator)("GET", "/sessions").json()["count"] == 1
    assert api_as(analyst, read_only=True)("GET", address).status_code == 200
    for path in (address, "/sessions"):
        assert api_as(stranger)("GET", path).status_code == 403
        assert api_as()("GET", path).status_code == 401


def test_there_is_no_such_session(api: Api, prices: ModelVersion) -> None:
    response = api("GET", "/sessions/4711")
    assert response.status_code == 404
    assert "no session 4711" in response.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods(method: str, api: Api, session: Session) -> None:
    assert api(method, f"/sessions/{session.pk}").status_code == 405
