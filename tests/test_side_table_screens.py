"""The pages of side tables in a real browser: by keyboard alone, at two widths, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import own_database, serving
from tests.conftest import sales_csv, upload
from tests.screens import Screen
from tests.side_tables import CLOSURES, CLOSURES_COLUMNS, ROUTES, ROUTES_COLUMNS, known
from tests.training.asking import deliveries_of
from tests.visiting import AT_WIDTHS, Check, Visitor, browser, each_screen, own_media  # noqa: F401
from tests.world import make_people

pytestmark = pytest.mark.browser
OUTDATED = b"route,km\nN1,0\nN2,4\n"
AMBIGUOUS = b"from,until\n03/04/2025,04/04/2025\n05/06/2025,06/06/2025\n"


@pytest.fixture(scope="module")
def visitor(browser: Any, own_media: Path, django_db_blocker: Any) -> Iterator[Visitor]:  # noqa: F811
    """Of questions about deliveries: one with nothing given yet, one with all, one that has a problem."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        own_database(own_media / "side.sqlite3"),
    ):
        known(patch)
        people = make_people()
        owner = people["analyst"]
        sales = upload(owner, sales_csv())
        routes, closures = upload(owner, ROUTES, "routes.csv"), upload(owner, CLOSURES, "closures.csv")
        wrong = upload(owner, OUTDATED, "routes of last year.csv")
        given = {"routes": (routes, ROUTES_COLUMNS), "closures": (closures, CLOSURES_COLUMNS)}
        named = {
            "none": deliveries_of(sales, reached="").pk,
            "all": deliveries_of(sales, given).pk,
            "wrong": deliveries_of(sales, {"routes": (wrong, {"name": "route", "length": "km"})}).pk,
            "1440": deliveries_of(sales, reached="").pk,
            "390": deliveries_of(sales, reached="").pk,
        }
        with serving() as url:
            yield Visitor(browser, url, people, named)


def _send(page: Any) -> None:
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[data-upload]').submit()")


def _use_routes(page: Any) -> None:
    with page.expect_navigation():
        page.click("button[value^='routes@']")


SCREENS = [
    Screen("tables-none", "/ask/{none}/tables", "analyst"),
    Screen("tables-all", "/ask/{all}/tables", "analyst"),
    Screen("table-sheet", "/ask/{none}/tables/routes", "analyst"),
    Screen("table-sheet-refused", "/ask/{none}/tables/closures", "analyst", act=_use_routes),
    Screen("table-upload-refused", "/ask/{none}/tables/closures", "analyst", act=_send),
    Screen("table-columns", "/ask/{all}/tables/routes/columns", "analyst"),
    Screen("table-checks", "/ask/{all}/checks", "analyst"),
    Screen("table-problems", "/ask/{wrong}/checks", "analyst"),
]


@each_screen(SCREENS)
def test_screen(screen: Screen, check: Check, visitor: Visitor) -> None:
    check(visitor, screen)


class Keys:
    """What a person without a mouse does."""

    def __init__(self, page: Any):
        self.page = page

    def tab_to(self, selector: str) -> None:
        for _ in range(80):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached with the Tab key on {self.page.url}")

    def enter(self, selector: str, leads_to: str) -> None:
        self.tab_to(selector)
        with self.page.expect_navigation(url=re.compile(leads_to)):
            self.page.keyboard.press("Enter")

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate("s => document.activeElement.matches(s)", selector))


@pytest.fixture(params=AT_WIDTHS)
def keys(request: pytest.FixtureRequest, visitor: Visitor) -> Iterator[Keys]:
    """At the step of the side tables of a draft with none of them."""
    page = visitor.new_page("analyst", request.param)
    visitor.wrong.clear()
    page.goto(f"{visitor.url}/ask/{visitor.named[str(request.param)]}/tables")
    yield Keys(page)
    # The question that a sheet leaves open is asked in an answer that refuses it.
    assert [one.partition(" ")[0] for one in visitor.wrong] == ["422"]
    page.context.close()


def test_with_the_keyboard_alone(keys: Keys, tmp_path: Path) -> None:
    """A sheet that is here, a file of one's own with a question of its reading, a reload, and a removal."""
    page = keys.page
    assert keys.has_focus("a[href$='/tables/routes']"), "what is needed has the focus"
    keys.enter("a[href$='/tables/routes']", "/tables/routes$")
    assert keys.has_focus("input[type=file]")
    keys.enter("button[value='routes@1']", "/tables/routes/columns$")
    assert keys.has_focus("[name=column-0]")
    keys.tab_to("[name=column-2]")
    page.keyboard.press("ArrowUp")
    assert page.input_value("[name=column-2]") == ""
    keys.enter("main form button[type=submit]", "/tables$")
    assert keys.has_focus("main button[type=submit]"), "nothing but going on has to be done"

    page.reload()
    keys.enter("a[href$='/tables/closures']", "/tables/closures$")
    sheet = tmp_path / f"closed {page.viewport_size['width']}.csv"
    # A header of its own: what was answered for another sheet with the same one would not be asked again.
    sheet.write_bytes(AMBIGUOUS.replace(b"until", f"until {page.viewport_size['width']}".encode()))
    page.locator("input[type=file]:focus").set_input_files(sheet)
    keys.tab_to("form[data-upload] button.primary[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=date_order][value=dmy]")
    keys.enter("[name=date_order][value=dmy]", "/tables/closures/columns$")
    keys.enter("main form button[type=submit]", "/tables$")
    assert f"closed {page.viewport_size['width']}" in page.inner_text("#table-closures")

    keys.enter("form[action$='/closures/remove'] button", "/tables$")
    assert "not added" in page.inner_text("#table-closures")
    assert "routes, version 1, 3 rows." in page.inner_text("#table-routes")
    keys.enter("form:not([action]) button[type=submit]", "/settings$")
    page.go_back()
    assert "Length" not in page.inner_text("#table-routes"), "what was said is kept"
