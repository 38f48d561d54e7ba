"""Starting a run on its page: the form is derived from the family and the sheet."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import sales_csv, upload
from training.models import ModelVersion, TrainingRun

FILLED = {
    "column-time": "date",
    "column-target": "amount",
    "setting-horizon": "7",
    "setting-frequency": "auto",
    "setting-gaps": "auto",
    "model": "auto",
    "effort": "fast",
    "param-prophet-seasonality": "additive",
}
ADDRESS = "/runs/new?family=forecasting&dataset=sales@1"


def post(page: Client, address: str = ADDRESS, **changes: Any) -> Any:
    return page.post(address, {**FILLED, **changes})


def refused(response: Any) -> Any:
    """The form of a page that shows a refusal."""
    assert response.status_code == 422
    assert not TrainingRun.objects.filter(family="forecasting").exists()
    return response.context["form"]


def test_first_the_question(page: Client, sales: DatasetVersion) -> None:
    content = page.get("/runs/new").content.decode()
    assert "Which of my customers are alike" in content
    assert "?family=forecasting" in content


def test_then_the_data(page: Client, sales: DatasetVersion) -> None:
    content = page.get("/runs/new?family=forecasting").content.decode()
    assert "?family=forecasting&amp;dataset=sales@1" in content


@pytest.mark.parametrize("query", ["family=nothing&dataset=sales", "family=forecasting&dataset=nothing"])
def test_an_unknown_choice_is_asked_again(query: str, page: Client, sales: DatasetVersion) -> None:
    response = page.get(f"/runs/new?{query}")
    assert response.status_code == 200
    assert "form" not in response.context


def test_the_fields_are_those_of_the_family(page: Client, sales: DatasetVersion) -> None:
    form = page.get(ADDRESS).context["form"]
    assert {field.name for field in form.column_fields()} == {
        f"column-{role}" for role in ("time", "target", "item", "features")
    }
    assert {field.name for field in form.setting_fields()} == {
        f"setting-{name}" for name in ("horizon", "frequency", "gaps")
    }
    assert "param-prophet-trend_flexibility" in form.fields
    assert next(iter(form.fields["model"].choices)) == ("auto", "Automatic")
    assert "prophet" in dict(form.fields["model"].choices)


def test_only_fitting_columns_are_offered_and_the_guess_is_chosen(
    page: Client, sales: DatasetVersion
) -> None:
    response = page.get(ADDRESS)
    form = response.context["form"]
    assert form.fields["column-time"].choices == [("", "choose a column"), ("date", "date (date)")]
    assert form.fields["column-target"].choices == [("", "choose a column"), ("amount", "amount (number)")]
    content = response.content.decode()
    assert '<option value="date" selected>' in content
    assert '<option value="amount" selected>' in content
    assert 'value="sales forecasting"' in content


def test_the_rest_is_ticked(page: Client, customers: DatasetVersion) -> None:
    form = page.get("/runs/new?family=segmentation&dataset=customers").context["form"]
    assert form.fields["column-features"].initial == ["city", "employees"]


def test_a_run_is_started(page: Client, sales: DatasetVersion, analyst: User, sent: list[int]) -> None:
    response = post(page, name="Shop", seed="3")
    run = TrainingRun.objects.get()
    assert response.status_code == 302
    assert response["Location"] == run.get_absolute_url()
    assert (run.name, run.seed, run.trigger, run.requested_by) == ("Shop", 3, "user", analyst)
    assert run.columns == {"time": "date", "target": "amount"}
    assert run.settings == {"horizon": 7, "frequency": "auto", "gaps": "auto"}


def test_params_are_those_of_the_model_chosen(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    params = {"param-prophet-trend_flexibility": "0.5", "param-boosting-depth": "9"}
    post(page, model="prophet", **params)
    run = TrainingRun.objects.get()
    assert (run.model, run.params) == ("prophet", {"seasonality": "additive", "trend_flexibility": 0.5})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("setting-horizon", "0"),
        ("setting-horizon", "soon"),
        ("setting-gaps", "guess"),
        ("column-target", ""),
        ("column-target", "date"),
        ("model", "oracle"),
        ("effort", "much"),
        ("seed", "-1"),
        ("name", "n" * 121),
    ],
)
def test_errors_stand_beside_their_field(field: str, value: str, page: Client, sales: DatasetVersion) -> None:
    form = refused(post(page, **{field: value}))
    assert list(form.errors) == [field]


def test_what_only_the_family_refuses_stands_beside_its_field_too(
    page: Client, sales: DatasetVersion
) -> None:
    """Zero is within what a form can check, but the class excludes it."""
    field = "param-prophet-trend_flexibility"
    form = refused(post(page, model="prophet", **{field: "0"}))
    assert list(form.errors) == [field]
    assert "greater than 0" in form.errors[field][0]


def test_a_name_that_is_taken(page: Client, sales: DatasetVersion, trained: ModelVersion) -> None:
    form = refused(post(page, name="Customers"))
    assert "answers another question" in form.errors["name"][0]


def test_problems_of_the_data_are_shown(page: Client, analyst: User) -> None:
    upload(analyst, sales_csv(9))
    response = post(page)
    form = refused(response)
    assert not form.errors
    content = response.content.decode()
    assert "This data cannot answer the question yet" in content
    assert "9 rows" in content
    assert "Add older rows." in content
    assert '<option value="amount" selected>' in content, "what was filled in is not lost"
