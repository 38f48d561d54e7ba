"""The side of a warm process: it imports the libraries once and forks itself for every job.

An order comes on the control socket as "KEY ATTEMPT" with two descriptors: where the errors of the job go,
and a socket of its own. On that socket the process id is answered at once and the exit code in the end; that
its other end closes, which the death of the worker does too, ends the job. The end of the control socket ends
the warm process; jobs under way go on and are watched by their worker.

Nothing may run in the warm process but its main thread, for a fork copies that one alone: threads that
libraries start when they are imported are warned of. It holds no connection to the database either.

On macOS, frameworks of the system do not survive a fork: a warm process there does one job itself, and is
used up by it.
"""

from __future__ import annotations

import gc
import logging
import os
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Callable

import psutil

logger = logging.getLogger(__name__)

FORKS = sys.platform != "darwin"
ORDER_BYTES = 64
Work = Callable[[int, int], None]


def serve(control: socket.socket, work: Work) -> None:
    """Does ``work(key, attempt)`` in a process of its own for every order, until the control socket ends."""
    _warn_of_threads()
    gc.freeze()  # The objects of the libraries stay in memory that all processes share.
    jobs: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        deaths = _deaths_of_children()
        selector.register(deaths, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if deaths in ready:
                deaths.recv(4096)
                _reap(jobs)
            if control in ready and not _take_order(control, deaths, jobs, work):
                return


def _take_order(
    control: socket.socket, deaths: socket.socket, jobs: dict[int, socket.socket], work: Work
) -> bool:
    """False where no order will come any more."""
    order, descriptors, _flags, _address = socket.recv_fds(control, ORDER_BYTES, 2)
    if not order:
        return False
    errors, own = descriptors
    job = socket.socket(fileno=own)
    key, attempt = map(int, order.split())
    pid = os.fork() if FORKS else 0
    if pid == 0:
        for open_one in (control, deaths, *jobs.values()):
            open_one.close()
        _do(job, errors, work, key, attempt)
    os.close(errors)
    jobs[pid] = job
    return True


def _do(job: socket.socket, errors: int, work: Work, key: int, attempt: int) -> None:
    """In the process of the job, which ends here. No signal is handled, so SIGTERM ends it inside C code."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if FORKS:
            # A group of its own: a signal reaches what the libraries start (Prophet's optimizer).
            os.setsid()
        os.dup2(errors, sys.stderr.fileno())
        job.send(b"pid %d\n" % os.getpid())
        threading.Thread(target=_end_with_worker, args=(job,), daemon=True).start()
        work(key, attempt)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        if not FORKS:
            job.send(b"code %d\n" % code)
        os._exit(code)


def _end_with_worker(job: socket.socket) -> None:
    job.recv(1)
    os._exit(1)


def _deaths_of_children() -> socket.socket:
    """Can be read as soon as a child has died."""
    read, write = socket.socketpair()
    write.setblocking(False)
    signal.set_wakeup_fd(write.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return read


def _reap(jobs: dict[int, socket.socket]) -> None:
    while jobs:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        job = jobs.pop(pid)
        try:
            job.send(b"code %d\n" % os.waitstatus_to_exitcode(status))
        except OSError:
            logger.info("Nobody waits for process %s any more", pid)
        job.close()


def _warn_of_threads() -> None:
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    count = psutil.Process().num_threads() - 1
    if count:
        logger.warning("%s threads run before the fork; of Python's own: %s", count, others or "none")
