"""What a worker does with a derivation: makes the table, and says what became of it."""

from __future__ import annotations

import logging
import time

from contract.data import DataProblems
from contract.orders import OrderRefused
from contract.registry import DerivationMissing
from contract.training import Progress
from datasets.deriving.jobs import deleted, resolved_again
from datasets.deriving.making import keep_made, made, preview
from datasets.deriving.orders import Resolved, dataset_for
from datasets.ingest.keeping import Place, Step
from datasets.models import DatasetVersion, Derivation
from jobs.heartbeat import heartbeat
from jobs.models import JobLost
from language.sentences import joined, say

logger = logging.getLogger(__name__)

DERIVING_FROM, DERIVING_TO = 5, 70
TOLD_EVERY = 0.5
"""Seconds between two reports of a recipe that are written down: each looks for a cancel, too."""
MOST_SECONDS = 540
"""The queue itself ends a task after ten minutes, and could not say why."""


class InputDeleted(Exception):
    """A table was deleted while the work went on."""


class TookTooLong(Exception):
    """The recipe was not done in time."""


def execute(derivation_id: int) -> str:
    """Make the table of a queued derivation, whatever is wrong. Returns a word for the queue's record.

    Does nothing where the derivation is not queued: somebody else has claimed, cancelled or deleted it.
    """
    rows = Derivation.objects.select_related("dataset", "requested_by")
    job = rows.filter(pk=derivation_id).first()
    if job is None or not job.claim():
        return "nothing to do"
    try:
        with heartbeat(job):
            _derive(job)
    except JobLost:
        job.cancel()  # Changes nothing where the derivation is another worker's.
    except Exception as failure:
        if not _refused(job, failure):
            logger.exception("Derivation %s failed", derivation_id)
            job.crash(failure)
    left = Derivation.objects.filter(pk=derivation_id).values_list("status", flat=True).first()
    return left or "deleted"


def _derive(job: Derivation) -> None:
    def step(percent: int, message: str) -> None:
        if not job.beat(progress=percent, message=message):
            raise JobLost

    resolved = resolved_again(job)
    if not job.preview_only:
        _keep(job, resolved, step)
        return
    found = preview(resolved, _progress(job), step)
    _require_inputs(job)
    job.succeed(result=found)


def _keep(job: Derivation, resolved: Resolved, step: Step) -> None:
    if job.requested_by is None:  # Deleted since: there is nobody to own the table.
        job.cancel()
        return
    dataset = job.dataset or dataset_for(job.requested_by, job.key, job.name)
    place = Place(job.requested_by, job.name, dataset)
    if existing := place.existing(resolved.fingerprint):
        job.succeed(version=existing, dataset=existing.dataset)
        return
    with made(resolved, job.name, _progress(job), step) as table:

        def accept(version: DatasetVersion) -> None:
            # In the transaction that keeps the version: either both are there, or none.
            _require_inputs(job)
            created = not Derivation.objects.makers().filter(version=version).exists()
            kept = {"result": table.told} if created else {}
            if not job.succeed(version=version, dataset=version.dataset, created=created, **kept):
                raise JobLost

        keep_made(table, resolved, place, accept, step)


def _progress(job: Derivation) -> Progress:
    """What the recipe says of its progress, written down now and then."""
    began, told = time.monotonic(), 0.0

    def report(fraction: float, message: str) -> None:
        nonlocal told
        if time.monotonic() - told < TOLD_EVERY:
            return
        told = time.monotonic()
        if told - began > MOST_SECONDS:
            raise TookTooLong
        said = {"message": message} if message else {}
        percent = DERIVING_FROM + round(fraction * (DERIVING_TO - DERIVING_FROM))
        if not job.beat(progress=percent, **said):
            raise JobLost

    return Progress(report)


def _require_inputs(job: Derivation) -> None:
    if job.inputs.filter(version=None).exists():
        raise InputDeleted


def _refused(job: Derivation, failure: Exception) -> bool:
    """Whether ``failure`` says something about the tables; it is then written down."""
    from datasets.reading import ReadingError

    if isinstance(failure, (InputDeleted, FileNotFoundError, OrderRefused)) and (gone := _gone(job)):
        return job.fail(gone, say("Choose another data set and start again."))
    if isinstance(failure, FileNotFoundError):
        return job.fail(
            say("The table of {names} is no longer on the disk.", names=" or ".join(job.tables.values())),
            say("Upload the sheet again."),
        )
    if isinstance(failure, TookTooLong):
        return job.fail(
            say("The table was not made within {minutes:integer} minutes.", minutes=MOST_SECONDS // 60),
            say("Use a smaller data set, or settings that ask for less."),
        )
    if isinstance(failure, DerivationMissing):
        return job.fail(failure.sentence, say("Install it, or choose another recipe."))
    if isinstance(failure, OrderRefused):
        return job.fail(
            joined(error.message for error in failure.errors), say("Correct your choices and start again.")
        )
    if isinstance(failure, DataProblems):
        fatal = [problem for problem in failure.problems if problem.fatal]
        return job.fail(
            joined(problem.message for problem in fatal),
            joined(problem.remedy for problem in fatal),
            problems=[problem.as_dict() for problem in failure.problems],
        )
    if isinstance(failure, ReadingError):
        return job.fail(
            joined(finding.message for finding in failure.findings),
            joined(finding.remedy for finding in failure.findings),
        )
    return False


def _gone(job: Derivation) -> str:
    """Which tables have been deleted; empty where all are there."""
    return joined(deleted(one) for one in job.inputs.filter(version=None))
