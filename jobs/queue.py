"""The one module that knows the queue. A message is only a hint: the row of the job is the truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.signals import post_spawn, pre_execute
from django_q.tasks import async_task

TRAINING, DEFAULT = "training", "default"


def enqueue(function: str, key: int, name: str, cluster: str = DEFAULT) -> None:
    """Hint to ``cluster`` that the record ``key`` waits for ``function``, a dotted path."""
    async_task(function, key, task_name=f"{name} {key}", cluster=cluster)


def messages_waiting(cluster: str = TRAINING) -> int:
    """How many messages the cluster has not taken yet."""
    return int(get_broker(cluster).queue_size())


def when_worker_starts(start: Callable[[str], None]) -> None:
    """``start`` is called once in every new worker process, with the name of its cluster."""

    def started(**_: Any) -> None:
        start(Conf.CLUSTER_NAME)

    post_spawn.connect(started, dispatch_uid="almanac-worker", weak=False)


def when_task_starts(begin: Callable[[], None]) -> None:
    """``begin`` is called in a worker process before each task."""

    def started(**_: Any) -> None:
        begin()

    pre_execute.connect(started, dispatch_uid="almanac-task", weak=False)
