"""Every refusal of the API is a problem that a program can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from rest_framework.throttling import UserRateThrottle

from tests.api.problems import assert_problem
from tests.conftest import Api, make_user


@pytest.mark.parametrize("body", ["{oops", '{"a": NaN}', b"\xff\xfe{}"])
def test_400_what_is_no_json(body: Any, api: Api) -> None:
    assert_problem(api("POST", "/runs", body), 400)


def test_400_more_fields_than_anybody_needs(api: Api) -> None:
    fields = {f"field_{number}": "x" for number in range(1001)}
    problem = assert_problem(api("POST", "/datasets", fields, files={"file": ("a.csv", b"a,b\n1,2\n")}), 400)
    assert "DATA_UPLOAD_MAX_NUMBER_FIELDS" in problem["detail"]


def test_401_names_the_scheme(db: None) -> None:
    response = Api()("GET", "/runs")
    assert_problem(response, 401)
    assert response["WWW-Authenticate"] == "Bearer"


def test_403_without_the_right(stranger: User) -> None:
    assert_problem(Api(stranger)("GET", "/runs"), 403)


@pytest.mark.parametrize(
    "path",
    [
        "/datasets/none",
        "/datasets/none/versions/1",
        "/runs/999999",
        "/runs/99999999999999999999999999",
        "/models/none",
        "/models/none/versions/1",
        "/models/none/versions/99999999999999999999999999/results",
    ],
)
def test_404_unknown_record(path: str, api: Api) -> None:
    assert_problem(api("GET", path), 404)


@pytest.mark.parametrize("path", ["/no/such/path", "/runs/one", "/models/no such", "/"])
def test_404_unknown_address(path: str, api: Api) -> None:
    problem = assert_problem(api("GET", path), 404)
    assert f"/api/v1{path}" in problem["detail"]


def test_405_names_what_is_allowed(api: Api) -> None:
    response = api("PATCH", "/runs", {})
    assert_problem(response, 405)
    assert {"GET", "POST"} <= set(response["Allow"].split(", "))


def test_406_is_a_problem_too(api: Api) -> None:
    assert_problem(api("GET", "/runs", headers={"Accept": "image/png"}), 406)


def test_413_one_field_larger_than_is_kept_in_memory(api: Api, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    fields = {"name": "x" * 2000}
    assert_problem(api("POST", "/datasets", fields, files={"file": ("a.csv", b"a,b\n1,2\n")}), 413)


@pytest.mark.parametrize(
    ("path", "content_type"), [("/runs", "text/plain"), ("/datasets", "application/json")]
)
def test_415_another_type_of_body(path: str, content_type: str, api: Api) -> None:
    assert_problem(api("POST", path, "{}", content_type=content_type), 415)


@pytest.mark.parametrize(
    ("body", "locations"),
    [
        ({}, {"family", "dataset"}),
        ({"family": "segmentation", "dataset": "d", "seed": "x"}, {"seed"}),
        ({"family": "segmentation", "dataset": "d", "tables": {"a": 1}}, {"tables.a"}),
        ({"family": "segmentation", "dataset": "d", "colour": 1}, {"colour"}),
        ([], {""}),
    ],
)
def test_422_names_every_field(body: Any, locations: set[str], api: Api) -> None:
    problem = assert_problem(api("POST", "/runs", body), 422)
    assert {entry["location"] for entry in problem["errors"]} == locations


def test_422_does_not_repeat_what_was_sent(api: Api) -> None:
    response = api("POST", "/runs", {"family": "segmentation", "dataset": "d", "seed": "my secret"})
    assert b"my secret" not in response.content


@pytest.fixture
def two_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who has called is remembered in the cache, where other tests' calls stand too."""
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    cache.clear()
    yield
    cache.clear()


def test_429_says_when_to_come_back(two_a_minute: None, api: Api) -> None:
    assert [api("GET", "/runs").status_code for _ in range(2)] == [200, 200]
    response = api("GET", "/runs")
    assert_problem(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 61


def test_429_is_counted_for_each_user(two_a_minute: None, api: Api) -> None:
    for _ in range(3):
        api("GET", "/runs")
    assert Api(make_user("other", "viewer"))("GET", "/runs").status_code == 200


def test_health_is_never_throttled(two_a_minute: None, client: Client) -> None:
    assert [client.get("/healthz").status_code for _ in range(4)] == [200] * 4
