"""That this worker process is at work: one that seems idle for too long is taken for stuck, and ended."""

from __future__ import annotations

import time

_last_active = time.monotonic()


def active() -> None:
    """Called whenever a task starts, and within long ones."""
    global _last_active
    _last_active = time.monotonic()


def idle_seconds() -> float:
    return time.monotonic() - _last_active
