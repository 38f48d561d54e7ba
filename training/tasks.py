"""What the queue calls by name. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations

from jobs import activity, queue


def enqueue_run(run_id: int) -> None:
    """Hint to the training cluster that a run waits. Other workers may be faster: the row decides."""
    queue.enqueue("training.tasks.execute_run", run_id, "run", queue.TRAINING)


def execute_run(run_id: int) -> str:
    from training.supervisor import execute

    return execute(run_id)


def tick() -> dict[str, int]:
    """Once a minute, on the default cluster: recovers what may have been lost, and emails those who want it
    about what has ended.
    """
    from training.services.follow_ups import start_follow_ups
    from training.services.notices import send_notices
    from training.services.runs import recover

    return {**recover(), "followed_up": start_follow_ups(), "mailed": send_notices()}


def sweep() -> dict[str, int]:
    """Once an hour: what nothing refers to any more is deleted."""
    from training.services.housekeeping import sweep as sweep_now

    return sweep_now()


def _worker_started(cluster: str) -> None:
    from training import worker

    worker.start(cluster, keep_spare=cluster == queue.TRAINING)


queue.when_worker_starts(_worker_started)
queue.when_task_starts(activity.active)
