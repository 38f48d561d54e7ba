"""Jobs are looked after: workers and messages that are lost, a job that takes too long or is old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from jobs.models import MAX_ATTEMPTS, Status
from predictions import job_execution, jobs
from predictions.job_execution import execute
from predictions.models import PredictionJob, PredictionLog


def test_twice_is_once(job: PredictionJob) -> None:
    assert execute(job.pk) == "succeeded"
    assert execute(job.pk) == "nothing to do"
    assert PredictionLog.objects.count() == 1


def test_a_lost_job_is_given_to_another_worker(job: PredictionJob, sent: list[int]) -> None:
    assert job.claim()
    silent = timezone.now() - PredictionJob.stale_after - timedelta(seconds=1)
    PredictionJob.objects.update(heartbeat_at=silent)
    assert jobs.look_after() == {"requeued": 1, "failed": 0, "resent": 0, "forgotten": 0}
    assert sent == [job.pk]
    assert execute(job.pk) == "succeeded"
    assert not job.succeed(), "what the first worker still writes, changes nothing"


def test_what_the_lost_worker_still_writes_is_undone(
    job: PredictionJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = job_execution._part

    def taken_meanwhile(*args: Any) -> Any:
        PredictionJob.objects.filter(pk=job.pk).update(attempt=7)
        return part(*args)

    monkeypatch.setattr(job_execution, "_part", taken_meanwhile)
    monkeypatch.setattr(job_execution, "PART", 100)
    assert execute(job.pk) == "running"
    assert not PredictionLog.objects.exists()
    assert default_storage.listdir("jobs")[1] == [job.request.name.removeprefix("jobs/")]


def test_the_third_time_it_fails_with_a_sentence(job: PredictionJob, sent: list[int]) -> None:
    silent = timezone.now() - PredictionJob.stale_after - timedelta(seconds=1)
    PredictionJob.objects.update(status=Status.RUNNING, attempt=MAX_ATTEMPTS, heartbeat_at=silent)
    assert jobs.look_after()["failed"] == 1
    job.refresh_from_db()
    assert "lost 3 times" in job.error
    assert "fewer rows" in job.remedy


def test_a_lost_message_is_sent_again(job: PredictionJob, sent: list[int]) -> None:
    PredictionJob.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    assert jobs.look_after()["resent"] == 1
    assert sent == [job.pk]


def test_old_jobs_are_forgotten(job: PredictionJob, sent: list[int]) -> None:
    execute(job.pk)
    assert jobs.look_after()["forgotten"] == 0
    PredictionJob.objects.update(finished_at=timezone.now() - PredictionJob.KEPT_FOR - timedelta(days=1))
    assert jobs.look_after()["forgotten"] == 1
    assert PredictionLog.objects.count() == 1


def test_a_job_that_takes_too_long(job: PredictionJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_execution, "MOST_SECONDS", -1)
    assert execute(job.pk) == "failed"
    job.refresh_from_db()
    assert "25 rows took longer" in job.error
