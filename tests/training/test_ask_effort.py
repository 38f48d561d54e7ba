"""The last step: fast or best, and the one start of the run."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from datasets.models import DatasetVersion
from jobs.queue import TRAINING
from tests.conftest import sales_csv, upload
from tests.training.asking import EFFORT, at, draft_of
from training.models import Draft, ModelVersion, TrainingRun, Worker
from training.questions import drafts


def test_both_efforts_say_how_long_they_take(page: Client, sales: DatasetVersion) -> None:
    response = page.get(at(draft_of(sales), "effort"))
    efforts = response.context["efforts"]
    assert [effort["key"] for effort in efforts] == ["fast", "best"]
    for effort in efforts:
        assert effort["time"].words in response.content.decode()
    assert "A first guess: this machine has not done it yet" in response.content.decode()


def test_a_wait_is_said_before_it_is_asked_for(page: Client, sales: DatasetVersion, analyst: User) -> None:
    Worker.objects.create(cluster=TRAINING, host="here", pid=1)
    address = at(draft_of(sales), "effort")
    assert [effort["wait"] for effort in page.get(address).context["efforts"]] == ["", ""]
    TrainingRun.objects.create(
        name="other", family="forecasting", status="running", started_at=timezone.now(), expected_seconds=120
    )
    response = page.get(address)
    wait = "Other runs are in front: it starts in about 2 minutes."
    assert [effort["wait"] for effort in response.context["efforts"]] == [wait, wait]
    assert wait in response.content.decode()


def test_the_name_is_filled_in(page: Client, sales: DatasetVersion) -> None:
    assert page.get(at(draft_of(sales), "effort")).context["form"]["name"].value() == "sales forecasting"


def test_the_run_is_started_as_it_was_said(
    page: Client, sales: DatasetVersion, analyst: User, sent: list[int]
) -> None:
    draft = draft_of(sales)
    response = page.post(at(draft, "effort"), {**EFFORT, "effort": "best", "seed": "3"})
    run = TrainingRun.objects.get()
    assert response["Location"] == run.get_absolute_url()
    assert (run.name, run.effort, run.seed, run.trigger) == ("Shop", "best", 3, "user")
    assert run.requested_by == analyst
    assert run.columns == {"time": "date", "target": "amount"}
    assert run.settings["horizon"] == 7
    assert run.expected_seconds and run.expected_seconds > 0
    draft.refresh_from_db()
    assert draft.run == run


def test_twice_is_one_run(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    draft = draft_of(sales)
    first, second = (page.post(at(draft, "effort"), EFFORT)["Location"] for _ in range(2))
    assert first == second
    assert TrainingRun.objects.count() == 1


def test_at_the_same_moment_is_one_run(sales: DatasetVersion, sent: list[int]) -> None:
    """Both requests have read the draft before either has started it."""
    draft = draft_of(sales, name="Shop")
    one, other = (Draft.objects.get(pk=draft.pk) for _ in range(2))
    assert drafts.start(one) == drafts.start(other)
    assert TrainingRun.objects.count() == 1


def test_a_draft_that_was_started_leads_to_its_run(
    page: Client, sales: DatasetVersion, sent: list[int]
) -> None:
    draft = draft_of(sales)
    run = page.post(at(draft, "effort"), EFFORT)["Location"]
    for step in drafts.STEPS:
        assert page.get(at(draft, step))["Location"] == run


def test_params_are_those_of_the_model_chosen(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    params = {"param-prophet-trend_flexibility": "0.5", "param-boosting-depth": "9"}
    page.post(at(draft_of(sales), "effort"), {**EFFORT, **params, "model": "prophet"})
    run = TrainingRun.objects.get()
    assert (run.model, run.params) == ("prophet", {"seasonality": "additive", "trend_flexibility": 0.5})


@pytest.mark.parametrize(
    ("field", "value"),
    [("model", "oracle"), ("effort", "much"), ("seed", "-1"), ("name", "n" * 121), ("name", " ")],
)
def test_errors_stand_beside_their_field(field: str, value: str, page: Client, sales: DatasetVersion) -> None:
    assert list(refused(page, sales, **{field: value}).errors) == [field]


def test_what_only_the_family_refuses_stands_beside_its_field_too(
    page: Client, sales: DatasetVersion
) -> None:
    """Zero is within what a form can check, but the class excludes it."""
    field = "param-prophet-trend_flexibility"
    form = refused(page, sales, **{"model": "prophet", field: "0"})
    assert list(form.errors) == [field]
    assert form.specialist_errors(), "so the fold is open"


def test_a_name_that_is_taken(page: Client, sales: DatasetVersion, trained: ModelVersion) -> None:
    assert "answers another question" in str(refused(page, sales, name="Customers").errors["name"])


def refused(page: Client, sales: DatasetVersion, **changes: Any) -> Any:
    response = page.post(at(draft_of(sales), "effort"), {**EFFORT, **changes})
    assert response.status_code == 422
    assert not TrainingRun.objects.filter(family="forecasting").exists()
    return response.context["form"]


def test_data_that_cannot_answer_leads_back_to_the_checks(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(9)))
    assert page.post(at(draft, "effort"), EFFORT)["Location"] == at(draft, "checks")
    assert not TrainingRun.objects.exists()


def test_a_deleted_run_takes_its_draft_along(page: Client, sales: DatasetVersion, sent: list[int]) -> None:
    draft = draft_of(sales)
    page.post(at(draft, "effort"), EFFORT)
    TrainingRun.objects.get().delete()
    assert not Draft.objects.filter(pk=draft.pk).exists()
