"""From the choice of a recipe to its table on pages: looked at before it is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contract import registry
from datasets.models import DatasetVersion, Derivation
from tests.conftest import upload
from tests.datasets.deriving.recipe import PEOPLE, CustomersOfTransactions
from tests.datasets.deriving.tools import CHOSEN, FORM, done, previewed, text_of
from tests.datasets.uploads import SHEET


class OneTable(CustomersOfTransactions):
    key = "one_table"
    label = "Customers alone"
    tables = CustomersOfTransactions.tables[:1]


def test_one_recipe_is_no_choice(page: Client, till: DatasetVersion) -> None:
    assert page.get("/datasets/till/1/derive")["Location"] == FORM


def test_several_recipes_are_chosen_from(page: Client, till: DatasetVersion) -> None:
    registry.register_derivation(OneTable())
    try:
        text = text_of(page.get("/datasets/till/1/derive"))
        assert f'href="{FORM}"' in text
        assert 'href="/datasets/till/1/derive/one_table"' in text
        alone = text_of(page.get("/datasets/till/1/derive/one_table"))
        assert "data-auto-submit" not in alone.split("<main")[1]
    finally:
        registry.unregister_derivation(OneTable.key)


def test_columns_are_guessed_and_shown_with_values(page: Client, till: DatasetVersion) -> None:
    text = text_of(page.get(FORM))
    assert '<option value="client" selected>client (Abe, Bea, Cyd)</option>' in text
    assert '<option value="paid" selected>' in text
    assert 'name="setting-least"' in text
    assert "Make it" not in text


def test_further_tables_are_chosen_first(page: Client, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, PEOPLE, "people.csv")
    text = text_of(page.get(FORM))
    assert '<option value="people@1">people (version 1)</option>' in text
    assert "column-people.town" not in text
    response = page.get(f"{FORM}?people=people@1")
    assert '<option value="people@1" selected>' in text_of(response)
    assert response.context["form"]["column-people.town"].initial == "town"


@pytest.mark.parametrize("query", ["transactions=", "transactions=none@1", "transactions=till@9"])
def test_a_needed_table_is_asked_for(query: str, page: Client, till: DatasetVersion) -> None:
    text = text_of(page.get(f"{FORM}?{query}"))
    assert "Choose a data set as “Transactions”" in text
    assert "Preview the table" not in text
    assert page.post(f"{FORM}?{query}", CHOSEN).status_code == 422


def test_the_table_is_seen_before_it_is_made(page: Client, till: DatasetVersion) -> None:
    response = previewed(page)
    text = text_of(response)
    assert response.status_code == 200
    for said in (
        "All rows. Nothing is saved yet.",
        "5 Jan 2025",
        "15.5",
        "1 purchase has no customer",
        "Make it",
    ):
        assert said in text
    assert 'value="till customers from transactions"' in text
    assert not Derivation.objects.exists()
    seen = response.context["seen"]
    response = previewed(page, seen=seen, make="yes", name="Customers")
    job = Derivation.objects.get()
    assert response["Location"] == f"/derivations/{job.pk}"
    assert done(job).version.reference == "customers@1"  # type: ignore[union-attr]


def test_what_was_changed_since_is_seen_again(page: Client, till: DatasetVersion) -> None:
    seen = previewed(page).context["seen"]
    changed = {"setting-least": "2"}
    response = previewed(page, seen=seen, make="yes", name="Customers", **changed)
    assert "Something has changed since the preview" in text_of(response)
    assert response.context["preview"].row_count == 1
    assert not Derivation.objects.exists()


def test_a_name_that_cannot_be_leaves_the_table_in_sight(
    page: Client, till: DatasetVersion, analyst: User
) -> None:
    upload(analyst, SHEET, "customers.csv")
    seen = previewed(page).context["seen"]
    for name, said in (("Customers", "choose another name"), ("", "Give the data set a name.")):
        response = previewed(page, seen=seen, make="yes", name=name)
        assert response.status_code == 422
        assert said in text_of(response)
        assert "All rows. Nothing is saved yet." in text_of(response)
    assert not Derivation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"setting-least": "0"}, "greater than or equal to 1"),
        ({"column-transactions.amount": ""}, "This field is required."),
        ({"column-transactions.amount": "client"}, "Select a valid choice."),
        ({"setting-least": "9"}, "The table would have no rows."),
    ],
)
def test_what_is_wrong_is_said_in_place(
    changes: dict[str, str], said: str, page: Client, till: DatasetVersion
) -> None:
    response = previewed(page, **changes)
    assert response.status_code == 422
    assert said in text_of(response)
    assert "Make it" not in text_of(response)


def test_a_table_that_is_too_large_or_gone(page: Client, till: DatasetVersion, settings: Any) -> None:
    settings.MAX_ROWS = 2
    assert "at most 2 are allowed" in text_of(previewed(page))
    Path(till.table.path).unlink()
    assert "The table is no longer on the disk." in text_of(previewed(page))
