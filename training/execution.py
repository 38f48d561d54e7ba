"""What the child does with a run: load, train, keep. All that can go wrong ends as a sentence."""

from __future__ import annotations

import logging
import time
import traceback
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.utils import timezone

from training import orders, registry
from training.exchange import DataProblems, Effort, Problem, Progress
from training.families import Family
from training.models import TrainingRun
from training.models.runs import LOG_LINES, Status
from training.services.trained import RunLost, keep

logger = logging.getLogger(__name__)
WRITE_EVERY = 1.0


class ProgressWriter:
    """Writes progress to the run's row, at most once a second. Raises RunLost where the run is not ours."""

    def __init__(self, run: TrainingRun):
        self.run = run
        self.lines = run.log.splitlines()
        self._written_at = 0.0
        self._message = ""

    def __call__(self, fraction: float, message: str) -> None:
        if message and message != self._message:
            self._message = message
            self.log(message)
        now = time.monotonic()
        if now - self._written_at < WRITE_EVERY:
            return
        self._written_at = now
        # 100 is written only together with the result.
        if not self.run.advance(min(int(fraction * 100), 99), self._message, self.text):
            raise RunLost

    def log(self, line: str) -> None:
        self.lines.append(f"{timezone.now():%H:%M:%S} {line}")

    @property
    def text(self) -> str:
        return "\n".join(self.lines[-LOG_LINES:])


def train(run_id: int, attempt: int) -> None:
    """Train the run, if it is still running in this attempt, and end it."""
    run = TrainingRun.objects.filter(pk=run_id, status=Status.RUNNING, attempt=attempt).first()
    if run is None or not run.child_started():
        return
    writer = ProgressWriter(run)
    try:
        _train(run, writer)
    except RunLost:
        logger.info("Run %s was cancelled or given to another worker", run_id)
    except DataProblems as refusal:
        for problem in refusal.problems:
            writer.log(f"{problem.message} {problem.remedy}".strip())
        run.fail(str(refusal), problems=[p.as_dict() for p in refusal.problems], log=writer.text)
    except orders.OrderRefused as refusal:  # What was free, or valid, when the run was queued.
        run.fail(str(refusal), log=writer.text)
    except MemoryError:
        run.fail(
            "The machine has too little memory for this training: use fewer rows or columns.", log=writer.text
        )
    except Exception as failure:
        logger.exception("Run %s failed", run_id)
        writer.lines += traceback.format_exc().splitlines()
        run.fail(
            f"The training stopped on an error in the program ({type(failure).__name__}: {failure}). "
            "The log below names the place.",
            log=writer.text,
        )


def _little_data(rows: int) -> Problem | None:
    if rows >= settings.MIN_TRAINING_SAMPLES:
        return None
    return Problem(
        code="little_data",
        message=f"The sheet has {rows} rows; below {settings.MIN_TRAINING_SAMPLES} figures are uncertain.",
        count=rows,
        remedy="Use the answer with care, and train again when there is more data.",
        fatal=False,
    )


def _train(run: TrainingRun, writer: ProgressWriter) -> None:
    family: Family = registry.get(run.family)
    tables = {t.table: t.version for t in run.run_tables.select_related("version__dataset")}
    versions = {key: version for key, version in tables.items() if version is not None}
    if len(versions) < len(tables):
        run.fail("The data set of this run was deleted before the training began.")
        return
    columns = {key: name if isinstance(name, str) else tuple(name) for key, name in run.columns.items()}
    plan = orders.plan_for(family, run.settings, run.params, run.model, cast(Effort, run.effort), run.seed)
    writer.log(f"Reading {', '.join(version.reference for version in versions.values())}")
    data = orders.load(versions, columns)
    trained = family.train(data, plan, Progress(writer))
    if problem := _little_data(len(data.main)):
        trained = replace(trained, problems=[problem, *trained.problems])
    writer.log(trained.headline)
    run.log = writer.text
    keep(run, plan, trained)
