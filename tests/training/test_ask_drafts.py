"""Drafts: whose they are, where they go on, and when they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from datasets.models import DatasetVersion
from datasets.services import delete_dataset
from tests.training.asking import EFFORT, at, draft_of
from training.housekeeping import sweep
from training.models import Draft, DraftTable, TrainingRun
from training.questions.drafts import STEPS
from training.questions.models import KEPT_FOR


@pytest.mark.parametrize("step", [*STEPS, "discard"])
def test_somebody_elses_draft_is_not_found(
    step: str, client: Client, colleague: User, sales: DatasetVersion
) -> None:
    draft = draft_of(sales)
    client.force_login(colleague)
    assert client.post(at(draft, step), EFFORT).status_code == 404
    if step != "discard":
        assert client.get(at(draft, step)).status_code == 404
    assert Draft.objects.filter(pk=draft.pk, run=None).exists()


def test_an_administrator_sees_no_draft_of_others(
    client: Client, administrator: User, sales: DatasetVersion
) -> None:
    client.force_login(administrator)
    assert client.get(at(draft_of(sales), "question")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "furthest"),
    [
        ({"version": None, "family": "forecasting"}, "data"),
        ({"family": ""}, "question"),
        ({"family": "a family of the past"}, "question"),
        ({"columns": None}, "columns"),
        ({"reached": "settings"}, "settings"),
        ({"reached": "checks"}, "checks"),
    ],
)
def test_a_step_too_far_leads_to_the_one_that_is_next(
    fields: dict[str, str], furthest: str, page: Client, sales: DatasetVersion
) -> None:
    draft = draft_of(sales, **fields)
    assert page.get(at(draft, "effort"))["Location"] == at(draft, furthest)
    assert page.get(at(draft, furthest)).status_code == 200


def test_the_steps_reached_are_links(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, reached="checks")
    content = page.get(at(draft, "columns")).content.decode()
    for step in ("data", "question", "columns", "settings", "checks"):
        assert f'href="{at(draft, step)}"' in content
    assert f'href="{at(draft, "effort")}"' not in content


def test_steps_are_never_shown_from_a_cache(page: Client, sales: DatasetVersion) -> None:
    """Back shows what is saved."""
    assert "no-store" in page.get(at(draft_of(sales), "question"))["Cache-Control"]


def test_unfinished_drafts_are_offered(page: Client, sales: DatasetVersion, colleague: User) -> None:
    mine = draft_of(sales)
    theirs = draft_of(sales, owner=colleague)
    content = page.get("/ask").content.decode()
    assert "Pick up where you left off" in content
    assert at(mine, "effort") in content
    assert at(theirs, "effort") not in content


def test_a_draft_that_was_started_is_offered_no_more(
    page: Client, sales: DatasetVersion, sent: list[int]
) -> None:
    page.post(at(draft_of(sales), "effort"), EFFORT)
    assert "Pick up where you left off" not in page.get("/ask").content.decode()


def test_a_draft_is_discarded(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales)
    assert page.get(at(draft, "discard")).status_code == 405
    assert page.post(at(draft, "discard"))["Location"] == "/ask"
    assert not Draft.objects.exists()


def test_a_deleted_data_set_is_asked_for_again(page: Client, sales: DatasetVersion, analyst: User) -> None:
    draft = draft_of(sales)
    delete_dataset(analyst, sales.dataset)
    assert page.get(at(draft, "checks"))["Location"] == at(draft, "data")


@pytest.mark.parametrize(
    ("query", "step"),
    [
        ("", None),
        ("?dataset=nothing", None),
        ("?dataset=sales", "question"),
        ("?dataset=sales@1&family=forecasting", "columns"),
        ("?dataset=sales&family=nothing", "question"),
        ("?family=forecasting", "data"),
    ],
)
def test_the_entry_takes_what_is_known(
    query: str, step: str | None, page: Client, sales: DatasetVersion
) -> None:
    place = page.get(f"/runs/new{query}")["Location"]
    assert place == (at(Draft.objects.get(), step) if step else "/ask")


def test_the_entry_twice_is_one_draft(page: Client, sales: DatasetVersion) -> None:
    assert page.get("/runs/new?dataset=sales")["Location"] == page.get("/runs/new?dataset=sales")["Location"]


def test_forgotten_drafts_are_swept(sales: DatasetVersion) -> None:
    run = TrainingRun.objects.create(name="sales", family="forecasting")
    forgotten, young, started = draft_of(sales), draft_of(sales), draft_of(sales, run=run)
    DraftTable.objects.create(draft=forgotten, table="promotions", version=sales)
    long_ago = timezone.now() - KEPT_FOR - timedelta(minutes=1)
    Draft.objects.filter(pk__in=[forgotten.pk, started.pk]).update(updated_at=long_ago)
    assert sweep()["drafts"] == 1
    assert set(Draft.objects.all()) == {young, started}
