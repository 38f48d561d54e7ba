"""The one module that knows the queue. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations

from typing import Any

from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.signals import post_spawn, pre_execute
from django_q.tasks import async_task

TRAINING, DEFAULT = "training", "default"


def enqueue_run(run_id: int) -> None:
    """Hint to the training cluster that a run waits. Other workers may be faster: the row decides."""
    async_task("training.tasks.execute_run", run_id, task_name=f"run {run_id}", cluster=TRAINING)


def enqueue(function: str, key: int, name: str) -> None:
    """Hint to the default cluster that the record ``key`` waits for ``function``, a dotted path."""
    async_task(function, key, task_name=f"{name} {key}", cluster=DEFAULT)


def messages_waiting(cluster: str = TRAINING) -> int:
    """How many messages the cluster has not taken yet."""
    return int(get_broker(cluster).queue_size())


def execute_run(run_id: int) -> str:
    from training.supervisor import execute

    return execute(run_id)


def tick() -> dict[str, int]:
    """Once a minute, on the default cluster: what may have been lost is found and put right, and those
    who want it are told by mail what has ended."""
    from training.services.follow_ups import start_follow_ups
    from training.services.notices import send_notices
    from training.services.runs import recover

    return {**recover(), "followed_up": start_follow_ups(), "mailed": send_notices()}


def sweep() -> dict[str, int]:
    """Once an hour: what nothing refers to any more is deleted."""
    from training.services.housekeeping import sweep as sweep_now

    return sweep_now()


def _worker_started(**_: Any) -> None:
    from training import worker

    worker.start(Conf.CLUSTER_NAME, keep_spare=Conf.CLUSTER_NAME == TRAINING)


def _task_started(**_: Any) -> None:
    from training import worker

    worker.active()


post_spawn.connect(_worker_started, dispatch_uid="almanac-worker")
pre_execute.connect(_task_started, dispatch_uid="almanac-task")
