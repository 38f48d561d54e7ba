"""What a version was made from, and what was made from it: told both ways, and outliving a deletion."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.permissions import PermissionDenied
from contract import registry
from contract.orders import OrderRefused
from datasets.models import Dataset, DatasetVersion, Derivation
from datasets.services import delete_dataset, dependents_of, derive_again, find_version, maker_of
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import LATER, PEOPLE, CustomersOfTransactions
from tests.datasets.deriving.tools import body, derived, done


def lineage(api: Api, reference: str) -> dict[str, Any]:
    slug, number = reference.split("@")
    return dict(api("GET", f"/datasets/{slug}/versions/{number}").json())


def test_both_ways(api: Api, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, PEOPLE, "people.csv")
    derived(api, {"tables": {"transactions": "till", "people": "people"}, "name": "Customers"})
    found = lineage(api, "customers@1")
    assert found["parents"] == [
        {"dataset": "till", "version": 1, "table": "transactions", "deleted": False},
        {"dataset": "people", "version": 1, "table": "people", "deleted": False},
    ]
    assert found["children"] == []
    assert found["derivation"]["key"] == "till_customers"
    assert found["derivation"]["settings"] == {"least": 1, "currency": None}
    assert [one["code"] for one in found["derivation"]["warnings"]] == ["no_customer"]
    child = {"dataset": "customers", "version": 1}
    assert lineage(api, "till@1")["children"] == [{**child, "table": "transactions"}]
    assert lineage(api, "people@1")["children"] == [{**child, "table": "people"}]
    assert (lineage(api, "till@1")["parents"], lineage(api, "till@1")["derivation"]) == ([], None)


def test_what_made_nothing_is_no_child(api: Api, till: DatasetVersion) -> None:
    derived(api)
    derived(api)  # The same again.
    assert Derivation.objects.count() == 2
    assert len(lineage(api, "till@1")["children"]) == 1


def test_a_deletion_names_what_was_derived_and_leaves_it(
    api: Api, till: DatasetVersion, page: Client
) -> None:
    derived(api)
    problem = assert_problem(api("DELETE", "/datasets/till"), 409)
    assert problem["depends_on"] == [{"type": "data set version", "name": "customers@1"}]
    assert "customers@1" in page.get("/datasets/till/1").content.decode()
    assert api("DELETE", "/datasets/till?force=true").status_code == 204
    assert Dataset.objects.get().slug == "customers"
    assert lineage(api, "customers@1")["parents"] == [
        {"dataset": "till", "version": 1, "table": "transactions", "deleted": True}
    ]
    assert page.get("/datasets/customers/1").status_code == 200
    assert "till@1" in page.get("/datasets/customers/1").content.decode()


def test_what_was_derived_is_deleted_without_a_question(api: Api, till: DatasetVersion) -> None:
    derived(api)
    assert api("DELETE", "/datasets/customers").status_code == 204
    assert Dataset.objects.get() == till.dataset
    assert not Derivation.objects.exists()
    assert lineage(api, "till@1")["children"] == []


def test_many_dependents_are_counted(api: Api, till: DatasetVersion) -> None:
    for number in range(22):
        derived(api, body(name=f"Customers {number}"))
    named = dependents_of(till.dataset)
    assert (len(named), named[-1]["name"]) == (21, "and 2 more")


def test_again_on_the_newest_data(api: Api, till: DatasetVersion, analyst: User) -> None:
    first = derived(api, body(name="Customers", settings={"least": 1, "currency": "ZAR"}))
    upload(analyst, LATER, "till.csv", dataset=till.dataset)
    job = done(derive_again(analyst, first))
    assert job.version is not None
    assert (job.version.reference, job.version.rows) == ("customers@2", 4)
    assert (job.settings, job.tables) == (Derivation.objects.first().settings, {"transactions": "till@2"})
    assert job.settings["currency"] == "ZAR"


def test_again_under_another_name_of_a_column(api: Api, till: DatasetVersion, analyst: User) -> None:
    """The data set knows that its sheets call the column otherwise."""
    first = derived(api)
    upload(analyst, LATER.replace(b"client,", b"Client,"), "till.csv", dataset=till.dataset)
    assert done(derive_again(analyst, first)).status == "succeeded"


def test_again_where_that_cannot_be(
    api: Api, till: DatasetVersion, analyst: User, colleague: User, recipe: CustomersOfTransactions
) -> None:
    first = derived(api)
    with pytest.raises(PermissionDenied):
        derive_again(colleague, first)
    with pytest.raises(OrderRefused, match="No recipe made this version"):
        derive_again(analyst, till)
    upload(analyst, b"who,what\nAbe,bread\nBea,milk\n", "till.csv", dataset=till.dataset)
    with pytest.raises(OrderRefused, match="no column 'client'"):
        derive_again(analyst, first)
    registry.unregister_derivation(recipe.key)
    with pytest.raises(registry.DerivationMissing):
        derive_again(analyst, first)
    registry.register_derivation(recipe)
    delete_dataset(analyst, till.dataset)
    with pytest.raises(OrderRefused, match="has been deleted"):
        derive_again(analyst, first)


def test_who_made_it_may_leave(api: Api, till: DatasetVersion, analyst: User) -> None:
    version = derived(api)
    Dataset.objects.update(owner=None)
    analyst.delete()
    maker = maker_of(version)
    assert maker is not None and maker.requested_by is None


def test_the_newest_is_named_latest(till: DatasetVersion, analyst: User) -> None:
    newest = upload(analyst, LATER, "till.csv", dataset=till.dataset)
    assert find_version("till@latest") == find_version("till") == newest
    assert find_version("till@1") == till
    for reference in ("till@newest", "till@3", "none@latest", "till@latest@1"):
        with pytest.raises(DatasetVersion.DoesNotExist):
            find_version(reference)
