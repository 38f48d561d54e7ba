"""The page of a model, and of one of its versions; the same over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import ModelVersion, TrainedModel
from training.services.trained import set_alias

Train = Callable[..., ModelVersion]
PAGE = "/models/customers/"


def test_the_report(page: Client, trained: ModelVersion) -> None:
    response = page.get(PAGE)
    content = response.content.decode()
    assert response.status_code == 200
    assert escape(trained.headline) in content
    assert all(escape(block["title"]) in content for block in trained.report)
    assert trained.sha256 in content
    assert "answers now" in content
    assert "/models/customers/1/results.csv" in content
    assert 'hx-get="/models/customers/1/try"' in content
    assert page.get(trained.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/models/nothing/", "/models/customers/2", "/models/nothing/1"])
def test_what_is_not_there(path: str, page: Client, trained: ModelVersion) -> None:
    assert page.get(path).status_code == 404


def test_the_version_that_answers_is_shown(page: Client, trained: ModelVersion, train_again: Train) -> None:
    newest = train_again()
    assert page.get(PAGE).context["version"] == newest
    set_alias(None, trained, "production", "the board decided")
    shown = page.get(PAGE)
    assert shown.context["version"] == trained
    assert "the board decided" in shown.content.decode()
    other = page.get(newest.get_absolute_url()).content.decode()
    assert "another version answers" in other
    assert "answers now" not in other


def test_an_old_version_says_so(page: Client, trained: ModelVersion) -> None:
    assert "days ago</span>" not in page.get(PAGE).content.decode()
    ModelVersion.objects.update(created_at=timezone.now() - timedelta(days=30))
    assert "trained 30 days ago" in page.get(PAGE).content.decode()


def test_a_model_without_a_version(page: Client, api: Api, trained: ModelVersion) -> None:
    trained.delete()
    assert "No version is left" in page.get(PAGE).content.decode()
    assert api("GET", "/models/customers").json()["versions"] == []


def test_who_may_only_look_is_offered_no_change(client: Client, viewer: User, trained: ModelVersion) -> None:
    client.force_login(viewer)
    content = client.get(PAGE).content.decode()
    assert "Make production" not in content
    assert "typed_name" not in content
    assert "/models/customers/1/try" in content


def test_the_markup_of_a_name_is_text(page: Client, trained: ModelVersion) -> None:
    TrainedModel.objects.update(name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page.get(PAGE).content.decode()


def test_a_long_history_takes_no_more_queries(
    page: Client, trained: ModelVersion, train_again: Train
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page.get(PAGE).status_code == 200
        return len(asked)

    def use(version: ModelVersion) -> None:
        PredictionLog.objects.create(version=version, rows=1, seconds=0.1)
        set_alias(None, version, "production")

    use(trained)
    queries()
    once = queries()
    for _ in range(8):
        use(train_again())
    assert queries() == once


def test_a_model_over_http(api: Api, trained: ModelVersion, train_again: Train) -> None:
    train_again()
    set_alias(None, trained, "production")
    answer = api("GET", "/models/customers").json()
    assert (answer["slug"], answer["family"], answer["owner"]) == ("customers", "segmentation", "ann")
    assert [(version["number"], version["label"]) for version in answer["versions"]] == [
        (2, "1.1.0"),
        (1, "1.0.0"),
    ]
    assert [(alias["alias"], alias["version"]) for alias in answer["aliases"]] == [("production", 1)]
    assert api("GET", "/models/nothing").status_code == 404


def test_a_version_over_http(api: Api, trained: ModelVersion) -> None:
    answer: dict[str, Any] = api("GET", "/models/customers/versions/1").json()
    assert answer["columns"] == {"id": "id", "value": "total_sales", "features": ["city", "employees"]}
    assert answer["metrics"] == trained.metrics
    assert answer["baseline"] == trained.baseline
    assert answer["report"] == trained.report
    assert answer["datasets"]["main"]["name"] == "customers@1"
    assert set(answer["files"]) == {"segments.json"}
    assert answer["size"] == trained.artifact.size
    assert {wanted["name"] for wanted in answer["inputs"]} == {"id", "city", "employees", "total_sales"}
    assert api("GET", "/models/customers/versions/2").status_code == 404
