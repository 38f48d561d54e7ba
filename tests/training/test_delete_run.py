"""Deleting the record of a run. The model it left behind stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from audit.models import AuditEvent
from tests.conftest import Api
from training.models import Metric, ModelVersion, TrainingRun
from training.runs.models import ENDED, Status

MakeRun = Callable[..., TrainingRun]


def test_the_record_goes_and_the_model_stays(api: Api, trained: ModelVersion) -> None:
    pk = trained.run_id
    assert Metric.objects.exists()
    assert api("DELETE", f"/runs/{pk}").status_code == 204
    assert not TrainingRun.objects.exists()
    trained.refresh_from_db()
    assert trained.run is None
    assert default_storage.exists(trained.artifact.name)
    assert api("GET", "/models/customers/versions/1").json()["run"] is None
    assert AuditEvent.objects.get(verb="binned").object_name == f"run {pk} (customers)"
    assert api("DELETE", f"/runs/{pk}").status_code == 404


def test_a_model_page_without_its_run(page: Client, api: Api, trained: ModelVersion) -> None:
    api("DELETE", f"/runs/{trained.run_id}")
    assert page.get(trained.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("status", [status for status in Status if status not in ENDED])
def test_what_has_not_ended_stays(status: Status, api: Api, page: Client, make_run: MakeRun) -> None:
    run = make_run(status=status)
    response = api("DELETE", f"/runs/{run.pk}")
    assert response.status_code == 409
    assert response.json()["detail"] == f"Run {run.pk} is {status}: cancel it first."
    shown = page.post(f"/runs/{run.pk}/delete", follow=True).content.decode()
    assert "The run has not ended: cancel it first." in shown
    assert TrainingRun.objects.filter(pk=run.pk).exists()


def test_on_the_page(page: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.FAILED)
    assert page.get(f"/runs/{run.pk}/delete").status_code == 405
    response = page.post(f"/runs/{run.pk}/delete")
    assert (response.status_code, response["Location"]) == (302, "/runs")
    assert not TrainingRun.objects.exists()
