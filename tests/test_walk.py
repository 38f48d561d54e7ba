"""The main walk in a real browser: log in, upload, train, watch, look, download, delete."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import sales_csv
from tests.live.product import Product

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "a password for the walk"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("walk"))
    try:
        running.start()
        running.set_password("admin", PASSWORD)
        yield running
    finally:
        running.stop()


@pytest.fixture
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package chromium to run the browser test")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield opened
        opened.close()


def test_from_a_sheet_to_a_forecast(product: Product, browser: Any, tmp_path: Path) -> None:
    page = browser.new_context(accept_downloads=True).new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda r: (
            wrong.append(f"left the machine: {r.url}")
            if not r.url.startswith((product.url, "data:", "blob:"))
            else None
        ),
    )

    page.goto(product.url)
    page.fill("#id_username", "admin")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{product.url}/")

    sheet = tmp_path / "walk sales.csv"
    sheet.write_bytes(sales_csv(200))
    page.goto(f"{product.url}/datasets/upload")
    page.set_input_files("input[type=file]", sheet)
    page.click("main button[type=submit]")
    page.wait_for_url("**/datasets/walk-sales/1")
    assert "200 rows" in page.inner_text("main")

    page.click("text=Ask a question >> nth=-1")
    page.click("text=sell")
    page.fill("[name=setting-horizon]", "14")
    page.click("main button[type=submit]:has-text('Train')")
    page.wait_for_url(re.compile(r"/runs/\d+$"))
    page.wait_for_selector("progress")
    page.wait_for_selector("[data-status=succeeded]", timeout=60_000)

    page.click("text=Open the result")
    canvas = page.wait_for_selector("canvas")
    page.wait_for_function(
        """() => { const c = document.querySelector('canvas'); const g = c.getContext('2d');
        return c.width > 100 && g.getImageData(0, 0, c.width, c.height).data.some(v => v > 0); }"""
    )
    assert canvas is not None

    with page.expect_download() as download:
        page.click("main a:has-text('XLSX')")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"

    page.wait_for_selector("#try-it form")
    page.click("#try-it button[type=submit]")
    page.wait_for_selector("#try-it .block")

    slug = page.url.rstrip("/").split("/models/")[1].split("/")[0]
    page.fill("#typed-name", slug)
    page.click("button.danger:has-text('Delete')")
    page.wait_for_url("**/models")
    assert "are deleted" in page.inner_text("main")
    assert wrong == []
