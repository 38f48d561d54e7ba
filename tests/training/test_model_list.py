"""The list of models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests.conftest import Api
from training.models import ModelVersion, TrainedModel
from training.versions.services import set_alias

Train = Callable[..., ModelVersion]


@pytest.fixture
def others(trained: ModelVersion, colleague: User) -> None:
    """Two models beside the trained one, without a version."""
    TrainedModel.objects.create(slug="shop", name="the shop", family="forecasting", owner=colleague)
    TrainedModel.objects.create(slug="orphan", name="orphan", family="forecasting")


def test_no_model_yet(page: Client) -> None:
    assert "No model yet" in page.get("/models").content.decode()


def test_what_a_model_says_of_itself(
    page: Client, api: Api, trained: ModelVersion, train_again: Train
) -> None:
    newest = train_again()
    set_alias(None, trained, "production")
    (row,) = api("GET", "/models").json()["results"]
    assert (row["slug"], row["versions"], row["latest"], row["production"]) == ("customers", 2, 2, 1)
    assert row["size"] == trained.size + newest.size
    assert row["headline"] == newest.headline
    content = page.get("/models").content.decode()
    assert escape(newest.headline) in content
    assert newest.label in content
    assert "version 1" in content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["orphan", "shop", "customers"]),
        ("?q=SHOP", ["shop"]),
        ("?q=forecasting", ["orphan", "shop"]),
        ("?q=nothing", []),
    ],
)
def test_the_page(query: str, expected: list[str], page: Client, others: None) -> None:
    response = page.get(f"/models{query}")
    assert [model.slug for model in response.context["page"].object_list] == expected
    assert ("No model matches" in response.content.decode()) == (not expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?family=segmentation", ["customers"]),
        ("?name=SHO", ["shop"]),
        ("?owner=ann", ["customers"]),
        ("?ordering=slug", ["customers", "orphan", "shop"]),
        ("?ordering=-name&limit=2", ["shop", "orphan"]),
    ],
)
def test_over_http(query: str, expected: list[str], api: Api, others: None) -> None:
    rows = api("GET", f"/models{query}").json()["results"]
    assert [row["slug"] for row in rows] == expected


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return len(asked)


def test_many_models_take_no_more_queries(page: Client, api: Api, trained: ModelVersion) -> None:
    one = queries(lambda: page.get("/models")), queries(lambda: api("GET", "/models"))
    for number in range(24):
        TrainedModel.objects.create(
            slug=f"m{number}", name="m", family="forecasting", owner=trained.model.owner
        )
    many = queries(lambda: page.get("/models")), queries(lambda: api("GET", "/models"))
    assert many == one
