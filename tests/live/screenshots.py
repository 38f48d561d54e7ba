"""Pictures of every screen, at two widths, light and dark: ``make screenshots``.

    python tests/live/screenshots.py FOLDER

The product is started with its sample data on a database of its own.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SCREENS = {
    "home": "/",
    "data-sets": "/datasets",
    "data-set": "/datasets/sample-sales/1",
    "upload": "/datasets/upload",
    "question": "/runs/new",
    "new-run": "/runs/new?family=forecasting&dataset=sample-sales",
    "runs": "/runs",
    "run": "/runs/1",
    "models": "/models",
    "forecast": "/models/sample-sales-forecast/",
    "segments": "/models/sample-retailer-segments/",
    "account": "/account",
    "admin": "/admin/",
    "api": "/api/v1/docs",
}
PASSWORD = "only for the pictures"


def main(folder: Path) -> None:
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.live.product import Product

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        product = Product(Path(name))
        try:
            product.start(samples=True)
            product.set_password("admin", PASSWORD)
            for pk in (1, 2):
                product.wait(pk)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                for width in (1440, 390):
                    for scheme in ("light", "dark"):
                        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                        _log_in(page, product.url)
                        for screen, path in SCREENS.items():
                            page.goto(product.url + path)
                            page.wait_for_timeout(900)
                            page.screenshot(path=folder / f"{screen}-{width}-{scheme}.png", full_page=True)
                browser.close()
        finally:
            product.stop()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def _log_in(page: Any, url: str) -> None:
    page.goto(f"{url}/login")
    page.fill("#id_username", "admin")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_load_state()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
