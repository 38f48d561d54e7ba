"""The process that has the libraries imported, and what it forks: one process for every job.

Each worker has one warm process (``jobs.forking`` is its side). A claimed job is handed to it and runs in a
fork of it tens of milliseconds later, back to back too. When it dies, the next job starts another.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO

from django.conf import settings

STOP_SECONDS = 5
# With more threads than free cores XGBoost was 15 to 40 times slower.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS"), "1"
)
MESSAGE_BYTES = 64


class NotBegun(Exception):
    """The warm process died before it began the job."""


class WarmProcess:
    """A process that runs ``module``, which calls ``jobs.forking.serve`` with the socket it is given."""

    def __init__(self, module: str) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, str(theirs.fileno())],
                cwd=settings.BASE_DIR,
                env={**os.environ, **ONE_THREAD},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # Ctrl-C in the terminal does not end a training as if it had failed.
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def begin(self, key: int, attempt: int) -> Child:
        """Raises NotBegun where the process is gone."""
        ours, theirs = socket.socketpair()
        errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the child)
        with theirs:
            try:
                order = f"{key} {attempt}".encode()
                socket.send_fds(self._control, [order], [errors.fileno(), theirs.fileno()])
            except OSError:
                ours.close()
                raise NotBegun from None
        return Child(ours, errors)

    def end(self) -> None:
        self._control.close()
        self.process.kill()
        self.process.wait()


class Child:
    """A process that does one job. Its error output is kept for the log of the job."""

    def __init__(self, job: socket.socket, errors: IO[bytes]) -> None:
        self._job, self._errors, self._heard = job, errors, b""
        self.pid: int | None = None
        self._code: int | None = None

    def wait(self, seconds: float) -> int | None:
        """The exit code, negative for a signal; None if it is still running after ``seconds``.

        Raises NotBegun where there never was such a process.
        """
        until = time.monotonic() + seconds
        while self._code is None:
            self._job.settimeout(max(until - time.monotonic(), 0.001))
            try:
                heard = self._job.recv(MESSAGE_BYTES)
            except TimeoutError:
                return None
            except ConnectionResetError:
                heard = b""
            if heard:
                *lines, self._heard = (self._heard + heard).split(b"\n")
                for line in lines:
                    self._hear(line)
            elif self.pid is None:
                raise NotBegun
            else:
                # Both are gone, the job and the warm process that would have told how it ended.
                self._code = -signal.SIGKILL
        return self._code

    def _hear(self, line: bytes) -> None:
        what, number = line.split()
        if what == b"pid":
            self.pid = int(number)
        else:
            self._code = int(number)

    def stop(self) -> None:
        """SIGTERM, five seconds, SIGKILL; works inside C code, since the child handles neither."""
        with contextlib.suppress(NotBegun):
            self._signal(signal.SIGTERM)
            if self.wait(STOP_SECONDS) is None:
                self._signal(signal.SIGKILL)
        # A job that has not begun ends as soon as it does.
        self._job.close()

    def error_output(self, lines: int = 40) -> str:
        self._errors.seek(0)
        return "\n".join(self._errors.read().decode(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self.pid is not None and self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)


_lock = threading.Lock()
_warm: WarmProcess | None = None


def keep_warm(module: str) -> WarmProcess:
    """The warm process, started where there is none."""
    global _warm
    with _lock:
        if _warm is None or not _warm.alive:
            _warm = WarmProcess(module)
        return _warm


def begin(module: str, key: int, attempt: int) -> Child:
    """The process that does the job."""
    while True:
        try:
            return keep_warm(module).begin(key, attempt)
        except NotBegun:
            _forget()


def _forget() -> None:
    global _warm
    with _lock:
        if _warm is not None:
            _warm.end()
            _warm = None
