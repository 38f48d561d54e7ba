"""What only the owner can say is asked on the checks page, and the answer goes into the order."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from tests.training.asking import EFFORT, at, draft_of
from training.models import TrainingRun


@pytest.fixture
def orders(analyst: User) -> DatasetVersion:
    start = datetime.date(2026, 1, 5)
    rows = [
        f"{start + datetime.timedelta(day)},{status},{amount + day % 7}"
        for day in range(40)
        for status, amount in (("completed", 100), ("cancelled", 900))
    ]
    return upload(analyst, "\n".join(["date,Status,amount", *rows]).encode(), "orders.csv")


def test_the_answer_leaves_the_rows_out_and_the_run_can_start(page: Client, orders: DatasetVersion) -> None:
    draft = draft_of(orders, reached="checks")
    shown = page.get(at(draft, "checks"))
    (form,) = shown.context["questions"]
    content = shown.content.decode()
    assert "40 rows may be no sales" in content
    assert "completed (40 rows, adds up to 4,115)" in content
    assert "Continue" not in content
    answered = page.post(at(draft, "checks"), {"question": form.place, f"{form.prefix}-choice": ["0"]})
    assert answered["Location"] == at(draft, "checks")
    draft.refresh_from_db()
    assert draft.filters == [{"column": "Status", "in": ["completed"]}]
    content = page.get(at(draft, "checks")).content.decode()
    assert "Rows that count:" in content
    assert "Get the answer" in content
    page.post(at(draft, "checks"))
    page.post(at(draft, "effort"), EFFORT)
    assert TrainingRun.objects.get().filters == [{"column": "Status", "in": ["completed"]}]


def test_no_choice_is_no_answer(page: Client, orders: DatasetVersion) -> None:
    draft = draft_of(orders, reached="checks")
    (form,) = page.get(at(draft, "checks")).context["questions"]
    assert page.post(at(draft, "checks"), {"question": form.place}).status_code == 422
    draft.refresh_from_db()
    assert draft.filters == []


def test_rows_are_chosen_by_hand_and_let_in_again(page: Client, orders: DatasetVersion) -> None:
    draft = draft_of(orders, reached="checks")
    form = page.get(at(draft, "rows")).context["form"]
    status = next(field for field, name in form.of_column.items() if name == "Status")
    begin = next(field for field in form.of_column if field.startswith("from"))
    everything = {status: ["completed", "cancelled"]}
    page.post(at(draft, "rows"), {status: ["completed"], begin: "2026-01-10"})
    draft.refresh_from_db()
    assert draft.filters == [
        {"column": "date", "from": "2026-01-10"},
        {"column": "Status", "in": ["completed"]},
    ]
    again = page.get(at(draft, "rows")).context["form"]
    assert again[status].value() == ["completed"]
    assert again[begin].value() == "2026-01-10"
    page.post(at(draft, "rows"), everything)
    draft.refresh_from_db()
    assert draft.filters == []


def test_several_words_are_an_answer_that_the_settings_show(page: Client, analyst: User) -> None:
    stages = ["Draft", "Sent", "Paid, late", "Void"]
    rows = [f"C{n},{n % 23},{n % 3},{stages[n % 4]}" for n in range(80)]
    text = "\n".join(
        ["Client,Visits,Size,Stage", *(row.replace("Paid, late", '"Paid, late"') for row in rows)]
    )
    columns = {"entity": "Client", "label": "Stage", "features": ["Visits", "Size"]}
    sheet = upload(analyst, text.encode(), "invoices.csv")
    draft = draft_of(sheet, family="outcome", columns=columns, settings={}, reached="checks")
    for choices in (["Sent", "Paid, late"], ["Void"]):
        form = page.get(at(draft, "checks")).context["questions"][0]
        numbers = [str(n) for n, one in enumerate(form.question.choices) if one.value in choices]
        page.post(at(draft, "checks"), {"question": form.place, f"{form.prefix}-choice": numbers})
    draft.refresh_from_db()
    assert draft.settings == {"positive": 'Sent,"Paid, late"', "negative": "Void"}
    assert page.get(at(draft, "checks")).context["questions"] == []
    content = page.get(at(draft, "settings")).content.decode()
    ticked = [box for box in re.findall("<input[^>]*>", content) if "checked" in box and "Paid, late" in box]
    assert len(ticked) == 1
