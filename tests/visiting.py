"""Opens screens in a browser, of a product just installed and of one in use, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.browser import chromium, own_database, serving
from tests.screens import Screen
from tests.world import make_people, make_world, newest_keys, session_of

WIDE, NARROW = 1440, 390
SLOW = pytest.mark.slow_screens
AT_WIDTHS = [WIDE, pytest.param(NARROW, marks=SLOW)]
SERIOUS = {"serious", "critical"}
# What htmx writes down when a later request takes the place of one under way.
BROKEN_OFF = {"htmx:afterRequest", "htmx:sendAbort"}
COLOURS = ["color-contrast", "link-in-text-block"]
# Wide pages differ from narrow ones by the menu beside them, which is the same on all: seen in the dark here.
WIDE_IN_THE_DARK = {"/", "/admin/"}


@pytest.fixture(scope="module", autouse=True)
def own_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files of the world stay for all tests here."""
    folder = tmp_path_factory.mktemp("screens")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


class Visitor:
    """Opens screens, and writes down what goes wrong meanwhile."""

    def __init__(self, browser: Any, url: str, people: dict[str, Any], named: dict[str, Any]):
        self.browser, self.url, self.named = browser, url, named
        self.sessions = {name: session_of(user) for name, user in people.items()}
        self.wrong: list[str] = []
        self.pages: dict[tuple[str, int], Any] = {}
        self.underway: set[Any] = set()

    def page(self, who: str, width: int) -> Any:
        """The one page of this person at this width."""
        if (who, width) not in self.pages:
            self.pages[who, width] = self.new_page(who, width)
        return self.pages[who, width]

    def new_page(self, who: str, width: int = 1440) -> Any:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        if who:
            cookie = {"name": "sessionid", "value": self.sessions[who], "url": self.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("request", self._requested)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._said)
        return page

    def open(self, screen: Screen, width: int) -> Any:
        """The screen in the light, everything on it loaded."""
        page = self.page(screen.who, width)
        page.emulate_media(color_scheme="light")
        self.wrong.clear()
        answer = page.goto(self.url + screen.path.format_map(self.named))
        assert answer.status == screen.status, answer.url
        self.settle(page)
        if screen.act:
            screen.act(page)
            self.settle(page)
        return page

    def settle(self, page: Any) -> None:
        for _ in range(100):
            page.wait_for_timeout(20)
            if not self.underway:
                return

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"left the machine: {request.url}")
        elif not request.url.startswith(("data:", "blob:")):
            self.underway.add(request)

    def _ended(self, request: Any) -> None:
        self.underway.discard(request)

    def _failed(self, request: Any) -> None:
        self.underway.discard(request)
        # A page that is left while it asks for its live part breaks that off.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.failure} {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.wrong.append(f"{response.status} {response.url}")

    def _said(self, message: Any) -> None:
        if message.text in BROKEN_OFF:
            return
        # Of a page that is meant to be refused the browser says so itself.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.wrong.append(message.text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def empty(browser: Any, own_media: Path, django_db_blocker: Any) -> Iterator[Visitor]:
    """The visitor of a product just installed."""
    with (
        django_db_blocker.unblock(),
        own_database(own_media / "empty.sqlite3"),
        serving() as url,
    ):
        yield Visitor(browser, url, make_people(), {})


@pytest.fixture(scope="module")
def full(browser: Any, own_media: Path, django_db_blocker: Any) -> Iterator[Visitor]:
    """The visitor of a product in use."""
    with django_db_blocker.unblock(), own_database(own_media / "full.sqlite3"):
        people = make_people()
        named = make_world(people["superuser"]) | newest_keys()
        with serving() as url:
            yield Visitor(browser, url, people, named)


def check(visitor: Visitor, screen: Screen) -> None:
    """Narrow and light, where most of what goes wrong is seen: nothing overflows, fails or leaves the
    machine; all can read it."""
    _check(visitor, screen, NARROW)


def check_further(visitor: Visitor, screen: Screen) -> None:
    """The same of a wide page, and the colours in the dark."""
    wide = _check(visitor, screen, WIDE)
    if screen.path in WIDE_IN_THE_DARK:
        _check_colours_in_the_dark(wide, screen)
    _check_colours_in_the_dark(visitor.open(screen, NARROW), screen)


def _check(visitor: Visitor, screen: Screen, width: int) -> Any:
    page = visitor.open(screen, width)
    assert visitor.wrong == [], visitor.wrong
    assert page.title().strip()
    assert page.locator("h1:visible").count() == 1
    too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{too_wide} px too wide at {width}"
    assert hard_to_read(page, None, screen.broken_by_library) == [], f"light, {width} px"
    return page


def _check_colours_in_the_dark(page: Any, screen: Screen) -> None:
    page.emulate_media(color_scheme="dark")
    assert hard_to_read(page, COLOURS, screen.broken_by_library) == [], "dark"


Check = Callable[[Visitor, Screen], None]


def each_screen(screens: Iterable[Screen]) -> pytest.MarkDecorator:
    """Runs a test for ``screen`` and ``check``. What `make test` leaves to `make test-screens` comes next to
    what it does itself, for one product at a time is looked at."""
    kinds = [("", check, ()), ("-further", check_further, SLOW)]
    return pytest.mark.parametrize(
        ("screen", "check"),
        [
            pytest.param(screen, check, id=screen.name + name, marks=marks)
            for screen in screens
            for name, check, marks in kinds
        ],
    )


def hard_to_read(page: Any, rules: list[str] | None, allowed: Collection[str]) -> list[str]:
    """Serious and critical findings of axe-core: rule, and the first place. All rules, or only these."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe.Axe().axe_script)
    options = {"preload": False, "selectors": False, **({"runOnly": rules} if rules else {})}
    found = page.evaluate("(options) => axe.run(options).then((results) => results.violations)", options)
    return [
        f"{one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in SERIOUS and one["id"] not in allowed
    ]
