"""A step is a number of minutes, hours, days, weeks or months: found from the dates, kept in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.columns.dates import apart, before_weekends, months, twice_a_month, weekdays
from tests.sheets.conftest import Refused, Sheets, csv

CLOSE = 0.04  # a forecast may be off by

Days = Sequence[pd.Timestamp]


def lines(days: Days, values: Sequence[float], header: str = "date,amount", form: str = "%Y-%m-%d") -> str:
    return csv(header, [(day.strftime(form), value) for day, value in zip(days, values, strict=False)])


def seasonal(count: int, season: int, growth: float = 0.0) -> np.ndarray:
    """A pattern that comes back, with a peak in its last place."""
    place = np.arange(count) % season
    wave = 100 + 15 * np.sin(2 * np.pi * place / season) + 12 * (place == season - 1)
    return np.round(wave + growth * np.arange(count), 1)


def forecast(sheets: Sheets, content: str, columns: Any = None, ahead: int = 6, **settings: Any) -> Any:
    named = columns or {"time": "date", "target": "amount"}
    return sheets.forecast(content, columns=named, settings={"horizon": ahead, **settings})


STEPS: dict[str, tuple[Days, int]] = {
    "5 minutes": (apart("2026-03-01", "5min", 2 * 288 + 40), 288),
    "15 minutes": (apart("2026-03-01", "15min", 3 * 96 + 40), 96),
    "30 minutes": (apart("2026-03-01", "30min", 5 * 48 + 40), 48),
    "hour": (apart("2026-03-01 00:30", "1h", 12 * 24), 24),
    "3 hours": (apart("2026-03-01 01:00", "3h", 200), 8),
    "6 hours": (apart("2026-03-01 06:00", "6h", 160), 4),
    "12 hours": (apart("2026-03-01 07:00", "12h", 120), 2),
    "3 days": (apart("2025-03-01", "3D", 130), 7),
    "10 days": (apart("2021-03-01", "10D", 130), 36),
    "2 weeks": (apart("2022-03-04", "14D", 100), 26),
    "3 weeks": (apart("2022-03-04", "21D", 70), 17),
    "4 weeks": (apart("2020-02-01", "28D", 60), 13),
    "13 weeks": (apart("2010-01-30", "91D", 40), 4),
    "semimonth": (twice_a_month(2022, 15, 31, 96), 24),
    "1st and 15th": (before_weekends(twice_a_month(2022, 1, 15, 96)), 24),
    "month on the 15th": (months(2019, 1, 1, 15, 60), 12),
    "last Friday": (weekdays(2019, 1, 4, -1, 60), 12),
    "2 months": (months(2014, 2, 2, 28, 50), 6),
    "quarter": (months(2012, 3, 3, 31, 40), 4),
    "4 months": (months(2010, 1, 4, 1, 40), 3),
    "half-year": (months(2000, 6, 6, 30, 40), 2),
}


@pytest.mark.parametrize("name", list(STEPS))
def test_a_known_pattern_comes_back_on_the_sheets_own_dates(name: str, sheets: Sheets) -> None:
    days, season = STEPS[name]
    values = seasonal(len(days), season, growth=0.02)
    ahead = min(max(season, 3), 12)
    form = "%Y-%m-%d %H:%M" if days[0] != days[0].normalize() or "minutes" in name else "%Y-%m-%d"
    found = forecast(sheets, lines(days[:-ahead], values, form=form), ahead=ahead)
    rows = found.results()
    shown = "%Y-%m-%dT%H:%M:%S" if "minute" in name or "hour" in name else "%Y-%m-%d"
    expected = [day.strftime(shown) for day in days[-ahead:]]
    if name == "1st and 15th":  # moved before weekends in the sheet, and said
        expected = [day.strftime(shown) for day in twice_a_month(2022, 1, 15, 96)[-ahead:]]
        assert "moved_dates" in found.codes
    assert [row["date"] for row in rows] == expected
    forecasts = np.array([row["value"] for row in rows])
    assert np.abs(forecasts - values[-ahead:]).sum() <= CLOSE * values[-ahead:].sum()
    assert not {"gaps", "seldom", "duplicates", "summed_to_hours", "closed_days"} & set(found.codes)


# --- Sheets that people reported ------------------------------------------------------------------


def test_every_two_months_is_no_quarter(sheets: Sheets) -> None:
    days = months(2016, 1, 2, 1, 54)
    values = 900 + 10 * np.arange(54) + 50 * (np.arange(54) % 6 == 5)
    found = forecast(sheets, lines(days, values, "period,vat"), {"time": "period", "target": "vat"})
    assert [row["date"] for row in found.results()] == [str(day.date()) for day in months(2025, 1, 2, 1, 6)]
    assert [row["value"] for row in found.results()] == pytest.approx(
        [1440, 1450, 1460, 1470, 1480, 1540], rel=0.02
    )
    said = found.version["headline"]
    assert "next 6 periods of 2 months" in said and "repeating last year" in said


def test_every_two_weeks_is_no_week_with_a_gap(sheets: Sheets) -> None:
    days = apart("2023-01-06", "14D", 90)
    values = 400 + 3 * (np.arange(90) % 26)
    found = forecast(sheets, lines(days, values, "pay_date,hours"), {"time": "pay_date", "target": "hours"})
    rows = found.results()
    assert [row["date"] for row in rows] == [str(day.date()) for day in apart("2026-06-19", "14D", 6)]
    assert [row["value"] for row in rows] == pytest.approx([436, 439, 442, 445, 448, 451], rel=0.02)
    assert "next 6 periods of 2 weeks" in found.version["headline"]
    assert found.ask(period="horizon", horizon=6)["predictions"][0]["value"] == pytest.approx(2_661, rel=0.02)


def test_four_week_periods_are_dated_by_their_own_ends(sheets: Sheets) -> None:
    days = apart("2021-01-30", "28D", 58)
    place = np.arange(58) % 13
    values = 1000 + 4 * np.arange(58) + 150 * (place == 11)
    found = forecast(sheets, lines(days[:52], values), ahead=6)
    rows = found.results()
    assert [row["date"] for row in rows] == [str(day.date()) for day in days[52:]]
    assert [row["value"] for row in rows] == pytest.approx(list(values[52:]), rel=0.03)
    assert all(row["upper_80"] < 1_600 and row["lower_80"] > 800 for row in rows)
    said = found.version["headline"]
    assert "next 6 four-week periods" in said


def test_the_thirtieth_stays_the_thirtieth(sheets: Sheets) -> None:
    days = months(2022, 1, 1, 30, 40)
    found = forecast(sheets, lines(days[:35], seasonal(40, 12)), ahead=5)
    shown = [row["date"] for row in found.results()]
    assert shown == ["2024-12-30", "2025-01-30", "2025-02-28", "2025-03-30", "2025-04-30"]


def test_a_report_a_day_early_is_in_the_nearest_week(sheets: Sheets) -> None:
    days = apart("2024-01-03", "7D", 80)
    days[51], days[67] = pd.Timestamp("2024-12-24"), pd.Timestamp("2025-04-17")
    values = [200 + 5 * (week % 7) for week in range(80)]
    found = forecast(
        sheets, lines(days, values, "Report date,Sales"), {"time": "Report date", "target": "Sales"}
    )
    assert [row["date"] for row in found.results()][:2] == ["2025-07-16", "2025-07-23"]
    assert not {"duplicates", "gaps", "seldom", "missing_export"} & set(found.codes)
    assert "2 rows are dated early or late, the first on 24 Dec 2024" in found.said
    history = [row["value"] for row in found.results()]
    assert max(history) < 260, "no week was doubled"


def test_readings_every_quarter_of_an_hour_are_not_summed(sheets: Sheets) -> None:
    days = apart("2026-03-01", "15min", 4 * 96)
    level = np.round(60 + 8 * np.sin(2 * np.pi * np.arange(4 * 96) / 96), 1)
    content = lines(days, level, "timestamp,level_percent", "%Y-%m-%d %H:%M")
    found = forecast(sheets, content, {"time": "timestamp", "target": "level_percent"}, ahead=8)
    rows = found.results()
    assert (rows[0]["date"], rows[1]["date"]) == ("2026-03-05T00:00:00", "2026-03-05T00:15:00")
    assert all(50 < row["value"] < 70 for row in rows)
    assert "summed_to_hours" not in found.codes


# --- Other languages and marks --------------------------------------------------------------------


def test_lohn_alle_zwei_wochen_with_decimal_commas(sheets: Sheets) -> None:
    days = apart("2023-01-13", "14D", 70)
    values = [f"{1000 + 30 * (number % 26)},50" for number in range(70)]
    content = csv("Zahltag;Löhne", zip((day.strftime("%d.%m.%Y") for day in days), values, strict=True), ";")
    found = forecast(sheets, content, {"time": "Zahltag", "target": "Löhne"}, ahead=3)
    assert [row["date"] for row in found.results()] == ["2025-09-19", "2025-10-03", "2025-10-17"]
    assert [row["value"] for row in found.results()] == pytest.approx([1540.5, 1570.5, 1600.5], rel=0.03)


def test_quinzaine_le_15_et_la_fin_du_mois(sheets: Sheets) -> None:
    days = twice_a_month(2022, 15, 31, 84)
    values = seasonal(84, 24)
    content = csv(
        "Échéance;Montant", ((d.strftime("%d/%m/%Y"), v) for d, v in zip(days, values, strict=True)), ";"
    )
    content = content.replace(".", ",")
    found = forecast(sheets, content, {"time": "Échéance", "target": "Montant"}, ahead=4)
    assert [row["date"] for row in found.results()] == [
        "2025-07-15",
        "2025-07-31",
        "2025-08-15",
        "2025-08-31",
    ]
    assert "4 half-months" in found.version["headline"]


def test_semestre_en_espanol(sheets: Sheets) -> None:
    days = months(2004, 6, 6, 31, 40)
    values = [500 + 200 * (number % 2) + number for number in range(40)]
    content = lines(days, values, "Fecha,Ingresos", "%d/%m/%Y")
    found = forecast(sheets, content, {"time": "Fecha", "target": "Ingresos"}, ahead=2)
    assert [row["date"] for row in found.results()] == ["2024-06-30", "2024-12-31"]
    assert [row["value"] for row in found.results()] == pytest.approx([540, 741], rel=0.05)
    assert "2 half-years" in found.version["headline"]


def test_shift_reports_in_several_plants(sheets: Sheets) -> None:
    days = apart("2026-01-01 06:00", "8h", 150)
    rows = [
        (day.strftime("%m/%d/%Y %H:%M"), plant, 100 * (number + 1) + 20 * (step % 3))
        for step, day in enumerate(days)
        for number, plant in enumerate(("Durban", "Kraków"))
    ]
    columns = {"time": "Shift", "item": "Plant", "target": "Pieces"}
    found = forecast(sheets, csv("Shift,Plant,Pieces", rows), columns, ahead=3)
    assert [row["date"] for row in found.results()][:3] == [
        *("2026-02-20T06:00:00", "2026-02-20T14:00:00", "2026-02-20T22:00:00"),
    ]
    assert [row["value"] for row in found.results()] == pytest.approx(
        [100, 120, 140, 200, 220, 240], rel=0.03
    )


# --- Totals of longer periods ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "period", "count"),
    [("6 hours", "day", 4), ("semimonth", "month", 2), ("2 months", "year", 6), ("half-year", "year", 2)],
)
def test_whole_periods_are_totals_of_their_steps(name: str, period: str, count: int, sheets: Sheets) -> None:
    days, season = STEPS[name]
    form = "%Y-%m-%d %H:%M" if name == "6 hours" else "%Y-%m-%d"
    found = forecast(sheets, lines(days, seasonal(len(days), season), form=form))
    asked = {"horizon": 4 * count}
    steps = pd.DataFrame(found.ask(**asked)["predictions"])
    totals = found.ask(**asked, period=period)["predictions"]
    unit = {"day": "D", "month": "M", "year": "Y"}[period]
    expected = steps.groupby(pd.to_datetime(steps["date"]).dt.to_period(unit))["value"].sum()
    assert [row["value"] for row in totals] == pytest.approx(list(expected))
    assert len(totals) in (4, 5)


@pytest.mark.parametrize(
    ("name", "period", "code"),
    [
        *(("2 weeks", "month", "does_not_fit"), ("2 weeks", "year", "does_not_fit")),
        *(("4 weeks", "quarter", "does_not_fit"), ("2 weeks", "week", "too_short")),
        *(("2 months", "quarter", "does_not_fit"), ("semimonth", "week", "too_short")),
        *(("3 days", "week", "does_not_fit"), ("half-year", "quarter", "too_short")),
    ],
)
def test_other_totals_are_refused_with_the_reason(name: str, period: str, code: str, sheets: Sheets) -> None:
    days, season = STEPS[name]
    found = forecast(sheets, lines(days, seasonal(len(days), season)))
    refused = found.ask(period=period, horizon=12)
    assert isinstance(refused, Refused)
    assert refused.codes == [code]
    assert found.ask(period="horizon", horizon=12)["predictions"][0]["value"] > 0


# --- Refused, and set -----------------------------------------------------------------------------


def test_dates_that_follow_no_step_are_refused_with_examples(sheets: Sheets) -> None:
    distance = np.random.default_rng(0).integers(8, 40, 60)
    days = list(pd.Timestamp("2021-01-01") + pd.to_timedelta(np.cumsum(distance), unit="D"))
    values = list(range(100, 160))
    refused = forecast(sheets, lines(days, values))
    assert isinstance(refused, Refused)
    assert refused.codes == ["irregular_dates"]
    assert f"{distance[1:].min()} to {distance[1:].max()} days apart" in refused.text
    assert "set the step" in refused.text
    added_up = forecast(sheets, lines(days, values), frequency="month")
    assert added_up.results()[0]["date"].endswith("-01")


@pytest.mark.parametrize(
    ("every", "rows", "frequency", "dates"),
    [
        ("1D", 400, "2 weeks", ["2025-02-04", "2025-02-18"]),
        ("5min", 12 * 24 * 4, "15 minutes", ["2024-01-05T00:00:00", "2024-01-05T00:15:00"]),
        ("MS", 60, "2 months", ["2029-01-01", "2029-03-01"]),
        ("15min", 96 * 4, "hour", ["2024-01-05T00:00:00", "2024-01-05T01:00:00"]),
    ],
)
def test_a_step_may_be_set(every: str, rows: int, frequency: str, dates: list[str], sheets: Sheets) -> None:
    days = list(pd.date_range("2024-01-01", periods=rows, freq=every))
    content = lines(days, seasonal(rows, 7), form="%Y-%m-%d %H:%M" if "min" in every else "%Y-%m-%d")
    found = forecast(sheets, content, ahead=2, frequency=frequency)
    assert [row["date"] for row in found.results()] == dates


def test_no_other_step_may_be_set(sheets: Sheets) -> None:
    refused = forecast(sheets, lines(apart("2024-01-01", "1D", 40), seasonal(40, 7)), frequency="5 weeks")
    assert isinstance(refused, Refused)
    assert "settings.frequency" in str(refused.body["errors"])


# --- What held before -----------------------------------------------------------------------------

MISSING = ((2022, 4), (2023, 8), (2024, 1))
HELD: dict[str, tuple[Days, list[str]]] = {
    "business days": (
        [day for day in apart("2025-01-01", "1D", 120) if day.dayofweek < 5],
        ["2025-05-01", "2025-05-02", "2025-05-03"],
    ),
    "Monday, Wednesday, Friday": (
        [day for day in apart("2025-01-06", "1D", 140) if day.dayofweek in (0, 2, 4)],
        ["2025-05-24", "2025-05-25", "2025-05-26"],
    ),
    "month ends": (months(2022, 1, 1, 31, 37), ["2025-02-28", "2025-03-31", "2025-04-30"]),
    "firsts of months, three missing": (
        [
            day
            for day in months(2022, 1, 1, 1, 37)
            if (day.year, day.month) not in ((2022, 4), (2023, 8), (2024, 1))
        ],
        ["2025-02-01", "2025-03-01", "2025-04-01"],
    ),
    "weeks with holes": (
        [day for number, day in enumerate(apart("2023-01-02", "7D", 100)) if number % 9 != 4],
        ["2024-12-02", "2024-12-09", "2024-12-16"],
    ),
    "fiscal quarters": (months(2014, 1, 3, 31, 40), ["2024-01-31", "2024-04-30", "2024-07-31"]),
    "fiscal years": (months(1990, 6, 12, 30, 30), ["2020-06-30", "2021-06-30", "2022-06-30"]),
    "sales on a third of the days": (
        [day for number, day in enumerate(apart("2025-01-01", "1D", 302)) if (number * 7) % 10 in (0, 1, 5)],
        ["2025-10-29", "2025-10-30", "2025-10-31"],
    ),
}


@pytest.mark.parametrize("name", list(HELD))
def test_what_held_still_holds(name: str, sheets: Sheets) -> None:
    days, expected = HELD[name]
    found = forecast(sheets, lines(days, seasonal(len(days), 5)), ahead=3)
    assert [row["date"] for row in found.results()] == expected
