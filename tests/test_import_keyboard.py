"""The way of a sheet without a mouse: what has the focus is seen at every step, and nothing takes it away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import wait_until
from tests.imported import two_row_header
from tests.test_import_walk import visitor  # noqa: F401
from tests.visiting import Visitor, browser, own_media  # noqa: F401
from training.models import Worker

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const marked = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const places = [one, one.closest(".choice-card")];
  const { width, height, top, bottom } = one.getBoundingClientRect();
  const inSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
  const name = `${one.tagName} ${one.id || one.name || one.textContent.trim().slice(0, 40)}`;
  return inSight && places.some((place) => place && marked(place)) ? name : `unseen: ${name}`;
}"""


def focused(page: Any) -> str:
    name = str(page.evaluate(FOCUSED))
    assert name, "the focus is lost"
    assert not name.startswith("unseen"), name
    return name


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until what ``selector`` finds has the focus, which is seen all the way."""
    target = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        focused(page)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def press(page: Any, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def test_from_a_sheet_to_corrected_rows(visitor: Visitor, tmp_path: Path) -> None:  # noqa: F811
    page = visitor.new_page("superuser")
    visitor.wrong.clear()
    book = tmp_path / "keys.xlsx"
    book.write_bytes(two_row_header())
    page.goto(f"{visitor.url}/datasets/upload")
    tab_to(page, "input[type=file]")
    page.set_input_files("input[type=file]", book)
    page.wait_for_selector("#reading-preview >> text=can be read two ways")

    press(page, "details.more > summary")
    tab_to(page, "[name=sheet]")
    page.keyboard.type("Stock")
    page.wait_for_selector("#reading-preview >> text=counted")
    assert focused(page) == "INPUT id_sheet"

    # The question takes the place of the page: one goes on from it.
    press(page, "main form button.primary[type=submit]")
    page.wait_for_selector(".reading-question")
    wait_until(page, "() => document.activeElement.className === 'reading-question'")
    focused(page)
    page.keyboard.press("Tab")
    assert focused(page).startswith("BUTTON")
    page.keyboard.press("Space")
    page.wait_for_url("**/datasets/keys/1")

    press(page, "main a:has-text('Read it another way')")
    page.wait_for_selector("#reading-preview td")
    tab_to(page, "[name=header_row]")
    page.keyboard.type("2")
    page.wait_for_selector("#reading-preview th:has-text('01/01/2025')")
    assert focused(page) == "INPUT id_header_row"
    page.keyboard.press("Backspace")
    page.keyboard.press("Shift+Tab")
    while focused(page) != "SELECT id_date_order":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    press(page, "main form button.primary[type=submit]")
    page.wait_for_selector(".reading-question")
    # The first button of all answers, though the form shows by it that it is busy.
    press(page, "button.choice-card")
    page.wait_for_url("**/datasets/keys/1")
    assert "This file is already here" in page.inner_text("body")

    with page.expect_download() as download:
        press(page, "main a:has-text('Download the rejects')")
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(Path(download.value.path()).read_bytes().replace(b"many", b"44"))
    press(page, "main a:has-text('Upload the corrected rows')")
    page.wait_for_url("**/corrections")
    tab_to(page, "input[type=file]")
    page.set_input_files("input[type=file]", corrected)
    press(page, "main form button.primary[type=submit]", "Space")
    page.wait_for_url("**/datasets/keys/2")
    # The question came as a refusal.
    assert [one for one in visitor.wrong if not one.startswith("422")] == []
    page.context.close()


def test_rows_are_added(visitor: Visitor, tmp_path: Path) -> None:  # noqa: F811
    page = visitor.new_page("superuser")
    visitor.wrong.clear()
    page.goto(f"{visitor.url}/datasets/upload?dataset=till")
    rows = b"day;shop;amount;visitors\n01.02.2025;West;1,5;3\n02.02.2025;West;2,5;4\n"
    tab_to(page, "input[type=file]")
    page.set_input_files("input[type=file]", {"name": "more.csv", "mimeType": "text/csv", "buffer": rows})
    tab_to(page, "[name=mode]:checked")
    page.keyboard.press("ArrowDown")
    # The key Enter in a field sends the form, and adds nothing.
    press(page, "details.more > summary")
    tab_to(page, "[name=header_row]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=add]")
    focused(page)
    number = page.locator("h2#plan").inner_text()
    press(page, "[name=add]")
    page.wait_for_url("**/datasets/till/*")
    assert number.endswith("@2")
    assert page.url.endswith("/3")
    assert visitor.wrong == []
    page.context.close()


def test_a_waiting_import_says_that_nobody_works_and_is_cancelled(visitor: Visitor) -> None:  # noqa: F811
    Worker.objects.all().delete()
    page = visitor.new_page("superuser")
    visitor.wrong.clear()
    page.goto(visitor.url + "/imports/{import_waiting}".format_map(visitor.named))
    page.wait_for_selector("text=No worker is running")
    page.evaluate("() => { document.querySelector('#no-worker').marked = true }")
    tab_to(page, "#cancel")
    with page.expect_response(lambda answer: "/imports/" in answer.url):
        pass
    visitor.settle(page)
    assert focused(page) == "BUTTON cancel"
    # The notice is not taken away and said anew each second.
    assert page.evaluate("() => document.querySelector('#no-worker').marked")
    assert page.locator("text=No worker is running").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing was saved.")
    assert visitor.wrong == []
    page.context.close()
