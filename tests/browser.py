"""A headless Chromium, and a server in the test's own process for it to look at."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import override_settings

# The headless shell draws the same pages with half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
NO_CHROMIUM = "Chromium is not installed (apt-get install chromium-headless-shell)"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """The browser's requests are not worth a line each."""


@contextmanager
def serving(around: Callable[[Any], Any] = lambda application: application) -> Iterator[str]:
    """The address at which the product answers, with what ``around`` puts around it."""
    with override_settings(WHITENOISE_AUTOREFRESH=False):  # As in production: the files are looked at once.
        application = around(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser of playwright; without one on the machine, the tests that need it are skipped."""
    if not CHROMIUM:
        pytest.skip(NO_CHROMIUM)
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def own_database(path: Path) -> Iterator[None]:
    """A migrated SQLite file in place of the tests' database, for every thread.

    What a server's threads are to see must be committed, and in the tests' own database it would stay.
    """
    settings, kept = connections.settings[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]
    if kept.vendor != "sqlite":
        pytest.skip("the pages of the browser tests lie in a file of SQLite")
    name, settings["NAME"] = settings["NAME"], str(path)
    del connections[DEFAULT_DB_ALIAS]
    try:
        path.write_bytes(_migrated())
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS], settings["NAME"] = kept, name
        ContentType.objects.clear_cache()


@cache
def _migrated() -> bytes:
    """The database of a product just installed, made once for all that are copies of it."""
    settings = connections.settings[DEFAULT_DB_ALIAS]
    name = settings["NAME"]
    with tempfile.NamedTemporaryFile(suffix=".sqlite3") as file:
        settings["NAME"] = file.name
        try:
            call_command("migrate", verbosity=0)
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            del connections[DEFAULT_DB_ALIAS]
            settings["NAME"] = name
        return Path(file.name).read_bytes()


def wait_until(page: Any, expression: str, argument: Any = None) -> None:
    """Until JavaScript says so, asked from outside: ``page.wait_for_function`` asks again by evaluating text
    in the page, which the product's content security policy forbids."""
    from playwright.sync_api import Error

    for _ in range(1_000):
        try:
            if page.evaluate(expression, argument):
                return
        except Error as gone:
            if "context was destroyed" not in str(gone):  # Another page comes: it is asked instead.
                raise
        page.wait_for_timeout(20)
    raise AssertionError(f"After 20 seconds it does not hold that {expression}")
