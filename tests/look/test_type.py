"""One typeface, with figures of one width, that comes with the product; wide tables say that they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.browser import wait_until

pytestmark = pytest.mark.browser

FONT = Path(settings.BASE_DIR) / "static" / "fonts" / "inter.woff2"
MOST_BYTES = 120_000
WIDTHS = """() => ["1111", "8888"].map((text) => {
  const cell = Object.assign(document.createElement("td"), { className: "number", textContent: text });
  const row = document.createElement("tr");
  row.append(cell);
  document.querySelector("table tbody").append(row);
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect().width;
})"""


def test_the_typeface_is_ours_and_small() -> None:
    assert FONT.stat().st_size < MOST_BYTES
    assert "SIL OPEN FONT LICENSE" in FONT.with_name("inter-LICENSE.txt").read_text()


def test_pages_are_set_in_it_and_figures_are_of_one_width(look: Any) -> None:
    page = look("/look/parts")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Almanac Sans\"'))")
    assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]
    ones, eights = page.evaluate(WIDTHS)
    assert ones == eights


def test_a_wide_table_says_so(look: Any) -> None:
    page = look("/look/parts", 390)
    box, hint = page.locator(".table-scroll").first, page.locator(".table-scroll + .scroll-hint").first
    box.evaluate("(box) => { box.querySelector('td').style.minWidth = '1000px'; }")
    hint.wait_for(state="visible")
    assert box.get_attribute("data-more") is not None
    box.evaluate("(box) => { box.scrollLeft = box.scrollWidth; }")
    wait_until(page, "!document.querySelector('.table-scroll').hasAttribute('data-more')")


def test_checkboxes_do_not_shrink(look: Any) -> None:
    page = look("/look/parts", 390)
    assert page.evaluate("getComputedStyle(document.querySelector('input[type=checkbox]')).flexShrink") == "0"
