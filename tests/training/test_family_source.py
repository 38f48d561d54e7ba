"""The data that a family's shortcuts train on: set, seen, replaced and removed over HTTP and on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from contract import registry
from datasets.models import Dataset, DatasetVersion
from home.management.commands.setup import add_samples
from tests.conftest import Api, customers_csv, sales_csv, upload
from training.models import FamilySource, ModelVersion
from training.questions.sources import model_of

SOURCE = "/families/segmentation/source"
BODY = {"dataset": "customers", "settings": {"segments": 2}}


def test_a_source_is_set_and_seen(api: Api, customers: DatasetVersion, analyst: User) -> None:
    answer = api("PUT", SOURCE, BODY)
    assert answer.status_code == 200
    assert answer.json() == api("GET", SOURCE).json()
    assert answer.json()["columns"] == {"id": "id", "value": "total_sales", "features": ["city", "employees"]}
    assert (answer.json()["dataset"], answer.json()["set_by"]) == ("customers", "ann")
    event = AuditEvent.objects.get(object_type="source of a family")
    assert (event.verb, event.actor, event.object_name) == ("created", analyst, "segmentation from customers")


def test_another_replaces_it(api: Api, customers: DatasetVersion) -> None:
    api("PUT", SOURCE, BODY)
    answer = api(
        "PUT", SOURCE, {"dataset": "customers@1", "columns": {"id": "id", "features": ["employees"]}}
    )
    assert answer.json()["columns"] == {"id": "id", "features": ["employees"]}
    assert FamilySource.objects.get().dataset == "customers@1"
    event = AuditEvent.objects.get(verb="changed", object_type="source of a family")
    assert event.data == {"before": "customers"}


def test_it_is_removed(api: Api, customers: DatasetVersion) -> None:
    api("PUT", SOURCE, BODY)
    assert api("DELETE", SOURCE).status_code == 204
    assert api("GET", SOURCE).status_code == 404
    assert AuditEvent.objects.filter(verb="deleted", object_type="source of a family").count() == 1


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_where_none_is_set_the_answer_says_how(method: str, api: Api) -> None:
    answer = api(method, SOURCE)
    assert answer.status_code == 404
    assert f"PUT /api/v1{SOURCE}" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_family(method: str, api: Api) -> None:
    answer = api(method, "/families/astrology/source", BODY)
    assert answer.status_code == 404
    assert "forecasting" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, "dataset"),
        ({"dataset": "nothing"}, "dataset"),
        ({"dataset": "customers", "tables": {"weather": "customers"}}, "tables.weather"),
        ({"dataset": "customers", "columns": {"id": "fax"}}, "columns.id"),
        ({"dataset": "customers", "settings": {"segments": 1}}, "settings.segments"),
        ({"dataset": "customers", "effort": "best"}, "effort"),
    ],
)
def test_a_wrong_source_is_refused_as_an_order_is(
    body: dict[str, Any], location: str, api: Api, customers: DatasetVersion
) -> None:
    api("PUT", SOURCE, BODY)
    answer = api("PUT", SOURCE, body)
    assert answer.status_code == 422
    assert [error["location"] for error in answer.json()["errors"]] == [location]
    assert FamilySource.objects.get().settings == {"segments": 2}


def test_data_that_cannot_answer_is_refused(api: Api, analyst: User) -> None:
    upload(analyst, customers_csv(4), "few.csv")
    answer = api("PUT", SOURCE, {"dataset": "few"})
    assert answer.status_code == 422
    assert not FamilySource.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_other_methods(method: str, api: Api) -> None:
    assert api(method, SOURCE, BODY).status_code == 405


def test_a_viewer_may_look_only(
    api: Api, api_as: Callable[..., Api], customers: DatasetVersion, viewer: User, colleague: User
) -> None:
    api("PUT", SOURCE, BODY)
    assert api_as(viewer)("GET", SOURCE).status_code == 200
    assert api_as(viewer)("PUT", SOURCE, BODY).status_code == 403
    assert api_as(viewer)("DELETE", SOURCE).status_code == 403
    assert api_as(colleague)("PUT", SOURCE, BODY).json()["set_by"] == "cleo", "it belongs to all who train"


def test_the_samples_set_it_where_nothing_else_has(analyst: User, administrator: User) -> None:
    upload(analyst, sales_csv())
    FamilySource.objects.create(family="forecasting", dataset="sales", set_by=analyst)
    add_samples(administrator)
    assert set(FamilySource.objects.values_list("family", "dataset")) == {
        ("forecasting", "sales"),
        ("segmentation", "sample-retailers"),
    }


def test_the_data_of_a_model_is_taken_on_its_page(page: Client, trained: ModelVersion) -> None:
    assert "no data to train on yet" in page.get("/models/customers/1/data").content.decode()
    response = page.post("/models/customers/1/source", follow=True)
    assert "They train on customers." in response.content.decode()
    source = FamilySource.objects.get()
    assert (source.family, source.dataset) == ("segmentation", "customers")
    assert source.columns == trained.manifest["columns"]


def test_data_that_is_gone_is_no_source(page: Client, trained: ModelVersion) -> None:
    Dataset.objects.all().delete()
    response = page.post("/models/customers/1/source", follow=True)
    assert "There is no data set &#x27;customers&#x27;" in response.content.decode()
    assert not FamilySource.objects.exists()


# --- Which model answers for a family -----------------------------------------------------------


def test_the_only_model_answers(trained: ModelVersion) -> None:
    assert model_of(registry.get("segmentation")) == trained.model
    assert model_of(registry.get("forecasting")) is None


def test_the_newest_model_answers(trained: ModelVersion, train_again: Callable[..., ModelVersion]) -> None:
    second = train_again(name="second")
    assert model_of(registry.get("segmentation")) == second.model
    train_again()
    assert model_of(registry.get("segmentation")) == trained.model


def test_a_model_of_the_source_is_preferred(
    api: Api, trained: ModelVersion, train_again: Callable[..., ModelVersion], analyst: User
) -> None:
    api("PUT", SOURCE, BODY)
    upload(analyst, customers_csv(80), "others.csv")
    train_again(name="of others", dataset="others")
    assert model_of(registry.get("segmentation")) == trained.model
    api("DELETE", SOURCE)
    assert str(model_of(registry.get("segmentation"))) == "of others"
