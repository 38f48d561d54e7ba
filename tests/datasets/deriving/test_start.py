"""A derivation as a job: taken, made, found again, named."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils.module_loading import import_string

from audit.models import AuditEvent
from datasets import services, tasks
from datasets.deriving import execution, jobs
from datasets.deriving.execution import execute
from datasets.expectations import expect
from datasets.models import Dataset, DatasetVersion, Derivation
from datasets.services import delete_dataset
from jobs import queue
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import LATER, PEOPLE, CustomersOfTransactions
from tests.datasets.deriving.tools import body, derived, done, start, started
from tests.datasets.uploads import SHEET, stored_files


def test_it_is_taken(
    api: Api, till: DatasetVersion, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = start(api)
    job = Derivation.objects.get()
    assert (answer.status_code, answer["Retry-After"]) == (202, "1")
    assert answer["Location"] == f"/api/v1/derivation-jobs/{job.pk}"
    found = answer.json()
    assert (found["status"], found["derivation"], found["name"]) == ("queued", "till_customers", "Customers")
    assert (found["tables"], found["dataset"], found["version"]) == ({"transactions": "till@1"}, None, None)
    assert sent == [job.pk]
    assert DatasetVersion.objects.get() == till


def test_a_data_set_comes_of_it(api: Api, till: DatasetVersion, analyst: User) -> None:
    job = done(started(api))
    found = api("GET", f"/derivation-jobs/{job.pk}").json()
    assert (found["status"], found["progress"]) == ("succeeded", 100)
    assert (found["dataset"], found["version"]) == ("customers", 1)
    assert [one["code"] for one in found["result"]["warnings"]] == ["no_customer"]
    version = DatasetVersion.objects.get(dataset__slug="customers")
    assert (version.rows, version.created_by, version.dataset.owner) == (3, analyst, analyst)
    assert (version.dataset.name, version.original_name) == ("Customers", "Customers.parquet")
    assert [(one["name"], one["kind"]) for one in version.columns] == [
        ("customer", "category"),
        ("purchases", "number"),
        ("spent", "number"),
        ("last", "date"),
    ]
    assert version.frame()["spent"].tolist() == [15.5, 20, 1]
    assert version.schema and not version.reject_count


def test_the_table_is_downloaded(api: Api, till: DatasetVersion) -> None:
    derived(api)
    content = b"".join(api("GET", "/datasets/customers/versions/1/download").streaming_content)
    assert pd.read_parquet(io.BytesIO(content))["customer"].tolist() == ["Abe", "Bea", "Cyd"]


def test_the_trail_knows(api: Api, till: DatasetVersion, analyst: User) -> None:
    job = done(started(api))
    lines = {(line.verb, line.object_name): line for line in AuditEvent.objects.all()}
    assert lines["started", str(job)].data == {"tables": {"transactions": "till@1"}}
    line = lines["derived", "customers@1"]
    assert (line.actor, line.data) == (analyst, {"rows": 3, "made_from": ["till@1"]})
    assert "ann derived the data set version" in line.told()


def test_it_knows_all_its_parents(api: Api, till: DatasetVersion, analyst: User) -> None:
    people = upload(analyst, PEOPLE, "people.csv")
    sent = {"tables": {"transactions": "till", "people": "people"}, "name": "Customers"}
    version = derived(api, sent)
    inputs = Derivation.objects.get().inputs.all()
    assert [(one.table, one.version, one.reference, one.sha256) for one in inputs] == [
        ("transactions", till, "till@1", till.sha256),
        ("people", people, "people@1", people.sha256),
    ]
    assert version.frame()["town"].tolist() == ["Paarl", "Durban", "Paarl"]


def test_the_same_again_is_the_version_that_exists(
    api: Api, till: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = derived(api)
    files = stored_files()
    monkeypatch.setattr(execution, "made", None)  # It is not even derived.
    again = done(started(api))
    assert (again.status, again.version, again.created) == ("succeeded", first, False)
    assert first.dataset.versions.count() == 1
    assert stored_files() == files


@pytest.mark.parametrize(
    "change", [{"settings": {"least": 2}}, {"tables": {"transactions": "till@1", "people": "people"}}]
)
def test_anything_else_is_the_next_version(
    change: dict[str, Any], api: Api, till: DatasetVersion, analyst: User
) -> None:
    upload(analyst, PEOPLE, "people.csv")
    derived(api)
    version = derived(api, body(name="Customers") | change)
    assert version.reference == "customers@2"
    assert version.change is not None


def test_another_edition_of_the_recipe_makes_it_anew(
    api: Api, till: DatasetVersion, recipe: CustomersOfTransactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived(api)
    monkeypatch.setattr(recipe, "edition", 2, raising=False)
    assert derived(api).reference == "customers@2"


def test_newer_data_make_the_next_version(api: Api, till: DatasetVersion, analyst: User) -> None:
    derived(api, body("till@latest", name="Customers"))
    upload(analyst, LATER, "till.csv", dataset=till.dataset)
    version = derived(api, body("till@latest", name="Customers"))
    assert (version.reference, version.rows) == ("customers@2", 4)
    assert Derivation.objects.get(version=version).tables == {"transactions": "till@2"}


def test_what_is_expected_of_the_data_set_is_verified(api: Api, till: DatasetVersion, analyst: User) -> None:
    from datasets.checking.expectations import Expectation as Promise

    expect(analyst, derived(api).dataset, [Promise("rows", None, {"least": 10})])
    version = derived(api, body(name="Customers", settings={"least": 2}))
    assert version.outcome == "fail"


def test_who_waits_has_the_end(api: Api, till: DatasetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    real = jobs._queued
    monkeypatch.setattr(jobs, "_queued", lambda *asked: done(real(*asked)))
    answer = start(api, Prefer="wait=5")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert "Retry-After" not in answer
    failed = start(api, body(name="Few", settings={"least": 9}), Prefer="wait=5").json()
    assert (failed["status"], failed["error"]) == ("failed", "The table would have no rows.")
    assert failed["remedy"] == "Choose other data or other settings."
    assert failed["problems"][0]["code"] == "empty_table"


def test_asked_for_twice_it_is_one_job(
    api: Api, till: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(api)
    assert started(api) == job
    assert started(api, body(name="Others")) != job
    real, looks = jobs._waiting, [1]

    def blind(other: Derivation) -> Derivation | None:
        looks[0] -= 1
        return None if looks[0] >= 0 else real(other)

    monkeypatch.setattr(jobs, "_waiting", blind)
    assert started(api) == job  # The second call has not seen the first.
    monkeypatch.setattr(jobs, "_waiting", lambda other: None)
    resolved = services.resolve_derivation("till_customers", services.PreviewOrder(**body()))
    with pytest.raises(IntegrityError):
        services.start_derivation(job.requested_by, resolved, "Customers")


def test_an_idempotency_key_starts_one(api: Api, till: DatasetVersion) -> None:
    first = start(api, **{"Idempotency-Key": "one"}).json()
    Derivation.objects.update(status="cancelled")
    assert start(api, **{"Idempotency-Key": "one"}).json() == first


@pytest.mark.parametrize("name", ["", " ", "\u0007", "x" * 121, None])
def test_it_needs_a_name(name: str | None, api: Api, till: DatasetVersion) -> None:
    problem = assert_problem(start(api, body(name=name)), 422)
    assert problem["errors"][0]["location"] == "name"
    assert not Derivation.objects.exists()


def test_a_name_that_a_sheet_has_is_taken(api: Api, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, SHEET, "customers.csv")
    problem = assert_problem(start(api), 422)
    assert problem["errors"][0]["code"] == "taken"
    assert "choose another name" in problem["detail"]


def test_a_colleague_does_not_write_into_ours(
    api: Api, till: DatasetVersion, api_as: Callable[..., Api], colleague: User, administrator: User
) -> None:
    derived(api)
    problem = assert_problem(start(api_as(colleague)), 422)
    assert problem["errors"][0]["code"] == "not_yours"
    version = derived(api_as(administrator), body(name="Customers", settings={"least": 2}))
    assert (version.reference, version.dataset.owner) == ("customers@2", till.dataset.owner)


def test_a_name_taken_while_it_waited(api: Api, till: DatasetVersion, analyst: User) -> None:
    job = started(api)
    upload(analyst, SHEET, "customers.csv")
    assert done(job).status == "failed"
    assert "choose another name" in job.error
    assert Dataset.objects.count() == 2


def test_the_data_set_that_is_to_follow_was_deleted(api: Api, till: DatasetVersion, analyst: User) -> None:
    dataset = derived(api).dataset
    job = started(api, body(name="Customers", settings={"least": 2}))
    delete_dataset(analyst, dataset)
    assert execute(job.pk) == "nothing to do"


def test_bad_orders_start_nothing(api: Api, till: DatasetVersion) -> None:
    for sent in (body(), body("none", name="x"), body(name="x", settings={"least": 0}), []):
        assert_problem(start(api, sent), 422)
    assert_problem(api("POST", "/derivations/labels", body(name="x")), 404)
    assert api("GET", "/derivations/till_customers").status_code == 405
    assert not Derivation.objects.exists()


def test_who_may_not_upload_may_not_derive(
    till: DatasetVersion, api_as: Callable[..., Api], viewer: User, stranger: User, analyst: User
) -> None:
    for caller in (api_as(viewer), api_as(stranger), api_as(analyst, read_only=True)):
        assert_problem(start(caller), 403)
    assert start(api_as()).status_code == 401
    assert not Derivation.objects.exists()


def test_the_queue_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    told: list[tuple[str, int, str]] = []
    monkeypatch.setattr(queue, "enqueue", lambda *message: told.append(message))
    jobs.enqueue(7)
    assert told == [("datasets.tasks.execute_derivation", 7, "derivation")]
    assert import_string(told[0][0]) is tasks.execute_derivation
