"""The third step: which column plays which role."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import sales_csv, upload
from tests.training.asking import at, draft_of
from training.models import Draft
from training.questions.drafts import steps_of


def begun(version: DatasetVersion, family: str = "forecasting") -> Draft:
    return draft_of(version, family=family, columns=None, settings={}, reached="")


def test_only_fitting_columns_are_offered_and_the_guess_is_chosen(
    page: Client, sales: DatasetVersion
) -> None:
    response = page.get(at(begun(sales), "columns"))
    form = response.context["form"]
    assert form.fields["time"].choices == [("", "Choose a column"), ("date", "date")]
    assert form.fields["target"].choices == [("amount", "amount (95.99, 117, 128.4)")]
    assert '<option value="date" selected>' in response.content.decode()


def test_columns_that_make_a_date_together_are_boxes(page: Client, analyst: User) -> None:
    rows = "".join(f"{2022 + month // 12},{month % 12 + 1},A,{month}\n" for month in range(24))
    sheet = upload(analyst, f"Year,Month,shop,sold\n{rows}".encode())
    draft = begun(sheet)
    form = page.get(at(draft, "columns")).context["form"]
    assert [name for name, _ in form.fields["time"].choices] == ["Year", "Month"]
    assert form["time"].value() == ["Year", "Month"]
    page.post(at(draft, "columns"), {"time": ["Year", "Month"], "target": "sold"})
    draft.refresh_from_db()
    assert draft.columns == {"time": ["Year", "Month"], "target": "sold"}
    checked = page.get(at(draft_of(sheet, columns=draft.columns), "checks"))
    assert (checked.status_code, checked.context["blocked"]) == (200, False)


def test_each_menu_says_what_it_is_for_and_shows_examples(page: Client, sales: DatasetVersion) -> None:
    content = page.get(at(begun(sales), "columns")).content.decode()
    assert "When it happened" in content
    assert "date: 1 Jan 2025, 2 Jan 2025, 3 Jan 2025" in content


def test_roles_of_many_columns_are_boxes_and_the_rest_is_ticked(
    page: Client, customers: DatasetVersion
) -> None:
    response = page.get(at(begun(customers, "segmentation"), "columns"))
    assert response.context["form"]["features"].value() == ["city", "employees"]
    assert "employees (" in response.content.decode(), "with examples"


def test_columns_that_are_not_used_are_listed(page: Client, analyst: User) -> None:
    sheet = upload(analyst, b"date,amount,clerk\n2025-01-01,5,Ann\n2025-01-02,6,Bob\n2025-01-03,6,Bob\n")
    form = page.get(at(begun(sheet), "columns")).context["form"]
    assert [column["name"] for column in form.unused() if not column["used"]] == ["clerk"]


def test_the_choice_is_saved_and_leads_on(page: Client, sales: DatasetVersion) -> None:
    draft = begun(sales)
    response = page.post(at(draft, "columns"), {"time": "date", "target": "amount"})
    steps = steps_of(draft)
    assert response["Location"] == at(draft, steps[steps.index("columns") + 1])
    draft.refresh_from_db()
    assert draft.columns == {"time": "date", "target": "amount"}


def test_what_was_saved_is_shown_again(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(40, ("A", "B"))), columns={"time": "date", "target": "amount"})
    form = page.get(at(draft, "columns")).context["form"]
    assert not form["item"].value(), "the guess would have been the store"


def test_a_column_plays_one_part(page: Client, customers: DatasetVersion) -> None:
    draft = begun(customers, "segmentation")
    page.post(at(draft, "columns"), {"value": "total_sales", "features": ["employees", "total_sales"]})
    draft.refresh_from_db()
    assert draft.columns == {"value": "total_sales", "features": ["employees"]}


def test_the_first_boxes_keep_a_column_that_is_ticked_twice(page: Client, analyst: User) -> None:
    sheet = upload(analyst, b"date,amount,price\n2025-01-01,5,1\n2025-01-02,6,2\n2025-01-03,6,2\n")
    draft = begun(sheet)
    said = {"time": "date", "target": ["amount"], "item": ["price"], "features": ["price", "amount"]}
    page.post(at(draft, "columns"), said)
    draft.refresh_from_db()
    assert draft.columns == {"time": "date", "target": "amount", "item": "price"}


def test_dates_across_the_columns_are_guessed_and_taken(page: Client, analyst: User) -> None:
    months = [f"2024-{month:02}" for month in range(1, 13)]
    rows = [",".join(["Tea", *map(str, range(12))]), ",".join(["Coffee", *map(str, range(20, 32))])]
    sheet = upload(analyst, "\n".join([",".join(["product", *months]), *rows]).encode())
    draft = begun(sheet)
    form = page.get(at(draft, "columns")).context["form"]
    assert (form["time"].value(), form["target"].value()) == (None, months)
    assert form["item"].value() == ["product"]
    response = page.post(at(draft, "columns"), {"time": "", "target": months, "item": ["product"]})
    assert response["Location"] == at(draft, "tables")
    draft.refresh_from_db()
    assert draft.columns == {"target": months, "item": "product"}


def test_several_columns_may_name_the_item(page: Client, analyst: User) -> None:
    draft = begun(upload(analyst, b"date,amount,shop,product\n2025-01-01,5,A,X\n2025-01-02,6,A,Y\n"))
    page.post(at(draft, "columns"), {"time": "date", "target": "amount", "item": ["shop", "product"]})
    draft.refresh_from_db()
    assert draft.columns == {"time": "date", "target": "amount", "item": ["shop", "product"]}
    form = page.get(at(draft, "columns")).context["form"]
    assert form["item"].value() == ["shop", "product"]


@pytest.mark.parametrize(
    "said", [{"time": "date"}, {"time": "amount", "target": "amount"}, {"time": "date", "target": "nothing"}]
)
def test_what_is_missing_or_unfit_is_refused(
    said: dict[str, Any], page: Client, sales: DatasetVersion
) -> None:
    draft = begun(sales)
    response = page.post(at(draft, "columns"), said)
    assert response.status_code == 422
    assert response.context["form"].errors
    draft.refresh_from_db()
    assert draft.columns is None
