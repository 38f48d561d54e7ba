"""What can be derived is listed; a recipe keeps the promises of the contract."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from contract import registry
from contract.data import DataProblems, TrainingData
from tests.api.problems import assert_problem
from tests.conftest import Api
from tests.datasets.deriving.recipe import CustomersOfTransactions, Settings


def test_the_installed_recipes_are_listed(api: Api) -> None:
    listed = api("GET", "/derivations").json()
    assert listed["count"] == 1
    found = listed["results"][0]
    assert (found["key"], found["label"]) == ("till_customers", "Customers from transactions")
    assert found["help"].startswith("One row for each customer")
    assert [table["key"] for table in found["tables"]] == ["transactions", "people"]
    roles = found["tables"][0]["roles"]
    assert [role["address"] for role in roles] == [
        "transactions.customer",
        "transactions.day",
        "transactions.amount",
    ]
    assert (roles[1]["kinds"], roles[1]["required"]) == (["date"], True)
    assert found["settings"]["properties"]["least"]["minimum"] == 1


def test_without_a_recipe_the_list_is_empty(api: Api, recipe: CustomersOfTransactions) -> None:
    registry.unregister_derivation(recipe.key)
    assert api("GET", "/derivations").json() == {"count": 0, "next": None, "previous": None, "results": []}
    answer = api("POST", "/derivations/till_customers", {"tables": {}, "name": "x"})
    assert "none is installed" in assert_problem(answer, 404)["detail"]


def test_viewers_see_what_can_be_derived(api_as: Callable[..., Api], viewer: User, stranger: User) -> None:
    assert api_as(viewer)("GET", "/derivations").status_code == 200
    assert_problem(api_as(stranger)("GET", "/derivations"), 403)
    assert api_as()("GET", "/derivations").status_code == 401


def test_it_is_in_the_document_of_the_api(api: Api) -> None:
    document = api("GET", "/schema", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    preview = document["paths"]["/api/v1/derivations/{key}/preview"]["post"]
    assert (preview["operationId"], preview["summary"]) == ("preview_derivation", "Preview a derived table")
    assert set(document["components"]["schemas"]["DerivationOrder"]["required"]) == {"tables", "name"}


def test_the_example_is_derived(recipe: CustomersOfTransactions) -> None:
    data = recipe.example()
    before = data.tables["transactions"].copy()
    made = recipe.make(data, Settings())
    assert made.table["customer"].tolist() == ["Abe", "Bea"]
    assert data.tables["transactions"].equals(before)
    assert recipe.make(data, Settings()).table.equals(made.table)


def test_what_is_wrong_is_said_before_anything_is_made(recipe: CustomersOfTransactions) -> None:
    example = recipe.example()
    without = TrainingData(example.tables, {"transactions.customer": "client"}, example.kinds)
    with pytest.raises(DataProblems) as refused:
        recipe.make(without, Settings())
    assert [problem.code for problem in refused.value.problems] == ["missing_role", "missing_role"]


def test_one_key_is_one_recipe(recipe: CustomersOfTransactions) -> None:
    with pytest.raises(registry.RegisteredTwice):
        registry.register_derivation(CustomersOfTransactions())
    registry.unregister_derivation("no such")
    with pytest.raises(registry.DerivationMissing, match="'labels' is not installed"):
        registry.derivation("labels")
