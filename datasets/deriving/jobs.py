"""Derivations that a worker does: started, cancelled, found again when their worker was lost, forgotten."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.permissions import require_change
from audit.models import record
from contract import registry
from contract.orders import OrderError, OrderRefused
from datasets.deriving.lineage import maker_of
from datasets.deriving.orders import Resolved, dataset_for, named, resolved_of
from datasets.models import Dataset, DatasetVersion, Derivation, DerivationInput
from jobs import queue
from jobs.models import ENDED
from jobs.recovery import Failure, recover_stale, resend_lost
from language.sentences import say

EXECUTE = "datasets.tasks.execute_derivation"
PERMISSION = "datasets.add_dataset"


def start_derivation(actor: Any, resolved: Resolved, name: str) -> Derivation:
    """Queue ``resolved`` to become a version of the data set ``name``.

    The same derivation again is the one that has not ended yet. Raises OrderRefused where the name is taken.
    """
    name = named(name)
    return _start(actor, resolved, name=name, dataset=dataset_for(actor, resolved.recipe.key, name))


def start_preview(actor: Any, resolved: Resolved) -> Derivation:
    """Queue the preview of ``resolved``; nothing but that is kept."""
    return _start(actor, resolved, preview_only=True)


def derive_again(actor: Any, version: DatasetVersion) -> Derivation:
    """What made ``version`` is done once more, on the newest versions of its tables: the next version.

    Raises DerivationMissing where the recipe is gone, and OrderRefused where ``version`` was not derived, a
    table is deleted or lacks a column.
    """
    require_change(actor, PERMISSION, version.dataset)
    maker = maker_of(version)
    if maker is None:
        raise OrderRefused(OrderError("dataset", "not_derived", say("No recipe made this version.")))
    resolved = resolved_again(maker)
    newest = {key: one.dataset.latest() for key, one in resolved.versions.items()}
    again = resolved_of(resolved.recipe, newest, dict(maker.columns), maker.settings, guessed=False)
    return _start(actor, again, name=version.dataset.name, dataset=version.dataset)


def make_previewed(actor: Any, job: Derivation, name: str) -> Derivation:
    """The table of a preview is made, of the same versions. Raises what ``derive_again`` raises."""
    return start_derivation(actor, resolved_again(job), name)


def resolved_again(job: Derivation) -> Resolved:
    """What ``job`` was asked for. Raises DerivationMissing, and OrderRefused where a table is deleted or the
    recipe takes other columns or settings by now."""
    recipe = registry.derivation(job.key)
    inputs = list(job.inputs.select_related("version__dataset"))
    for one in inputs:
        if one.version is None:
            raise OrderRefused(OrderError(f"tables.{one.table}", "deleted", deleted(one)))
    versions = {one.table: one.version for one in inputs if one.version is not None}
    return resolved_of(recipe, versions, dict(job.columns), job.settings, guessed=False)


def deleted(one: DerivationInput) -> str:
    slug, number = one.place
    return say("The data set '{name}' (version {number}) has been deleted.", name=slug, number=number)


def cancel_derivation(actor: Any, job: Derivation) -> bool:
    """Cancel a queued derivation at once, ask for the end of a running one. False where it has ended."""
    with transaction.atomic():
        if not (job.cancel_queued() or job.request_cancel()):
            job.refresh_from_db()
            # Asking twice is no error: the first request counts.
            return job.cancelling
        record(actor, "cancelled", job)
        return True


def _start(
    actor: Any,
    resolved: Resolved,
    name: str = "",
    dataset: Dataset | None = None,
    preview_only: bool = False,
) -> Derivation:
    job = Derivation(
        key=resolved.recipe.key,
        name=name,
        dataset=dataset,
        preview_only=preview_only,
        settings=resolved.kept_settings,
        columns=dict(resolved.columns),
        requested_by=actor,
        fingerprint=resolved.fingerprint,
        message=say("Waiting for a worker"),
    )
    if waiting := _waiting(job):
        return waiting
    try:
        return _queued(actor, job, resolved)
    except IntegrityError:
        # The same derivation was asked for twice at once; the other call was faster.
        if waiting := _waiting(job):
            return waiting
        raise


@transaction.atomic
def _queued(actor: Any, job: Derivation, resolved: Resolved) -> Derivation:
    job.save()
    DerivationInput.objects.bulk_create(
        DerivationInput(derivation=job, table=key, version=one, reference=one.reference, sha256=one.sha256)
        for key, one in resolved.versions.items()
    )
    record(actor, "started", job, tables=resolved.tables)
    transaction.on_commit(lambda: enqueue(job.pk))
    return job


def _waiting(job: Derivation) -> Derivation | None:
    same = Derivation.objects.filter(
        requested_by=job.requested_by,
        fingerprint=job.fingerprint,
        name=job.name,
        preview_only=job.preview_only,
    )
    return same.exclude(status__in=ENDED).first()


def enqueue(key: int) -> None:
    queue.enqueue(EXECUTE, key, "derivation")


def look_after() -> dict[str, int]:
    """Once a minute, on the default cluster: lost derivations are found, old ones are forgotten."""
    found = recover_stale(Derivation.objects.stale(), enqueue, _lost)
    resent = resend_lost(Derivation.objects.all(), enqueue, lambda: queue.messages_waiting(queue.DEFAULT))
    forgotten = Derivation.objects.forgotten().delete()[1].get(Derivation._meta.label, 0)
    return {**found, "resent": resent, "forgotten": forgotten}


def _lost(job: Derivation) -> Failure:
    return Failure(
        say("The worker was lost {count:integer} times while it made this table.", count=job.attempt),
        say("Use a smaller data set: the machine may be short of memory, and its own log may say so."),
    )
