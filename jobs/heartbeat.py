"""The heartbeat of a job whose worker is busy with one long call."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jobs.models import Job

BEAT_EVERY = 5.0


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Say every few seconds, from a thread of its own, that the worker of ``job`` lives.

    It falls silent once the job is to be cancelled; that the worker has to ask itself (``Job.beat``).
    """
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(job: Job, ended: threading.Event) -> None:
    try:
        while not ended.wait(BEAT_EVERY):
            active()  # Or the watch would take a long job for a stuck queue.
            if not job.beat():
                return
    finally:
        connection.close()


# --- That this worker process is at work: one that seems idle for too long is taken for stuck, and ended ---

_last_active = time.monotonic()


def active() -> None:
    """Called whenever a task starts, and within long ones."""
    global _last_active
    _last_active = time.monotonic()


def idle_seconds() -> float:
    return time.monotonic() - _last_active
