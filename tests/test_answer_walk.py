"""From login to an answer in at most seven clicks: six questions, samples and own sheets, in a browser."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import sales_csv
from tests.live.product import Product
from tests.visiting import AT_WIDTHS, browser  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.worker]

PASSWORD = "a password for the answers"
MOST_CLICKS = 7


@dataclass(frozen=True)
class Case:
    """``sample`` is its key, or "" for an own sheet of ``rows``; the answer names what matches ``says``."""

    question: str
    family: str
    says: str
    sample: str = ""
    rows: bytes = b""


def customers(outcome: str, words: tuple[str, str]) -> bytes:
    """360 customers, more likely to do it the more they visit; the outcome of 60 is open."""
    draw = random.Random(1)
    rows = [f"customer,visits,age,{outcome}"]
    for n in range(360):
        visits = draw.randint(0, 12)
        word = "" if n % 6 == 0 else words[draw.random() < 0.1 + 0.06 * visits]
        rows.append(f"K{1000 + n},{visits},{draw.randint(20, 64)},{word}")
    return "\n".join(rows).encode()


CASES = [
    Case("sample sales", "forecasting", r"\d", sample="sales"),
    Case("own sales", "forecasting", r"\d", rows=sales_csv(200)),
    Case("sample retailers", "segmentation", r"\d+", sample="retailers"),
    Case("sample leads", "lead_scoring", r"\d+", sample="leads"),
    Case("own churn", "churn", r"K1\d\d\d", rows=customers("churned", ("no", "yes"))),
    Case("own purchases", "purchase", r"K1\d\d\d", rows=customers("bought", ("no", "yes"))),
]


class Clicks:
    """A page on which every press is counted."""

    def __init__(self, page: Any):
        self.page, self.count = page, 0

    def press(self, selector: str) -> None:
        self.count += 1
        self.page.click(selector)
        self.page.wait_for_load_state()

    def choose_file(self, file: dict[str, Any]) -> None:
        self.count += 1
        self.page.set_input_files("input[type=file]", file)


@pytest.fixture
def clicks(product: Product, browser: Any, request: Any) -> Iterator[Clicks]:  # noqa: F811
    product.set_password("admin", PASSWORD)
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.goto(product.url)
    page.fill("#id_username", "admin")
    page.fill("#id_password", PASSWORD)
    counted = Clicks(page)
    counted.press("main button[type=submit]")
    page.wait_for_url(f"{product.url}/")
    yield counted
    context.close()


@pytest.mark.parametrize("clicks", AT_WIDTHS, indirect=True)
@pytest.mark.parametrize("case", CASES, ids=[case.question for case in CASES])
def test_at_most_seven_clicks(case: Case, clicks: Clicks) -> None:
    page = clicks.page
    narrow = page.locator("[data-menu-button]").is_visible()
    if narrow:
        page.click("[data-menu-button]")  # The menu is not part of the way: the link is on the page at home.
    clicks.press("nav a[href='/ask']")
    if case.sample:
        clicks.press(f"button[name=sample][value={case.sample}]")
    else:
        name = f"{case.question} {'narrow' if narrow else 'wide'}.csv"
        clicks.choose_file({"name": name, "mimeType": "text/csv", "buffer": case.rows})
        clicks.press("main form[enctype] button[type=submit]")
    page.wait_for_url(re.compile("/question$"))
    clicks.press(f"button[name=family][value={case.family}]")
    page.wait_for_url(re.compile("/columns$"))
    clicks.press("button[name=answer]")
    page.wait_for_url(re.compile("/(checks|runs/|models/)"))
    if page.url.endswith("/checks"):
        clicks.press("button[name=answer]")
    page.wait_for_url(re.compile("/models/"), timeout=60_000)
    assert clicks.count <= MOST_CLICKS
    assert re.search(r"\d", page.inner_text(".answer-value"))
    assert re.search(case.says, page.inner_text("main"))
    assert page.inner_text(".answer-do")
