"""What changed from one version to the next, in sentences."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from datasets.changes import changes
from language.reader import Reader, reading
from tests.conftest import sales_csv, upload


def column(name: str, **values: object) -> dict[str, object]:
    return {"name": name, "kind": "number", "missing": 0, "min": 1, "max": 9, **values}


def test_nothing_changed() -> None:
    assert changes([column("a")], [column("a")], 10, 10) == []


def test_rows() -> None:
    assert changes([], [], 10, 1500) == ["1,490 more rows"]
    assert changes([], [], 10, 8) == ["2 fewer rows"]


def test_columns_come_and_go() -> None:
    assert changes([column("a")], [column("b")], 1, 1) == ["new column “b”", "column “a” is gone"]


def test_a_column_turns_to_text() -> None:
    found = changes([column("a")], [column("a", kind="text", min=None)], 1, 1)
    assert found == ["“a” now holds text, previously numbers"]


def test_one_row_more() -> None:
    assert changes([], [], 10, 11) == ["1 more row"]


def test_years_are_not_grouped_and_dates_are_said() -> None:
    found = changes([column("year", max=2024)], [column("year", max=2025)], 1, 1)
    assert found == ["“year” ends at 2025, previously 2024"]
    day = {"kind": "date", "min": "2025-01-01"}
    found = changes([column("day", **day, max="2025-02-01")], [column("day", **day, max="2025-03-01")], 1, 1)
    assert found == ["“day” ends at 1 Mar 2025, previously 1 Feb 2025"]


def test_a_difference_that_cannot_be_seen_is_none() -> None:
    assert changes([column("a", max=123456.71)], [column("a", max=123456.72)], 1, 1) == []


def test_numbers_are_those_of_the_reader() -> None:
    (found,) = changes([], [], 10, 1500)
    with reading(Reader(numbers="de")):
        assert str(found) == "1.490 more rows"


def test_range_and_gaps() -> None:
    found = changes([column("a")], [column("a", max=20, missing=3)], 1, 1)
    assert found == ["“a” ends at 20, previously 9", "“a” has 3 gaps, previously 0"]


def test_the_page_of_a_version_says_it(page: Client, analyst: User) -> None:
    first = upload(analyst, sales_csv(30), name="Sales")
    second = upload(analyst, sales_csv(40), dataset=first.dataset)
    text = page.get(second.get_absolute_url()).content.decode()
    assert "10 more rows" in text
    assert "The first version" in text


def test_the_page_draws_every_column(page: Client, analyst: User) -> None:
    text = page.get(upload(analyst, sales_csv(30)).get_absolute_url()).content.decode()
    assert text.count('<svg class="histogram"') == 2
    assert "Values of amount; most rows are at" in text
