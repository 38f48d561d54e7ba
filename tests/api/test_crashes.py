"""A fault of the program tells its caller nothing about the program, and the log everything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.problems import assert_problem
from tests.api.urls import Tables
from tests.conftest import Api

pytestmark = pytest.mark.urls("tests.api.urls")
SECRET = "hunter2"


def fail() -> None:
    raise RuntimeError(f"the password of the database is {SECRET}")


@pytest.fixture
def outside() -> Client:
    client = Client()
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "*/*"])
def test_in_a_view_of_the_api(
    accept: str, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Tables, "during", fail, raising=False)
    response = api("GET", "/tables", headers={"Accept": accept})
    assert_problem(response, 500)
    assert SECRET not in response.content.decode()
    assert SECRET in caplog.text
    assert "Traceback" in caplog.text


def test_below_the_api_but_outside_of_its_views(outside: Client) -> None:
    response = outside.get("/api/v1/crash")
    assert_problem(response, 500)
    assert SECRET not in response.content.decode()


def test_in_a_page(outside: Client) -> None:
    response = outside.get("/crash")
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")
    assert SECRET not in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("accept", ["application/json", "text/csv"])
def test_a_number_that_is_none_is_never_sent(accept: str, api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """NaN in an answer is a mistake of ours: it becomes a failure in the log, not half an answer."""
    api.client.raise_request_exception = False
    monkeypatch.setattr(Tables, "during", lambda: {"value": float("nan")}, raising=False)
    assert_problem(api("GET", "/tables", headers={"Accept": accept}), 500)
