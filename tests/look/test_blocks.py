"""Blocks as HTML: numbers as people read them, and a table behind every picture."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.look import examples
from training.templatetags.blocks import ROWS_SHOWN, as_table, heat_class, shown


def drawn(block: dict[str, Any], **page: str) -> str:
    return render_to_string("blocks/block.html", {"block": block, "id": "block-1", **page})


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (None, "number", "–"),
        (0, "number", "0"),
        (0.0, "percent", "0 %"),
        (128_450.3, "number", "128,450"),
        (999.96, "number", "1,000"),
        (12.3456, "number", "12.35"),
        (0.012345, "number", "0.01235"),
        (-0.5, "number", "-0.5"),
        (1.25e-7, "number", "0.000000125"),
        (7, "number", "7"),
        (1e12, "number", "1,000,000,000,000"),
        (1234.6, "integer", "1,235"),
        (0.31, "percent", "31 %"),
        (0.0832, "percent", "8.32 %"),
        (1.0, "percent", "100 %"),
        ("2025-01-07", "date", "7 Jan 2025"),
        ("2025-01-07T14:30:00", "date", "7 Jan 2025, 14:30"),
        ("soon", "date", "soon"),
        ("A12", "number", "A12"),
        (True, "text", "yes"),
    ],
)
def test_values_are_shown_as_people_read_them(value: Any, format: str, text: str) -> None:
    assert shown(value, format) == text


@pytest.mark.parametrize(
    ("value", "css"), [(-1, "heat-m5"), (0.04, "heat-0"), (0.5, "heat-p2"), (9, "heat-p5")]
)
def test_heat_has_eleven_steps(value: float, css: str) -> None:
    assert heat_class(value) == css


@pytest.mark.parametrize("make", [examples.line, examples.bar, examples.scatter])
@pytest.mark.parametrize("size", examples.SIZES)
def test_the_table_behind_a_picture_holds_its_numbers(make: Any, size: int) -> None:
    table = as_table(make(size))
    assert table.total == size
    assert len(table.rows) == min(size, ROWS_SHOWN)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_the_table_of_a_fan_names_the_item_where_there_are_several() -> None:
    one, three = as_table(examples.fan(1, 60)), as_table(examples.fan(3, 60))
    assert [column["key"] for column in one.columns][:2] == ["at", "value"]
    assert three.columns[0]["label"] == "Store"
    assert three.total == 90
    assert three.rows[-1].cells[0].text == "Store 3"
    assert three.rows[0].cells[1].text == "2 Mar 2023"


@pytest.mark.parametrize(
    "block", [*examples.REPORT, *examples.BY_SIZE], ids=lambda block: block["title"] or block["kind"]
)
def test_every_block_needs_no_inline_style_or_script(block: dict[str, Any]) -> None:
    html = drawn(block)
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)
    assert all('type="application/json"' in tag for tag in re.findall(r"<script[^>]*>", html))


def test_a_drawing_carries_its_data_and_says_what_it_shows() -> None:
    block = examples.bar(3)
    block["data"]["labels"][0] = "</script><b>North & South</b>"
    html = drawn(block)
    data = re.search(r'<script id="block-1-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert data is not None
    assert json.loads(data[1]) == block["data"]
    assert 'aria-label="What drives sales, 3 columns. Promotions matter most."' in html
    assert "<b>North" not in html


def test_a_long_table_says_how_much_is_not_shown() -> None:
    assert "The first 200 of 10,000 rows are shown." in drawn(examples.line(10_000))
    assert drawn(examples.heatmap(10_000)).count("<tr>") == ROWS_SHOWN + 1


def test_a_tone_is_said_in_words() -> None:
    html = drawn(examples.TABLE)
    assert 'class="tone-row-bad"' in html
    assert '<span class="visually-hidden">attention: </span>' in html


@pytest.mark.parametrize(
    ("block", "links"),
    [
        (examples.bar(2), ["/rows?region=0", "/rows?region=1"]),
        (examples.scatter(1), ["/rows?id=C0", "/rows?segment=1"]),
        (examples.TABLE, ["/rows?model=trend&amp;kind=A+%26+B"]),
        (examples.HEATMAP, ["/rows?driver=sales", "/rows?driver=orders", "/rows?driver=days"]),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_the_rows_behind_are_a_link_away(block: dict[str, Any], links: list[str]) -> None:
    assert re.findall(r'<a href="([^"]+)"', drawn(block, rows_url="/rows")) == links
    assert "<a " not in drawn(block)


def test_the_page_says_where_items_are() -> None:
    assert 'data-items-url="/items"' in drawn(examples.fan(3, 60), items_url="/items")
    assert "data-items-url" not in drawn(examples.fan(3, 60))


def test_one_item_of_a_fan_as_a_table() -> None:
    block = examples.fan(3, 60)
    assert as_table(block, item="Store 2").total == 30
    assert as_table(block, item="Atlantis").total == 90
