"""What the page of a version says of derivations: what it was made from, and what can be made of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contract import registry
from datasets.models import DatasetVersion, Derivation
from datasets.services import delete_dataset
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import LATER, PEOPLE, CustomersOfTransactions
from tests.datasets.deriving.tools import CHOSEN, FORM, body, derived, done, started, text_of


def test_a_version_offers_it(page: Client, till: DatasetVersion) -> None:
    text = text_of(page.get("/datasets/till/1"))
    assert 'href="/datasets/till/1/derive"' in text
    assert "Make a table from this" in text


def test_without_a_recipe_nothing_is_shown_of_it(
    page: Client, till: DatasetVersion, recipe: CustomersOfTransactions
) -> None:
    registry.unregister_derivation(recipe.key)
    text = text_of(page.get("/datasets/till/1"))
    assert "Derived" not in text
    assert "Make a table" not in text
    assert "Derived" not in text_of(page.get("/datasets"))
    assert page.get("/datasets/till/1/derive").status_code == 404


def test_a_sheet_that_does_not_fit_offers_nothing(page: Client, analyst: User) -> None:
    upload(analyst, b"note\nkind\nodd\nkind\nodd\n", "notes.csv")
    assert "Make a table" not in text_of(page.get("/datasets/notes/1"))
    assert page.get("/datasets/notes/1/derive").status_code == 404
    assert page.get("/datasets/notes/1/derive/till_customers").status_code == 404


def test_viewers_see_where_it_comes_from_and_make_nothing(
    api: Api, till: DatasetVersion, client: Client, viewer: User, analyst: User
) -> None:
    derived(api)
    upload(analyst, LATER, "till.csv", dataset=till.dataset)
    client.force_login(viewer)
    text = text_of(client.get("/datasets/customers/1"))
    assert 'href="/datasets/till/1"' in text
    assert "till, version 1" in text
    assert "Derive again" not in text
    assert "Make a table" not in text_of(client.get("/datasets/till/1"))
    assert client.get(f"/derivations/{Derivation.objects.get().pk}").status_code == 200
    for address in ("/datasets/till/1/derive", FORM):
        assert client.get(address).status_code == 403
    for address in (FORM, "/datasets/customers/1/derive-again"):
        assert client.post(address, CHOSEN).status_code == 403


def test_both_ways_are_shown(page: Client, api: Api, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, PEOPLE, "people.csv")
    derived(api, {"tables": {"transactions": "till", "people": "people"}, "name": "Customers"})
    text = text_of(page.get("/datasets/customers/1"))
    for said in (
        "Made from",
        "Customers from transactions",
        "Transactions: Customer",
        "Customer list: Town",
        "1 purchase has no customer and is left out.",
        "Who bought at all.",
    ):
        assert said in text
    assert "Changes by column" not in text  # It was never a sheet of somebody's.
    assert "Read it another way" not in text
    assert 'href="/datasets/customers/1"' in text_of(page.get("/datasets/till/1"))


def queries(page: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "path", ["/datasets/till/1", "/datasets/customers/1", "/datasets", "/api/v1/derivation-jobs"]
)
def test_queries_stay(path: str, page: Client, api: Api, till: DatasetVersion) -> None:
    derived(api)
    started(api, body(name="Others"))
    page.get(path)  # What is read once and kept.
    few = queries(page, path)
    for number in range(8):
        derived(api, body(name=f"Customers {number}"))
        started(api, body(name=f"Others {number}"))
    assert queries(page, path) == few


def test_many_children_are_counted(page: Client, api: Api, till: DatasetVersion) -> None:
    for number in range(22):
        derived(api, body(name=f"Customers {number}"))
    text = text_of(page.get("/datasets/till/1"))
    assert text.count('href="/datasets/customers-') == 20
    assert "2 more" in text


def test_deleted_parents_are_named(page: Client, api: Api, till: DatasetVersion, analyst: User) -> None:
    derived(api)
    delete_dataset(analyst, till.dataset)
    text = text_of(page.get("/datasets/customers/1"))
    assert "till@1" in text
    assert "(deleted since)" in text
    assert "Derive again" not in text
    assert page.get(f"/derivations/{Derivation.objects.get().pk}").status_code == 200


def test_it_is_derived_again_from_the_newest_data(
    page: Client, api: Api, till: DatasetVersion, analyst: User
) -> None:
    derived(api)
    assert "Derive again" not in text_of(page.get("/datasets/customers/1"))
    upload(analyst, LATER, "till.csv", dataset=till.dataset)
    text = text_of(page.get("/datasets/customers/1"))
    assert "Derive again from the newest data" in text
    assert "(the newest is version 2)" in text
    response = page.post("/datasets/customers/1/derive-again")
    job = Derivation.objects.get(version=None)
    assert response["Location"] == f"/derivations/{job.pk}"
    assert done(job).version.reference == "customers@2"  # type: ignore[union-attr]
    assert "Derive again" not in text_of(page.get("/datasets/customers/1"))
    assert "Derive again" not in text_of(page.get("/datasets/customers/2"))


def test_again_where_that_cannot_be_is_said(
    page: Client, api: Api, till: DatasetVersion, analyst: User, recipe: CustomersOfTransactions
) -> None:
    derived(api)
    upload(analyst, b"who,what\nAbe,bread\nBea,milk\n", "till.csv", dataset=till.dataset)
    answer = page.post("/datasets/customers/1/derive-again", follow=True)
    assert "The sheet has no column 'client'" in text_of(answer)
    registry.unregister_derivation(recipe.key)
    answer = page.post("/datasets/customers/1/derive-again", follow=True)
    assert "'till_customers' is not installed" in text_of(answer)
    assert "Derive again" not in text_of(page.get("/datasets/customers/1"))
    assert Derivation.objects.count() == 1
