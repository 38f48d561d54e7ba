"""The upload as a browser does it: the chosen file outlives a refusal and a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.browser import own_database, serving
from tests.conftest import make_user
from tests.datasets.uploads import AMBIGUOUS
from tests.visiting import browser  # noqa: F401
from tests.world import session_of

pytestmark = pytest.mark.browser


@pytest.fixture
def browsing(browser: Any, tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:  # noqa: F811
    """A page of an analyst, with the address of the product on it."""
    with (
        override_settings(MEDIA_ROOT=tmp_path / "media"),
        django_db_blocker.unblock(),
        own_database(tmp_path / "own.sqlite3"),
        serving() as url,
    ):
        cookie = {"name": "sessionid", "value": session_of(make_user("ann", "analyst")), "url": url}
        context = browser.new_context(base_url=url)
        context.add_cookies([cookie])
        yield context.new_page()
        context.close()


def choose(page: Any, folder: Path, content: bytes) -> None:
    path = folder / "sales.csv"
    path.write_bytes(content)
    page.set_input_files("input[type=file]", str(path))


def test_one_press_answers_the_question(browsing: Any, tmp_path: Path) -> None:
    browsing.goto("/datasets/upload")
    choose(browsing, tmp_path, AMBIGUOUS)
    browsing.fill("[name=name]", "Shop one")
    browsing.get_by_role("button", name="Upload", exact=True).click()
    browsing.get_by_role("button", name="Month first").click()
    browsing.wait_for_url("**/datasets/shop-one/1")
    assert "4 Mar 2025 to 6 May 2025" in browsing.locator("main").inner_text()


def test_a_refused_file_is_said_and_another_can_be_sent(browsing: Any, tmp_path: Path) -> None:
    browsing.goto("/datasets/upload")
    choose(browsing, tmp_path, b"date,amount\n")
    browsing.get_by_role("button", name="Upload", exact=True).click()
    assert "no rows below it" in browsing.get_by_role("alert").inner_text()
    assert "sales.csv" in browsing.locator("[data-drop-file]").inner_text()
    choose(browsing, tmp_path, b"date,amount\n2025-01-01,5\n")
    browsing.get_by_role("button", name="Upload", exact=True).click()
    browsing.wait_for_url("**/datasets/sales/1")


def test_a_broken_connection_is_said(browsing: Any, tmp_path: Path) -> None:
    browsing.goto("/datasets/upload")
    browsing.route("**/datasets/upload", lambda route: route.abort())
    choose(browsing, tmp_path, AMBIGUOUS)
    browsing.get_by_role("button", name="Upload", exact=True).click()
    browsing.get_by_text("The connection was lost").wait_for()
    assert browsing.get_by_role("button", name="Upload", exact=True).is_enabled()
