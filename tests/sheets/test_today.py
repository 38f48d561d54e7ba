"""Rows that are dated after today are still to come; zeros that nobody filled in are no sales of nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Refused, Sheets, Trained, csv

TODAY = date(2026, 11, 30)
WEEK = (80, 85, 90, 96, 125, 141, 105)  # from Monday
NAIVE: dict[str, Any] = {"model": "seasonal_naive"}


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = TODAY


def days(first: str, last: str) -> list[date]:
    begin = date.fromisoformat(first)
    return [begin + timedelta(days=n) for n in range((date.fromisoformat(last) - begin).days + 1)]


def sold(day: date) -> int:
    return WEEK[day.weekday()]


def weeks(first: str, last: str) -> list[date]:
    return days(first, last)[::7]


def months(first: int, count: int, day: int = 1) -> list[str]:
    return [f"{first + n // 12}-{n % 12 + 1:02}-{day:02}" for n in range(count)]


def hours(count: int) -> list[str]:
    return [f"2026-03-{1 + n // 24:02} {n % 24:02}:00" for n in range(count)]


def template(until: str, filled: str, first: str = "2026-08-20") -> list[tuple[date, int]]:
    """A sheet that was filled in up to a day, with zeros from there on."""
    return [(day, sold(day) if day <= date.fromisoformat(filled) else 0) for day in days(first, until)]


# --- Zeros after today, and before ---


def test_zeros_of_a_template_are_still_to_come(sheets: Sheets) -> None:
    found = sheets.forecast(csv("Day,Covers", template("2026-12-31", "2026-11-30")), settings={"horizon": 7})
    assert "31 rows with 0 are dated after today" in found.said
    assert [row["date"] for row in found.results()] == [str(TODAY + timedelta(days=n)) for n in range(1, 8)]
    assert [row["value"] for row in found.results()] == pytest.approx([*WEEK[1:], WEEK[0]], rel=0.05)


def test_zeros_before_today_are_asked_about(sheets: Sheets) -> None:
    uploaded = sheets.upload(csv("Tag;Gäste", template("2026-12-31", "2026-11-26"), ";"))
    asked = sheets.train("forecasting", uploaded)
    assert isinstance(asked, Refused)
    assert "4 rows of 0, 27 Nov 2026 to 30 Nov 2026" in asked.text
    assert [choice["value"] for choice in asked.question("settings.trailing_zeros")["choices"]] == [
        "not_yet",
        "nothing_sold",
    ]
    not_yet = sheets.train("forecasting", uploaded, settings={"trailing_zeros": "not_yet"}, **NAIVE)
    assert not_yet.results()[0] == pytest.approx({**not_yet.results()[0], "date": "2026-11-27", "value": 125})
    nothing = sheets.train("forecasting", uploaded, settings={"trailing_zeros": "nothing_sold"}, **NAIVE)
    assert nothing.results()[0]["date"] == "2026-12-01"


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Semaine;Ventes", [(w, 500 * (n < 60)) for n, w in enumerate(weeks("2025-01-06", "2026-06-29"))]),
        ("Mes;Unidades", [(m, 90 + n % 5 if n < 30 else 0) for n, m in enumerate(months(2023, 36))]),
        ("Data;Sztuki", template("2026-05-31", "2026-05-10", "2026-01-05")),
        ("時間;個数", [(hour, 20 + n % 24 if n < 240 else 0) for n, hour in enumerate(hours(336))]),
    ],
    ids=["weeks", "months", "days", "hours"],
)  # fmt: skip
def test_a_long_run_of_zeros_long_ago_is_asked_about(sheets: Sheets, header: str, rows: Any) -> None:
    asked = sheets.forecast(csv(header, rows, ";"))
    assert isinstance(asked, Refused)
    assert asked.codes == ["trailing_zeros"]


def test_a_usual_zero_stays_where_zeros_are_left_out(sheets: Sheets) -> None:
    """The answer is kept with the model, and holds for sheets that come later."""
    rows = [(day, sold(day) if day.weekday() < 6 else 0) for day in days("2026-07-01", "2026-11-29")]
    found = sheets.forecast(csv("Date,Units", rows), settings={"trailing_zeros": "not_yet"}, **NAIVE)
    assert found.results()[0]["date"] == "2026-11-30"
    assert "trailing_zeros" not in found.codes


# --- Amounts after today ---


def test_bookings_ahead_are_not_learned(sheets: Sheets) -> None:
    """They are few, and far below what a day brings in the end."""
    rows = [(day, sold(day) if day <= TODAY else 9) for day in days("2026-09-01", "2026-12-20")]
    found = sheets.forecast(csv("Datum,Reservierungen", rows), settings={"horizon": 7}, **NAIVE)
    assert "20 rows are dated after today (30 Nov 2026), up to 20 Dec 2026" in found.said
    assert found.results()[0]["date"] == "2026-12-01"
    assert found.results()[0]["value"] == sold(date(2026, 11, 24))


def test_drivers_known_ahead_need_no_amounts(sheets: Sheets) -> None:
    there = days("2026-09-01", "2026-12-20")
    rows = [(day, 5 if day.weekday() else 4, sold(day) if day <= TODAY else "") for day in there]
    found = sheets.forecast(
        csv("Date,Price,Units", rows),
        columns={"time": "Date", "target": "Units", "features": ["Price"]},
        **NAIVE,
    )
    assert "after_today" not in found.codes
    assert found.results()[0]["date"] == "2026-12-01"


def test_amounts_like_those_before_are_asked_about(sheets: Sheets) -> None:
    """Plans, or another calendar."""
    uploaded = sheets.upload(
        csv("Date,Sales", [(day, sold(day)) for day in days("2026-08-01", "2027-02-28")])
    )
    asked = sheets.train("forecasting", uploaded)
    assert isinstance(asked, Refused)
    assert "90 of 212 amounts are dated after today (30 Nov 2026), up to 28 Feb 2027" in asked.text
    future, history = asked.question("settings.after_today")["choices"]
    assert (future["value"], future["count"], future["suggested"]) == ("future", 90, True)
    assert (history["value"], history["suggested"]) == ("history", False)
    told = sheets.train("forecasting", uploaded, settings={"after_today": "future"}, **NAIVE)
    assert told.results()[0]["date"] == "2026-12-01"
    told = sheets.train("forecasting", uploaded, settings={"after_today": "history"}, **NAIVE)
    assert told.results()[0]["date"] == "2027-03-01"
    assert "after_today" not in told.codes


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "Quarter,Revenue",
            [(f"{2024 + n // 4}-{n % 4 * 3 + 1:02}-01", 300 + n % 4 * 20) for n in range(16)],
        ),
        ("Monat,Umsatz", [(f"{2030 + n // 12}-{n % 12 + 1:02}-01", 50 + n % 12) for n in range(36)]),
        ("Week,Units", [(day, 70 + n % 9) for n, day in enumerate(days("2026-01-05", "2028-01-05")[::7])]),
    ],
    ids=["fiscal quarters", "all of it", "most of it"],
)
def test_another_calendar_is_asked_about(sheets: Sheets, header: str, rows: Any) -> None:
    asked = sheets.forecast(csv(header, rows))
    assert isinstance(asked, Refused)
    assert asked.codes == ["after_today"]
    assert isinstance(
        sheets.forecast(csv(header, rows), settings={"after_today": "history"}, **NAIVE), Trained
    )


def test_the_day_can_be_replayed(sheets: Sheets, settings: Any) -> None:
    settings.TODAY = date(2025, 6, 30)
    rows = [(day, sold(day) if day <= settings.TODAY else 0) for day in days("2025-03-01", "2025-07-31")]
    found = sheets.forecast(csv("Date,Sales", rows), **NAIVE)
    assert found.results()[0]["date"] == "2025-07-01"


# --- One date far ahead ---


@pytest.mark.parametrize(
    ("wrong", "row"), [("2062-03-04", 22), ("2027-10-01", 22), ("2126-01-01", 22)]
)  # fmt: skip
@pytest.mark.parametrize("items", [1, 3])
def test_a_date_far_ahead_stops_with_its_row(sheets: Sheets, wrong: str, row: int, items: int) -> None:
    rows = [(day, f"S{n}", sold(day) + n) for day in days("2026-01-05", "2026-11-25") for n in range(items)]
    rows[row - 2] = (wrong, *rows[row - 2][1:])  # type: ignore[assignment]
    refused = sheets.forecast(csv("Date,Store,Units", rows))
    assert isinstance(refused, Refused)
    assert refused.codes == ["date_far_off"]
    assert f"Row {row} has the date" in refused.text


# --- What held without a question ---


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Date,Units", [(day, sold(day)) for day in days("2026-07-01", "2026-11-30")]),
        ("Month,Units", [(month, 40 + n % 12) for n, month in enumerate(months(2023, 47, 28))]),
        ("Date,Units", [(d, sold(d) if d.weekday() < 5 else 0) for d in days("2026-07-01", "2026-11-29")]),
        ("Date,Units", [(d, 0 if d.day % 9 else 3 + d.day % 4) for d in days("2026-01-01", "2026-06-30")]),
        ("Quarter,Units", [(f"{2022 + n // 4}-{n % 4 * 3 + 1:02}-01", 300 + n % 4 * 20) for n in range(20)]),
        ("Week,Units", [(day, 70 + n % 9) for n, day in enumerate(days("2025-01-06", "2026-11-30")[::7])]),
        ("Date,Units", [(day, sold(day)) for day in days("2026-07-01", "2026-12-01")]),
        ("Date,Units", [(d, 0 if d.month < 4 else sold(d)) for d in days("2024-01-01", "2026-03-20")]),
    ],
    ids=["today", "month ends", "weekends", "seldom", "this quarter", "this week", "tomorrow", "off season"],
)  # fmt: skip
def test_nothing_is_asked(sheets: Sheets, header: str, rows: Any) -> None:
    found = sheets.forecast(csv(header, rows), **NAIVE)
    assert isinstance(found, Trained), found.text
    assert not {"after_today", "trailing_zeros", "unfinished_step"} & set(found.codes)
