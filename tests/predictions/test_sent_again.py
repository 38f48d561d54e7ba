"""``Idempotency-Key`` where a model is asked: the same answer again, logged once, whatever its format."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.openapi.document import document
from api.rendering import XLSX_TYPE
from predictions.models import PredictionJob, PredictionLog
from tests.conftest import Api
from training.models import ModelVersion

KEY = {"Idempotency-Key": "scores-17"}
LEADS = [
    {"lead_id": "L1", "visits": 9, "minutes_on_site": 40, "source": "referral", "newsletter": True},
    {"lead_id": "L2", "visits": 0, "minutes_on_site": 2.5, "source": "advert", "newsletter": False},
]
PATHS = ["/score/lead", "/models/leads/predict", "/models/leads/versions/1/predict"]


def ask(api: Api, path: str = "/score/lead", accept: str = "application/json", **body: Any) -> Any:
    headers = {**KEY, "Accept": accept}
    return api("POST", path, {"rows": LEADS, **body}, headers=headers)


def sheet() -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(LEADS[0]))
    writer.writeheader()
    writer.writerows(LEADS)
    return buffer.getvalue()


@pytest.mark.parametrize("path", PATHS)
def test_a_question_sent_twice_is_answered_once(path: str, api: Api, leads: ModelVersion) -> None:
    first, second = ask(api, path), ask(api, path)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert PredictionLog.objects.count() == 1


def test_another_question_with_the_same_key_is_refused(api: Api, leads: ModelVersion) -> None:
    ask(api)
    refused = ask(api, reasons=1)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "other_body"


@pytest.mark.parametrize("accept", ["text/csv", XLSX_TYPE])
def test_an_answer_that_is_a_sheet_is_given_again(accept: str, api: Api, leads: ModelVersion) -> None:
    first, second = ask(api, accept=accept), ask(api, accept=accept)
    assert first["Content-Type"].startswith(accept)
    assert second.content == first.content
    for name in ("Content-Type", "Content-Disposition", "Almanac-Prediction", "Almanac-Version"):
        assert second[name] == first[name]
    assert PredictionLog.objects.count() == 1


def test_the_same_question_for_another_format_is_refused(api: Api, leads: ModelVersion) -> None:
    ask(api)
    assert ask(api, accept="text/csv").status_code == 422


def test_a_question_that_is_a_sheet(api: Api, leads: ModelVersion) -> None:
    def send(content: str) -> Any:
        return api("POST", "/score/lead", content, content_type="text/csv", headers=KEY)

    assert send(sheet()).content == send(sheet()).content
    assert send(sheet().replace("40", "41")).status_code == 422
    assert PredictionLog.objects.count() == 1


def test_a_question_that_is_an_uploaded_file(api: Api, leads: ModelVersion) -> None:
    def send() -> Any:
        files = {"file": ("leads.csv", sheet().encode())}
        return api("POST", "/score/lead", {"reasons": 1}, files=files, headers=KEY)

    assert send().json()["predictions"] == send().json()["predictions"]
    assert PredictionLog.objects.count() == 1


def test_many_rows_make_one_job(api: Api, leads: ModelVersion, settings: Any) -> None:
    settings.PREDICTION_JOB_ROWS = 1
    first, second = ask(api), ask(api)
    assert (first.status_code, second.status_code) == (202, 202)
    assert second["Location"] == first["Location"]
    assert PredictionJob.objects.count() == 1


def test_a_refused_question_may_be_corrected(api: Api, leads: ModelVersion) -> None:
    assert ask(api, rows=[]).status_code == 422
    assert ask(api).status_code == 200


def test_the_description_names_the_header() -> None:
    paths = document()["paths"]
    asked = [path for path in paths if path.endswith("/predict") or path.startswith("/api/v1/score/")]
    assert len(asked) == 4
    for path in asked:
        assert "Idempotency-Key" in [one["name"] for one in paths[path]["post"]["parameters"]]
