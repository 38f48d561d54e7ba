"""How a call waits for the job that it started."""

from __future__ import annotations

import re
import time

from rest_framework.request import Request

from jobs.models import Job

LOOK_EVERY = 0.05
LONGEST_WAIT = 120


def wanted_wait(request: Request, default: int = 0) -> int:
    """The seconds of ``Prefer: wait=N``, at most 120."""
    found = re.search(r"\bwait=(\d+)", request.headers.get("Prefer", ""))
    return min(int(found.group(1)), LONGEST_WAIT) if found else default


def wants_no_wait(request: Request) -> bool:
    """``Prefer: respond-async``."""
    return re.search(r"\brespond-async\b", request.headers.get("Prefer", "")) is not None


def wait_for(job: Job, seconds: int) -> bool:
    """Whether the job, such as a run, has ended by then. Refreshes it."""
    deadline = time.monotonic() + seconds
    while not job.ended and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
        job.refresh_from_db(fields=["status"])
    job.refresh_from_db()
    return job.ended
