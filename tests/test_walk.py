"""The main walk in a real browser: log in, ask with the keyboard alone, watch, look, download, delete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import wait_until
from tests.conftest import sales_csv
from tests.live.product import Product
from tests.visiting import AT_WIDTHS, browser  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.worker]

MORE = "button[type=submit]:not([name=answer])"
PASSWORD = "a password for the walk"


@pytest.fixture(scope="module")
def password(product: Product) -> str:
    product.set_password("admin", PASSWORD)
    return PASSWORD


class Walk:
    """A page, and whatever went wrong on it."""

    def __init__(self, browser: Any, product: Product, width: int):  # noqa: F811
        context = browser.new_context(accept_downloads=True, viewport={"width": width, "height": 900})
        self.page, self.product, self.wrong = context.new_page(), product, list[str]()
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", self._answered)
        self.page.on("request", self._asked)

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.product.url, "data:", "blob:")):
            self.wrong.append(f"left the machine: {request.url}")

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate("s => document.activeElement.matches(s)", selector))

    def tab_to(self, selector: str, most: int = 80) -> None:
        for _ in range(most):
            if self.has_focus(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached with the Tab key on {self.page.url}")

    def enter(self, selector: str, leads_to: str) -> None:
        """Go to what ``selector`` names with the Tab key, press Enter, arrive."""
        self.tab_to(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile(leads_to))
        self.page.wait_for_load_state()

    def log_in(self) -> None:
        self.page.goto(self.product.url)
        self.tab_to("#id_username")
        self.page.keyboard.type("admin")
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.product.url}/")

    def open_ask(self) -> None:
        if self.page.locator("[data-menu-button]").is_visible():
            self.tab_to("[data-menu-button]")
            self.page.keyboard.press("Enter")
        self.enter("nav a[href='/ask']", "/ask$")
        assert self.has_focus("input[type=file]"), "the first thing to do has the focus"

    def say_the_columns(self) -> None:
        """As guessed; further sheets, where the question can use some, are left out."""
        self.enter(f"main form {MORE}", "/(tables|settings)$")
        if self.page.url.endswith("/tables"):
            assert self.has_focus("main button[type=submit]"), "nothing but going on has to be done"
            self.enter("main button[type=submit]", "/settings$")

    def start_and_open_the_result(self) -> None:
        """From the checks to the result."""
        assert self.has_focus("main button[name=answer]"), "nothing but going on is left to do"
        self.enter(f"main {MORE}", "/effort$")
        self.enter("[name=effort]", r"/runs/\d+$")
        self.page.wait_for_url(re.compile("/models/"), timeout=60_000)


@pytest.fixture
def walk(product: Product, password: str, browser: Any) -> Iterator[Callable[[int], Walk]]:  # noqa: F811
    walks: list[Walk] = []

    def begin(width: int) -> Walk:
        walks.append(Walk(browser, product, width))
        walks[-1].log_in()
        return walks[-1]

    yield begin
    for begun in walks:
        begun.page.context.close()
    assert [wrong for walk in walks for wrong in walk.wrong] == []


@pytest.mark.parametrize("width", AT_WIDTHS)
def test_the_first_answer_with_the_keyboard_alone(width: int, walk: Callable[[int], Walk]) -> None:
    """Sample data, every step; a reload and a way back in between lose nothing."""
    first = walk(width)
    page = first.page
    first.open_ask()
    first.enter("button[name=sample][value=sales]", "/question$")
    assert first.has_focus("[name=family]"), "the likeliest question"
    first.enter("[name=family]", "/columns$")
    assert first.has_focus("select")
    assert "One forecast of" in page.inner_text("#said")
    first.say_the_columns()
    page.reload()
    assert first.has_focus("[name=horizon]")
    page.keyboard.press("Control+A")
    page.keyboard.type("14")
    first.enter("[name=horizon]", "/checks$")
    page.go_back()
    assert page.input_value("[name=horizon]") == "14"
    first.enter("[name=horizon]", "/checks$")
    assert "were checked" in page.inner_text("main")
    first.start_and_open_the_result()
    page.wait_for_selector("canvas")


@pytest.mark.parametrize("width", AT_WIDTHS)
def test_an_own_file_with_the_keyboard_alone(width: int, walk: Callable[[int], Walk], tmp_path: Path) -> None:
    own = walk(width)
    page = own.page
    sheet = tmp_path / f"till {width}.csv"
    sheet.write_bytes(sales_csv(200, ("North", "South")))
    own.open_ask()
    # The chooser is the system's own window, which a headless browser opens only now and then: what is ours
    # is that the field has the focus and takes the file.
    focused = page.locator("input[type=file]:focus")
    assert focused.count() == 1
    focused.set_input_files(sheet)
    own.enter("main form[enctype] button[type=submit]", "/question$")
    own.enter("[name=family]", "/columns$")
    store = own.page.locator("tr:has(th:text-is('store')) select")
    assert store.input_value() == "item"
    store.select_option("")
    page.wait_for_selector("#said:has-text('are added up')")
    store.select_option("item")
    page.wait_for_selector("#said:has-text('per')")
    own.say_the_columns()
    own.enter("[name=horizon]", "/checks$")
    own.start_and_open_the_result()
    assert f"till {width}" in page.inner_text("main h1")


def test_from_a_sheet_to_a_forecast(walk: Callable[[int], Walk], tmp_path: Path) -> None:
    walked = walk(1440)
    page = walked.page
    sheet = tmp_path / "walk sales.csv"
    sheet.write_bytes(sales_csv(200))
    page.goto(f"{walked.product.url}/datasets/upload")
    page.set_input_files("input[type=file]", sheet)
    page.click("main button[type=submit]")
    page.wait_for_url("**/datasets/walk-sales/1")
    assert "200 rows" in page.inner_text("main")

    page.click("text=Ask a question >> nth=-1")
    page.click("text=sell")
    for step in ("columns", "settings", "checks", "effort"):
        page.wait_for_url(re.compile(f"/({step}|tables)$"))
        if page.url.endswith("/tables"):
            page.click("main form button[type=submit]")
            page.wait_for_url(f"**/{step}")
        if step == "settings":
            page.fill("[name=horizon]", "14")
        page.click(f"main form {MORE}")
    page.wait_for_url(re.compile(r"/runs/\d+$"))
    page.wait_for_selector("progress")
    page.wait_for_url(re.compile("/models/"), timeout=60_000)
    canvas = page.wait_for_selector("canvas")
    wait_until(
        page,
        """() => { const c = document.querySelector('canvas'); const g = c.getContext('2d');
        return c.width > 100 && g.getImageData(0, 0, c.width, c.height).data.some(v => v > 0); }""",
    )
    assert canvas is not None

    with page.expect_download() as download:
        page.click("main a:has-text('XLSX')")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"

    page.click(".tabs a:has-text('Use it')")
    page.wait_for_selector("#try-it form")
    page.click("#try-it button[type=submit]")
    page.wait_for_selector("#try-it .block")

    slug = page.url.rstrip("/").split("/models/")[1].split("/")[0]
    page.click(".tabs a:has-text('About')")
    page.fill("#typed-name", slug)
    page.click("button.danger:has-text('Delete')")
    page.wait_for_url("**/models")
    assert "was deleted" in page.inner_text("main")
