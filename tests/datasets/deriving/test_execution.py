"""What becomes of a derivation whose data, recipe, owner or worker go while it waits or works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from audit.models import AuditEvent
from contract import registry
from contract.training import Progress
from datasets import tasks
from datasets.deriving import execution, jobs
from datasets.deriving.execution import execute
from datasets.models import DatasetVersion, Derivation
from datasets.services import delete_dataset
from jobs.models import MAX_ATTEMPTS, Status
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import TILL, CustomersOfTransactions
from tests.datasets.deriving.tools import body, done, started


@pytest.fixture
def job(api: Api, till: DatasetVersion) -> Derivation:
    return started(api)


@pytest.fixture
def meanwhile(recipe: CustomersOfTransactions, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What happens while the recipe works."""

    def arrange(happens: Callable[[], Any]) -> None:
        real = recipe.derive

        def derive(data: Any, settings: Any, progress: Progress) -> Any:
            happens()
            return real(data, settings, progress)

        monkeypatch.setattr(recipe, "derive", derive, raising=False)

    return arrange


def lost(job: Derivation, **fields: Any) -> None:
    """Running, and not heard of for too long."""
    silent = timezone.now() - Derivation.stale_after - timedelta(seconds=1)
    Derivation.objects.filter(pk=job.pk).update(
        **{"status": Status.RUNNING, "attempt": 1, "heartbeat_at": silent, **fields}
    )


def nothing_made() -> bool:
    return not DatasetVersion.objects.filter(dataset__slug="customers").exists()


def test_data_deleted_before_it_began(job: Derivation, till: DatasetVersion, analyst: User) -> None:
    delete_dataset(analyst, till.dataset)
    assert done(job).status == "failed"
    assert job.error == "The data set 'till' (version 1) has been deleted."
    assert job.remedy == "Choose another data set and start again."
    assert job.tables == {"transactions": "till@1"}
    assert nothing_made()


def test_data_deleted_while_it_is_made(
    job: Derivation, till: DatasetVersion, analyst: User, meanwhile: Callable[..., None]
) -> None:
    meanwhile(lambda: delete_dataset(analyst, till.dataset))
    assert done(job).status == "failed"
    assert "'till' (version 1) has been deleted" in job.error
    assert nothing_made()


def test_a_table_that_is_gone_from_the_disk(job: Derivation, till: DatasetVersion) -> None:
    Path(till.table.path).unlink()
    assert done(job).status == "failed"
    assert "till@1 is no longer on the disk" in job.error


def test_data_that_cannot_be_derived(api: Api, analyst: User) -> None:
    upload(analyst, TILL.replace(b"5.5", b"-5.5"), "till.csv")
    job = done(started(api))
    assert (job.status, job.error) == ("failed", "The amount in row 4 is negative.")
    assert job.remedy == "Leave out what was given back."
    assert (job.problems[0]["code"], job.problems[0]["row"]) == ("negative", 4)


def test_a_table_that_is_too_large(job: Derivation, settings: Any) -> None:
    settings.MAX_ROWS = 2
    assert done(job).status == "failed"
    assert "at most 2 are allowed" in job.error
    assert nothing_made()


def test_a_recipe_that_was_taken_away(job: Derivation, recipe: CustomersOfTransactions) -> None:
    registry.unregister_derivation(recipe.key)
    assert done(job).status == "failed"
    assert "'till_customers' is not installed" in job.error


def test_a_recipe_that_takes_other_settings_by_now(job: Derivation) -> None:
    Derivation.objects.update(settings={"gone": 1})
    assert done(job).status == "failed"
    assert "gone" in job.error


def test_a_recipe_that_breaks_is_not_the_users_doing(job: Derivation, meanwhile: Callable[..., None]) -> None:
    meanwhile(lambda: 1 / 0)
    assert done(job).status == "failed"
    assert "ZeroDivisionError" in job.error
    assert nothing_made()


def test_whoever_asked_for_it_has_left(job: Derivation, analyst: User) -> None:
    Derivation.objects.update(requested_by=None)
    assert done(job).status == "cancelled"
    assert nothing_made()


