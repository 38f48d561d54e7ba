"""Cancelling: a queued run at once, a running one by a wish that its supervisor reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from tests.conftest import Api
from training.models import TrainingRun
from training.runs.models import ENDED, Status

MakeRun = Callable[..., TrainingRun]


def test_a_queued_run_is_cancelled_at_once(api: Api, make_run: MakeRun) -> None:
    run = make_run()
    response = api("POST", f"/runs/{run.pk}/cancel")
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/runs/{run.pk}"
    assert response.json()["status"] == "cancelled"
    assert response.json()["finished_at"]
    assert AuditEvent.objects.get(verb="cancelled").actor_name == "ann"


def test_a_running_run_is_asked_to_end(api: Api, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    response = api("POST", f"/runs/{run.pk}/cancel")
    assert (response.status_code, response.json()["status"]) == (202, "running")
    run.refresh_from_db()
    assert run.cancelling
    assert not run.beat()


def test_asking_twice_is_no_error(api: Api, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    assert api("POST", f"/runs/{run.pk}/cancel").status_code == 202
    run.refresh_from_db()
    asked_at = run.cancel_requested_at
    assert api("POST", f"/runs/{run.pk}/cancel").status_code == 202
    run.refresh_from_db()
    assert run.cancel_requested_at == asked_at
    assert AuditEvent.objects.filter(verb="cancelled").count() == 1


@pytest.mark.parametrize("status", ENDED)
def test_what_has_ended_cannot_be_cancelled(status: Status, api: Api, make_run: MakeRun) -> None:
    run = make_run(status=status)
    response = api("POST", f"/runs/{run.pk}/cancel")
    assert response.status_code == 409
    assert f"Run {run.pk} has already ended" in response.json()["detail"]
    run.refresh_from_db()
    assert run.status == status
    assert not AuditEvent.objects.exists()


def test_on_the_page(page: Client, make_run: MakeRun) -> None:
    run = make_run()
    response = page.post(f"/runs/{run.pk}/cancel")
    assert (response.status_code, response["Location"]) == (302, run.get_absolute_url())
    run.refresh_from_db()
    assert run.status == Status.CANCELLED
    assert "had already ended" in page.post(f"/runs/{run.pk}/cancel", follow=True).content.decode()


def test_a_colleague_cancels_nothing_of_ours(
    colleague: User, client: Client, api_as: Callable[..., Api], make_run: MakeRun
) -> None:
    run = make_run()
    client.force_login(colleague)
    assert client.post(f"/runs/{run.pk}/cancel").status_code == 403
    assert api_as(colleague)("POST", f"/runs/{run.pk}/cancel").status_code == 403
    run.refresh_from_db()
    assert run.status == Status.QUEUED


def test_an_administrator_may(administrator: User, api_as: Callable[..., Api], make_run: MakeRun) -> None:
    assert api_as(administrator)("POST", f"/runs/{make_run().pk}/cancel").status_code == 202


def test_a_get_cancels_nothing(page: Client, api: Api, make_run: MakeRun) -> None:
    run = make_run()
    assert page.get(f"/runs/{run.pk}/cancel").status_code == 405
    assert api("GET", f"/runs/{run.pk}/cancel").status_code == 405
    assert api("POST", "/runs/0/cancel").status_code == 404
    run.refresh_from_db()
    assert run.status == Status.QUEUED
