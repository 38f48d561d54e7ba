"""What the queue calls by name. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations

from jobs import heartbeat, queue


def execute_run(_run_id: int) -> str:
    """Train the run whose turn it is: the message of any says that one waits. Returns a word for the queue's
    own record.
    """
    from training.runs import services, supervisor, turns

    run = turns.claim_next()
    if run is None:
        return "nothing to do"
    ended = supervisor.execute(run)
    services.remind_of_waiting()
    return ended


def tick() -> dict[str, int]:
    """Once a minute, on the default cluster: recovers what may have been lost, and emails those who want it
    about what has ended.
    """
    from training.runs.follow_ups import start_follow_ups
    from training.runs.notices import send_notices
    from training.runs.services import recover

    return {**recover(), "followed_up": start_follow_ups(), "mailed": send_notices()}


def sweep() -> dict[str, int]:
    """Once an hour: what nothing refers to any more is deleted."""
    from training.housekeeping import sweep as sweep_now

    return sweep_now()


def _worker_started(cluster: str) -> None:
    from jobs import warm_process, watch
    from training.runs import services, supervisor

    if cluster == queue.TRAINING:
        warm_process.keep_warm(supervisor.CHILD)
        watch.start(cluster, watch.Care(services.recover, services.waiting_since))
    else:
        watch.start(cluster)


queue.when_worker_starts(_worker_started)
queue.when_task_starts(heartbeat.active)
