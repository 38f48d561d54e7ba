"""In a real browser: every block is drawn, at every size, and everybody can read it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

from tests.look import examples

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = pytest.mark.browser


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """The browser's requests are not worth a line each."""


@pytest.fixture(scope="module")
def live_pages() -> Iterator[str]:
    """The address of the demo pages, which ask no database.

    Django's own live server would share the tests' database with its threads, and empty it afterwards.
    """
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def open_page(chromium: Any, url: str, width: int = 1440, theme: str = "light") -> tuple[Any, list[str]]:
    """A page, and the list in which its errors appear (the content policy's included)."""
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(url)
    page.wait_for_function("!document.querySelector('canvas') || Boolean(window.Chart)")
    return page, errors


def test_every_size_is_drawn_or_says_that_there_is_nothing(chromium: Any, live_pages: Any) -> None:
    page, errors = open_page(chromium, f"{live_pages}/look/sizes")
    empty = sum(block["title"].find(" 0 ") > 0 for block in examples.BY_SIZE)
    page.wait_for_function(
        f"Object.keys(Chart.instances ?? {{}}).length === {len(examples.BY_SIZE) - empty}", timeout=20_000
    )
    blank = page.evaluate(
        """[...document.querySelectorAll('canvas')].filter((canvas) => {
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          return !pixels.some((value) => value);
        }).length"""
    )
    assert blank == 0
    assert page.get_by_text("No data yet").locator("visible=true").count() == empty
    assert errors == []


def test_choosing_an_item_draws_it_and_fills_its_table(chromium: Any, live_pages: Any) -> None:
    page, errors = open_page(chromium, live_pages)
    page.select_option(".drawing-picker select", "Store 3")
    row = page.locator(".block-fan tbody tr").first.text_content()
    assert row.startswith("Store 38 Jan 2024")
    total = examples.fan(3, 372)["data"]["items"][2]["total"]["value"]
    assert f"{total:,.0f}" in page.inner_text(".drawing-total")
    assert errors == []


def test_another_theme_draws_in_other_colours(chromium: Any, live_pages: Any) -> None:
    page, errors = open_page(chromium, live_pages)
    colour = "Object.values(Chart.instances)[0].data.datasets[0].borderColor"
    page.wait_for_function("Object.keys(Chart.instances ?? {}).length > 0")
    light = page.evaluate(colour)
    page.select_option("[data-theme-select]", "dark")
    assert page.evaluate(colour) != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert errors == []


@pytest.mark.parametrize("address", ["", "/look/parts", "/login"])
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_everybody_can_read_it(chromium: Any, live_pages: Any, address: str, width: int, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page, errors = open_page(chromium, live_pages + address, width, theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []  # asked before axe, which writes styles of its own into the page
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
