"""What `make run` does after installing: set up once, start every process, stop every process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from tests.live.product import Product

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An install that was never started."""
    product = Product(tmp_path_factory.mktemp("install"))
    yield product
    product.stop()


@pytest.fixture(scope="module")
def first_start(install: Product) -> str:
    return install.manage("setup")


def test_the_first_start_prints_address_login_and_token(install: Product, first_start: str) -> None:
    assert install.url in first_start
    assert re.search(r"admin / \S{12,}", first_start)
    assert re.search(r"alm_\S{40,}", first_start)


def test_the_second_start_changes_nothing(install: Product, first_start: str) -> None:
    before = install.manage("dumpdata", "--exclude", "sessions")
    again = install.manage("setup")
    assert "alm_" not in again
    assert "admin /" not in again
    assert install.manage("dumpdata", "--exclude", "sessions") == before


def test_every_process_starts_trains_the_samples_and_stops(install: Product, first_start: str) -> None:
    install.token = re.findall(r"alm_\S+", first_start)[0]
    supervisor = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "supervisord"),
            "--configuration",
            "config/supervisord.conf",
            "--pidfile",
            str(install.folder / "supervisord.pid"),
        ],
        cwd=settings.BASE_DIR,
        env={**install.environment, "PYTHON": sys.executable},
        stdout=install.log,
        stderr=install.log,
    )
    install.processes["supervisor"] = supervisor
    install.until(install.ready, 60, "the product did not become ready")
    for pk in (1, 2):
        run = install.wait(pk, 120)
        assert run["status"] == "succeeded", run
        assert run["metrics"]
        assert run["baseline"]
    started = psutil.Process(supervisor.pid).children(recursive=True)
    assert {"gunicorn", "qcluster"} <= {word for p in started for word in p.cmdline()}
    supervisor.send_signal(signal.SIGINT)
    supervisor.wait(30)
    _, alive = psutil.wait_procs(started, timeout=10)
    assert [" ".join(p.cmdline()) for p in alive] == []
