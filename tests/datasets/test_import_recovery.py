"""Imports are looked after: found again when lost, forgotten when old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

from datasets.ingest import imports
from datasets.ingest.import_execution import execute
from datasets.models import DatasetVersion, Import
from jobs.models import MAX_ATTEMPTS, Status


def lost(job: Import, **fields: Any) -> None:
    """A running import that has not been heard of for too long."""
    silent = timezone.now() - Import.stale_after - timedelta(seconds=1)
    Import.objects.filter(pk=job.pk).update(
        **{"status": Status.RUNNING, "attempt": 1, "heartbeat_at": silent, **fields}
    )


def test_a_lost_import_is_tried_again(job: Import, sent: list[int]) -> None:
    lost(job)
    assert imports.look_after() == {"requeued": 1, "failed": 0, "resent": 0, "forgotten": 0}
    assert sent == [job.pk]
    assert execute(job.pk) == "succeeded"


def test_an_import_lost_too_often_has_failed(job: Import) -> None:
    lost(job, attempt=MAX_ATTEMPTS)
    assert imports.look_after()["failed"] == 1
    job.refresh_from_db()
    assert "lost 3 times" in job.error


def test_a_lost_import_that_was_to_be_cancelled_is(job: Import) -> None:
    lost(job, cancel_requested_at=timezone.now())
    imports.look_after()
    job.refresh_from_db()
    assert job.status == Status.CANCELLED


def test_a_lost_message_is_sent_again(job: Import, sent: list[int]) -> None:
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=5))
    assert imports.look_after()["resent"] == 1
    assert sent == [job.pk]


def test_old_imports_are_forgotten_and_the_version_stays(job: Import) -> None:
    execute(job.pk)
    Import.objects.update(finished_at=timezone.now() - Import.KEPT_FOR - timedelta(minutes=1))
    assert imports.look_after()["forgotten"] == 1
    assert DatasetVersion.objects.count() == 1


def test_it_is_looked_after_every_minute(db: None) -> None:
    assert Schedule.objects.get(func="datasets.tasks.look_after").minutes == 1
