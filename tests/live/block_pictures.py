"""A picture of every kind of block, light and dark, for docs/blocks.md: ``make block-pictures``.

    python tests/live/block_pictures.py FOLDER

The blocks are those of tests/look/gallery.py, on a page that no product has.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

WIDTH, HEIGHT = 860, 900
THEMES = ("light", "dark")
COLOURS = 96


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.test import override_settings

    from tests.browser import chromium, serving, wait_until
    from tests.look.gallery import GALLERY
    from tests.look.pages import page_settings

    folder.mkdir(parents=True, exist_ok=True)
    with override_settings(**page_settings()), serving() as address, chromium() as browser:
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.goto(f"{address}/look/gallery")
            wait_until(page, "!document.querySelector('[data-state=loading]')")
            for block in GALLERY:
                picture = page.locator(f".block-{block['kind']}").screenshot()
                (folder / f"{block['kind']}-{theme}.png").write_bytes(_small(picture))


def _small(picture: bytes) -> bytes:
    from PIL import Image

    small = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as whole:
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
