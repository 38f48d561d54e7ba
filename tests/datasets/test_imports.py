"""Large sheets as jobs: taken, read, refused, cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils.module_loading import import_string

from audit.models import AuditEvent
from datasets import tasks
from datasets.ingest import import_execution, imports
from datasets.ingest.import_execution import execute
from datasets.models import DatasetVersion, Import
from jobs import heartbeat, queue
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import AMBIGUOUS, OTHER_SHEET, PNG, SHEET, by_api, send

pytestmark = pytest.mark.usefixtures("sent")


def test_who_does_not_want_to_wait_need_not(
    api: Api, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = send(api)
    job = Import.objects.get()
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/imports/{job.pk}"
    assert response["Retry-After"] == "1"
    body = response.json()
    assert (body["status"], body["progress"], body["file"], body["size"]) == (
        "queued",
        0,
        "sales.csv",
        len(SHEET),
    )
    assert body["version"] is None
    assert sent == [job.pk]
    assert not DatasetVersion.objects.exists()


def test_large_uploads_are_imports_and_small_ones_are_not(api: Api, settings: Any) -> None:
    settings.IMPORT_JOB_BYTES = len(SHEET)
    assert by_api(api, SHEET).status_code == 201
    assert by_api(api, SHEET + b"2025-02-02,7\n").status_code == 202


def test_the_bytes_are_kept_first(job: Import) -> None:
    with job.file.open("rb") as file:
        assert file.read() == SHEET


def test_it_becomes_the_version_of_an_upload(api: Api, job: Import, analyst: User) -> None:
    assert execute(job.pk) == "succeeded"
    body = api("GET", f"/imports/{job.pk}").json()
    assert (body["status"], body["progress"], body["dataset"]) == ("succeeded", 100, "sales")
    assert body["version"] == "/api/v1/datasets/sales/versions/1"
    version = DatasetVersion.objects.get()
    assert (version.rows, version.original_name, version.created_by) == (3, "sales.csv", analyst)
    assert version.original.read() == SHEET
    assert AuditEvent.objects.filter(verb="uploaded", object_name="sales@1").exists()


def test_the_kept_bytes_go_once_the_version_has_them(job: Import) -> None:
    name = job.file.name
    execute(job.pk)
    job.refresh_from_db()
    assert not job.file
    assert not default_storage.exists(name)


def test_everything_asked_for_is_done(api: Api, analyst: User) -> None:
    upload(analyst, b"date,amount\n31/01/2025,5\n")
    send(api, b"date,amount\n03/04/2025,6\n", dataset="sales", mode="append", date_order="mdy")
    assert execute(Import.objects.get().pk) == "succeeded"
    version = DatasetVersion.objects.get(number=2)
    assert (version.rows, version.earlier_parts, version.columns[0]["max"]) == (2, [1], "2025-03-04")


def test_a_name_for_a_new_data_set(api: Api) -> None:
    send(api, name="Our sales")
    execute(Import.objects.get().pk)
    assert DatasetVersion.objects.get().dataset.name == "Our sales"


def test_a_call_may_wait_for_it(
    api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    settings.IMPORT_JOB_BYTES = 1
    monkeypatch.setattr(
        "datasets.api.datasets.wait_for", lambda job, seconds: bool(execute(job.pk)) and _fresh(job)
    )
    waited = {"Prefer": "wait=20"}
    answer = api("POST", "/datasets", {}, waited, files={"file": ("sales.csv", SHEET)})
    assert (answer.status_code, answer["Location"]) == (201, "/api/v1/datasets/sales/versions/1")
    refused = api("POST", "/datasets", {}, waited, files={"file": ("sales.csv", AMBIGUOUS)})
    assert assert_problem(refused, 422)["option"] == "date_order"
    refused = api("POST", "/datasets", {}, waited, files={"file": ("sales.csv", PNG)})
    assert assert_problem(refused, 422)["errors"][0]["code"] == "not_a_table"


def _fresh(job: Import) -> bool:
    job.refresh_from_db()
    return job.ended


def test_a_refusal_names_the_place(api: Api) -> None:
    send(api, PNG)
    job = Import.objects.get()
    assert execute(job.pk) == "failed"
    body = api("GET", f"/imports/{job.pk}").json()
    assert body["problems"][0]["code"] == "not_a_table"
    assert "is a PNG picture" in body["error"]
    assert "Upload the table" in body["remedy"]
    assert not DatasetVersion.objects.exists()


def test_a_question_is_passed_on(api: Api) -> None:
    send(api, AMBIGUOUS)
    job = Import.objects.get()
    assert execute(job.pk) == "failed"
    body = api("GET", f"/imports/{job.pk}").json()
    assert (body["question"]["option"], body["question"]["column"]) == ("date_order", "date")
    assert [reading["value"] for reading in body["question"]["readings"]] == ["dmy", "mdy"]
    assert "option date_order" in body["remedy"]


def test_what_is_to_be_confirmed_is_said(api: Api, analyst: User) -> None:
    upload(analyst, SHEET)
    send(api, b"date\n2025-03-01\n", dataset="sales", mode="append")
    job = Import.objects.get()
    assert execute(job.pk) == "failed"
    assert api("GET", f"/imports/{job.pk}").json()["confirm"] == ["missing"]


def test_an_error_of_the_program_is_no_mystery(job: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(import_execution, "upload_version", crash)
    assert execute(job.pk) == "failed"
    job.refresh_from_db()
    assert "ZeroDivisionError" in job.error


def test_a_file_that_is_gone_is_asked_for_again(job: Import) -> None:
    default_storage.delete(job.file.name)
    assert execute(job.pk) == "failed"
    job.refresh_from_db()
    assert "no longer on disk" in job.error


def test_only_one_worker_reads_it(job: Import) -> None:
    assert execute(job.pk) == "succeeded"
    assert execute(job.pk) == "nothing to do"
    assert DatasetVersion.objects.count() == 1


def test_the_same_upload_again_is_the_import_that_waits(api: Api, job: Import) -> None:
    assert send(api)["Location"] == f"/api/v1/imports/{job.pk}"
    assert send(api, OTHER_SHEET)["Location"] != f"/api/v1/imports/{job.pk}"
    assert send(api, date_order="dmy")["Location"] != f"/api/v1/imports/{job.pk}"
    execute(job.pk)
    later = send(api)
    assert later["Location"] != f"/api/v1/imports/{job.pk}"
    assert execute(later.json()["id"]) == "succeeded"
    assert DatasetVersion.objects.count() == 1


def test_the_same_upload_twice_at_once_is_one_import(
    api: Api, job: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one has not seen the first."""
    real, looks = imports._waiting, [1]

    def blind(other: Import) -> Import | None:
        looks[0] -= 1
        return None if looks[0] >= 0 else real(other)

    monkeypatch.setattr(imports, "_waiting", blind)
    assert send(api)["Location"] == f"/api/v1/imports/{job.pk}"
    assert Import.objects.count() == 1
    monkeypatch.setattr(imports, "_waiting", lambda other: None)
    with pytest.raises(IntegrityError):
        imports.start_import(job.requested_by, ContentFile(SHEET, name="sales.csv"))


