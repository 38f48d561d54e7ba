"""Scoring without the name of a model: who answers, with what, and what is said where nobody can."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from predictions.models import Prediction, PredictionLog
from predictions.scores import FAMILIES
from tests.conftest import Api
from training.models import ModelVersion
from training.versions.services import set_alias

WARM = {
    "lead_id": "L1",
    "visits": 9,
    "minutes_on_site": 40,
    "source": "referral",
    "newsletter": True,
}
COLD = {"lead_id": "L2", "visits": 0, "minutes_on_site": 2.5, "source": "advert", "newsletter": False}


def test_leads_are_scored(api: Api, leads: ModelVersion) -> None:
    answer = api("POST", "/score/lead", {"rows": [WARM, COLD], "reasons": 2})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["model"], body["version"], body["label"]) == ("leads", 1, "1.0.0")
    warm, cold = body["predictions"]
    assert (warm["id"], cold["id"]) == ("L1", "L2")
    assert warm["probability"] > cold["probability"]
    assert 1 <= len(warm["reasons"]) <= 2
    assert set(warm["reasons"][0]) == {"column", "value", "effect", "text"}
    log = PredictionLog.objects.get(pk=body["prediction_id"])
    assert (log.version, log.alias, log.rows) == (leads, "", 2)
    logged = dict(Prediction.objects.values_list("key", "value"))
    assert logged == {"L1": pytest.approx(warm["probability"]), "L2": pytest.approx(cold["probability"])}


def test_a_sheet_gives_the_same_numbers_as_json(api: Api, leads: ModelVersion) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(WARM))
    writer.writeheader()
    writer.writerows([WARM, COLD])
    by_json = api("POST", "/score/lead", {"rows": [WARM, COLD]}).json()["predictions"]
    by_csv = api("POST", "/score/lead", buffer.getvalue(), content_type="text/csv").json()["predictions"]
    assert by_csv == by_json


def test_the_answer_is_a_sheet_where_one_is_asked_for(api: Api, leads: ModelVersion) -> None:
    response = api("POST", "/score/lead", {"rows": [WARM]}, headers={"Accept": "text/csv"})
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["id"] == "L1"
    assert 0 < float(row["probability"]) < 1
    assert response["Almanac-Version"] == "1.0.0"


def test_production_answers_and_is_named(api: Api, leads: ModelVersion, analyst: User) -> None:
    set_alias(analyst, leads, "production")
    assert api("POST", "/score/lead", {"rows": [WARM]}).json()["version"] == 1
    assert PredictionLog.objects.get().alias == "production"


@pytest.mark.parametrize("kind", ["lead", "churn", "engagement", "purchase"])
def test_without_a_model_the_answer_says_what_to_do(kind: str, api: Api) -> None:
    answer = api("POST", f"/score/{kind}", {"rows": [WARM]})
    assert answer.status_code == 409
    assert f"PUT /api/v1/families/{FAMILIES[kind]}/source" in answer.json()["detail"]


def test_another_kind_is_not_answered_by_the_model_of_leads(api: Api, leads: ModelVersion) -> None:
    assert api("POST", "/score/churn", {"rows": [WARM]}).status_code == 409


def test_lifetime_value_has_no_family_yet(api: Api) -> None:
    answer = api("POST", "/score/clv", {"rows": [WARM]})
    assert answer.status_code == 409
    assert "no family that scores 'clv' yet" in answer.json()["detail"]


def test_an_unknown_kind(api: Api) -> None:
    answer = api("POST", "/score/luck", {"rows": [WARM]})
    assert answer.status_code == 404
    assert "lead, churn" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "required"),
        ({"rows": []}, "at least 1"),
        ({"rows": [{}]}, "No row has any"),
        ({"rows": 5}, "list"),
    ],
)
def test_a_wrong_request(body: dict[str, Any], sentence: str, api: Api, leads: ModelVersion) -> None:
    answer = api("POST", "/score/lead", body)
    assert answer.status_code == 422
    assert sentence in json.dumps(answer.json())
    assert not PredictionLog.objects.exists()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods(method: str, api: Api, leads: ModelVersion) -> None:
    assert api(method, "/score/lead", {"rows": [WARM]}).status_code in {403, 405}


def test_a_viewer_may_score_and_a_stranger_may_not(
    api_as: Callable[..., Api], viewer: User, stranger: User, leads: ModelVersion
) -> None:
    assert api_as(viewer)("POST", "/score/lead", {"rows": [WARM]}).status_code == 200
    assert api_as(stranger)("POST", "/score/lead", {"rows": [WARM]}).status_code == 403
    assert api_as()("POST", "/score/lead", {"rows": [WARM]}).status_code == 401
