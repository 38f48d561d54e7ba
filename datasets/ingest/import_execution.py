"""What a worker does with an import: reads the sheet, and records the result."""

from __future__ import annotations

import logging
from typing import Any

from django.core.files import File

from datasets.ingest.append import COMPARING, UploadRequest, append_version, plan_append
from datasets.ingest.upload import upload_version
from datasets.models import DatasetVersion, Import
from jobs.heartbeat import heartbeat
from jobs.models import JobLost
from language.sentences import joined, say

logger = logging.getLogger(__name__)


def execute(import_id: int) -> str:
    """Read the sheet of a queued import, whatever is wrong with it. Returns a word for the queue's record.

    Does nothing where the import is not queued: somebody else has claimed, cancelled or deleted it.
    """
    job = Import.objects.select_related("dataset", "requested_by").filter(pk=import_id).first()
    if job is None or not job.claim():
        return "nothing to do"
    try:
        with heartbeat(job):
            _import(job)
    except JobLost:
        job.cancel()  # Changes nothing where the import is another worker's.
    except FileNotFoundError:
        job.fail(say("The file is no longer on disk."), say("Upload it again."))
    except Exception as failure:
        if not _refused(job, failure):
            logger.exception("Import %s failed", import_id)
            job.crash(failure)
    left = Import.objects.filter(pk=import_id).values_list("status", flat=True).first()
    return left or "deleted"


def _import(job: Import) -> None:
    def step(percent: int, message: str) -> None:
        if not job.beat(progress=percent, message=message):
            raise JobLost

    def accept(version: DatasetVersion) -> None:
        # In the transaction that keeps the version: either both are there, or none.
        if not job.succeed(version=version, dataset=version.dataset):
            raise JobLost

    wanted = UploadRequest(job.options, job.confirmed, job.key)
    with job.file.open("rb") as file:
        upload = File(file, name=job.file_name)
        if job.plan_only and job.dataset is not None:
            # The file stays: the rows are added once somebody says so.
            plan = plan_append(job.dataset, upload, wanted, job.requested_by, step)
            step(95, COMPARING)
            job.succeed(plan=plan.as_dict(), to_confirm=plan.to_confirm)
            return
        if job.append and job.dataset is not None:
            append_version(job.requested_by, job.dataset, upload, wanted, accept, step)
        else:
            upload_version(
                job.requested_by,
                upload,
                name=job.name,
                dataset=job.dataset,
                options=job.options,
                accept=accept,
                step=step,
            )
    # The version has the file now.
    job.file.delete(save=False)
    Import.objects.filter(pk=job.pk).update(file="")


def _refused(job: Import, failure: Exception) -> bool:
    """Whether ``failure`` says something about the sheet; it is then written down."""
    from datasets import reading

    if isinstance(failure, reading.ReadingQuestion):
        question: dict[str, Any] = {
            "option": failure.option,
            "column": failure.column,
            "readings": failure.readings,
            "message": failure.message,
        }
        return job.fail(
            failure.message,
            say("Upload the sheet again and choose how (option {option}).", option=failure.option),
            question=question,
        )
    if not isinstance(failure, reading.ReadingError):
        return False
    findings = failure.findings
    return job.fail(
        joined(finding.message for finding in findings),
        joined(finding.remedy for finding in findings),
        problems=[finding.as_dict() for finding in findings],
        to_confirm=getattr(getattr(failure, "plan", None), "to_confirm", []),
    )
