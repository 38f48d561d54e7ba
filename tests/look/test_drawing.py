"""In a real browser: every block is drawn, at every size, and everybody can read it and take it along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser import wait_until
from tests.look import examples
from tests.visiting import SLOW

pytestmark = pytest.mark.browser

NARROW_SPACE = "\u202f"
HEIGHT_OF_TEXTS = 100


def test_every_size_is_drawn_or_says_that_there_is_nothing(look: Any) -> None:
    page = look("/look/sizes")
    drawings = [block for block in examples.BY_SIZE if block["kind"] != "heatmap"]
    empty = sum(block["title"].find(" 0 ") > 0 for block in drawings)
    assert page.evaluate("Object.keys(Chart.instances).length") == len(drawings) - empty
    blank = page.evaluate(
        """[...document.querySelectorAll('canvas')].filter((canvas) => {
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          return !pixels.some((value) => value);
        }).length"""
    )
    assert blank == 0
    assert page.get_by_text("No data yet").locator("visible=true").count() == empty + 1  # and the heat map


def test_another_theme_draws_in_other_colours(look: Any) -> None:
    page = look()
    colour = "Object.values(Chart.instances)[0].data.datasets[0].borderColor"
    light = page.evaluate(colour)
    page.select_option("[data-theme-select]", "dark")
    assert page.evaluate(colour) != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize(("width", "theme", "paper"), [(1440, "light", 0xFA), (390, "dark", 0x17)])
def test_a_drawing_is_taken_along_as_a_picture(
    look: Any, width: int, theme: str, paper: int, tmp_path: Path
) -> None:
    page = look("/", width, color_scheme=theme)
    shown = page.locator(".block-bar .drawing-canvas").first.bounding_box()
    with page.expect_download() as download:
        page.locator(".block-bar [data-picture]").first.click()
    assert download.value.suggested_filename == "what-drives-sales-8-columns.png"
    download.value.save_as(tmp_path / "picture.png")
    with Image.open(tmp_path / "picture.png") as picture:
        assert picture.format == "PNG"
        assert picture.width >= 2 * shown["width"]
        assert picture.height > 2 * shown["height"] + HEIGHT_OF_TEXTS
        pixels = picture.convert("RGB")
        assert pixels.getpixel((0, 0))[0] == paper
        # The title above, and the bars below it, in colours that are not the paper's.
        title = pixels.crop((0, 0, picture.width, HEIGHT_OF_TEXTS)).getcolors(1 << 20)
        bars = pixels.crop((0, picture.height // 2, picture.width, picture.height)).getcolors(1 << 20)
        assert title is not None and bars is not None
        assert min(len(title), len(bars)) > 2


def test_the_picture_of_an_item_is_named_after_it(look: Any) -> None:
    page = look()
    page.select_option(".picker select", "Store 3")
    with page.expect_download() as download:
        page.locator(".block-fan [data-picture]").click()
    assert download.value.suggested_filename == "forecast-3-stores-372-days-of-history-store-3.png"


def test_nothing_to_draw_is_no_picture(look: Any) -> None:
    page = look("/look/sizes")
    assert not page.locator(".block-line [data-picture]").first.is_visible()
    assert page.locator(".block-line [data-picture]").last.is_visible()


def test_a_french_reader_sees_french_numbers_and_dates(look: Any) -> None:
    page = look("/", locale="fr-FR")
    said = page.inner_text(".drawing-total")
    assert f"144{NARROW_SPACE}181" in said
    assert f"100{NARROW_SPACE}000 – 150{NARROW_SPACE}000" in said
    numbers = page.evaluate(
        """[[1234.5, 0.5, 12.3456].map((value) => AlmanacNumbers.number(value)),
            AlmanacNumbers.tick()(1234.5), AlmanacNumbers.number(0.0832, "percent"),
            AlmanacNumbers.date(AlmanacNumbers.moment("2025-02-07T14:30:00"))]"""
    )
    assert numbers[0] == [f"1{NARROW_SPACE}235", "0,5", "12,35"]
    assert numbers[1] == f"1{NARROW_SPACE}235"
    assert numbers[2:] == ["8,32 %", "7 févr. 2025, 14:30"]


@pytest.mark.parametrize(
    ("numbers", "shown"), [("en", "1,234,568"), ("de", "1.234.568"), ("de-CH", "1’234’568")]
)
def test_numbers_follow_what_the_reader_chose(look: Any, address: str, numbers: str, shown: str) -> None:
    page = look()
    page.route("**/", lambda route: _with_numbers(route, numbers))
    page.goto(address)
    wait_until(page, "Boolean(window.AlmanacNumbers)")
    assert page.evaluate("AlmanacNumbers.number(1234567.8)") == shown


def _with_numbers(route: Any, numbers: str) -> None:
    answer = route.fetch()
    route.fulfill(
        response=answer, body=answer.text().replace('data-numbers="en"', f'data-numbers="{numbers}"')
    )


def test_a_picture_that_cannot_be_loaded_is_asked_for_again(look: Any, errors: list[str]) -> None:
    page = look("/login")
    page.route("**/chart/chart.js", lambda route: route.abort())
    page.goto(page.url.replace("/login", "/"))
    failed = page.locator(".drawing-cover[role=alert]")
    failed.first.wait_for()
    assert "could not be loaded" in failed.first.inner_text()
    page.unroute("**/chart/chart.js")
    page.get_by_role("button", name="Try again").first.click()
    wait_until(page, "Object.keys(window.Chart?.instances ?? {}).length > 0")
    assert failed.count() == 0
    errors.clear()  # The browser says itself that the script was not loaded.


def test_bars_and_points_lead_to_their_rows(look: Any, address: str) -> None:
    page = look("/look/linked")
    bars = page.locator(".block-bar canvas").first
    bars.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    said = page.locator(".block-bar .drawing [role=status]").first.text_content()
    assert said == "Promotion in region 1, Share: 33.3 %"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/look/rows?region=1")
    page.go_back()
    place = page.evaluate(
        """(() => {
          const chart = Object.values(Chart.instances).find((one) => one.config.type === "scatter");
          const { x, y } = chart.getDatasetMeta(0).data[0];
          return { x, y };
        })()"""
    )
    page.locator(".block-scatter canvas").click(position=place)
    page.wait_for_url(f"{address}/look/rows?id=C0")


def test_pictures_lead_nowhere_without_a_page_of_rows(look: Any) -> None:
    page = look()
    assert page.locator("canvas[tabindex]").count() == 0
    page.locator(".block-bar canvas").first.click()
    assert page.url.endswith("/")


PAGES = ["/", "/look/parts", "/look/linked", "/look/many", "/look/gallery", "/login"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "theme"),
    [(390, "light"), *(pytest.param(*one, marks=SLOW) for one in ((1440, "light"), (390, "dark")))],
)
def test_everybody_can_read_it(look: Any, errors: list[str], path: str, width: int, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = look(path, width, color_scheme=theme)
    if path == "/look/many":
        page.click(".picker input")
        page.wait_for_selector("[role=option]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []  # asked before axe, which writes styles of its own into the page
    found = axe.Axe().run(page).response["violations"]
    page.evaluate("0")  # What was said before has arrived now.
    errors.clear()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
