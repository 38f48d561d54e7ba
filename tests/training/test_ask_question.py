"""The second step: which question."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from tests.training.asking import at, draft_of
from training.models import Draft


def begun(version: DatasetVersion) -> Draft:
    return draft_of(version, family="", columns=None, settings={}, reached="")


def test_every_family_is_a_question_with_a_picture(page: Client, sales: DatasetVersion) -> None:
    shown = page.get(at(begun(sales), "question")).content.decode()
    assert "How much will we sell" in shown
    assert "Which of my customers are alike" in shown
    assert "picture-line" in shown and "picture-group-1" in shown


def test_the_first_that_is_possible_is_chosen(page: Client, sales: DatasetVersion) -> None:
    assert page.get(at(begun(sales), "question")).context["chosen"] == "forecasting"


def test_what_the_sheet_cannot_answer_says_why_not(page: Client, customers: DatasetVersion) -> None:
    response = page.get(at(begun(customers), "question"))
    content = response.content.decode()
    assert "It needs a column of dates, and this sheet has none." in content
    assert 'value="forecasting" class="choice-card off" disabled' in content
    assert response.context["chosen"] == "segmentation"


def test_what_the_sheet_cannot_answer_is_refused(page: Client, customers: DatasetVersion) -> None:
    draft = begun(customers)
    assert page.post(at(draft, "question"), {"family": "forecasting"}).status_code == 422
    draft.refresh_from_db()
    assert draft.family == ""


def test_no_choice_is_refused(page: Client, sales: DatasetVersion) -> None:
    assert page.post(at(begun(sales), "question"), {}).status_code == 422


def test_the_answer_leads_to_the_columns(page: Client, sales: DatasetVersion) -> None:
    draft = begun(sales)
    response = page.post(at(draft, "question"), {"family": "forecasting"})
    assert response["Location"] == at(draft, "columns")
    draft.refresh_from_db()
    assert draft.family == "forecasting"


def test_another_question_forgets_what_was_said_for_the_first(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, name="Shop", model="prophet", params={"trend_flexibility": 0.5})
    page.post(at(draft, "question"), {"family": "segmentation"})
    draft.refresh_from_db()
    assert (draft.columns, draft.settings, draft.model, draft.params, draft.name) == (
        None,
        {},
        "auto",
        {},
        "",
    )


def test_the_same_question_keeps_it(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales)
    page.post(at(draft, "question"), {"family": "forecasting"})
    draft.refresh_from_db()
    assert draft.settings == {"horizon": 7}


def test_a_sheet_for_no_question_leads_back_to_the_data(page: Client, analyst: User) -> None:
    draft = begun(upload(analyst, b"name\nAnn\nBob\n", "names.csv"))
    draft.version.columns = []  # type: ignore[union-attr]
    draft.version.save()  # type: ignore[union-attr]
    content = page.get(at(draft, "question")).content.decode()
    assert "Choose another sheet." in content
    assert at(draft, "data") in content
