"""A plan is filled into a grid while a question is asked, kept as a data set, and given to the run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from training.models import Draft
from training.questions import drafts

DAYS = 60
COLUMNS = {"time": "date", "target": "amount", "item": "store", "features": ["promo"]}


def shops() -> bytes:
    frames = []
    for store in ("north", "south"):
        dates = pd.date_range(end="2025-02-28", periods=DAYS)
        amounts = np.arange(DAYS) % 7 + 10.5
        frames.append(pd.DataFrame({"date": dates, "store": store, "amount": amounts, "promo": 0}))
    return pd.concat(frames).to_csv(index=False).encode()


@pytest.fixture
def draft(analyst: User) -> Draft:
    version = upload(analyst, shops(), "shops.csv")
    begun = drafts.begin(analyst, version, "forecasting")
    drafts.choose_columns(begun, COLUMNS)
    return begun


def address(draft: Draft) -> str:
    return f"/ask/{draft.pk}/tables/plan/grid"


def week(value: str) -> dict[str, str]:
    return {"item": "", "steps": "7", **{f"cell-{row}-0": value for row in range(7)}}


def test_the_step_of_the_sheets_offers_to_fill_the_plan_in(page: Client, draft: Draft) -> None:
    assert address(draft) in page.get(f"/ask/{draft.pk}/tables").content.decode()


def test_the_grid_begins_the_day_after_the_sheet_ends(page: Client, draft: Draft) -> None:
    response = page.get(address(draft))
    assert response.context["rows"][0]["date"] == "2025-03-01"
    assert len(response.context["rows"]) == 30
    assert "south</option>" in response.content.decode()


def test_the_settings_say_how_far_ahead(page: Client, draft: Draft) -> None:
    drafts.choose_settings(draft, {"horizon": 12})
    assert len(page.get(address(draft)).context["rows"]) == 12


def test_a_plan_is_kept_and_given_to_the_question(page: Client, draft: Draft) -> None:
    response = page.post(address(draft), {"act": "keep", **week("1")})
    assert response["Location"] == f"/ask/{draft.pk}/tables"
    side = draft.side_tables.get()
    assert side.version is not None
    assert side.version.reference == "plan-for-shops@1"
    assert side.columns == {"date": "date", "known": ["promo"]}
    order = drafts.order_of(Draft.objects.get(pk=draft.pk))
    assert order.tables == {"plan": "plan-for-shops@1"}


def test_what_was_kept_is_shown_again_and_a_change_is_the_next_version(page: Client, draft: Draft) -> None:
    page.post(address(draft), {"act": "keep", **week("1")})
    rows = page.get(f"{address(draft)}?steps=8").context["rows"]
    assert [row["cells"][0]["text"] for row in rows] == ["1"] * 7 + [""]
    page.post(address(draft), {"act": "keep", **week("0")})
    kept = DatasetVersion.objects.get(dataset__slug="plan-for-shops", number=2).frame()
    assert kept["promo"].tolist() == [0] * 7


def test_an_empty_plan_is_not_kept(page: Client, draft: Draft) -> None:
    response = page.post(address(draft), {"act": "keep", **week("")})
    assert response.status_code == 422
    assert "The plan is empty: there is nothing to keep." in response.content.decode()
    assert not draft.side_tables.exists()


def test_without_columns_known_in_advance_it_is_said(page: Client, draft: Draft) -> None:
    drafts.choose_columns(draft, {**COLUMNS, "features": []})
    said = page.get(address(draft)).content.decode()
    assert "Nothing is known in advance yet: choose such columns first." in said


def test_only_tables_that_are_filled_in_have_a_grid(page: Client, draft: Draft) -> None:
    assert page.get(f"/ask/{draft.pk}/tables/promotions/grid").status_code == 404


def test_the_plan_reaches_the_forecast(page: Client, draft: Draft) -> None:
    page.post(address(draft), {"act": "keep", **week("1")})
    problems = drafts.problems_of(Draft.objects.get(pk=draft.pk))
    assert not [problem for problem in problems if problem.fatal]
