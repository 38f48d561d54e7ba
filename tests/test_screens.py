"""Every screen of the product and of the admin in a real browser."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.conf import settings

from tests.screens import EMPTY, SCREENS, Screen
from tests.visiting import Check, Visitor, browser, each_screen, empty, full, own_media  # noqa: F401

pytestmark = pytest.mark.browser

FIRST_PAINT_BYTES = 150_000
PAINTED = {"document", "stylesheet", "script", "image", "font"}


# The visitor of a product in use takes the place of the one of a product just installed.
@each_screen(sorted(SCREENS, key=lambda screen: screen.state != EMPTY))
def test_screen(request: pytest.FixtureRequest, screen: Screen, check: Check) -> None:
    check(request.getfixturevalue(screen.state), screen)


@pytest.mark.parametrize("path", ["/", "/models/{forecast}/"])
def test_first_paint_is_light(request: pytest.FixtureRequest, path: str) -> None:
    """Bytes over the wire, Chart.js apart, which comes later. Static files are sent compressed."""
    visitor: Visitor = request.getfixturevalue("full")
    page = visitor.new_page("superuser")
    sent: dict[str, int] = {}

    def count(response: Any) -> None:
        kind, url = response.request.resource_type, response.url
        if kind in PAINTED and "/chart/" not in url and not url.startswith("data:"):
            body = response.body()
            sent[url] = len(gzip.compress(body) if f"/{settings.STATIC_URL.strip('/')}/" in url else body)

    page.on("requestfinished", lambda request: count(request.response()))
    page.goto(visitor.url + path.format_map(visitor.named))
    visitor.settle(page)
    page.context.close()
    assert sum(sent.values()) < FIRST_PAINT_BYTES, sent
