"""Shows that this worker process is busy: one that seems idle for too long counts as stuck and is stopped."""

from __future__ import annotations

import time

_last_active = time.monotonic()


def active() -> None:
    """Called whenever a task starts, and within long ones."""
    global _last_active
    _last_active = time.monotonic()


def idle_seconds() -> float:
    return time.monotonic() - _last_active
