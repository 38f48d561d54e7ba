"""Processes that do one job: one is kept warm, with the libraries imported, waiting for the next.

A spare is a plain subprocess that waits on its standard input. A claimed job is handed to it at
once; it does that one job and exits. End of input, which the death of this process also is, ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from typing import IO

from django.conf import settings

STOP_SECONDS = 5
# With more threads than free cores XGBoost was 15 to 40 times slower.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS"), "1"
)


class Child:
    """A process that runs ``module`` and does one job. Its error output is kept for the log of the job."""

    def __init__(self, module: str) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the child)
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=settings.BASE_DIR,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            # A group of its own: a signal reaches what the libraries start (Prophet's optimizer), and
            # Ctrl-C in the terminal does not end a training as if it had failed.
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def begin(self, key: int, attempt: int) -> None:
        assert self.process.stdin is not None  # noqa: S101  (opened as a pipe above)
        self.process.stdin.write(f"{key} {attempt}\n".encode())
        self.process.stdin.flush()

    def wait(self, seconds: float) -> int | None:
        """The exit code, negative for a signal; None if it is still running after ``seconds``."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> None:
        """SIGTERM, five seconds, SIGKILL; works inside C code, since the child handles neither."""
        self._signal(signal.SIGTERM)
        if self.wait(STOP_SECONDS) is None:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def error_output(self, lines: int = 40) -> str:
        self._errors.seek(0)
        return "\n".join(self._errors.read().decode(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


_lock = threading.Lock()
_spare: Child | None = None


def take(module: str) -> Child:
    """The warm spare, or a new child where there is none."""
    global _spare
    with _lock:
        child, _spare = _spare, None
    return child if child is not None and child.alive else Child(module)


def refill(module: str) -> None:
    """Start the next spare, unless one waits already."""
    global _spare
    with _lock:
        if _spare is None or not _spare.alive:
            _spare = Child(module)
