"""Asking a model over HTTP: which version answers, what is answered, what is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from predictions.loading import loaded
from predictions.models import Prediction, PredictionLog
from tests.conftest import Api
from training.models import ModelVersion
from training.versions.services import set_alias

Train = Callable[[], ModelVersion]
LARGE = {"id": 901, "city": "Durban", "employees": 82, "total_sales": 30_200}
SMALL = {"id": 902, "city": "Paarl", "employees": 9, "total_sales": 3_100}
ROWS = {"rows": [LARGE, SMALL]}
PREDICT = "/models/customers/predict"


def answered_by(api: Api, path: str = PREDICT) -> int:
    response = api("POST", path, ROWS)
    assert response.status_code == 200
    return int(response.json()["version"])


def flags(api: Api, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    response = api("POST", PREDICT, {"rows": list(rows)})
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["flags"]
    return found


def test_an_answer(api: Api, trained: ModelVersion) -> None:
    answer = api("POST", PREDICT, ROWS).json()
    large, small = answer["predictions"]
    assert (answer["model"], answer["version"], answer["label"]) == ("customers", 1, "1.0.0")
    assert set(large) == {"id", "segment", "name", "distance"}
    assert (large["id"], small["id"]) == (901, 902)
    assert large["segment"] != small["segment"]
    assert answer["flags"] == []
    assert PredictionLog.objects.get().pk == answer["prediction_id"]


def test_the_newest_answers_until_one_is_in_production(
    api: Api, trained: ModelVersion, train_again: Train
) -> None:
    train_again()
    assert answered_by(api) == 2
    set_alias(None, trained, "staging")
    assert answered_by(api) == 2
    set_alias(None, trained, "production")
    assert answered_by(api) == 1


def test_by_alias_and_by_number(api: Api, trained: ModelVersion, train_again: Train) -> None:
    set_alias(None, trained, "production")
    set_alias(None, train_again(), "challenger")
    assert answered_by(api, "/models/customers@challenger/predict") == 2
    assert answered_by(api, "/models/customers@production/predict") == 1
    assert answered_by(api, "/models/customers/versions/2/predict") == 2
    aliases = PredictionLog.objects.order_by("pk").values_list("alias", flat=True)
    assert list(aliases) == ["challenger", "production", ""]


@pytest.mark.parametrize(
    "path",
    [
        "/models/nothing/predict",
        "/models/nothing@production/predict",
        "/models/customers@nothing/predict",
        "/models/customers@production/predict",
        "/models/customers/versions/2/predict",
        "/models/customers/versions/0/predict",
    ],
)
def test_what_is_not_there(path: str, api: Api, trained: ModelVersion) -> None:
    response = api("POST", path, ROWS)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/problem+json")
    assert not PredictionLog.objects.exists()


def test_an_unknown_alias_is_named(api: Api, trained: ModelVersion) -> None:
    detail = api("POST", "/models/customers@nothing/predict", ROWS).json()["detail"]
    assert detail == "The model 'customers' has no alias 'nothing'."


def test_what_was_answered_is_written_down(api: Api, analyst: User, trained: ModelVersion) -> None:
    answer = api("POST", PREDICT, ROWS).json()
    log = PredictionLog.objects.get()
    assert (log.version, log.requested_by, log.rows, log.flags) == (trained, analyst, 2, 0)
    assert log.seconds > 0
    written = [(p.key, p.value, p.at, p.low, p.high) for p in log.predictions.order_by("pk")]
    assert written == [(str(p["id"]), p["segment"], None, None, None) for p in answer["predictions"]]


def test_a_forecast_is_written_down_by_item_and_day(api: Api, forecast: ModelVersion) -> None:
    body = {"horizon": 3, "items": ["o'south"], "levels": [80, 95]}
    answer = api("POST", "/models/stores/predict", body).json()
    written = list(Prediction.objects.order_by("pk").values_list("key", "at", "value", "low", "high"))
    assert written == [
        (
            "o'south",
            datetime.fromisoformat(row["date"]).replace(tzinfo=UTC),
            row["value"],
            row["lower_95"],
            row["upper_95"],
        )
        for row in answer["predictions"]
    ]
    assert len(written) == 3
    assert all(low < value < high for _, _, value, low, high in written)


def test_a_forecast_without_those_bounds_is_written_down_too(api: Api, forecast: ModelVersion) -> None:
    assert api("POST", "/models/stores/predict", {"horizon": 1, "levels": [50]}).status_code == 200
    assert set(Prediction.objects.values_list("key", "low")) == {("north", None), ("o'south", None)}


def test_an_empty_body_takes_the_defaults(api: Api, forecast: ModelVersion) -> None:
    answer = api("POST", "/models/stores/predict", {}).json()
    assert {row["item"] for row in answer["predictions"]} == {"north", "o'south"}


@pytest.mark.parametrize(
    ("body", "location", "sentence"),
    [
        ({}, "rows", "required"),
        ({"rows": []}, "rows", "at least 1"),
        ({"rows": "all"}, "rows", "no data set 'all'"),
        ({"rows": [LARGE, 5]}, "rows.1", "not an object"),
        ({"rows": [LARGE, {"city": ["Durban"]}]}, "rows.1.city", ""),
        ({"rows": [{"colour": "red"}]}, "rows", "city"),
        ({"rows": [{}]}, "rows", "city"),
        ({"rows": [LARGE], "colour": "red"}, "colour", "not permitted"),
    ],
)
def test_a_wrong_request_names_the_place(
    body: dict[str, Any], location: str, sentence: str, api: Api, trained: ModelVersion
) -> None:
    response = api("POST", PREDICT, body)
    assert response.status_code == 422
    errors = response.json()["errors"]
    assert all(error["location"].startswith(location) for error in errors)
    assert any(sentence in error["message"] for error in errors)
    assert not PredictionLog.objects.exists()


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({"horizon": 0}, "horizon"),
        ({"horizon": 100_000}, "horizon"),
        ({"items": ["west"]}, "items.0"),
        ({"levels": [80, 100]}, "levels.1"),
    ],
)
def test_a_forecast_that_cannot_be_given(
    body: dict[str, Any], location: str, api: Api, forecast: ModelVersion
) -> None:
    response = api("POST", "/models/stores/predict", body)
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == [location]


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "{", "NaN", '{"rows": [{"employees": NaN}]}'])
def test_a_body_that_is_no_object(body: str, api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, body)
    assert response.status_code == 400
    assert response.json()["detail"]


def test_other_columns_are_ignored(api: Api, trained: ModelVersion) -> None:
    plain = api("POST", PREDICT, ROWS).json()
    more = api("POST", PREDICT, {"rows": [{**LARGE, "colour": "red"}, {"fax": None, **SMALL}]}).json()
    assert more["predictions"] == plain["predictions"]
    assert more["flags"] == []


def test_an_unseen_category_is_flagged(api: Api, trained: ModelVersion) -> None:
    (flag,) = flags(api, LARGE, {**SMALL, "city": "Oslo"})
    assert (flag["row"], flag["code"], flag["column"]) == (1, "unseen_category", "city")
    assert "'Oslo'" in flag["message"]


def test_a_value_outside_of_what_was_learned_is_flagged(api: Api, trained: ModelVersion) -> None:
    (flag,) = flags(api, {**LARGE, "employees": 100_000})
    assert (flag["row"], flag["code"], flag["column"]) == (0, "outside_range", "employees")


def test_a_missing_value_is_flagged(api: Api, trained: ModelVersion) -> None:
    (flag,) = flags(api, {key: value for key, value in SMALL.items() if key != "city"})
    assert (flag["row"], flag["column"]) == (0, "city")
    assert PredictionLog.objects.get().flags == 1


@pytest.mark.parametrize(("days", "old"), [(6, False), (7, True), (40, True)])
def test_an_old_version_is_flagged(days: int, old: bool, api: Api, trained: ModelVersion) -> None:
    ModelVersion.objects.update(created_at=timezone.now() - timedelta(days=days, minutes=1))
    found = flags(api, LARGE)
    assert [flag["code"] for flag in found] == (["stale_model"] if old else [])
    if old:
        assert f"trained {days} days ago" in found[0]["message"]
        assert found[0]["row"] is None


def damaged(version: ModelVersion) -> None:
    name = version.artifact.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"something else"))


def missing(version: ModelVersion) -> None:
    default_storage.delete(version.artifact.name)


@pytest.mark.parametrize(("harm", "sentence"), [(damaged, "checksum differs"), (missing, "is missing")])
def test_a_file_that_must_not_be_used(
    harm: Callable[[ModelVersion], None], sentence: str, api: Api, trained: ModelVersion
) -> None:
    harm(trained)
    for _ in range(2):
        response = api("POST", PREDICT, ROWS)
        assert response.status_code == 503
        assert sentence in response.json()["detail"]
        assert "Train the model again" in response.json()["detail"]
    assert not PredictionLog.objects.exists()
    assert not loaded._models


def test_a_viewer_may_ask_and_a_stranger_may_not(
    api_as: Callable[..., Api], viewer: User, stranger: User, trained: ModelVersion
) -> None:
    assert api_as(viewer)("POST", PREDICT, ROWS).status_code == 200
    assert api_as(stranger)("POST", PREDICT, ROWS).status_code == 403
    assert api_as()("POST", PREDICT, ROWS).status_code == 401
    assert PredictionLog.objects.count() == 1
