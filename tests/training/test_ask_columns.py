"""The third step: which column plays which role, with a menu for each column."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from tests.training.asking import as_menus, at, draft_of, roles_shown
from training.models import Draft, ModelVersion, TrainingRun
from training.questions.drafts import steps_of

STORES = "date,store,product,units,price,clerk\n" + "".join(
    f"2025-{month:02}-{day:02},{store},{product},{day + month},{month},Ann\n"
    for month in (1, 2)
    for day in range(1, 29)
    for store in ("North", "South")
    for product in ("Tea", "Milk")
)


def begun(version: DatasetVersion, family: str = "forecasting") -> Draft:
    return draft_of(version, family=family, columns=None, settings={}, reached="")


def test_only_fitting_roles_are_offered_and_the_guess_is_chosen(page: Client, sales: DatasetVersion) -> None:
    form = page.get(at(begun(sales), "columns")).context["form"]
    menus = {row.name: [key for key, _ in row.field.field.choices] for row in form.rows()}
    assert menus["date"] == ["", "time"]
    assert menus["amount"] == ["", "target", "item", "weight", "features", "past", "static"]
    assert roles_shown(form) == {"date": "time", "amount": "target"}


def test_each_row_shows_what_the_column_holds(page: Client, sales: DatasetVersion) -> None:
    content = page.get(at(begun(sales), "columns")).content.decode()
    assert "When it happened" in content
    assert "1 Jan 2025, 2 Jan 2025, 3 Jan 2025" in content


def test_columns_that_make_a_date_together(page: Client, analyst: User) -> None:
    rows = "".join(f"{2022 + month // 12},{month % 12 + 1},A,{month}\n" for month in range(24))
    sheet = upload(analyst, f"Year,Month,shop,sold\n{rows}".encode())
    draft = begun(sheet)
    shown = roles_shown(page.get(at(draft, "columns")).context["form"])
    assert (shown["Year"], shown["Month"]) == ("time", "time")
    page.post(at(draft, "columns"), as_menus(sheet, time=["Year", "Month"], target="sold"))
    draft.refresh_from_db()
    assert draft.columns == {"time": ["Year", "Month"], "target": "sold"}
    checked = page.get(at(draft_of(sheet, columns=draft.columns), "checks"))
    assert (checked.status_code, checked.context["blocked"]) == (200, False)


def test_every_column_that_describes_a_customer_is_guessed(page: Client, customers: DatasetVersion) -> None:
    shown = roles_shown(page.get(at(begun(customers, "segmentation"), "columns")).context["form"])
    assert [name for name, role in shown.items() if role == "features"] == ["city", "employees"]


def test_drivers_and_both_columns_of_the_item_are_guessed(page: Client, analyst: User) -> None:
    sheet = upload(analyst, STORES.encode())
    response = page.get(at(begun(sheet), "columns"))
    assert roles_shown(response.context["form"]) == {
        "date": "time", "store": "item", "product": "item", "units": "target", "price": "features",
        "clerk": "",
    }  # fmt: skip
    said = [str(sentence) for sentence in response.context["said"]]
    assert said[0].startswith("One forecast per 'store' and 'product'") or said[0].startswith(
        "One forecast per 'product' and 'store'"
    )
    assert "Known ahead: 'price'." in said


def test_what_is_combined_is_said_with_its_count_before_anything_is_saved(
    page: Client, analyst: User
) -> None:
    sheet = upload(analyst, STORES.encode())
    draft = begun(sheet)
    said = as_menus(sheet, time="date", item="product", target="units")
    response = page.post(at(draft, "columns"), said, headers={"HX-Request": "true"})
    content = unescape(response.content.decode())
    assert "224 rows of 2 different 'store' are added up per 'product' and 'date'." in content
    assert "<html" not in content
    draft.refresh_from_db()
    assert draft.columns is None


def test_the_choice_is_saved_and_leads_on(page: Client, sales: DatasetVersion) -> None:
    draft = begun(sales)
    response = page.post(at(draft, "columns"), as_menus(sales, time="date", target="amount"))
    steps = steps_of(draft)
    assert response["Location"] == at(draft, steps[steps.index("columns") + 1])
    draft.refresh_from_db()
    assert draft.columns == {"time": "date", "target": "amount"}


def test_a_clean_sheet_is_answered_from_here(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    draft = begun(sales)
    said = {**as_menus(sales, time="date", target="amount"), "answer": "1"}
    response = page.post(at(draft, "columns"), said)
    run = TrainingRun.objects.get()
    assert response["Location"] == run.get_absolute_url()
    assert (run.name, run.effort) == ("sales forecasting", "fast")


def test_what_is_worth_knowing_is_read_before_the_answer(
    page: Client, analyst: User, sent: list[int]
) -> None:
    rows = b"".join(b"%d,%d,2025-01-%02d\n" % (n, n % 7, n % 28 + 1) for n in range(1, 61))
    sheet = upload(analyst, b"id,visits,since\n" + rows, "people.csv")
    draft = begun(sheet, "segmentation")
    said = {**as_menus(sheet, id="id", features=["visits", "since"]), "answer": "1"}
    assert page.post(at(draft, "columns"), said)["Location"] == at(draft, "checks")
    assert not TrainingRun.objects.exists()
    response = page.post(at(draft, "checks"), {"answer": "1"})
    assert response["Location"] == TrainingRun.objects.get().get_absolute_url()


def test_what_was_saved_is_shown_again(page: Client, analyst: User) -> None:
    sheet = upload(analyst, STORES.encode())
    draft = draft_of(sheet, columns={"time": "date", "target": "units"})
    shown = roles_shown(page.get(at(draft, "columns")).context["form"])
    assert shown["product"] == "", "the guess would have been the item"


def test_what_was_chosen_for_the_data_before_is_the_guess(
    page: Client, trained: ModelVersion, customers: DatasetVersion, make_run: Callable[..., TrainingRun]
) -> None:
    assert trained.run is not None
    TrainingRun.objects.update(columns={"id": "id", "features": ["employees"]})
    shown = roles_shown(page.get(at(begun(customers, "segmentation"), "columns")).context["form"])
    assert [name for name, role in shown.items() if role == "features"] == ["employees"]


def test_dates_across_the_columns_are_guessed_and_taken(page: Client, analyst: User) -> None:
    months = [f"2024-{month:02}" for month in range(1, 13)]
    rows = [",".join(["Tea", *map(str, range(12))]), ",".join(["Coffee", *map(str, range(20, 32))])]
    sheet = upload(analyst, "\n".join([",".join(["product", *months]), *rows]).encode())
    draft = begun(sheet)
    shown = roles_shown(page.get(at(draft, "columns")).context["form"])
    assert shown == {"product": "item", **dict.fromkeys(months, "target")}
    response = page.post(at(draft, "columns"), as_menus(sheet, target=months, item="product"))
    assert response["Location"] == at(draft, "tables")
    draft.refresh_from_db()
    assert draft.columns == {"target": months, "item": "product"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"time": "date"}, "No column is chosen as “Amount to forecast”"),
        ({"target": "date"}, "Select a valid choice"),
        (
            {"time": "date", "target": "amount", "weight": ["price", "price2"]},
            "Only one column can be “Weight”",
        ),
    ],
)
def test_what_is_missing_or_unfit_is_refused(
    said: dict[str, str | list[str]], words: str, page: Client, analyst: User
) -> None:
    sheet = upload(
        analyst, b"date,amount,price,price2\n2025-01-01,5,1,2\n2025-01-02,6,2,3\n2025-01-03,6,2,4\n"
    )
    draft = begun(sheet)
    response = page.post(at(draft, "columns"), as_menus(sheet, **said))
    assert response.status_code == 422
    assert words in response.content.decode()
    draft.refresh_from_db()
    assert draft.columns is None
