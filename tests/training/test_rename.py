"""Renaming a model: the new name everywhere, the old address still, and no name twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from tests.api.problems import assert_problem
from tests.conftest import Api
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.runs.orders import model_called

Train = Callable[..., ModelVersion]


def test_the_name_changes_and_the_address_stays(page: Client, api: Api, trained: ModelVersion) -> None:
    response = page.post("/models/customers/rename", {"name": " Our customers "}, follow=True)
    assert response.redirect_chain == [("/models/customers/", 302)]
    assert "It is called “Our customers” now." in response.content.decode()
    assert "Our customers" in page.get("/models").content.decode()
    run = TrainingRun.objects.get()
    assert run.name == "Our customers"
    assert api("GET", "/models/customers").json()["name"] == "Our customers"
    answer = api("POST", "/models/customers/predict", {"rows": [{"city": "Durban", "total_sales": 30000}]})
    assert answer.status_code == 200
    event = AuditEvent.objects.get(verb="renamed")
    assert (event.object_name, event.data) == ("Our customers", {"before": "customers", "slug": "customers"})


@pytest.mark.parametrize("name", ["customers", "Our customers", "OUR CUSTOMERS"])
def test_a_run_of_either_name_trains_it(
    name: str, page: Client, trained: ModelVersion, train_again: Train
) -> None:
    page.post("/models/customers/rename", {"name": "Our customers"})
    assert model_called(name) == trained.model
    assert train_again().model == trained.model
    assert TrainedModel.objects.count() == 1


def test_who_has_the_name_is_said(page: Client, api: Api, trained: ModelVersion, colleague: User) -> None:
    TrainedModel.objects.create(slug="shop", name="The shop", family="forecasting", owner=colleague)
    for name in ("the SHOP", "shop"):
        text = page.post("/models/customers/rename", {"name": name}, follow=True).content.decode()
        assert "is the name of another model, “The shop” of cleo" in text
    problem = assert_problem(api("PATCH", "/models/customers", {"name": "The shop"}), 409)
    assert problem["errors"][0] == {
        "location": "name",
        "code": "taken",
        "message": "'The shop' is the name of another one, of cleo: shop.",
    }
    assert not AuditEvent.objects.filter(verb="renamed").exists()


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 121])
def test_no_name(name: str, page: Client, api: Api, trained: ModelVersion) -> None:
    text = page.post("/models/customers/rename", {"name": name}, follow=True).content.decode()
    assert "Nothing was renamed: a name has 1 to 120 characters." in text
    assert_problem(api("PATCH", "/models/customers", {"name": name}), 422)
    assert TrainedModel.objects.get().name == "customers"


def test_the_same_name_again_is_no_change(page: Client, trained: ModelVersion) -> None:
    page.post("/models/customers/rename", {"name": "customers"})
    assert not AuditEvent.objects.filter(verb="renamed").exists()


def test_in_another_case(page: Client, trained: ModelVersion) -> None:
    page.post("/models/customers/rename", {"name": "Customers"})
    assert TrainedModel.objects.get().name == "Customers"
