"""Sales add up; levels, rates and prices are averaged: over minutes, months, items and the horizon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Sheets, Trained, csv

NAIVE: dict[str, Any] = {"model": "seasonal_naive"}
WEEK = (50.5, 52.0, 54.5, 57.0, 61.5, 66.0, 48.5)  # from Monday


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def daily(count: int = 84) -> list[tuple[Any, float]]:
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(count)]
    return [(day, WEEK[day.weekday()]) for day in days]


def quarter_hours(count: int = 480) -> list[tuple[Any, float]]:
    begin = datetime(2026, 3, 1)
    return [(begin + timedelta(minutes=15 * n), 50 + n // 4 % 24 + n % 4 * 0.1) for n in range(count)]


def trained(sheets: Sheets, content: str, **order: Any) -> Trained:
    found = sheets.forecast(content, **{"settings": {"horizon": 7}, **NAIVE, **order})
    assert isinstance(found, Trained), found.text
    return found


@pytest.mark.parametrize(
    "name",
    [
        *("level_percent", "Füllstand", "Temperatur (°C)", "Taux de conversion", "Tasa de rebote", "Cena"),
        *(
            "Lagerbestand",
            "Abbruchquote",
            "在庫",
            "температура",
            "Średnia ocena",
            "Occupancy",
            "Market share",
        ),
        *("Prezzo medio", "Saldo", "Sıcaklık", "Conversion rate", "Preis"),
    ],
)
def test_what_does_not_add_up_is_averaged(sheets: Sheets, name: str) -> None:
    found = trained(sheets, csv(f"Day;{name}", daily(), ";"), columns={"time": "Day", "target": name})
    assert "averaged" in found.codes
    assert "on average" in found.version["headline"]
    assert "total" not in found.version["headline"]
    mean = sum(WEEK) / 7
    for period in ("week", "horizon"):
        answer = found.ask(horizon=7, period=period)
        assert [row["value"] for row in answer["predictions"]] == pytest.approx([mean])
        assert "averaged" in {flag["code"] for flag in answer["flags"]}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Sales",
            "Umsatz",
            "Ventes",
            "Unidades",
            "Quantità",
            "Sprzedaż",
            "Satış",
            "売上",
            "продажи",
            "Amount",
        ),
        *(
            "Stock sold",
            "Total price",
            "Rating count",
            "Orders",
            "Crates",
            "Menge",
            "Visits",
            "Lager",
            "Hours",
        ),
    ],
)
def test_sales_add_up_without_a_word(sheets: Sheets, name: str) -> None:
    found = trained(sheets, csv(f"Day;{name}", daily(), ";"), columns={"time": "Day", "target": name})
    assert "averaged" not in found.codes
    (row,) = found.ask(horizon=7, period="week")["predictions"]
    assert row["value"] == pytest.approx(sum(WEEK))


def test_quarter_hours_of_a_level(sheets: Sheets) -> None:
    found = trained(sheets, csv("timestamp,level_percent", quarter_hours()), settings={"horizon": 24})
    rows = found.results()
    assert all(50 <= row["value"] <= 75 for row in rows)
    assert "averaged" in found.codes
    assert "summed" not in found.said


def test_the_unit_says_so(sheets: Sheets) -> None:
    found = trained(sheets, csv("Day,Value", daily()), settings={"horizon": 7, "unit": "%"})
    assert "averaged" in found.codes


def test_cells_in_percent_say_so(sheets: Sheets) -> None:
    rows = [(day, f"{value} %") for day, value in daily()]
    assert "averaged" in trained(sheets, csv("Day,Anything", rows)).codes


@pytest.mark.parametrize("name", ["level_percent", "Sales"])
def test_it_can_be_chosen(sheets: Sheets, name: str) -> None:
    content = csv(f"Day,{name}", daily())
    summed = trained(sheets, content, settings={"horizon": 7, "adds_up": "sum"})
    (total,) = summed.ask(horizon=7, period="week")["predictions"]
    averaged = trained(sheets, content, settings={"horizon": 7, "adds_up": "mean"})
    (mean,) = averaged.ask(horizon=7, period="week")["predictions"]
    assert "averaged" not in {*summed.codes, *averaged.codes}
    assert total["value"] == pytest.approx(7 * mean["value"])
    assert "on average" in averaged.version["headline"]
    assert "on average" not in summed.version["headline"]


def test_the_last_amount_of_a_week(sheets: Sheets) -> None:
    settings = {"horizon": 4, "adds_up": "last", "frequency": "week"}
    rows = [(day, value + n // 7 % 4) for n, (day, value) in enumerate(daily(210))]
    found = trained(sheets, csv("Day,Stock", rows), settings=settings)
    assert {row["value"] for row in found.results()} <= {WEEK[6] + n for n in range(4)}


def test_a_rate_is_weighted(sheets: Sheets) -> None:
    """Two shops a day: 10 % of 900 visits and 50 % of 100."""
    rows = [(day, *shop) for day, _ in daily() for shop in ((10 + day.day % 3, 900), (50, 100))]
    columns = {"time": "Day", "target": "conversion_rate", "weight": "visits"}
    content = csv("Day,conversion_rate,visits", rows)
    weighted = trained(sheets, content, columns=columns)
    assert all(13.9 <= row["value"] <= 15.9 for row in weighted.results())
    plain = trained(sheets, content, columns={**columns, "weight": ""})
    assert all(30 <= row["value"] <= 31 for row in plain.results())


def test_items_are_averaged(sheets: Sheets) -> None:
    rows = [(day, tank, value * size) for day, value in daily() for tank, size in (("A", 1), ("B", 0.5))]
    columns = {"time": "Day", "target": "level", "item": "tank"}
    found = trained(sheets, csv("Day,tank,level", rows), columns=columns)
    answer = found.ask(horizon=7, group="all")
    assert [row["value"] for row in answer["predictions"]] == pytest.approx([0.75 * value for value in WEEK])
    answer = found.ask(horizon=7, group="all", period="horizon")
    (row,) = answer["predictions"]
    assert row["value"] == pytest.approx(0.75 * sum(WEEK) / 7)
    assert row["lower_80"] <= row["value"] <= row["upper_80"]


def test_gaps_of_a_level_are_no_zeros(sheets: Sheets) -> None:
    rows = [row for n, row in enumerate(daily(140)) if n % 5 and row[0].weekday() != 6]
    found = trained(sheets, csv("Day,Temperature", rows))
    assert min(row["value"] for row in found.results()) > 40


def test_the_last_days_of_a_level_are_no_unfinished_period(sheets: Sheets) -> None:
    rows = [*daily(140)[:-1], (date(2026, 5, 24), 20.0)]
    assert "unfinished_step" not in trained(sheets, csv("Day,Temperature", rows)).codes


def test_order_lines_with_a_price_add_up(sheets: Sheets) -> None:
    """Of a till, the price of each line is what was paid."""
    rows = [(day, name, value) for day, value in daily() for name in ("tea", "tea", "cake")]
    columns = {"time": "Day", "target": "Price"}
    found = trained(sheets, csv("Day,Product,Price", rows), columns=columns)
    assert "averaged" not in found.codes
