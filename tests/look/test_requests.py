"""What htmx asks for: a bar while somebody waits, a notice and "Try again" when no answer comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ASK = """event => htmx.ajax(
    "GET", "/look/part", {target: "#main", swap: "none", event: event && new Event(event)}
)"""
LOADING = "html.loading"


def caught(page: Any, held: list[Any]) -> Any:
    """The request that waits for its answer: it comes when the browser gets to it."""
    for _ in range(500):
        if held:
            return held.pop()
        page.wait_for_timeout(20)
    raise AssertionError("Nothing was asked for within 10 seconds.")


def test_a_bar_runs_while_somebody_waits_and_for_no_poll(look: Callable[..., Any]) -> None:
    page, held = look("/"), []
    page.route("**/look/part", lambda route: held.append(route))
    page.evaluate(f"void ({ASK})(null)")
    first = caught(page, held)
    assert page.locator(LOADING).count() == 0
    first.fulfill(body="here")
    page.evaluate(f"void ({ASK})('click')")
    page.locator(LOADING).wait_for(state="attached")
    caught(page, held).fulfill(body="here")
    page.locator(LOADING).wait_for(state="detached")
    assert page.locator("#request-problem").is_hidden()


def test_no_answer_is_said_and_can_be_asked_for_again(look: Callable[..., Any], errors: list[str]) -> None:
    page, broken = look("/"), [True]
    page.route("**/look/part", lambda route: route.abort() if broken[0] else route.fulfill(body="here"))
    page.evaluate(f"void ({ASK})('click')")
    notice = page.locator("#request-problem")
    notice.wait_for(state="visible")
    assert "The server does not answer." in notice.inner_text()
    broken[0] = False
    notice.get_by_role("button", name="Try again").click()
    notice.wait_for(state="hidden")
    page.locator(LOADING).wait_for(state="detached")  # The notice goes as soon as it is asked again.
    assert any("ERR_FAILED" in error for error in errors)
    errors.clear()


def test_a_refusal_is_said_in_its_own_words(look: Callable[..., Any], errors: list[str]) -> None:
    page = look("/")
    page.route("**/look/part", lambda route: route.fulfill(status=403, body="no"))
    page.evaluate(f"void ({ASK})('click')")
    notice = page.locator("#request-problem")
    notice.wait_for(state="visible")
    assert "You are not allowed to do this." in notice.inner_text()
    notice.get_by_role("button", name="Close").click()
    assert notice.is_hidden()
    errors.clear()
