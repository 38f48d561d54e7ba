"""The pages of tests/look/urls.py in place of the program's, and a browser that looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler

from tests.browser import chromium, serving, wait_until
from tests.look.pages import page_settings


@pytest.fixture(autouse=True)
def look_pages(settings: Any) -> None:
    for name, value in page_settings().items():
        setattr(settings, name, value)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the demo pages are, which ask no database."""
    with serving(StaticFilesHandler) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What the pages complain of meanwhile, the content policy included: nothing, or a test empties it."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def look(browser: Any, address: str, errors: list[str]) -> Iterator[Callable[..., Any]]:
    """Opens a page, everything on it drawn. ``options`` are those of a browser context."""
    contexts = []

    def open_page(path: str = "/", width: int = 1440, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(address + path)
        if options.get("java_script_enabled", True):
            wait_until(page, "!document.querySelector('[data-state=loading]')")
        return page

    yield open_page
    for context in contexts:
        context.close()
