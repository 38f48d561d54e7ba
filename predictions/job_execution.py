"""What a worker does with a prediction job: part by part, so that it can be followed and cancelled."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction
from pydantic import ValidationError

from contract import registry
from contract.artifacts import ArtifactError
from contract.asking import Answer, Ask, AskContext, Flag, RequestProblem
from contract.data import TypedTable
from contract.model import ModelUnavailable
from contract.plain import plain
from jobs.heartbeat import active
from jobs.models import JobLost
from language.sentences import joined, say
from predictions import services
from predictions.job_files import packed_result, read_request
from predictions.models import PredictionJob

if TYPE_CHECKING:
    from pandas import DataFrame

logger = logging.getLogger(__name__)
PART = 1000
"""Rows that are answered at a time: with reasons, about a second."""
MOST_SECONDS = 540
"""The queue itself ends a task after ten minutes, and could not say why."""


class FlagsOfRow(list[dict[str, Any]]):
    """The flags of one row; in a sheet, their texts."""

    def __str__(self) -> str:
        return "; ".join(flag["message"] for flag in self)


def execute(job_id: int) -> str:
    """Answer a queued job, whatever is wrong with it. Returns a word for the queue's own record.

    Does nothing where the job is not queued: somebody else has claimed, cancelled or deleted it.
    """
    job = PredictionJob.objects.select_related("version__model", "requested_by").filter(pk=job_id).first()
    if job is None or not job.claim():
        return "nothing to do"
    try:
        _answer(job)
    except JobLost:
        job.cancel()  # Changes nothing where the job is another worker's.
    except RequestProblem as refused:
        job.fail(refused.message, say("Correct the sheet and resend it."))
    except ValidationError as refused:
        job.fail(str(refused), say("Correct the rows and resend them."))
    except (registry.FamilyMissing, services.AskMissing, ModelUnavailable) as missing:
        job.fail(missing.sentence)
    except (ArtifactError, FileNotFoundError) as damaged:
        job.fail(str(damaged), say("Train the model again, or restore its file; then resend the rows."))
    except TimeoutError:
        job.fail(
            say(
                "{rows:integer} rows took longer than {seconds:integer} seconds.",
                rows=job.rows,
                seconds=MOST_SECONDS,
            ),
            say("Send fewer rows at a time, or ask for fewer reasons."),
        )
    except Exception as failure:
        logger.exception("Prediction job %s failed", job_id)
        job.crash(failure)
    job.refresh_from_db(fields=["status"])
    return job.status


def _answer(job: PredictionJob) -> None:
    started = time.monotonic()
    asked = services.Asked.of(job.version, job.ask, read_request(job.request))
    context, flags = asked.read()
    whole = context.tables[asked.ask.rows]
    parts = []
    for start in range(0, len(whole), PART):
        active()  # Or the watch would take a long job for a stuck queue.
        if time.monotonic() - started > MOST_SECONDS:
            raise TimeoutError
        done = say("{done:integer} of {rows:integer} rows", done=start, rows=len(whole))
        if not job.beat(progress=int(99 * start / len(whole)), message=done):
            raise JobLost
        parts.append(_part(asked.ask, context, whole, start))
    _keep(job, asked.ask, _together(job, parts).flagged(flags), time.monotonic() - started)


def _part(ask: Ask, context: AskContext, whole: TypedTable, start: int) -> Answer:
    """The rows from ``start``, with the numbers that they have in the whole request."""
    part = replace(whole, frame=whole.frame.iloc[start : start + PART], invalid_cells=())
    answer = ask.answer(replace(context, tables={**context.tables, ask.rows: part}, whole=whole))
    flags = [flag if flag.row is None else replace(flag, row=flag.row + start) for flag in answer.flags]
    if others := list(answer.tables)[1:]:
        message = say(
            "A whole sheet is answered row by row, without {tables}: ask for few rows to get them.",
            tables=joined([f"'{name}'" for name in others], ", "),
        )
        flags.append(Flag(None, "rows_alone", message))
    return Answer(answer.table, flags, logged=answer.logged)


def _together(job: PredictionJob, parts: Sequence[Answer]) -> Answer:
    import pandas as pd

    flags = list(dict.fromkeys(flag for part in parts for flag in part.flags))
    if job.version.old:
        flags.append(services.old_flag(job.version))
    table = pd.concat([part.table for part in parts], ignore_index=True)
    return services.with_given_names(job.version, Answer(table, flags, logged=parts[0].logged))


def _keep(job: PredictionJob, ask: Ask, answer: Answer, seconds: float) -> None:
    """Write the answer, then the log and the end of the job in one transaction; all or nothing."""
    name = job.result.field.generate_filename(job, f"{job.pk}-{job.attempt}.parquet")
    stored = default_storage.save(name, packed_result(_with_flags(answer)))
    whole = [plain(vars(flag)) for flag in answer.flags if flag.row is None]
    try:
        with transaction.atomic():
            log = services.write_down(job.requested_by, job.version, ask, job.alias, answer, seconds)
            if not job.succeed(result=stored, flags=whole, log=log):
                raise JobLost
    except BaseException:
        default_storage.delete(stored)
        raise


def _with_flags(answer: Answer) -> DataFrame:
    table = answer.table.copy()
    by_row: list[FlagsOfRow] = [FlagsOfRow() for _ in range(len(table))]
    for flag in answer.flags:
        if flag.row is not None:
            by_row[flag.row].append(
                plain({"code": flag.code, "message": flag.message, "column": flag.column})
            )
    table.insert(0, "row", range(1, len(table) + 1))
    table["flags"] = by_row
    return table
