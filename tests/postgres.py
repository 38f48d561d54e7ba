"""A PostgreSQL server for a test, on a free port and in a folder of its own; gone when the test is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
"""Where Debian puts it, outside of the PATH."""


@contextmanager
def postgres() -> Iterator[str]:
    """Its DATABASE_URL. Where there is no PostgreSQL, the test is skipped and says so."""
    initdb = shutil.which("initdb") or next(map(str, reversed(INSTALLED)), "")
    if not initdb:
        pytest.skip("no PostgreSQL here: install Debian's package postgresql to run this test")
    programs = Path(initdb).resolve().parent
    # The server refuses to run as root: Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Of its own: folders of pytest are closed to other users, and sockets need short paths.
    with tempfile.TemporaryDirectory(prefix="almanac-pg-", ignore_cleanup_errors=True) as name:
        if user:
            shutil.chown(name, user)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", f"{name}/data", *arguments]
            done = subprocess.run(
                command, user=user, cwd=name, capture_output=True, text=True, check=False, timeout=60
            )
            assert done.returncode == 0, done.stdout + done.stderr

        run("initdb", "-U", "almanac", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={name} -c fsync=off"
        run("pg_ctl", "-w", "-l", f"{name}/log", "-o", server, "start")
        try:
            yield f"postgres://almanac@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
