"""What the child does with a run: load, train, save. Every failure ends as a sentence."""

from __future__ import annotations

import logging
import time
import traceback
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from contract import registry
from contract.data import DataProblems, Problem
from contract.family import Family
from contract.filters import Filter
from contract.training import Effort, Progress
from language.sentences import say
from training.models import TrainingRun
from training.runs import data_findings, failures, orders
from training.runs.failures import Failure
from training.runs.follow_ups import follow_up
from training.runs.models import LOG_LINES, Status
from training.runs.rows import rows_left_out
from training.runs.unlike_rows import unlike_rows
from training.versions.services import RunLost, keep

logger = logging.getLogger(__name__)
WRITE_EVERY = 1.0


class ProgressWriter:
    """Writes progress to the run's row, at most once a second. Raises RunLost where the run is not ours."""

    def __init__(self, run: TrainingRun):
        self.run = run
        self.lines = run.log.splitlines()
        self._written_at = 0.0
        self._message: str = ""
        self._percent = run.progress

    def __call__(self, fraction: float, message: str) -> None:
        if message and message != self._message:
            self._message = message
            self.log(message)
        # 100 is written only together with the result.
        self._percent = min(int(fraction * 100), 99)
        now = time.monotonic()
        if now - self._written_at < WRITE_EVERY:
            return
        self._written_at = now
        if not self.run.advance(self._percent, self._message, self.text):
            raise RunLost

    def fail(self, failure: Failure, **fields: Any) -> None:
        """End the run, with how far it came and its whole log."""
        self.run.fail(failure.error, failure.remedy, progress=self._percent, log=self.text, **fields)

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
        problems = [problem.as_dict() for problem in refusal.problems]
        writer.fail(failures.of_data(refusal.problems), problems=problems)
    except orders.OrderRefused as refusal:
        writer.fail(failures.of_order(error.message for error in refusal.errors))
    except registry.FamilyMissing as missing:
        writer.fail(failures.family_missing(missing))
    except MemoryError:
        writer.fail(failures.OUT_OF_MEMORY)
    except Exception as failure:
        logger.exception("Run %s failed", run_id)
        writer.lines += traceback.format_exc().splitlines()
        writer.fail(failures.program_error(failure))


def _little_data(rows: int) -> list[Problem]:
    if rows >= settings.MIN_TRAINING_SAMPLES:
        return []
    problem = Problem(
        code="little_data",
        message=say(
            "The sheet has {rows:integer} rows; below {least:integer}, figures are uncertain.",
            rows=rows,
            least=settings.MIN_TRAINING_SAMPLES,
        ),
        count=rows,
        remedy=say("Use the answer with care, and train again when there is more data."),
        fatal=False,
    )
    return [problem]


def _train(run: TrainingRun, writer: ProgressWriter) -> None:
    family: Family = registry.get(run.family)
    tables = {t.table: t.version for t in run.run_tables.select_related("version__dataset")}
    versions = {key: version for key, version in tables.items() if version is not None}
    if len(versions) < len(tables):
        writer.fail(failures.DATA_DELETED)
        return
    columns = {key: name if isinstance(name, str) else tuple(name) for key, name in run.columns.items()}
    plan = orders.plan_for(family, run.settings, run.params, run.model, cast(Effort, run.effort), run.seed)
    writer.log(f"Reading {', '.join(version.reference for version in versions.values())}")
    filters = [Filter.model_validate(one) for one in run.filters]
    data = orders.load(versions, columns, filters)
    trained = family.train(data, plan, Progress(writer))
    known = [
        *rows_left_out(data, filters, versions),
        *unlike_rows(family, versions, data, filters),
        *_little_data(len(data.main)),
    ]
    found = data_findings.problems_of(versions, columns)
    trained = replace(trained, problems=[*known, *trained.problems, *found])
    writer.log(trained.headline)
    run.log = writer.text
    keep(run, plan, trained)
    follow_up(run)  # Lost with this process, it is found by the tick.
