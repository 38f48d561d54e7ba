"""A date that is far from all others stops with its row; a long gap, or a history that goes on, does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.sheets.conftest import Sheets, csv
from tests.sheets.periods import FAST, amounts

STEPS = {"day": 1, "week": 7}


def _days(first: date, count: int, step: int) -> list[date]:
    return [first + timedelta(days=step * place) for place in range(count)]


def _of(days: list[date], form: str = "%d.%m.%Y") -> str:
    return csv(
        "Datum;Menge",
        [[day.strftime(form), amount] for day, amount in zip(days, amounts(len(days)), strict=True)],
        ";",
    )


@pytest.mark.parametrize(
    ("days", "place", "wrong"),
    [
        (_days(date(2026, 1, 1), 90, 1), 40, date(2062, 2, 10)),
        (_days(date(2026, 1, 1), 90, 1), 89, date(3026 - 1000 + 100, 3, 31)),
        (_days(date(2024, 1, 1), 60, 7), 3, date(1924, 1, 22)),
        (_days(date(1980, 1, 1), 15_000, 1), 14_999, date(2206, 1, 25)),
        (_days(date(1984, 1, 2), 2_100, 7), 2_099, date(2062, 3, 26)),
    ],
)
def test_a_slip_of_the_keys_is_named_by_its_row(
    sheets: Sheets, days: list[date], place: int, wrong: date
) -> None:
    days = [*days]
    days[place] = wrong
    refused = sheets.forecast(_of(days), settings=FAST)
    assert refused.codes == ["date_far_off"]
    assert f"Row {place + 2} has the date" in refused.text


def test_a_whole_day_of_several_shops_is_one_slip(sheets: Sheets) -> None:
    days = _days(date(2026, 1, 1), 40, 1)
    days[39] = date(2062, 2, 9)
    rows = [
        [f"{day}", shop, amount]
        for shop in ("A", "B", "C")
        for day, amount in zip(days, amounts(40), strict=True)
    ]
    refused = sheets.forecast(csv("date,shop,sales", rows), settings=FAST)
    assert refused.codes == ["date_far_off"]
    assert "(3 such rows)" in refused.text


@pytest.mark.parametrize(
    "days",
    [
        [*_days(date(2024, 1, 1), 60, 1), *_days(date(2025, 1, 1), 60, 1)],
        [date(year, 12, 31) for year in range(1980, 2026)],
        [*_days(date(2020, 1, 1), 300, 1), date(2021, 2, 1)],
    ],
)
def test_gaps_and_long_histories_are_none(sheets: Sheets, days: list[date]) -> None:
    assert hasattr(sheets.forecast(_of(days, "%Y-%m-%d"), settings=FAST), "run")
