"""Deleting a data set: what depends on it is named before, and stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from datasets.services import delete_dataset
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import OTHER_SHEET, SHEET, stored_files
from training.models import ModelVersion, RunTable


@pytest.fixture
def two_versions(analyst: User) -> Dataset:
    first = upload(analyst, SHEET)
    upload(analyst, OTHER_SHEET, dataset=first.dataset)
    return first.dataset


def test_the_files_go_when_the_rows_are_gone_for_good(
    two_versions: Dataset, analyst: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delete_dataset(analyst, two_versions)
        assert not DatasetVersion.objects.exists()
        assert len(stored_files()) == 4  # A rollback must find them.
    assert stored_files() == []


def test_other_data_sets_stay(
    two_versions: Dataset, analyst: User, api: Api, django_capture_on_commit_callbacks: Any
) -> None:
    kept = upload(analyst, SHEET, "other.csv")
    with django_capture_on_commit_callbacks(execute=True):
        assert api("DELETE", "/datasets/sales").status_code == 204
    assert Dataset.objects.get() == kept.dataset
    assert kept.original.read() == SHEET
    assert len(kept.frame()) == 3


def test_the_audit_keeps_a_line(two_versions: Dataset, api: Api, analyst: User) -> None:
    api("DELETE", "/datasets/sales")
    line = AuditEvent.objects.first()
    assert line is not None
    assert (line.actor, line.verb, line.object_type, line.object_name) == (
        analyst,
        "binned",
        "data set",
        "sales",
    )
    assert line.data == {"slug": "sales", "versions": 2}


def test_what_depends_on_it_is_named_first(trained: ModelVersion, api: Api) -> None:
    problem = assert_problem(api("DELETE", "/datasets/customers"), 409)
    assert "1 records were made from customers" in problem["detail"]
    assert "?force=true" in problem["detail"]
    assert len(problem["depends_on"]) == 1
    assert f"run {trained.run_id}" in problem["depends_on"][0]["name"]
    assert Dataset.objects.exists()
    assert api("DELETE", "/datasets/customers?force=false").status_code == 409


def test_runs_and_models_outlive_their_data(trained: ModelVersion, api: Api, page: Client) -> None:
    assert api("DELETE", "/datasets/customers?force=true").status_code == 204
    table = RunTable.objects.get()
    assert (table.version, table.dataset_name) == (None, "customers@1")
    run = api("GET", f"/runs/{trained.run_id}").json()
    assert (run["dataset"], run["status"], run["trained_model"]) == ("customers@1", "succeeded", "customers")
    assert page.get(f"/runs/{trained.run_id}").status_code == 200
    assert page.get("/models/customers/1").status_code == 200
    answer = api("POST", "/models/customers/predict", {"rows": [{"city": "Durban", "total_sales": 30000}]})
    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["", "Sales", "sales-2", "sale"])
def test_a_person_has_to_type_the_name(typed: str, two_versions: Dataset, page: Client) -> None:
    response = page.post("/datasets/sales/delete", {"typed_name": typed}, follow=True)
    assert "Nothing was deleted: type “sales” to confirm." in response.content.decode()
    assert DatasetVersion.objects.count() == 2


def test_the_name_typed_deletes(two_versions: Dataset, page: Client) -> None:
    response = page.post("/datasets/sales/delete", {"typed_name": " sales "}, follow=True)
    assert response.redirect_chain == [("/datasets", 302)]
    assert "The data set “sales” was deleted with its versions." in response.content.decode()
    assert not Dataset.objects.exists()


def test_by_link_nothing_is_deleted(two_versions: Dataset, page: Client) -> None:
    assert page.get("/datasets/sales/delete").status_code == 405
    assert Dataset.objects.exists()


def test_an_administrator_may_delete_what_others_own(
    two_versions: Dataset, api_as: Callable[..., Api], administrator: User
) -> None:
    assert api_as(administrator)("DELETE", "/datasets/sales").status_code == 204


def test_an_unknown_data_set(api: Api, page: Client) -> None:
    assert_problem(api("DELETE", "/datasets/none"), 404)
    assert page.post("/datasets/none/delete", {"typed_name": "none"}).status_code == 404


def test_the_same_sheet_may_come_again(two_versions: Dataset, api: Api, analyst: User) -> None:
    api("DELETE", "/datasets/sales")
    again = upload(analyst, SHEET)
    assert again.reference == "sales@1"
    assert again.original.read() == SHEET
