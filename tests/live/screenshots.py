"""Pictures of every screen, at two widths, light and dark: ``make screenshots``.

    python tests/live/screenshots.py FOLDER [BEGINNING OF NAMES]

The web server of the product, once on an empty database and once on one in use (tests/world.py). No
worker runs: what waits or trains in a picture stands still.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from itertools import product as pairs
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
SETTLING = 600  # Milliseconds until live parts are there and charts drawn.
MAKE = """
import json
from tests.world import make_people, make_world, newest_keys, session_of
people = make_people()
named = make_world(people["superuser"]) if {in_use} else {{}}
sessions = {{name: session_of(user) for name, user in people.items()}}
print(json.dumps({{"named": named | newest_keys(), "sessions": sessions}}))
"""


def main(folder: Path, beginning: str = "") -> None:
    import django

    django.setup()
    from tests.screens import SCREENS

    folder.mkdir(parents=True, exist_ok=True)
    chosen = [screen for screen in SCREENS if screen.name.startswith(beginning)]
    for state in dict.fromkeys(screen.state for screen in chosen):
        _picture([screen for screen in chosen if screen.state == state], state, folder)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def _picture(screens: list[Any], state: str, folder: Path) -> None:
    from tests.browser import chromium
    from tests.live.product import Product
    from tests.screens import FULL

    with tempfile.TemporaryDirectory() as name:
        product = Product(Path(name))
        try:
            product.manage("migrate")
            made = product.manage("shell", "-c", MAKE.format(in_use=state == FULL))
            world = json.loads(made.splitlines()[-1])
            product.token = ""  # Only the health is asked for.
            product.start_web()
            product.until(lambda: _answers(product), 60, "the web server did not answer")
            with chromium() as browser:
                for screen, width in pairs(screens, WIDTHS):
                    page = _open(browser, product.url, world["sessions"].get(screen.who), width)
                    _photograph(page, screen, product.url + screen.path.format_map(world["named"]), folder)
                    page.context.close()
        finally:
            product.stop()


def _photograph(page: Any, screen: Any, address: str, folder: Path) -> None:
    page.goto(address)
    page.wait_for_timeout(SETTLING)
    if screen.act:
        screen.act(page)
        page.wait_for_timeout(SETTLING)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(SETTLING / 2)
        file = f"{screen.name}-{page.viewport_size['width']}-{theme}.png"
        page.screenshot(path=folder / file, full_page=True)


def _answers(product: Any) -> bool:
    try:
        return bool(product.call("GET", "/healthz", root="")[0] == 200)
    except OSError:
        return False


def _open(browser: Any, url: str, session: str | None, width: int) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 900})
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return context.new_page()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
