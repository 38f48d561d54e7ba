"""A forecast without error is inside its bounds; whole totals are written whole; yes and no can be items."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Sheets, csv

NAIVE: dict[str, Any] = {"model": "seasonal_naive"}


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def repeating(count: int, *amounts: Any, days: int = 1) -> list[tuple[date, Any]]:
    return [(date(2026, 1, 5) + timedelta(days=n * days), amounts[n % len(amounts)]) for n in range(count)]


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ([row for row in repeating(140, 30, 0, 46, 0, 82, 0, 0) if row[1]], "7 days"),
        (repeating(140, 30, 12, 46, 9, 82, 5, 6), "7 days"),
        (repeating(140, 1.5, 2.25, 3, 4, 5, 6.5, 7), "7 days"),
    ],
    ids=["open three days", "every day", "decimals"],
)
def test_a_forecast_without_error_is_inside_its_bounds(sheets: Sheets, rows: Any, steps: str) -> None:
    found = sheets.forecast(csv("Day,Crates", rows), settings={"horizon": 7})
    metrics = found.version["metrics"]
    assert metrics["wape"] == 0
    assert (metrics["coverage_80"], metrics["coverage_95"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((100, 105, 110, 115, 120, 125, 130), ": 805, between 805 and 805"),
        ((1, 0, 2, 0, 1, 3, 1), ": 8, between 8 and 8"),
        ((1.5, 2.25, 3, 4, 5, 6.5, 7), ": 29.3, between 29.3 and 29.3"),
        ((1000, 1050, 1100, 1150, 1200, 1250, 1300), ": 8,050, between 8,050 and 8,050"),
    ],
)
def test_a_total_has_no_more_digits_than_it_needs(sheets: Sheets, amounts: Any, said: str) -> None:
    found = sheets.forecast(csv("Day,Units", repeating(140, *amounts)), settings={"horizon": 7}, **NAIVE)
    assert said in found.version["headline"]


def test_whole_bounds_of_counts(sheets: Sheets) -> None:
    rows = [(day, amount + n * n % 13) for n, (day, amount) in enumerate(repeating(140, 40, 45, 50, 55, 60))]
    found = sheets.forecast(csv("Day,Units", rows), settings={"horizon": 7}, **NAIVE)
    assert not re.search(r"\d\.\d", found.version["headline"])


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Yes", "No"), ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("tak", "nie"), ("TRUE", "FALSE")],
)
def test_yes_and_no_can_be_items(sheets: Sheets, yes: str, no: str) -> None:
    days = repeating(50, 30, 32, 34, 36, 38, 41, 42)
    rows = [(day, word, amount + 10 * (word == yes)) for day, amount in days for word in (yes, no)]
    columns = {"time": "Day", "target": "Units", "item": "Online"}
    found = sheets.forecast(csv("Day,Online,Units", rows), columns=columns, settings={"horizon": 7}, **NAIVE)
    assert {row["item"] for row in found.results()} == {yes.capitalize(), no.capitalize()}
    answer = found.ask(horizon=3, items=[yes.capitalize()])
    assert {row["item"] for row in answer["predictions"]} == {yes.capitalize()}


def test_yes_and_no_beside_another_name(sheets: Sheets) -> None:
    rows = [
        (day, shop, word, amount)
        for day, amount in repeating(50, 30, 32, 34, 36, 38, 41, 42)
        for shop in ("north", "south")
        for word in ("yes", "no")
    ]
    columns = {"time": "Day", "target": "Units", "item": ["Shop", "Online"]}
    found = sheets.forecast(csv("Day,Shop,Online,Units", rows), columns=columns, **NAIVE)
    assert {row["item"] for row in found.results()} == {
        "north / Yes",
        "north / No",
        "south / Yes",
        "south / No",
    }


def test_a_flag_is_never_guessed_to_be_an_item(sheets: Sheets) -> None:
    rows = [
        (day, "yes" if amount > 35 else "no", amount) for day, amount in repeating(50, 30, 32, 34, 36, 38)
    ]
    found = sheets.forecast(csv("Day,Store open,Units", rows), settings={"horizon": 7}, **NAIVE)
    assert "item" not in found.run["columns"]
