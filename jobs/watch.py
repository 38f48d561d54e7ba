"""What every queue worker process carries beside its tasks: a heartbeat and a watch.

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
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import psutil
from django.db import close_old_connections, connection
from django.utils import timezone

from jobs.heartbeat import idle_seconds
from jobs.models import BEAT_SECONDS, Worker

logger = logging.getLogger(__name__)

IDLE_TOO_LONG = 150.0
"""Seconds. The default cluster is given the tick every minute: longer without a task is not idleness."""
WAITS_TOO_LONG = timedelta(seconds=60)
"""Work that waits longer than this beside an idle worker; lost messages are sent again before."""


@dataclass(frozen=True)
class Care:
    """What a cluster's own kind of job adds to the watch of its workers.

    ``recover`` finds lost jobs; ``waiting_since`` says whether one has waited in vain since a moment.
    """

    recover: Callable[[], object]
    waiting_since: Callable[[datetime], bool]


def start(cluster: str, care: Care | None = None) -> None:
    """Called once in every new worker process. Without ``care`` the cluster is given a task every minute."""
    threading.Thread(target=_live, args=(cluster, care), daemon=True).start()


def _live(cluster: str, care: Care | None) -> None:
    ancestors = _ancestors()
    while True:
        try:
            _beat(cluster)
            if _orphaned(ancestors):
                _end_cluster(cluster, "its main process is gone")
            if care is not None:
                # The tick does the same once a minute; who waits for a lost job waits less this way.
                care.recover()
            if _stuck(care):
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


def _stuck(care: Care | None) -> bool:
    idle = idle_seconds()
    if care is None:
        return idle > IDLE_TOO_LONG
    return idle >= WAITS_TOO_LONG.total_seconds() and care.waiting_since(timezone.now() - WAITS_TOO_LONG)


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
