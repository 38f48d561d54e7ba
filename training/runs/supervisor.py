"""Watches over one run: hands it to a child, keeps the heartbeat, records how it ended.

The child writes progress and success itself. What it cannot write, its own death, is written here.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db import OperationalError

from jobs import warm_process
from training.models import TrainingRun
from training.runs import failures
from training.runs.models import LOG_LINES

logger = logging.getLogger(__name__)

CHILD = "training.runs.child"
BEAT_EVERY = 1.0
LOOK_EVERY = 0.1
TRIES = 3
"""Warm processes that may die before a run begins in one of them."""


def execute(run: TrainingRun) -> str:
    """Train a run that this worker has claimed, whatever happens to the child. Returns how it ended."""
    for _try in range(TRIES):
        child = warm_process.begin(CHILD, run.pk, run.attempt)
        try:
            _watch(run, child)
            break
        except warm_process.NotBegun:
            logger.warning("The warm process died before run %s began", run.pk)
        finally:
            child.stop()
    else:
        failure = failures.death(1)
        run.fail(failure.error, failure.remedy, log=child.error_output())
    warm_process.keep_warm(CHILD)
    run.refresh_from_db(fields=["status"])
    return run.status


def _watch(run: TrainingRun, child: warm_process.Child) -> None:
    """Raises NotBegun."""
    started = time.monotonic()
    limit = settings.TRAINING_TIMEOUT_HOURS * 3600
    next_beat = started + BEAT_EVERY
    while (code := child.wait(LOOK_EVERY)) is None:
        now = time.monotonic()
        if now - started > limit:
            child.stop()
            failure = failures.too_long(settings.TRAINING_TIMEOUT_HOURS)
            run.fail(failure.error, failure.remedy)
            return
        if now >= next_beat:
            next_beat = now + BEAT_EVERY
            if not _beat(run):
                child.stop()
                run.cancel()  # Changes nothing where the run has ended or is another worker's.
                return
    _settle(run, child, code)


def _beat(run: TrainingRun) -> bool:
    try:
        return run.beat()
    except OperationalError:
        # A database that is busy or away for a moment is not a reason to end a training.
        logger.warning("The heartbeat of run %s could not be written", run.pk, exc_info=True)
        return True


def _settle(run: TrainingRun, child: warm_process.Child, code: int) -> None:
    """The child is gone. If it has not ended the run itself, its death is the run's fault."""
    run.refresh_from_db()
    if run.ended:
        return
    if run.cancel_requested_at is not None:
        run.cancel()
        return
    output = child.error_output()
    logger.error("The child of run %s ended with code %s\n%s", run.pk, code, output)
    log = "\n".join([*run.log.splitlines(), *output.splitlines()][-LOG_LINES:])
    failure = failures.death(code)
    run.fail(failure.error, failure.remedy, log=log)
