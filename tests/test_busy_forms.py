"""A form that shows by its button that it is busy sends the value of that button all the same."""

from __future__ import annotations

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
    assert "This version is version 2 after these steps" in page.inner_text("#checks")
    assert page.locator("#checks ol li").count() == 1
    assert visitor.wrong == []
    page.context.close()
