"""What every queue worker process runs besides its tasks: a heartbeat, a warm spare, a watch.

A queue worker that is killed while it waits for work dies holding the lock of its cluster's queue,
and every worker after it waits for that lock for ever. And when a cluster's main process is killed,
what it leaves behind still takes messages that nobody will work on. Neither can be fixed from
inside, so the watch ends such a cluster; the process manager starts a new one, and no run is lost,
since the rows are the truth.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from datetime import timedelta

import psutil
from django.db import close_old_connections, connection
from django.utils import timezone

from jobs.activity import idle_seconds
from training import spares
from training.models import TrainingRun, Worker
from training.models.runs import Status
from training.models.workers import BEAT_SECONDS
from training.services.runs import recover

logger = logging.getLogger(__name__)

IDLE_TOO_LONG = 150.0
"""Seconds. The default cluster is given the tick every minute: longer without a task is not idleness."""
WAITS_TOO_LONG = timedelta(seconds=60)
"""A run that waits longer than this while a worker is idle; lost messages are sent again earlier."""


def start(cluster: str, keep_spare: bool) -> None:
    """Called once in every new worker process."""
    if keep_spare:
        spares.refill()
    threading.Thread(target=_live, args=(cluster, keep_spare), daemon=True).start()


def _live(cluster: str, trains: bool) -> None:
    ancestors = _ancestors()
    while True:
        try:
            _beat(cluster)
            if _orphaned(ancestors):
                _end_cluster(cluster, "its main process is gone")
            if trains:
                # The tick does the same once a minute; who waits for a lost run waits less this way.
                recover()
            if _stuck(trains):
                _end_cluster(cluster, "its queue is stuck")
        except Exception:
            logger.warning("The heartbeat of a %s worker failed", cluster, exc_info=True)
        finally:
            close_old_connections()
            connection.close()
        time.sleep(BEAT_SECONDS)


def _beat(cluster: str) -> None:
    Worker.objects.update_or_create(
        cluster=cluster,
        host=socket.gethostname(),
        pid=os.getpid(),
        defaults={"seen_at": timezone.now()},
    )


def _ancestors() -> list[psutil.Process]:
    """The sentinel that started this worker, and the cluster's main process that started the sentinel."""
    sentinel = psutil.Process().parent()
    main = sentinel.parent() if sentinel else None
    return [process for process in (sentinel, main) if process is not None]


def _orphaned(ancestors: list[psutil.Process]) -> bool:
    return not all(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in ancestors)


def _stuck(trains: bool) -> bool:
    idle = idle_seconds()
    if not trains:
        return idle > IDLE_TOO_LONG
    if idle < WAITS_TOO_LONG.total_seconds() or TrainingRun.objects.filter(status=Status.RUNNING).exists():
        return False
    long_ago = timezone.now() - WAITS_TOO_LONG
    return TrainingRun.objects.filter(status=Status.QUEUED, queued_at__lt=long_ago).exists()


def _end_cluster(cluster: str, reason: str) -> None:
    """End every process of the cluster, where it has a process group of its own; else this one."""
    logger.error("Ending the %s cluster: %s", cluster, reason)
    if _shares_group():
        os._exit(1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _shares_group() -> bool:
    """Whether a process outside of the cluster, such as a shell or a web server, is in our group."""
    group = os.getpgrp()
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group and "qcluster" not in " ".join(process.cmdline()):
                return True
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue
    return False
