"""The page of a check: findings, what a step would change, and steps that make the next version."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client

from datasets import checks
from datasets.models import DatasetVersion
from tests.conftest import sales_csv, upload
from tests.training.asking import at, draft_of

GAPS = b"city,amount\n" + b"".join(
    f"{'Paarl' if row % 2 else 'paarl'},{'' if row % 10 == 0 else row * 7 % 41}\n".encode()
    for row in range(1, 61)
)
CHECK = "/datasets/shops/1/check"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def shops(analyst: User) -> DatasetVersion:
    return upload(analyst, GAPS, "shops.csv")


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def step(page: Client, words: str, query: str = "") -> str:
    """The reference of the step whose sentence holds ``words``."""
    findings = page.get(CHECK + query).context["findings"]
    return next(one.reference for found in findings for one in found.steps if words in str(one.sentence))


def test_findings_say_place_count_example_and_remedy(page: Client, shops: DatasetVersion) -> None:
    shown = text_of(page.get(CHECK))
    assert "Check this data" in text_of(page.get("/datasets/shops/1"))
    assert "column amount" in shown
    assert "first in row 11" in shown
    assert "10 %" in shown or "10%" in shown
    assert "such as" in shown
    assert "Preview the change" in shown


def test_the_columns_are_chosen_in_the_address(page: Client, analyst: User) -> None:
    upload(analyst, sales_csv(60, ("north", "south")), "shops.csv")
    context = page.get(f"{CHECK}?target=amount&time=date&keys=store").context
    assert context["form"].columns() == checks.CheckedColumns("amount", "date", ("store",))
    refused = page.get(f"{CHECK}?target=colour&time=amount")
    assert refused.status_code == 200
    assert "colour is not one of the available choices" in text_of(refused)


def test_rows_are_counted_as_in_the_sheet(page: Client, analyst: User) -> None:
    upload(analyst, b"city,amount\nPaarl,1\nDurban,2\nPaarl,1\n", "shops.csv")
    shown = text_of(page.get(CHECK))
    assert "first in row 4" in shown
    assert "such as rows 4" in shown


def test_a_table_without_findings_says_so(page: Client, analyst: User) -> None:
    upload(analyst, sales_csv(60), "shops.csv")
    assert "All checks passed." in text_of(page.get(CHECK))


def test_of_a_large_table_the_sample_is_said(page: Client, shops: DatasetVersion, monkeypatch: Any) -> None:
    monkeypatch.setattr(checks, "CHECKED_CELLS", 60)
    assert "The first 30 of 60 rows were checked." in text_of(page.get(CHECK))
    chosen = step(page, "with 0")
    assert "Based on the first 30 rows." in text_of(page.get(f"/datasets/shops/1/effect?step={chosen}"))


def test_before_and_after_are_shown(page: Client, shops: DatasetVersion) -> None:
    shown = text_of(page.get(f"/datasets/shops/1/effect?step={step(page, 'one way')}"))
    assert "30 cells change." in shown
    assert "<td>paarl</td><td>Paarl</td>" in shown or "<td>Paarl</td><td>paarl</td>" in shown
    assert DatasetVersion.objects.count() == 1


def test_a_step_that_is_not_there_is_said(page: Client, shops: DatasetVersion) -> None:
    assert "The check has no step 9-9" in text_of(page.get("/datasets/shops/1/effect?step=9-9"))
    response = page.post("/datasets/shops/1/steps", {"only": "9-9"}, follow=True)
    assert "The check has no step 9-9" in text_of(response)
    assert DatasetVersion.objects.count() == 1


def test_one_click_applies_one_step(page: Client, shops: DatasetVersion) -> None:
    chosen = {"only": step(page, "one way"), "step": step(page, "with 0")}
    response = page.post("/datasets/shops/1/steps", chosen, follow=True)
    assert response.redirect_chain == [("/datasets/shops/2", 302)]
    shown = text_of(response)
    assert "1 step was applied." in shown
    assert "This version is version 1 with these steps applied:" in shown
    assert "Spell each value of 'city' one way." in shown
    made = DatasetVersion.objects.get(number=2)
    assert made.frame()["city"].nunique() == 1
    assert made.frame()["amount"].isna().sum() == 6


def test_several_are_applied_at_once(page: Client, shops: DatasetVersion) -> None:
    chosen = [step(page, "one way", "?target=amount"), step(page, "rows where", "?target=amount")]
    page.post("/datasets/shops/1/steps", {"step": chosen, "query": "target=amount"})
    made = DatasetVersion.objects.get(number=2)
    assert [one["kind"] for one in made.steps] == ["merge_categories", "drop_rows_missing"]
    assert (made.rows, made.frame()["city"].nunique()) == (54, 1)


def test_nothing_chosen_is_said(page: Client, shops: DatasetVersion) -> None:
    assert "No step was chosen" in text_of(page.post("/datasets/shops/1/steps", {}, follow=True))


def test_only_the_owner_repairs(client: Client, shops: DatasetVersion, colleague: User, viewer: User) -> None:
    for person in (colleague, viewer):
        client.force_login(person)
        assert ">Apply<" not in text_of(client.get(CHECK))
        assert client.post("/datasets/shops/1/steps", {"only": "0-0"}).status_code == 403
    assert DatasetVersion.objects.count() == 1


def test_a_table_that_is_gone(page: Client, shops: DatasetVersion) -> None:
    default_storage.delete(str(shops.table.name))
    assert "no longer on disk" in text_of(page.get(CHECK))
    assert "no longer on disk" in text_of(page.get("/datasets/shops/1/effect?step=0-0"))
    assert "no longer on disk" in text_of(page.post("/datasets/shops/1/steps", {"only": "0-0"}, follow=True))


def test_a_question_leads_to_the_check_of_its_columns(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, reached="checks", columns={"time": "date", "target": "amount"})
    shown = page.get(at(draft, "checks")).content.decode()
    assert 'href="/datasets/sales/1/check?target=amount&amp;time=date"' in shown
