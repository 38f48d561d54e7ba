"""A last period that is not over is left out of learning, and said; ordinary dips are learned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Sheets, Trained, csv

NAIVE: dict[str, Any] = {"model": "seasonal_naive"}


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def weeks(count: int, last: float = 1.0) -> list[tuple[date, int]]:
    """From Monday 2024-01-01 on; of the last, a share."""
    found = [(date(2024, 1, 1) + timedelta(weeks=n), 500 + n % 5 * 10 + n // 10) for n in range(count)]
    return [*found[:-1], (found[-1][0], round(found[-1][1] * last))]


def daily(first: str, count: int, last: float = 1.0) -> list[tuple[date, int]]:
    begin = date.fromisoformat(first)
    found = [
        (begin + timedelta(days=n), 80 + (begin + timedelta(days=n)).weekday() * 10 + n % 4)
        for n in range(count)
    ]
    return [*found[:-1], (found[-1][0], round(found[-1][1] * last))]


def months(count: int, last: float = 1.0) -> list[tuple[str, int]]:
    found = [(f"{2022 + n // 12}-{n % 12 + 1:02}-01", 1000 + n % 12 * 20) for n in range(count)]
    return [*found[:-1], (found[-1][0], round(found[-1][1] * last))]


CASES = [
    pytest.param("Week,Takings", weeks(110, 2 / 7), "week", id="two of seven days"),
    pytest.param("Kalenderwoche,Erlös", weeks(60, 4 / 7), "week", id="four of seven days"),
    pytest.param("Jour,Commandes", daily("2026-02-02", 120, 0.4), "day", id="exported in the morning"),
    pytest.param("Fecha,Pedidos", daily("2026-02-02", 60, 0.55), "day", id="exported at noon"),
    pytest.param("Mese,Ricavi", months(40, 0.3), "month", id="month to date"),
    pytest.param("Miesiąc,Sprzedaż", months(20, 0.6), "month", id="three weeks of a month"),
    pytest.param(
        "Quarter,Revenue",
        [
            *[(f"{2018 + n // 4}-{n % 4 * 3 + 1:02}-01", 300 + n % 4 * 9) for n in range(31)],
            ("2025-10-01", 110),
        ],
        "quarter",
        id="one month of a quarter",
    ),
]


@pytest.mark.parametrize(("header", "rows", "step"), CASES)
def test_it_is_left_out_and_said(sheets: Sheets, header: str, rows: Any, step: str) -> None:
    found = sheets.forecast(csv(header, rows), **NAIVE)
    (problem,) = [one for one in found.run["problems"] if one["code"] == "unfinished_step"]
    assert problem["message"].startswith(f"The last {step}, ")
    assert "It is left out." in problem["message"]
    assert problem["row"] == len(rows) + 1
    assert found.results()[0]["date"] == str(rows[-1][0])


@pytest.mark.parametrize(("header", "rows", "step"), CASES[:3])
def test_it_can_be_kept(sheets: Sheets, header: str, rows: Any, step: str) -> None:
    found = sheets.forecast(csv(header, rows), settings={"last_period": "keep"}, **NAIVE)
    assert "unfinished_step" not in found.codes
    assert found.results()[0]["date"] > str(rows[-1][0])


def test_any_last_period_can_be_left_out(sheets: Sheets) -> None:
    rows = weeks(60)
    found = sheets.forecast(csv("Week,Units", rows), settings={"last_period": "leave_out"}, **NAIVE)
    assert "unfinished_step" in found.codes
    assert found.results()[0]["date"] == str(rows[-1][0])


def test_the_clock_says_that_a_week_is_not_over(sheets: Sheets, settings: Any) -> None:
    """Five of seven days would be a dip else."""
    settings.TODAY = date(2025, 3, 7)
    rows = weeks(62, 5 / 7)
    assert rows[-1][0] == date(2025, 3, 3)
    assert "unfinished_step" in sheets.forecast(csv("Week,Units", rows), **NAIVE).codes


@pytest.mark.parametrize("step", ["week", "month"])
def test_days_that_are_added_up(sheets: Sheets, step: str) -> None:
    """1 July 2026 is a Wednesday."""
    rows = daily("2024-07-01", 731)
    found = sheets.forecast(csv("Date,Units", rows), settings={"frequency": step, "horizon": 4}, **NAIVE)
    assert found.codes.count("unfinished_step") == 1
    kept = sheets.forecast(
        csv("Date,Units", rows), settings={"frequency": step, "horizon": 4, "last_period": "keep"}, **NAIVE
    )
    assert "unfinished_step" not in kept.codes
    assert kept.results()[0]["date"] > found.results()[0]["date"]


def test_shops_that_have_not_reported_make_no_week_unfinished(sheets: Sheets) -> None:
    rows = [(day, shop, amount) for day, amount in weeks(60) for shop in "ABCD"][:-3]
    found = sheets.forecast(csv("Week,Shop,Units", rows), **NAIVE)
    assert "unfinished_step" not in found.codes


# --- What held ---


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Week,Units", weeks(110)),
        ("Week,Units", weeks(110, 0.85)),
        ("Date,Units", daily("2026-02-02", 120, 0.75)),
        ("Month,Units", months(40, 0.8)),
        ("Date,Units", [(day, n * 37 % 11 * 9) for n, (day, _) in enumerate(daily("2026-02-02", 120))]),
        ("Date,Units", [(day, 0 if n % 3 else 4) for n, (day, _) in enumerate(daily("2026-02-02", 121))]),
        (
            "Month,Units",
            [(f"{2022 + n // 12}-{n % 12 + 1:02}-01", 900 if n % 12 == 11 else 300) for n in range(37)],
        ),
        ("Year,Units", [(f"{year}-01-01", 1000 + year % 7 * 20) for year in range(2010, 2026)]),
    ],
    ids=["weeks", "a weak week", "a weak day", "a weak month", "noise", "seldom", "January", "years"],
)  # fmt: skip
def test_ordinary_ends_are_learned(sheets: Sheets, header: str, rows: Any) -> None:
    found = sheets.forecast(csv(header, rows), **NAIVE)
    assert isinstance(found, Trained), found.text
    assert "unfinished_step" not in found.codes
