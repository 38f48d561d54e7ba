"""Uploads read by a worker: accepted, cancelled, recovered when their worker is lost, deleted later."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.permissions import CHANGE_OTHERS
from api.pages import printable
from audit.models import record
from datasets.ingest.append import UploadRequest
from datasets.ingest.files import on_disk, sha256_of
from datasets.models import Dataset, Import
from jobs import queue
from jobs.models import ENDED
from jobs.recovery import Failure, recover_stale, resend_lost
from language.sentences import say

EXECUTE = "datasets.tasks.execute_import"


def imports_of(user: Any) -> QuerySet[Import]:
    """One's own; administrators see everybody's."""
    rows = Import.objects.select_related("dataset", "version__dataset", "requested_by")
    return rows if user.has_perm(CHANGE_OTHERS) else rows.filter(requested_by=user)


def start_import(
    actor: Any,
    upload: File[bytes],
    *,
    name: str = "",
    dataset: Dataset | None = None,
    append: bool = False,
    plan_only: bool = False,
    wanted: UploadRequest | None = None,
) -> Import:
    """Keep the bytes of ``upload`` and queue them to be read as ``upload_version``, or ``append_version``,
    reads them; with ``plan_only`` as ``plan_append`` does.

    The same upload again is the import that has not ended yet.
    """
    wanted = wanted or UploadRequest()
    options = {key: value for key, value in (wanted.options or {}).items() if value not in (None, "")}
    with on_disk(upload) as path:
        sha256 = sha256_of(path)
    about = [dataset and dataset.pk, name, append, plan_only]
    asked = [sha256, *about, options, sorted(wanted.confirmed), list(wanted.key)]
    job = Import(
        requested_by=actor,
        dataset=dataset,
        name=printable(name)[:120],
        append=append,
        plan_only=plan_only,
        options=options,
        confirmed=list(wanted.confirmed),
        key=list(wanted.key),
        file_name=(upload.name or "upload")[-255:],
        size=upload.size,
        fingerprint=hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest(),
        message=say("Waiting for a worker"),
    )
    if waiting := _waiting(job):
        return waiting
    # The file first; without a row it is swept away.
    job.file.save(f"{uuid.uuid4().hex}.upload", upload, save=False)
    try:
        return _queued(actor, job)
    except IntegrityError:
        # The same upload arrived twice at once; the other one was faster.
        job.file.delete(save=False)
        if waiting := _waiting(job):
            return waiting
        raise


@transaction.atomic
def _queued(actor: Any, job: Import) -> Import:
    job.save()
    record(actor, "started", job, size=job.size)
    transaction.on_commit(lambda: enqueue(job.pk))
    return job


def answer_import(actor: Any, job: Import, wanted: UploadRequest, add: bool = False) -> Import:
    """The file of ``job`` again, with what was missing: another import, of the same kind.

    With ``add``, the rows of a plan are added. Raises FileNotFoundError where the file is gone.
    """
    with job.file.open("rb") as file:
        again = start_import(
            actor,
            File(file, name=job.file_name),
            name=job.name,
            dataset=job.dataset,
            append=job.append,
            plan_only=job.plan_only and not add,
            wanted=wanted,
        )
    Import.objects.filter(pk=job.pk).update(followed_by=again)
    return again


def _waiting(job: Import) -> Import | None:
    same = Import.objects.filter(requested_by=job.requested_by, fingerprint=job.fingerprint)
    return same.exclude(status__in=ENDED).first()


def enqueue(key: int) -> None:
    queue.enqueue(EXECUTE, key, "import")


def cancel_import(actor: Any, job: Import) -> bool:
    """Cancel a queued import at once, ask for the end of a running one. False where it has ended."""
    with transaction.atomic():
        if not (job.cancel_queued() or job.request_cancel()):
            job.refresh_from_db()
            # Asking twice is no error: the first request counts.
            return job.cancelling
        record(actor, "cancelled", job)
        return True


def look_after() -> dict[str, int]:
    """Once a minute, on the default cluster: lost imports are found, old ones are forgotten.

    The files of forgotten imports are then without a row, and swept away.
    """
    found = recover_stale(Import.objects.stale(), enqueue, _lost)
    resent = resend_lost(Import.objects.all(), enqueue, lambda: queue.messages_waiting(queue.DEFAULT))
    forgotten = Import.objects.forgotten().delete()[0]
    return {**found, "resent": resent, "forgotten": forgotten}


def _lost(job: Import) -> Failure:
    return Failure(
        say("The worker was lost {count:integer} times while reading this sheet.", count=job.attempt),
        say("Split the sheet: the machine may be short of memory. Its own log may say so."),
    )
