"""Recovers from a lost worker or message, for every kind of job.

Safe to call at any time, from any number of processes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jobs.models import Job, Status
from language.sentences import Sentence

logger = logging.getLogger(__name__)
LOST_MESSAGE_AFTER = timedelta(seconds=30)

Enqueue = Callable[[int], None]


@dataclass(frozen=True)
class Failure:
    """``error`` says what happened, ``remedy`` what to do now; problems of the data bring their own."""

    error: Sentence
    remedy: str = ""


def recover_stale(stale: Iterable[Job], enqueue: Enqueue, lost: Callable[[Any], Failure]) -> dict[str, int]:
    """Give jobs whose worker was lost another try, or end them with what ``lost`` says."""
    requeued = failed = 0
    for job in stale:
        if job.cancel_requested_at is not None:
            job.cancel()
        elif job.requeue():
            requeued += 1
            logger.warning("%s lost its worker and is queued again", job)
            enqueue(job.pk)
        else:
            failure = lost(job)
            failed += job.fail(failure.error, failure.remedy)
    return {"requeued": requeued, "failed": failed}


def resend_lost(jobs: QuerySet[Any], enqueue: Enqueue, messages_waiting: Callable[[], int]) -> int:
    """Send messages again for jobs that wait although the queue is empty. Returns how many were sent."""
    waiting = jobs.filter(status=Status.QUEUED, queued_at__lt=timezone.now() - LOST_MESSAGE_AFTER)
    waiting = waiting.order_by("queued_at")
    if not waiting.exists() or messages_waiting() > 0:
        return 0
    # Jobs are claimed, so a message too many does nothing.
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        enqueue(key)
    return len(keys)
