"""Requests with thousands of rows: accepted, cancelled, recovered if their worker is lost, deleted."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.permissions import CHANGE_OTHERS
from jobs import queue
from jobs.models import Status
from jobs.recovery import Failure, recover_stale, resend_lost
from language.sentences import say
from predictions.job_files import packed_request
from predictions.models import PredictionJob
from predictions.services import Asked
from training.models import Worker

EXECUTE = "predictions.tasks.execute_job"


def jobs_of(user: Any) -> QuerySet[PredictionJob]:
    """The user's own: their rows are somebody's upload. Administrators see everybody's."""
    rows = PredictionJob.objects.for_list()
    return rows if user.has_perm(CHANGE_OTHERS) else rows.filter(requested_by=user)


def start_job(actor: Any, asked: Asked, alias: str = "", file_name: str = "") -> PredictionJob:
    """Keep the request and queue it. Raises RequestProblem where ``actor`` may not view a data set in it."""
    asked.allow(actor)
    job = PredictionJob(
        version=asked.version,
        ask=asked.ask.key,
        alias=alias,
        requested_by=actor,
        file_name=file_name[:255],
        rows=asked.rows,
        message=say("Waiting for a worker"),
    )
    # The file first; without a row it is swept away.
    job.request.save(f"{uuid.uuid4().hex}.json.gz", packed_request(asked.body()), save=False)
    with transaction.atomic():
        job.save()
        transaction.on_commit(lambda: enqueue(job.pk))
    return job


def enqueue(key: int) -> None:
    queue.enqueue(EXECUTE, key, "prediction job")


def cancel_job(job: PredictionJob) -> bool:
    """Cancel a queued job at once, ask for the end of a running one. False where it has ended."""
    if job.cancel_queued() or job.request_cancel():
        return True
    job.refresh_from_db()
    return job.cancelling


def no_worker(job: PredictionJob) -> bool:
    """Whether a queued job waits in vain: no worker of its cluster is alive."""
    return job.status == Status.QUEUED and not Worker.objects.alive().in_cluster(queue.DEFAULT).exists()


def look_after() -> dict[str, int]:
    """Once a minute, on the default cluster: lost jobs are found, old ones are forgotten.

    The files of forgotten jobs are then without a row, and swept away.
    """
    found = recover_stale(PredictionJob.objects.stale(), enqueue, _lost)
    resent = resend_lost(PredictionJob.objects.all(), enqueue, lambda: queue.messages_waiting(queue.DEFAULT))
    forgotten = PredictionJob.objects.forgotten().delete()[0]
    return {**found, "resent": resent, "forgotten": forgotten}


def _lost(job: PredictionJob) -> Failure:
    return Failure(
        say("The worker was lost {count:integer} times while scoring these rows.", count=job.attempt),
        say("Send fewer rows at a time: the machine may be short of memory. Its own log may say so."),
    )
