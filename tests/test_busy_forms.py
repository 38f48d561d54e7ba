"""What is said while a form is sent, and that it is sent as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_import_walk import visitor  # noqa: F401
from tests.visiting import Visitor, browser, own_media  # noqa: F401

pytestmark = pytest.mark.browser


def test_the_first_button_of_a_check_applies_its_step_alone(visitor: Visitor) -> None:  # noqa: F811
    page = visitor.new_page("superuser")
    visitor.wrong.clear()
    page.goto(f"{visitor.url}/datasets/till/2/check")
    first = page.locator("main form button[type=submit]").first
    assert first.get_attribute("name") == "only"
    first.click()
    page.wait_for_url("**/datasets/till/3")
    assert "This version is version 2 with these steps applied" in page.inner_text("#checks")
    assert page.locator("#checks ol li").count() == 1
    assert visitor.wrong == []
    page.context.close()


def test_a_preview_says_at_once_that_it_is_made(visitor: Visitor) -> None:  # noqa: F811
    page = visitor.new_page("superuser")
    visitor.wrong.clear()
    held: list[Any] = []
    page.route("**/read/preview", lambda route: held.append(route))
    page.goto(f"{visitor.url}/datasets/till/1/read")
    page.locator("text=Reading the sheet …").wait_for()
    page.wait_for_timeout(20)
    held.pop().continue_()
    page.wait_for_selector("#reading-preview td")
    assert not page.locator("#reading-busy").is_visible()
    assert visitor.wrong == []
    page.context.close()
