"""A step is a number of minutes, hours, days, weeks or months: found from the dates, kept in the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.columns.dates import apart, months, twice_a_month
from tests.sheets.conftest import Refused, Sheets, csv
from tests.sheets.stepped import STEPS, forecast, lines, seasonal

CLOSE = 0.04  # a forecast may be off by


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
    assert "January to December 2025" in said and "repeating last year" in said


def test_every_two_weeks_is_no_week_with_a_gap(sheets: Sheets) -> None:
    days = apart("2023-01-06", "14D", 90)
    values = 400 + 3 * (np.arange(90) % 26)
    found = forecast(sheets, lines(days, values, "pay_date,hours"), {"time": "pay_date", "target": "hours"})
    rows = found.results()
    assert [row["date"] for row in rows] == [str(day.date()) for day in apart("2026-06-19", "14D", 6)]
    assert [row["value"] for row in rows] == pytest.approx([436, 439, 442, 445, 448, 451], rel=0.02)
    assert "19 June to 10 September 2026" in found.version["headline"]
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
    assert "25 January to 11 July 2025" in said


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
    assert "15 July to 14 September 2025" in found.version["headline"]


def test_semestre_en_espanol(sheets: Sheets) -> None:
    days = months(2004, 6, 6, 31, 40)
    values = [500 + 200 * (number % 2) + number for number in range(40)]
    content = lines(days, values, "Fecha,Ingresos", "%d/%m/%Y")
    found = forecast(sheets, content, {"time": "Fecha", "target": "Ingresos"}, ahead=2)
    assert [row["date"] for row in found.results()] == ["2024-06-30", "2024-12-31"]
    assert [row["value"] for row in found.results()] == pytest.approx([540, 741], rel=0.05)
    assert "January to December 2024" in found.version["headline"]


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
        ("MS", 30, "2 months", ["2026-07-01", "2026-09-01"]),
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
