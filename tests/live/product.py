"""The whole product as its users run it: web server and both worker clusters, on a database of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings

ENDED = {"succeeded", "failed", "cancelled"}


class Product:
    """Its clusters may be killed and started again."""

    def __init__(self, folder: Path, **environment: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.live.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'live.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "BIND": f"127.0.0.1:{self.port}",
            "API_RATE": "100000/min",
            **environment,
        }
        self.log = (folder / "log.txt").open("ab")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, samples: bool = False) -> Product:
        self.manage("setup", *([] if samples else ["--no-samples"]))
        self.token = self.manage("create_token", "admin", "--name", "test").strip()
        self.start_web()
        for cluster in ("default", "training"):
            self.start_cluster(cluster)
        self.until(self.ready, 60, "the product did not become ready")
        return self

    def set_password(self, username: str, password: str) -> None:
        code = f"from django.contrib.auth.models import User; u = User.objects.get(username={username!r});"
        self.manage("shell", "-c", f"{code} u.set_password({password!r}); u.save()")

    def stop(self) -> None:
        for process in self.processes.values():
            self.kill_group(process)
        self.log.close()

    # Processes

    def start_web(self) -> None:
        command = ["-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
        self._start("web", [*command, "--workers", "2"])

    def start_cluster(self, name: str) -> None:
        self._start(name, ["manage.py", "qcluster"], Q_CLUSTER_NAME=name)

    def _start(self, name: str, arguments: list[str], **environment: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={**self.environment, **environment},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill_group(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def children(self) -> list[psutil.Process]:
        """The warm process of each worker, and what they have forked. One that ends meanwhile is none."""
        found = []
        for process in psutil.Process(self.processes["training"].pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "training.runs.child" in " ".join(process.cmdline()):
                    found.append(process)
        return found

    def worker(self) -> psutil.Process:
        """The queue worker of the training cluster: the parent of the training processes."""
        parent = self.warm_process().parent()
        assert parent is not None
        return parent

    def warm_process(self) -> psutil.Process:
        """Of the worker of the training cluster; it may be importing the libraries yet."""
        found = self.children()
        [warm] = [one for one in found if one.ppid() not in {other.pid for other in found}]
        return warm

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def output(self, since: int = 0) -> str:
        """What the processes have said, after so many characters of it."""
        return Path(self.log.name).read_text(errors="replace")[since:]

    # HTTP

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        headers: dict[str, str] | None = None,
        root: str = "/api/v1",
    ) -> tuple[int, Any]:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        data = None
        if files is not None:
            mark = uuid.uuid4().hex
            sent["Content-Type"] = f"multipart/form-data; boundary={mark}"
            data = _multipart(mark, body or {}, files)
        elif body is not None:
            sent["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.url + root + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=180) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"null")

    def ready(self) -> bool:
        try:
            return self.call("GET", "/readyz", root="")[0] == 200
        except OSError:
            return False

    def upload(self, content: bytes, name: str = "sales.csv") -> str:
        status, version = self.call(
            "POST", "/datasets", {"name": uuid.uuid4().hex}, {"file": (name, content)}
        )
        assert status == 201, version
        return str(version["slug"])

    def start_run(self, **order: Any) -> int:
        status, run = self.call("POST", "/runs", order)
        assert status == 202, run
        return int(run["id"])

    def run(self, pk: int) -> dict[str, Any]:
        return dict(self.call("GET", f"/runs/{pk}")[1])

    def wait(self, pk: int, seconds: float = 60) -> dict[str, Any]:
        """The run, ended."""
        self.until(lambda: self.run(pk)["status"] in ENDED, seconds, f"run {pk} did not end")
        return self.run(pk)

    def wait_until_training(self, pk: int, seconds: float = 30) -> None:
        self.until(
            lambda: self.run(pk)["training_started_at"] is not None,
            seconds,
            f"run {pk} did not start training",
        )

    def until(self, true: Callable[[], bool], seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"{otherwise} within {seconds} s\n{self.output()[-4000:]}"
            time.sleep(0.1)


def _multipart(mark: str, fields: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> bytes:
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts += [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for key, (name, content) in files.items()
    ]
    return b"".join([*parts, f"--{mark}--\r\n".encode()])
