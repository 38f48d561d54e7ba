"""A model whose library is not installed: shown with what to do, and refused with the same sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contract import registry
from contract.model import ModelChoice, ModelUnavailable
from datasets.models import DatasetVersion
from tests.conftest import Api, sales_csv, upload
from tests.training.asking import EFFORT, SALES_COLUMNS, at, draft_of
from training.models import TrainingRun
from training.runs.orders import OrderRefused, plan_for

FAMILY = registry.get("forecasting")
WHY = (
    "Oracle needs no_such_library, which is not installed: run `make deep` in the folder of Almanac, or "
    "`pip install -r requirements-deep.txt`."
)


@pytest.fixture(autouse=True)
def oracle(monkeypatch: pytest.MonkeyPatch) -> ModelChoice:
    """A model of the forecasting family that nobody can use."""
    prophet = FAMILY.models["prophet"]
    choice = ModelChoice("Oracle", "no_such_module:Oracle", prophet.Params, needs=("json", "no_such_library"))
    monkeypatch.setitem(FAMILY.models, "oracle", choice)  # type: ignore[arg-type]
    return choice


def test_only_what_is_missing_is_named(oracle: ModelChoice) -> None:
    assert oracle.unavailable == WHY
    assert not oracle.available
    assert replace(oracle, needs=("json",)).available


def test_its_class_is_not_looked_for(oracle: ModelChoice) -> None:
    with pytest.raises(ModelUnavailable, match="make deep"):
        oracle.load_class()


def test_an_order_is_refused() -> None:
    with pytest.raises(OrderRefused) as caught:
        plan_for(FAMILY, {}, {}, "oracle")
    assert [(error.location, error.code, error.message) for error in caught.value.errors] == [
        ("model", "unavailable", WHY)
    ]


def test_the_api_refuses_it(api: Api, sales: DatasetVersion) -> None:
    body = {"family": "forecasting", "dataset": "sales", "model": "oracle"}
    response = api("POST", "/runs", body)
    assert response.status_code == 422
    assert WHY in str(response.json())
    assert not TrainingRun.objects.exists()


def test_the_api_lists_it_with_the_reason(api: Api) -> None:
    families = {family["key"]: family for family in api("GET", "/families").json()["results"]}
    models = {model["key"]: model for model in families["forecasting"]["models"]}
    assert (models["oracle"]["available"], models["oracle"]["unavailable"]) == (False, WHY)
    assert (models["prophet"]["available"], models["prophet"]["unavailable"]) == (True, "")


def test_the_page_shows_it_and_lets_nobody_choose_it(page: Client, sales: DatasetVersion) -> None:
    response = page.get(at(draft_of(sales), "effort"))
    text = response.content.decode()
    assert f'<option value="oracle" disabled>{WHY}</option>' in text
    assert '<option value="prophet">Prophet</option>' in text
    form = response.context["form"]
    assert not [name for name in form.fields if name.startswith("param-oracle-")]


def test_the_page_refuses_it(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    response = page.post(at(draft_of(sales), "effort"), {**EFFORT, "model": "oracle"})
    assert WHY in response.context["form"].errors["model"]
    assert not TrainingRun.objects.exists()


def test_too_many_items_for_a_model_lead_back_to_the_models(page: Client, analyst: User) -> None:
    many = upload(analyst, sales_csv(items=[f"shop {number}" for number in range(101)], days=25))
    draft = draft_of(many, columns={**SALES_COLUMNS, "item": "store"})
    posted = page.post(at(draft, "effort"), {**EFFORT, "model": "fixed_mean"})
    assert posted["Location"] == at(draft, "checks")
    found = page.get(at(draft, "checks"))
    assert "101 items would take 404 fits" in str(found.context["found"][0].problem.message)
    assert found.context["found"][0].remedies == [(at(draft, "effort"), "Choose another model")]
    assert page.get(at(draft, "effort")).status_code == 200
    assert not TrainingRun.objects.exists()
