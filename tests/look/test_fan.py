"""In a real browser: one item of thousands is found, linked to, and looked at in other steps."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.look.examples import fan_item, stepped

pytestmark = pytest.mark.browser

FIELD = ".picker input"
CHART = "Chart.getChart(document.querySelector('.block-fan canvas'))"


def first_row(page: Any) -> list[str]:
    return page.locator(".block-fan tbody tr").first.locator("td").all_text_contents()


def datasets(page: Any) -> list[str]:
    """The names of what is drawn in the fan."""
    return page.evaluate(f"{CHART}.data.datasets.map((one) => one.label ?? '')")


def wait_for(page: Any, item: str) -> None:
    page.locator(f".block-fan canvas[aria-label^='{item}. ']").wait_for()


def test_a_few_items_are_a_plain_select(look: Any) -> None:
    page = look()
    page.select_option(".picker select", "Store 3")
    assert first_row(page)[:2] == ["Store 3", "8 Jan 2024"]
    total = fan_item("", 372, 30, 5000.0)["total"]["value"]
    assert f"{total:,.0f}" in page.inner_text(".drawing-total")


def test_an_item_is_found_by_keyboard_among_thousands(look: Any) -> None:
    page = look("/look/many")
    field = page.get_by_role("combobox", name="Store")
    field.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("[role=option]").count() == 50
    assert page.locator(".picker [role=status]").text_content() == (
        "50 of 5,000 are listed; type to find the others."
    )
    page.keyboard.type("Store 432")
    page.locator(".picker [role=status]", has_text="11 found").wait_for(state="attached")
    assert page.locator("[role=option]").count() == 11
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert (active.text_content(), active.get_attribute("aria-selected")) == ("Store 4320", "true")
    page.keyboard.press("Enter")
    wait_for(page, "Store 4320")
    assert first_row(page)[0] == "Store 4320"
    assert field.input_value() == "Store 4320"
    assert field.get_attribute("aria-expanded") == "false"


def test_enter_does_not_wait_for_the_list(look: Any) -> None:
    page = look("/look/many")
    page.focus(FIELD)
    page.keyboard.type("store 4999")
    page.keyboard.press("Enter")
    wait_for(page, "Store 4999")


def test_escape_and_leaving_change_nothing(look: Any) -> None:
    page = look("/look/many")
    for key in ("Escape", "Tab"):
        page.focus(FIELD)
        page.keyboard.type("Store 7")
        page.wait_for_selector("[role=option]")
        page.keyboard.press(key)
        assert page.locator("[role=listbox]").is_hidden()
        assert page.input_value(FIELD) == "Every store"
    assert first_row(page)[0] == "Every store"


def test_what_nobody_is_called_is_said(look: Any) -> None:
    page = look("/look/many")
    page.focus(FIELD)
    page.keyboard.type("Atlantis")
    page.locator(".picker-remark", has_text="Nothing matches “Atlantis”.").wait_for()
    page.keyboard.press("Enter")
    assert first_row(page)[0] == "Every store"


def test_a_word_of_ours_stands_for_the_name_of_an_item(look: Any) -> None:
    page = look("/look/many")
    page.click(FIELD)
    page.get_by_role("option", name="Every store").wait_for()
    page.get_by_role("option", name="Store 2", exact=True).click()
    wait_for(page, "Store 2")
    page.go_back()
    wait_for(page, "Every store")
    assert page.get_by_text(
        "Tested on the past, it was off by 8.32 %, and overall 1.23 % too low."
    ).is_visible()


def test_an_item_is_an_address(look: Any, address: str) -> None:
    page = look("/look/many#item=Store%204711")
    wait_for(page, "Store 4711")
    assert page.input_value(FIELD) == "Store 4711"
    page.fill(FIELD, "Store 2")
    page.keyboard.press("Enter")
    wait_for(page, "Store 2")
    assert page.url == f"{address}/look/many#item=Store+2"
    page.go_back()
    wait_for(page, "Store 4711")
    page.reload()
    wait_for(page, "Store 4711")


def test_back_to_no_item_is_back_to_the_first(look: Any) -> None:
    page = look()
    page.select_option(".picker select", "Store 2")
    assert page.url.endswith("#item=Store+2")
    page.go_back()
    wait_for(page, "Store 1")
    assert page.input_value(".picker select") == "Store 1"


def test_an_item_that_is_not_fetched_can_be_tried_again(look: Any, errors: list[str]) -> None:
    page = look("/look/many")
    page.route("**/look/item?*", lambda route: route.abort())
    page.fill(FIELD, "Store 55")
    page.keyboard.press("Enter")
    alert = page.locator(".block-fan [role=alert]")
    alert.wait_for()
    assert "“Store 55” could not be loaded." in alert.inner_text()
    assert not page.locator(".drawing-total").is_visible()  # It would be that of another item.
    page.unroute("**/look/item?*")
    alert.get_by_role("button", name="Try again").click()
    wait_for(page, "Store 55")
    assert alert.count() == 0
    assert page.locator(".drawing-total").is_visible()
    errors.clear()  # The browser says itself what was not loaded.


def test_an_unknown_item_is_said(look: Any, errors: list[str]) -> None:
    page = look("/look/many#item=Atlantis")
    alert = page.locator(".block-fan [role=alert]")
    alert.wait_for()
    assert "There is no item “Atlantis” here." in alert.inner_text()
    assert alert.get_by_role("button").count() == 0
    page.fill(FIELD, "Store 1")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.locator(".block-fan [data-state=drawn]").wait_for()
    errors.clear()


def test_names_that_are_not_fetched_can_be_tried_again(look: Any, errors: list[str]) -> None:
    page = look("/look/many")
    page.route("**/look/items?*", lambda route: route.abort())
    page.click(FIELD)
    page.get_by_text("The names could not be loaded.", exact=True).wait_for()
    page.unroute("**/look/items?*")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=option]")
    errors.clear()


def test_another_step_changes_picture_and_table(look: Any) -> None:
    page = look("/look/many")
    item = stepped(fan_item("All items", 372, 90, 4000.0))
    days, weeks, months = (one["forecast"] for one in (item, *item["coarser"]))
    shown = f"{CHART}.data.datasets.find((one) => one.isForecast).data.map((point) => point.y)"
    starts = ((days, "8 Jan 2024"), (weeks, "8 Jan 2024"), (months, "Feb 2024"))
    for name, (forecast, start) in zip(("Days", "Weeks", "Months"), starts, strict=True):
        page.get_by_role("radio", name=name).check()
        assert first_row(page)[1:3] == [start, f"{forecast['value'][0]:,.0f}"]
        assert page.locator(".block-fan tbody tr").count() == len(forecast["at"])
        assert page.evaluate(shown) == pytest.approx(forecast["value"])


def test_the_step_stays_when_another_item_is_chosen(look: Any) -> None:
    page = look("/look/many")
    page.get_by_role("radio", name="Weeks").check()
    page.fill(FIELD, "Store 9")
    page.keyboard.press("Enter")
    wait_for(page, "Store 9")
    assert page.get_by_role("radio", name="Weeks").is_checked()
    weeks = stepped(fan_item("Store 9", 372, 90, 9000.0))["coarser"][0]["forecast"]
    assert page.locator(".block-fan tbody tr").count() == len(weeks["at"])


def test_the_test_on_the_past_can_be_switched_off(look: Any) -> None:
    page = look()
    assert "Test on the past" in datasets(page)
    page.get_by_label("Test on the past").uncheck()
    assert "Test on the past" not in datasets(page)


def test_all_of_the_history_can_be_seen(look: Any) -> None:
    page = look()
    points = f"{CHART}.data.datasets[0].data.length"
    assert page.evaluate(points) == 120
    page.get_by_role("button", name="Show all history").click()
    assert page.evaluate(points) == 372
    page.get_by_role("button", name="Show recent history").click()
    assert page.evaluate(points) == 120


def test_without_a_script_the_numbers_of_an_item_are_a_form_away(look: Any) -> None:
    page = look("/", java_script_enabled=False)
    assert not page.locator("[data-picture]").first.is_visible()
    page.select_option("select[name=item]", "Store 2")
    page.get_by_role("button", name="Show").click()
    assert re.search(r"\?item=Store\+2#block-2$", page.url)
    assert page.locator(".block-fan table").is_visible()
    assert page.locator(".block-fan tbody tr").count() == 30


def at_day(page: Any, day: str) -> None:
    page.clock.set_fixed_time(f"{day}T12:00:00")
    page.reload()
    page.wait_for_function("!document.querySelector('[data-state=loading]')")


def test_today_is_marked_among_the_dates(look: Any) -> None:
    page = look(timezone_id="UTC")
    at_day(page, "2024-01-10")
    assert page.evaluate(f"{CHART}.options.layout.padding.top") > 0
    assert page.locator(".block-fan .drawing-remark").count() == 0


def test_it_is_said_where_today_is_long_after_all_dates(look: Any) -> None:
    page = look(timezone_id="UTC")
    at_day(page, "2024-11-30")
    assert page.evaluate(f"{CHART}.options.layout.padding.top") == 0
    said = page.locator(".block-fan .drawing-remark").first.text_content()
    assert said == "Today, 30 Nov 2024, is after all of these dates."


def test_the_axis_says_each_year_once(look: Any) -> None:
    page = look()
    labels = page.evaluate(f"{CHART}.scales.x.ticks.map((tick) => [tick.label].flat())")
    years = [label[1] for label in labels if len(label) == 2]
    assert len(years) == len(set(years))
    assert len(labels[0]) == 2 or "20" in labels[0][0]
