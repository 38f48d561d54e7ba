"""A workbook on its way in, in a real browser: preview, sheet, order of dates, rejects, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import own_database, serving, wait_until
from tests.imported import make_imports, two_row_header
from tests.visiting import AT_WIDTHS, Visitor, browser, own_media  # noqa: F401
from tests.world import make_people

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visitor(browser: Any, own_media: Path, django_db_blocker: Any) -> Iterator[Visitor]:  # noqa: F811
    with django_db_blocker.unblock(), own_database(own_media / "imports.sqlite3"):
        people = make_people()
        named = make_imports(people["superuser"])
        with serving() as url:
            yield Visitor(browser, url, people, named)


@pytest.mark.parametrize("width", AT_WIDTHS)
def test_from_a_workbook_to_corrected_rows(width: int, visitor: Visitor, tmp_path: Path) -> None:
    # What one person chose is remembered for that person alone.
    page = visitor.new_page({1440: "analyst", 390: "administrator"}[width], width)
    visitor.wrong.clear()
    book = tmp_path / f"book {width}.xlsx"
    book.write_bytes(two_row_header())

    page.goto(f"{visitor.url}/datasets/upload")
    page.set_input_files("input[type=file]", book)
    page.wait_for_selector("#reading-preview >> text=can be read two ways")
    page.click("text=Reading options")
    page.fill("[name=sheet]", "Sales")
    page.select_option("[name=date_order]", "dmy")
    page.wait_for_selector("#reading-preview th:has-text('North pieces')")
    assert page.locator("#reading-preview tbody tr").count() == 9

    page.fill("[name=sheet]", "Stock")
    page.wait_for_selector("#reading-preview th:has-text('counted')")
    assert page.locator("#reading-preview tbody tr").count() == 20
    # The ninth row: the ones before are the same in both orders.
    first = page.locator("#reading-preview tbody td").nth(16).inner_text()
    page.select_option("[name=date_order]", "mdy")
    wait_until(
        page, "old => document.querySelectorAll('#reading-preview tbody td')[16]?.innerText !== old", first
    )

    page.click("main form button.primary[type=submit]")
    page.wait_for_url(f"**/datasets/book-{width}/1")
    page.click("main a:has-text('Read it another way') >> nth=0")
    page.wait_for_selector("#reading-preview td")
    page.select_option("[name=date_order]", "dmy")
    page.click("main form button.primary[type=submit]")
    page.wait_for_url(f"**/datasets/book-{width}/2")

    with page.expect_download() as download:
        page.click("text=Download the rejects")
    rejects = Path(download.value.path()).read_bytes()
    assert b"many" in rejects
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(rejects.replace(b"many", b"44"))
    page.click("main a:has-text('Upload the corrected rows')")
    page.set_input_files("input[type=file]", corrected)
    page.click("main form button.primary[type=submit]")
    page.wait_for_url(f"**/datasets/book-{width}/3")
    assert "What could not be read" not in page.inner_text("main")
    assert visitor.wrong == []
    page.context.close()
