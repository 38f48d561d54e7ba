"""``Accept: text/csv`` asks for a table; an error is a problem all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from api.problems import field_problem
from api.rendering import CSV_TYPE, XLSX_TYPE
from tests.api.problems import assert_problem, strict_json
from tests.api.urls import Tables
from tests.conftest import Api

pytestmark = [pytest.mark.urls("tests.api.urls"), pytest.mark.parametrize("accept", [CSV_TYPE, XLSX_TYPE])]


def test_refused_by_the_view(accept: str, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Any:
        raise field_problem("rows.0.city", "unseen", "The model has never seen the city 'Görlitz'.")

    monkeypatch.setattr(Tables, "during", refuse, raising=False)
    problem = assert_problem(api("GET", "/tables", headers={"Accept": accept}), 422)
    assert problem["errors"][0]["message"] == "The model has never seen the city 'Görlitz'."


def test_refused_before_the_view(accept: str, stranger: User, api: Api) -> None:
    assert_problem(Api()("GET", "/tables", headers={"Accept": accept}), 401)
    assert_problem(Api(stranger)("POST", "/models/none/predict", {}, headers={"Accept": accept}), 403)
    assert_problem(api("POST", "/models/none/predict", {}, headers={"Accept": accept}), 404)
    assert_problem(api("GET", "/models/none/predict", headers={"Accept": accept}), 405)
    assert_problem(api("POST", "/models/none/predict", "x", {"Accept": accept}, content_type="a/b"), 404)


def test_data_that_is_no_table_is_json(accept: str, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tables, "during", lambda: {"city": "Görlitz"}, raising=False)
    response = api("GET", "/tables", headers={"Accept": accept})
    assert response["Content-Type"] == "application/json"
    assert strict_json(response.content) == {"city": "Görlitz"}
