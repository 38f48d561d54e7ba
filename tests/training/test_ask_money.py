"""What a hit is worth is asked once, can be skipped, and is kept for the next training on the data set."""

from __future__ import annotations

from django.test import Client

from datasets.models import DatasetVersion
from tests.training.asking import at, draft_of
from training.models import TrainingRun
from training.questions import drafts
from training.runs.models import RunTable

WORTH = {"value": 200.0, "cost": 10.0, "currency": "EUR"}
COLUMNS = {"label": "city", "features": ["employees"]}


def roles_of(version: DatasetVersion) -> dict[str, str]:
    """What the form of the columns sends: city is what happened, employees are known before."""
    roles = {"city": "label", "employees": "features"}
    return {f"column-{place}": roles.get(name, "") for place, name in enumerate(version.kinds)}


def scores(version: DatasetVersion, **fields: object):
    return draft_of(version, **{"family": "churn", "columns": COLUMNS, "settings": {}, **fields})


def test_worth_is_asked_plainly_and_can_be_skipped(page: Client, customers: DatasetVersion) -> None:
    response = page.get(at(scores(customers), "settings"))
    form = response.context["form"]
    names = ["value", "margin", "cost", "currency", "capacity"]
    assert [field.name for field in form.asked()] == names
    assert not set(names) & {field.name for field in form.others()}
    assert b"no money is shown" in response.content


def test_worth_is_kept_for_the_next_training(customers: DatasetVersion) -> None:
    draft = scores(customers)
    run = TrainingRun.objects.create(
        family="churn", requested_by=draft.owner, settings={**WORTH, "positive": "Bern"}, columns={}
    )
    RunTable.objects.create(run=run, table="main", version=customers, dataset_name=str(customers))
    drafts.choose_columns(draft, COLUMNS)
    assert draft.settings == WORTH, "what was said of the sheet alone is not taken along"
    said = scores(customers, settings={"value": 1.0})
    drafts.choose_columns(said, COLUMNS)
    assert said.settings == {"value": 1.0}
    other = scores(customers, family="outcome")
    drafts.choose_columns(other, COLUMNS)
    assert other.settings == {}


def test_worth_is_asked_on_the_shortest_way(page: Client, customers: DatasetVersion) -> None:
    draft = scores(customers, family="lead_scoring", columns=None)
    shown = page.get(at(draft, "columns")).content.decode()
    assert "What is it worth to you?" in shown
    assert "no money is shown" in shown
    assert (
        "What is it worth"
        not in page.get(at(draft_of(customers, family="segmentation"), "columns")).content.decode()
    )
    page.post(at(draft, "columns"), {**roles_of(customers), "value": "200", "cost": "", "currency": "EUR"})
    draft.refresh_from_db()
    assert draft.settings == {"value": 200.0, "currency": "EUR"}
    page.post(at(draft, "columns"), {**roles_of(customers), "value": "", "cost": "", "currency": ""})
    draft.refresh_from_db()
    assert draft.settings == {}, "what is skipped is worth nothing"


def test_what_was_said_before_is_filled_in(page: Client, customers: DatasetVersion) -> None:
    draft = scores(customers, columns=None)
    run = TrainingRun.objects.create(
        family="churn", requested_by=draft.owner, settings={**WORTH, "positive": "Bern"}, columns={}
    )
    RunTable.objects.create(run=run, table="main", version=customers, dataset_name=str(customers))
    worth = page.get(at(draft, "columns")).context["worth"]
    assert {name: worth[name].value() for name in WORTH} == WORTH


def test_a_wrong_amount_is_said(page: Client, customers: DatasetVersion) -> None:
    draft = scores(customers, settings={"test_size": 0.3})
    response = page.post(at(draft, "columns"), {**roles_of(customers), "value": "-1"})
    assert response.status_code == 422
    assert response.context["worth"].errors
    page.post(at(draft, "columns"), roles_of(customers))
    draft.refresh_from_db()
    assert draft.settings == {"test_size": 0.3}, "other settings stay"
