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
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
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
                for screen in screens:
                    for width in WIDTHS:
                        for theme in THEMES:
                            page = _page(
                                browser, product.url, width, theme, world["sessions"].get(screen.who)
                            )
                            page.goto(product.url + screen.path.format_map(world["named"]))
                            page.wait_for_timeout(600)
                            if screen.act:
                                screen.act(page)
                                page.wait_for_timeout(600)
                            page.screenshot(
                                path=folder / f"{screen.name}-{width}-{theme}.png", full_page=True
                            )
                            page.context.close()
        finally:
            product.stop()


def _answers(product: Any) -> bool:
    try:
        return bool(product.call("GET", "/healthz", root="")[0] == 200)
    except OSError:
        return False


def _page(browser: Any, url: str, width: int, theme: str, session: str | None) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return context.new_page()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
