"""How the refusals of orders and data look over HTTP, and how a call waits for a run."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rest_framework.request import Request

from api.problems import ApiProblem, error
from training.exchange import DataProblems
from training.models import ModelVersion
from training.models.jobs import Job
from training.orders import OrderRefused
from training.services.trained import FileMissing, results_table

if TYPE_CHECKING:
    from pandas import DataFrame

LOOK_EVERY = 0.05
LONGEST_WAIT = 120


def data_error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A data problem as an entry of ``errors``."""
    place = {key: problem.get(key) for key in ("table", "column", "row", "series")}
    return error(place, problem["code"], f"{problem['message']} {problem['remedy']}".strip())


def data_problem(problems: Iterable[Mapping[str, Any]], **extra: Any) -> ApiProblem:
    fatal = [problem for problem in problems if problem["fatal"]]
    return ApiProblem(422, " ".join(p["message"] for p in fatal), [data_error(p) for p in fatal], **extra)


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what ``start_run`` raises into problems."""
    try:
        yield
    except OrderRefused as refused:
        raise ApiProblem(
            422, str(refused), [error(e.location, e.code, e.message) for e in refused.errors]
        ) from None
    except DataProblems as refused:
        raise data_problem(problem.as_dict() for problem in refused.problems) from None


def stored_results(version: ModelVersion, start: int = 0, stop: int | None = None) -> DataFrame:
    """``results_table`` with a missing file as a problem."""
    try:
        return results_table(version, start, stop)
    except FileMissing as missing:
        raise ApiProblem(410, f"{missing} Train the model again, or restore the file.") from None


def wanted_wait(request: Request, default: int = 0) -> int:
    """The seconds of ``Prefer: wait=N``, at most 120."""
    found = re.search(r"\bwait=(\d+)", request.headers.get("Prefer", ""))
    return min(int(found.group(1)), LONGEST_WAIT) if found else default


def wait_for(job: Job, seconds: int) -> bool:
    """Whether the job, such as a run, has ended by then. Refreshes it."""
    deadline = time.monotonic() + seconds
    while not job.ended and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
        job.refresh_from_db(fields=["status"])
    job.refresh_from_db()
    return job.ended
