"""Starting, cancelling, recovering and deleting runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from audit.bin import move_to_bin, take_from_bin
from audit.models import record
from contract.data import MAIN
from contract.plain import plain
from jobs import queue
from jobs.recovery import recover_stale, resend_lost
from language.sentences import say
from training.models import RunTable, TrainingRun, Worker
from training.runs import failures, orders, turns
from training.runs.expected import expected_seconds
from training.runs.models import MAX_ATTEMPTS, Status, Trigger

Accept = Callable[[TrainingRun], None]


def accept_any(run: TrainingRun) -> None:
    """Start whatever has been written down."""


def start_run(
    actor: Any, order: orders.RunOrder, trigger: str = Trigger.USER, accept: Accept = accept_any
) -> TrainingRun:
    """Check ``order``, write it down and queue it.

    Raises OrderRefused or DataProblems, and then nothing has been written. ``accept`` is called with
    the run before it is committed: what it raises undoes the start.
    """
    checked = orders.check(order, actor)
    settings = checked.plan.settings.model_dump(mode="json")
    rows = checked.versions[MAIN].rows
    run = TrainingRun(
        name=checked.name,
        family=checked.family.key,
        model=order.model,
        columns=plain(checked.columns),
        settings=settings,
        filters=[one.kept() for one in checked.filters],
        params=checked.plan.params.model_dump(mode="json"),
        effort=order.effort,
        then_best=order.then_best,
        seed=order.seed,
        trigger=trigger,
        requested_by=actor,
        expected_seconds=expected_seconds(checked.family, order.effort, rows, settings),
    )
    tables = [
        RunTable(table=key, version=version, dataset_name=version.reference, sha256=version.sha256)
        for key, version in checked.versions.items()
    ]
    with transaction.atomic():
        queue_run(run, tables, accept, dataset=checked.versions[MAIN].reference)
    return run


def queue_run(
    run: TrainingRun, tables: Sequence[RunTable], accept: Accept = accept_any, **noted: Any
) -> None:
    """Write ``run`` and its tables, and queue it, inside a transaction. ``noted`` is for the audit."""
    run.message = say("Waiting for a worker")
    run.save(force_insert=True)
    for table in tables:
        table.run = run
    RunTable.objects.bulk_create(tables)
    accept(run)
    record(run.requested_by, "started", run, family=run.family, **noted)
    # After the commit, since a broker other than the database would hand it out before. A message
    # lost in between is sent again by the tick.
    transaction.on_commit(lambda: enqueue_run(run.pk))


def enqueue_run(run_id: int) -> None:
    """Hint to the training cluster that a run waits. Which one a free worker takes, the rows decide."""
    queue.enqueue("training.tasks.execute_run", run_id, "run", queue.TRAINING)


def remind_of_waiting() -> None:
    """Hint again where a run may start: its own message may have come when it had to wait for others."""
    if queue.messages_waiting() == 0 and (waiting := turns.may_start_now()):
        enqueue_run(waiting[0].pk)


def cancel_run(actor: Any, run: TrainingRun) -> bool:
    """Cancel a queued run at once, ask for the end of a running one. False where it has ended."""
    with transaction.atomic():
        if not (run.cancel_queued() or run.request_cancel()):
            run.refresh_from_db()
            # Asking twice is no error: the first request counts.
            return run.cancelling
        record(actor, "cancelled", run)
        return True


def bin_run(actor: Any, run: TrainingRun) -> bool:
    """An ended run into the bin; what it left behind stays. False where it was there, or has not ended."""
    return move_to_bin(actor, run, status=run.status)


def restore_run(actor: Any, run: TrainingRun) -> bool:
    """Back from the bin. False where it is not there any more."""
    return take_from_bin(actor, run)


def delete_run(actor: Any, run: TrainingRun) -> None:
    """For good: the record of an ended run. The model version it left behind stays."""
    with transaction.atomic():
        record(actor, "deleted", run, status=run.status)
        run.delete()


def recover() -> dict[str, int]:
    """Give runs whose supervisor was lost another try, or end them; send lost messages again.

    Safe to call at any time, from any number of processes.
    """
    found = recover_stale(TrainingRun.objects.stale(), enqueue_run, _lost)
    startable = TrainingRun.objects.filter(pk__in=[run.pk for run in turns.may_start_now()])
    resent = resend_lost(startable, enqueue_run, queue.messages_waiting)
    return {**found, "resent": resent}


def waiting_since(moment: datetime) -> bool:
    """Whether a run has waited since ``moment`` although none is being worked on."""
    if TrainingRun.objects.filter(status=Status.RUNNING).exists():
        return False
    return TrainingRun.objects.filter(status=Status.QUEUED, queued_at__lt=moment).exists()


def _lost(run: TrainingRun) -> failures.Failure:
    return failures.worker_lost(MAX_ATTEMPTS, run.heartbeat_at)


def no_worker(run: TrainingRun) -> bool:
    """Whether a queued run waits in vain: no worker that could train it is alive."""
    return run.status == Status.QUEUED and not Worker.objects.alive().in_cluster("training").exists()