def test_a_queued_import_is_cancelled_at_once(api: Api, job: Import) -> None:
    answer = api("POST", f"/imports/{job.pk}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    assert execute(job.pk) == "nothing to do"
    assert AuditEvent.objects.filter(verb="cancelled", object_type="import").exists()
    assert "has already ended" in assert_problem(api("POST", f"/imports/{job.pk}/cancel"), 409)["detail"]


def test_a_running_import_ends_and_keeps_nothing(
    api: Api, job: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = import_execution.upload_version

    def cancelled_meanwhile(*args: Any, **fields: Any) -> Any:
        assert api("POST", f"/imports/{job.pk}/cancel").json()["message"] == "Cancelling"
        assert api("POST", f"/imports/{job.pk}/cancel").status_code == 202
        return real(*args, **fields)

    monkeypatch.setattr(import_execution, "upload_version", cancelled_meanwhile)
    assert execute(job.pk) == "cancelled"
    assert not DatasetVersion.objects.exists()


def test_who_was_given_to_another_worker_keeps_nothing(job: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    real = import_execution.upload_version

    def overtaken(*args: Any, **fields: Any) -> Any:
        Import.objects.filter(pk=job.pk).update(attempt=2)
        return real(*args, **fields)

    monkeypatch.setattr(import_execution, "upload_version", overtaken)
    assert execute(job.pk) == "running"
    assert not DatasetVersion.objects.exists()


def test_steps_are_told(job: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str]] = []
    real = Import.beat

    def beat(self: Import, **fields: Any) -> bool:
        told.append((fields["progress"], fields["message"]))
        return real(self, **fields)

    monkeypatch.setattr(Import, "beat", beat)
    execute(job.pk)
    assert told == [(5, "Reading the sheet"), (60, "Examining the columns"), (90, "Saving the table")]


def test_a_busy_worker_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    beaten = threading.Event()

    def beat(self: Import) -> bool:
        beaten.set()
        return True

    monkeypatch.setattr(heartbeat, "BEAT_EVERY", 0.001)
    monkeypatch.setattr(Import, "beat", beat)
    with heartbeat.heartbeat(Import()):
        assert beaten.wait(10)


def test_an_import_goes_with_its_data_set(api: Api, job: Import) -> None:
    execute(job.pk)
    assert api("DELETE", "/datasets/sales").status_code == 204
    assert not Import.objects.exists()


def test_imports_of_others_are_not_there(
    job: Import, api_as: Callable[..., Api], colleague: User, administrator: User
) -> None:
    for method, path in (("GET", ""), ("POST", "/cancel")):
        assert_problem(api_as(colleague)(method, f"/imports/{job.pk}{path}"), 404)
        assert api_as(administrator)(method, f"/imports/{job.pk}{path}").status_code < 300


def test_what_a_call_may_get_wrong_is_said_at_once(api: Api, analyst: User) -> None:
    assert_problem(send(api, mode="append"), 422)
    assert_problem(send(api, dataset="no-such"), 404)
    assert not Import.objects.exists()


def test_the_queue_is_told_what_to_do(job: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    told: list[tuple[str, int, str]] = []
    monkeypatch.setattr(queue, "enqueue", lambda *message: told.append(message))
    imports.enqueue(job.pk)
    assert told == [("datasets.tasks.execute_import", job.pk, "import")]
    assert import_string(told[0][0]) is tasks.execute_import
