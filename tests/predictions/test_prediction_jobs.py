"""Thousands of rows as a job: taken, worked on part by part, fetched, cancelled."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import connection

from jobs.waiting import wait_for
from predictions import api as predict_api
from predictions import job_execution, jobs
from predictions.job_execution import execute
from predictions.models import Prediction, PredictionJob, PredictionLog
from tests.conftest import Api
from tests.predictions.customers_asked import LARGE, PREDICT, ROWS
from training.models import ModelVersion

pytestmark = pytest.mark.usefixtures("many_are_few")


def test_many_rows_become_a_job(
    api: Api, trained: ModelVersion, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = api("POST", PREDICT, {"rows": ROWS})
    job = PredictionJob.objects.get()
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/prediction-jobs/{job.pk}"
    assert response["Retry-After"] == "1"
    body = response.json()
    assert (body["status"], body["rows"], body["model"], body["version"]) == ("queued", 25, "customers", 1)
    assert body["result"] is None
    assert sent == [job.pk]
    assert not PredictionLog.objects.exists()


def test_few_rows_are_answered_at_once(api: Api, trained: ModelVersion) -> None:
    assert api("POST", PREDICT, {"rows": ROWS[:20]}).status_code == 200
    assert not PredictionJob.objects.exists()


def test_the_answer_is_that_of_a_call_answered_at_once(api: Api, job: PredictionJob, settings: Any) -> None:
    assert execute(job.pk) == "succeeded"
    settings.PREDICTION_JOB_ROWS = 1000
    at_once = api("POST", PREDICT, {"rows": ROWS}).json()
    fetched = api("GET", f"/prediction-jobs/{job.pk}/result").json()
    assert fetched["count"] == 25
    assert [row.pop("row") for row in fetched["results"]] == list(range(1, 26))
    assert all(row.pop("flags") == [] for row in fetched["results"])
    assert fetched["results"] == at_once["predictions"]


def test_it_is_logged_as_one_request(job: PredictionJob, analyst: User, trained: ModelVersion) -> None:
    execute(job.pk)
    job.refresh_from_db()
    log = PredictionLog.objects.get()
    assert job.log == log
    assert (log.version, log.requested_by, log.rows) == (trained, analyst, 25)
    assert set(Prediction.objects.values_list("key", flat=True)) == {str(row["id"]) for row in ROWS}


def test_a_page_of_the_answer(api: Api, job: PredictionJob) -> None:
    execute(job.pk)
    fetched = api("GET", f"/prediction-jobs/{job.pk}/result?limit=3&offset=11").json()
    assert [(row["row"], row["id"]) for row in fetched["results"]] == [(12, 911), (13, 912), (14, 913)]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_answer_as_a_file(file_format: str, api: Api, job: PredictionJob) -> None:
    execute(job.pk)
    response = api("GET", f"/prediction-jobs/{job.pk}/result?format={file_format}")
    assert response.status_code == 200
    if file_format == "csv":
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert (len(rows), rows[24]["row"], rows[24]["id"]) == (25, "25", "924")
    else:
        assert response.content[:2] == b"PK"


def test_flags_stand_beside_their_rows(api: Api, trained: ModelVersion, sent: list[int]) -> None:
    rows = [*ROWS[:14], {**ROWS[14], "city": "Oslo"}, *ROWS[15:]]
    api("POST", PREDICT, {"rows": rows})
    job = PredictionJob.objects.get()
    execute(job.pk)
    results = api("GET", f"/prediction-jobs/{job.pk}/result").json()["results"]
    assert [row["row"] for row in results if row["flags"]] == [15]
    assert results[14]["flags"][0]["code"] == "unseen_category"
    text = api("GET", f"/prediction-jobs/{job.pk}/result?format=csv").content.decode()
    assert text.count("'Oslo'") == 1


def test_rows_without_a_name_are_numbered_through(api: Api, trained: ModelVersion, sent: list[int]) -> None:
    api("POST", PREDICT, {"rows": [{key: row[key] for key in LARGE} for row in ROWS]})
    job = PredictionJob.objects.get()
    execute(job.pk)
    results = api("GET", f"/prediction-jobs/{job.pk}/result").json()["results"]
    assert [str(row["id"]) for row in results] == [str(number) for number in range(1, 26)]


def test_scores_keep_their_reasons(api: Api, leads: ModelVersion, sent: list[int]) -> None:
    rows = [{"lead_id": f"L{number}", "visits": number, "source": "referral"} for number in range(25)]
    assert api("POST", "/score/lead", {"rows": rows, "reasons": 2}).status_code == 202
    job = PredictionJob.objects.get()
    assert execute(job.pk) == "succeeded"
    results = api("GET", f"/prediction-jobs/{job.pk}/result").json()["results"]
    reasons = results[24]["reasons"]
    assert set(reasons[0]) == {"column", "value", "effect", "text"}
    text = api("GET", f"/prediction-jobs/{job.pk}/result?format=csv").content.decode("utf-8-sig")
    last = list(csv.DictReader(io.StringIO(text)))[24]
    assert last["reasons"] == "; ".join(reason["text"] for reason in reasons)
    assert any(
        flag["code"] == "missing_column" for flag in api("GET", f"/prediction-jobs/{job.pk}").json()["flags"]
    )


def test_a_call_may_wait_for_the_answer(
    api: Api, trained: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", execute)
    monkeypatch.setattr(predict_api, "wait_for", commit_and_wait)
    headers = {"Prefer": "wait=10"}
    body = api("POST", PREDICT, {"rows": ROWS}, headers=headers).json()
    assert [row["id"] for row in body["predictions"]] == [row["id"] for row in ROWS]
    assert PredictionLog.objects.get().pk == body["prediction_id"]
    text = api("POST", PREDICT, {"rows": ROWS}, headers={**headers, "Accept": "text/csv"})
    assert text["Almanac-Version"] == "1.0.0"
    assert text.content.count(b"\n") == 26


def test_a_job_that_fails_while_one_waits(
    api: Api, trained: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", execute)
    monkeypatch.setattr(predict_api, "wait_for", commit_and_wait)
    response = api("POST", PREDICT, {"rows": [{"colour": "red"}] * 25}, headers={"Prefer": "wait=10"})
    assert response.status_code == 422
    assert "city" in response.json()["detail"]


def commit_and_wait(job: PredictionJob, seconds: int) -> bool:
    callbacks, connection.run_on_commit = connection.run_on_commit, []
    for _, callback, _ in callbacks:
        callback()
    return wait_for(job, seconds)


@pytest.mark.parametrize("rows", [[5] * 25, [{"city": ["Durban"]}] * 25])
def test_a_wrong_request_is_refused_at_once(rows: Any, api: Api, trained: ModelVersion) -> None:
    assert api("POST", PREDICT, {"rows": rows}).status_code == 422
    assert not PredictionJob.objects.exists()


def test_a_model_whose_file_is_gone(api: Api, job: PredictionJob, trained: ModelVersion) -> None:
    default_storage.delete(trained.artifact.name)
    assert execute(job.pk) == "failed"
    answer = api("GET", f"/prediction-jobs/{job.pk}").json()
    assert "is missing" in answer["error"]
    assert "Train the model again" in answer["remedy"]
    assert api("GET", f"/prediction-jobs/{job.pk}/result").status_code == 409


def test_an_answer_whose_file_is_gone(api: Api, job: PredictionJob) -> None:
    execute(job.pk)
    job.refresh_from_db()
    default_storage.delete(job.result.name)
    for wanted in ("json", "csv"):
        assert api("GET", f"/prediction-jobs/{job.pk}/result?format={wanted}").status_code == 410


def test_no_answer_before_the_end(api: Api, job: PredictionJob) -> None:
    response = api("GET", f"/prediction-jobs/{job.pk}/result")
    assert response.status_code == 409
    assert "queued" in response.json()["detail"]


def test_an_unknown_format(api: Api, job: PredictionJob) -> None:
    assert api("GET", f"/prediction-jobs/{job.pk}/result?format=pdf").status_code == 400


# --- Cancelling ---------------------------------------------------------------------------------


def test_a_queued_job_is_cancelled_at_once(api: Api, job: PredictionJob) -> None:
    response = api("POST", f"/prediction-jobs/{job.pk}/cancel")
    assert (response.status_code, response.json()["status"]) == (202, "cancelled")
    assert execute(job.pk) == "nothing to do"


def test_a_running_job_ends_at_the_next_part(job: PredictionJob, monkeypatch: pytest.MonkeyPatch) -> None:
    part = job_execution._part

    def cancelled_meanwhile(*args: Any) -> Any:
        jobs.cancel_job(PredictionJob.objects.get(pk=job.pk))
        return part(*args)

    monkeypatch.setattr(job_execution, "_part", cancelled_meanwhile)
    assert execute(job.pk) == "cancelled"
    job.refresh_from_db()
    assert not job.result
    assert not PredictionLog.objects.exists()


def test_an_ended_job_is_not_cancelled(api: Api, job: PredictionJob) -> None:
    execute(job.pk)
    assert api("POST", f"/prediction-jobs/{job.pk}/cancel").status_code == 409


# --- Who may see them ---------------------------------------------------------------------------


def test_jobs_are_listed(api: Api, job: PredictionJob) -> None:
    listed = api("GET", "/prediction-jobs?model=customers&status=queued").json()
    assert [one["id"] for one in listed["results"]] == [job.pk]
    assert api("GET", "/prediction-jobs?status=failed").json()["count"] == 0


def test_nobody_sees_the_jobs_of_others(
    api_as: Callable[..., Api], job: PredictionJob, colleague: User, administrator: User, stranger: User
) -> None:
    execute(job.pk)
    addresses = [f"/prediction-jobs/{job.pk}", f"/prediction-jobs/{job.pk}/result"]
    for address in addresses:
        assert api_as(colleague)("GET", address).status_code == 404
        assert api_as(administrator)("GET", address).status_code == 200
        assert api_as(stranger)("GET", address).status_code == 403
    assert api_as(colleague)("GET", "/prediction-jobs").json()["count"] == 0
    assert api_as(colleague)("POST", f"{addresses[0]}/cancel").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(method: str, api: Api, job: PredictionJob) -> None:
    for path in ("", f"/{job.pk}", f"/{job.pk}/cancel", f"/{job.pk}/result"):
        assert api(method, f"/prediction-jobs{path}").status_code == 405
