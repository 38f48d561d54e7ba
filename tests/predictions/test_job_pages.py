"""A whole sheet on the pages: uploaded, followed, fetched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from jobs.models import Status
from predictions import jobs
from predictions.job_execution import execute
from predictions.models import PredictionJob
from tests.conftest import customers_csv
from training.models import ModelVersion

JOBS = "/models/customers/1/jobs"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes messages and does nothing with them."""
    monkeypatch.setattr(jobs, "enqueue", lambda key: None)


def sheet(content: bytes = customers_csv(30), name: str = "new customers.csv") -> dict[str, Any]:
    return {"file": ContentFile(content, name=name)}


@pytest.fixture
def job(page: Client, trained: ModelVersion) -> PredictionJob:
    page.post(JOBS, sheet())
    return PredictionJob.objects.get()


def test_a_sheet_becomes_a_job_whatever_its_size(page: Client, trained: ModelVersion, analyst: User) -> None:
    response = page.post(JOBS, sheet())
    job = PredictionJob.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}"
    assert (job.rows, job.file_name, job.requested_by, job.version) == (
        30,
        "new customers.csv",
        analyst,
        trained,
    )


def test_the_form_stands_on_the_page_to_try_a_model(page: Client, trained: ModelVersion) -> None:
    assert (
        f'action="{JOBS}" enctype="multipart/form-data"'
        in page.get("/models/customers/1/try").content.decode()
    )


def test_a_forecast_takes_no_whole_sheet(page: Client, forecast: ModelVersion) -> None:
    assert "multipart/form-data" not in page.get("/models/stores/1/try").content.decode()


def test_it_is_followed_until_its_end(page: Client, job: PredictionJob) -> None:
    assert 'hx-trigger="every 1s"' in page.get(job.get_absolute_url()).content.decode()
    part = page.get(job.get_absolute_url(), headers=HTMX)
    assert part.status_code == 200
    assert "<progress" in part.content.decode()
    execute(job.pk)
    part = page.get(job.get_absolute_url(), headers=HTMX)
    assert part.status_code == 286
    assert f"/jobs/{job.pk}/result.xlsx" in part.content.decode()


@pytest.mark.parametrize(
    ("progress", "words"), [(1, ""), (25, "about 3 minutes left"), (50, "about 1 minute left")]
)
def test_what_is_left_is_said_once_it_can_be_told(
    progress: int, words: str, page: Client, job: PredictionJob
) -> None:
    started = timezone.now() - timedelta(seconds=60)
    PredictionJob.objects.update(status=Status.RUNNING, started_at=started, progress=progress)
    part = page.get(job.get_absolute_url(), headers=HTMX).content.decode()
    assert words in part
    assert (" left" in part) is bool(words)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_answer_is_fetched(file_format: str, page: Client, job: PredictionJob) -> None:
    address = f"/jobs/{job.pk}/result.{file_format}"
    assert page.get(address).status_code == 404
    execute(job.pk)
    response = page.get(address)
    assert response.status_code == 200
    assert f"customers-1.0.0-{job.pk}.{file_format}" in response["Content-Disposition"]


def test_no_worker_is_said(page: Client, job: PredictionJob) -> None:
    assert "No worker is running" in page.get(job.get_absolute_url()).content.decode()


def test_why_it_failed_is_said(page: Client, trained: ModelVersion) -> None:
    page.post(JOBS, sheet(b"colour,size\nred,1\nblue,2\n"))
    job = PredictionJob.objects.get()
    execute(job.pk)
    assert "The rows could not be processed" in page.get(job.get_absolute_url()).content.decode()


def test_it_is_cancelled(page: Client, job: PredictionJob) -> None:
    response = page.post(f"/jobs/{job.pk}/cancel", follow=True)
    assert 'data-status="cancelled"' in response.content.decode()
    assert "It had already ended." in page.post(f"/jobs/{job.pk}/cancel", follow=True).content.decode()


def test_the_sheets_of_a_model_are_listed(page: Client, job: PredictionJob) -> None:
    assert "new customers.csv" in page.get(JOBS).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "This file is empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""), (b"id\n", "")],
)
def test_a_file_that_is_no_sheet(content: bytes, sentence: str, page: Client, trained: ModelVersion) -> None:
    response = page.post(JOBS, sheet(content))
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["file"])
    assert not PredictionJob.objects.exists()


def test_without_a_file(page: Client, trained: ModelVersion) -> None:
    response = page.post(JOBS)
    assert "Choose a file first." in response.content.decode()


def test_nobody_sees_the_sheets_of_others(
    client: Client, job: PredictionJob, colleague: User, stranger: User
) -> None:
    execute(job.pk)
    addresses = [f"/jobs/{job.pk}", f"/jobs/{job.pk}/result.csv"]
    for person, status in ((colleague, 404), (stranger, 403)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status, status]
        assert client.post(f"/jobs/{job.pk}/cancel").status_code == status
    client.force_login(colleague)
    assert "new customers.csv" not in client.get(JOBS).content.decode()


def test_other_methods(page: Client, job: PredictionJob) -> None:
    assert page.put(JOBS).status_code == 405
    assert page.post(f"/jobs/{job.pk}").status_code == 405
    assert page.get(f"/jobs/{job.pk}/cancel").status_code == 405
    assert page.post(f"/jobs/{job.pk}/result.csv").status_code == 405
