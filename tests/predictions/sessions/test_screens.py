"""The pages of sessions in a real browser: at two widths, light and dark, and a few steps by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from predictions.learning import services
from tests.browser import own_database, serving, wait_until
from tests.predictions.sessions.market import known, trained_prices, visitors
from tests.screens import Screen
from tests.visiting import Visitor, browser, check, own_media  # noqa: F401
from tests.world import make_people

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visitor(browser: Any, own_media: Path, django_db_blocker: Any) -> Iterator[Visitor]:  # noqa: F811
    """Of sessions after thirty steps: one that goes on, one that was stopped; of one just opened."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        own_database(own_media / "sessions.sqlite3"),
    ):
        known(patch)
        people = make_people()
        owner = people["analyst"]
        prices = trained_prices(owner)
        named = {
            "open": tried(owner, prices),
            "stopped": tried(owner, prices),
            "new": services.start(owner, prices, {"cost": 2}, seed=3).pk,
            "keys": services.start(owner, prices, {}, seed=4).pk,
        }
        services.stop(owner, named["stopped"], "The season is over, and the shop is closed until spring.")
        with serving() as url:
            yield Visitor(browser, url, people, named)


def tried(owner: Any, prices: Any, steps: int = 30) -> int:
    pk = services.start(owner, prices, {}, seed=2).pk
    for number in range(1, steps + 1):
        price = services.propose(owner, pk).proposal["price"]
        services.observe(owner, pk, number, visitors(price, number))
    services.propose(owner, pk)
    return int(pk)


def _send_nonsense(page: Any) -> None:
    page.fill("[name=value-shown]", "5")
    page.fill("[name=value-bought]", "9")
    page.click("main form button.primary")
    page.wait_for_selector("[aria-invalid]")


def _open_stop(page: Any) -> None:
    page.click("main .press summary")


SCREENS = [
    Screen("session-model", "/models/prices/", "analyst"),
    Screen("session-list", "/models/prices/1/sessions", "analyst"),
    Screen("session-new", "/sessions/{new}", "analyst"),
    Screen("session-open", "/sessions/{open}", "analyst", act=_open_stop),
    Screen("session-refused", "/sessions/{open}", "analyst", act=_send_nonsense),
    Screen("session-viewer", "/sessions/{open}", "viewer"),
    Screen("session-stopped", "/sessions/{stopped}", "analyst"),
    Screen("session-french", "/sessions/{open}", "french"),
]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen(screen: Screen, visitor: Visitor) -> None:
    check(visitor, screen)


def test_with_the_keyboard_alone(visitor: Visitor) -> None:
    """Asked once, then number after number: the field of the next result has the focus."""
    page = visitor.new_page("analyst")
    visitor.wrong.clear()
    page.goto(f"{visitor.url}/sessions/{visitor.named['keys']}")
    page.focus("main form button.primary")
    page.keyboard.press("Enter")
    for step in (1, 2, 3):
        wait_until(
            page,
            "step => document.querySelector('main [name=step]')?.value === String(step)"
            " && document.activeElement.name === 'value-shown'"
            " && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')",
            step,
        )
        page.wait_for_timeout(100)  # htmx gives the focus once more when what it has swapped in is settled.
        for typed in ("10", "5"):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter" if step == 1 else "Tab")
        if step > 1:  # The note lies between the numbers and the button.
            page.keyboard.press("Enter")
    page.wait_for_selector("text=Step 4")
    assert visitor.wrong == []
    page.context.close()
