"""One amount typed far too large is named with its row and its effect, and spoils nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, csv

NAIVE: dict[str, Any] = {"model": "seasonal_naive"}
WEEK = (100, 104, 110, 121, 140, 160, 120)  # from Monday


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def daily(count: int = 120, first: str = "2026-01-05") -> list[list[Any]]:
    begin = date.fromisoformat(first)
    days = [begin + timedelta(days=n) for n in range(count)]
    return [[day, WEEK[day.weekday()] + n % 5] for n, day in enumerate(days)]


def weekly(count: int = 110) -> list[list[Any]]:
    return [[date(2024, 1, 1) + timedelta(weeks=n), 500 + n % 7 * 9] for n in range(count)]


def monthly(count: int = 40) -> list[list[Any]]:
    return [[f"{2023 + n // 12}-{n % 12 + 1:02}-01", 9000 + n % 12 * 120] for n in range(count)]


def said(found: Any) -> list[dict[str, Any]]:
    return [one for one in found.run["problems"] if one["code"] == "wild_value"]


@pytest.mark.parametrize(("times", "place"), [(10, 101), (100, 50), (1000, 116), (-1000, 101)])
def test_it_is_named_with_its_row_and_changes_nothing(sheets: Sheets, times: int, place: int) -> None:
    clean, spoilt = daily(), daily()
    spoilt[place][1] *= times
    found = sheets.forecast(csv("Day,Orders", spoilt), settings={"horizon": 14})
    (problem,) = said(found)
    assert problem["row"] == place + 2
    assert problem["message"].startswith(f"Row {place + 2} says ")
    without, instead = problem["message"].split("without it ")[1].split(" is the mean of a day, instead of ")
    mean = np.mean([amount for _, amount in clean])
    assert float(without) == pytest.approx(mean, rel=0.02)
    effect = float(instead.strip(".").replace(",", ""))
    assert effect == pytest.approx(np.mean([amount for _, amount in spoilt]), rel=0.02)
    for row in found.results():
        usual = WEEK[date.fromisoformat(row["date"]).weekday()]
        assert row["value"] == pytest.approx(usual, rel=0.1)
        assert 0.5 * usual < row["lower_95"] <= row["upper_95"] < 2 * usual


@pytest.mark.parametrize(
    ("header", "rows", "place", "value"),
    [
        ("Woche;Umsatz", weekly(), 70, 53_000),
        ("Mois;Chiffre d'affaires", monthly(), 30, 910_000),
        ("Fecha;Unidades", daily(), 60, -12_400),
        ("Data;Sztuki", daily(300), 250, 1_100_000),
        ("日付;売上", daily(), 33, 12_012),
        ("Tarih;Satış", [[day, amount / 4] for day, amount in daily()], 80, 400.25),
    ],
    ids=["weeks", "months", "below zero", "a long sheet", "digits doubled", "decimals"],
)
def test_sheets_of_other_people(sheets: Sheets, header: str, rows: Any, place: int, value: float) -> None:
    rows = [list(row) for row in rows]
    rows[place][1] = value
    found = sheets.forecast(csv(header, rows, ";"), **NAIVE)
    (problem,) = said(found)
    assert problem["row"] == place + 2


def test_each_item_has_its_own_usual(sheets: Sheets) -> None:
    rows = [[day, name, amount * size] for day, amount in daily() for name, size in (("a", 1), ("b", 500))]
    rows[80][2] *= 200
    (problem,) = said(sheets.forecast(csv("Day,Product,Units", rows), **NAIVE))
    assert (problem["row"], problem["series"]) == (82, "a")


def test_amounts_in_several_columns(sheets: Sheets) -> None:
    rows = [[day, amount, amount * 2] for day, amount in daily()]
    rows[40][2] *= 1000
    columns = {"time": "Day", "target": ["tea", "coffee"]}
    (problem,) = said(sheets.forecast(csv("Day,tea,coffee", rows), columns=columns, **NAIVE))
    assert (problem["row"], problem["series"], problem["column"]) == (42, "coffee", None)


def test_two_of_them(sheets: Sheets) -> None:
    rows = daily()
    rows[30][1] *= 1000
    rows[77][1] *= 10
    found = said(sheets.forecast(csv("Day,Orders", rows), **NAIVE))
    assert sorted(problem["row"] for problem in found) == [32, 79]


def test_an_order_line_is_taken_out_of_its_day(sheets: Sheets) -> None:
    rows = [[day, amount // 4] for day, amount in daily() for _ in range(4)]
    rows[201][1] *= 1000
    found = sheets.forecast(csv("Day,Amount", rows), settings={"horizon": 7}, **NAIVE)
    assert [problem["row"] for problem in said(found)] == [203]
    assert max(row["upper_95"] for row in found.results()) < 500


def test_it_can_be_kept(sheets: Sheets) -> None:
    rows = daily()
    rows[115][1] *= 100
    found = sheets.forecast(csv("Day,Orders", rows), settings={"wild_values": "keep", "horizon": 7}, **NAIVE)
    assert said(found) == []
    assert max(row["value"] for row in found.results()) == rows[115][1]


# --- What are sales ---


def peaks(days: dict[str, float]) -> list[list[Any]]:
    return [[day, amount * days.get(f"{day:%m-%d}", 1)] for day, amount in daily(800, "2024-01-01")]


def promotions() -> list[list[Any]]:
    return [[day, amount * (4 if n % 17 == 0 else 1)] for n, (day, amount) in enumerate(daily(200))]


def shared() -> list[list[Any]]:
    return [
        [day, shop, amount * (12 if n == 70 else 1)]
        for n, (day, amount) in enumerate(daily())
        for shop in ("north", "south", "west")
    ]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Date,Units", peaks({"12-23": 6, "12-24": 9})),
        ("Date,Units", peaks({"11-29": 12})),
        ("Date,Units", peaks({"05-10": 11})),
        ("Date,Units", promotions()),
        ("Date,Shop,Units", shared()),
        ("Date,Units", [[d, n % 50 // 49 * 30 + n % 7 // 6 * 2] for n, (d, _) in enumerate(daily(300))]),
        ("Date,Units", [[day, amount * (1 if n < 90 else 10)] for n, (day, amount) in enumerate(daily())]),
        ("Date,Units", [[day, amount if n % 9 else 0] for n, (day, amount) in enumerate(daily())]),
        ("Month,Units", [[m, n * (9 if n % 12 == 11 else 1) + 5] for n, (m, _) in enumerate(monthly())]),
    ],
    ids=[
        "Christmas",
        "Black Friday",
        "each year",
        "promotions",
        "all shops",
        "seldom",
        "grown",
        "zeros",
        "December",
    ],
)
def test_sales_are_no_slips(sheets: Sheets, header: str, rows: Any) -> None:
    assert said(sheets.forecast(csv(header, rows), **NAIVE)) == []


def test_a_driver_explains_a_peak(sheets: Sheets) -> None:
    rows = [[day, n in (60, 61), amount * (12 if n == 60 else 1)] for n, (day, amount) in enumerate(daily())]
    columns = {"time": "Day", "target": "Units", "features": ["Fair"]}
    sheet = csv("Day,Fair,Units", [[day, "yes" if fair else "no", units] for day, fair, units in rows])
    assert said(sheets.forecast(sheet, columns=columns, **NAIVE)) == []
    assert said(sheets.forecast(sheet, columns={"time": "Day", "target": "Units"}, **NAIVE)) != []