def test_a_queued_one_is_cancelled_at_once(api: Api, job: Derivation) -> None:
    answer = api("POST", f"/derivation-jobs/{job.pk}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    assert execute(job.pk) == "nothing to do"
    assert AuditEvent.objects.filter(verb="cancelled", object_type="derivation").exists()
    problem = assert_problem(api("POST", f"/derivation-jobs/{job.pk}/cancel"), 409)
    assert "has ended already" in problem["detail"]


def test_a_running_one_ends_and_keeps_nothing(
    api: Api, job: Derivation, meanwhile: Callable[..., None]
) -> None:
    def cancel() -> None:
        assert api("POST", f"/derivation-jobs/{job.pk}/cancel").json()["message"] == "Cancelling"
        assert api("POST", f"/derivation-jobs/{job.pk}/cancel").status_code == 202

    meanwhile(cancel)
    assert done(job).status == "cancelled"
    assert nothing_made()


def test_only_who_started_it_cancels_it(
    job: Derivation, api_as: Callable[..., Api], colleague: User, viewer: User, administrator: User
) -> None:
    for user in (colleague, viewer):
        assert_problem(api_as(user)("POST", f"/derivation-jobs/{job.pk}/cancel"), 403)
    assert api_as(administrator)("POST", f"/derivation-jobs/{job.pk}/cancel").status_code == 202


def test_given_to_another_worker_it_keeps_nothing(job: Derivation, meanwhile: Callable[..., None]) -> None:
    meanwhile(lambda: Derivation.objects.filter(pk=job.pk).update(attempt=2))
    assert done(job).status == "running"
    assert nothing_made()


def test_only_one_worker_makes_it(job: Derivation) -> None:
    assert execute(job.pk) == "succeeded"
    assert execute(job.pk) == "nothing to do"


def test_progress_is_told(job: Derivation, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str]] = []
    real = Derivation.beat

    def beat(self: Derivation, **fields: Any) -> bool:
        told.append((fields["progress"], fields.get("message", "")))
        return real(self, **fields)

    monkeypatch.setattr(Derivation, "beat", beat)
    monkeypatch.setattr(execution, "TOLD_EVERY", 0)
    execute(job.pk)
    assert told == [
        (2, "Reading the tables"),
        (11, "Counting purchases"),
        (44, "Leaving out who bought too little"),
        (70, ""),
        (75, "Examining the columns"),
        (90, "Saving the table"),
    ]


def test_progress_is_not_written_down_all_the_time(job: Derivation, monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []
    monkeypatch.setattr(Derivation, "beat", lambda self, **fields: beats.append(1) or True)
    report = execution._progress(job)
    for step in range(1_000):
        report(step / 1_000)
    assert len(beats) == 1


def test_it_does_not_take_for_ever(job: Derivation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "MOST_SECONDS", -1)
    assert done(job).status == "failed"
    assert "was not made within" in job.error
    assert nothing_made()


def test_a_lost_one_is_tried_again(job: Derivation, sent: list[int]) -> None:
    lost(job)
    assert jobs.look_after() == {"requeued": 1, "failed": 0, "resent": 0, "forgotten": 0}
    assert sent == [job.pk]
    assert execute(job.pk) == "succeeded"


def test_one_lost_too_often_has_failed(job: Derivation) -> None:
    lost(job, attempt=MAX_ATTEMPTS)
    assert tasks.look_after()["derivations"]["failed"] == 1
    job.refresh_from_db()
    assert "lost 3 times" in job.error


def test_a_lost_one_that_was_to_be_cancelled_is(job: Derivation) -> None:
    lost(job, cancel_requested_at=timezone.now())
    jobs.look_after()
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_a_lost_message_is_sent_again(job: Derivation, sent: list[int]) -> None:
    Derivation.objects.update(queued_at=timezone.now() - timedelta(minutes=5))
    assert jobs.look_after()["resent"] == 1
    assert sent == [job.pk]


def test_old_ones_are_forgotten_but_for_those_that_made_a_version(api: Api, job: Derivation) -> None:
    made = done(job)
    again = done(started(api))
    failed = done(started(api, body(name="Few", settings={"least": 9})))
    assert (again.created, failed.status) == (False, "failed")
    Derivation.objects.update(finished_at=timezone.now() - Derivation.KEPT_FOR - timedelta(minutes=1))
    assert jobs.look_after()["forgotten"] == 2
    assert Derivation.objects.get() == made


def test_all_are_listed_and_read_by_viewers(
    job: Derivation, api: Api, api_as: Callable[..., Api], viewer: User, stranger: User
) -> None:
    done(job)
    started(api, body(name="Others"))
    reader = api_as(viewer)
    listed = reader("GET", "/derivation-jobs").json()["results"]
    assert [one["name"] for one in listed] == ["Others", "Customers"]
    assert "result" not in listed[0]
    for query, count in (("status=queued", 1), ("derivation=labels", 0), ("dataset=customers", 1)):
        assert reader("GET", f"/derivation-jobs?{query}").json()["count"] == count
    assert reader("GET", f"/derivation-jobs/{job.pk}").json()["requested_by"] == "ann"
    assert_problem(reader("GET", "/derivation-jobs/999"), 404)
    assert_problem(api_as(stranger)("GET", "/derivation-jobs"), 403)
    assert api_as()("GET", "/derivation-jobs").status_code == 401
