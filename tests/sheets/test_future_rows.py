"""What is told of the days ahead fits an item, a day and a driver, or is refused with its row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Refused, Sheets, Trained, csv

BEGIN = date(2026, 1, 1)
HORIZON = 14
ORDER: dict[str, Any] = {"model": "seasonal_naive", "settings": {"horizon": HORIZON}}


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def alone(sheets: Sheets) -> Trained:
    """German: day first, decimal commas, 140 days to 20 May."""
    rows = [
        (f"{day(n):%d.%m.%Y}", "9,90" if n % 9 == 0 else "12,50", "ja" if n % 9 == 0 else "nein", 60 + n % 7)
        for n in range(140)
    ]
    columns = {"time": "Datum", "target": "Absatz", "features": ["Preis", "Aktion"]}
    found = sheets.forecast(csv("Datum;Preis;Aktion;Absatz", rows, ";"), columns=columns, **ORDER)
    assert isinstance(found, Trained), found.text
    return found


def of_shops(sheets: Sheets) -> Trained:
    rows = [
        (day(n), shop, 3 + n % 3, 40 + n % 7) for n in range(140) for shop in ("Zürich", "Genève", "Lugano")
    ]
    columns = {"time": "Date", "target": "Units", "item": "Shop", "features": ["Price"]}
    found = sheets.forecast(csv("Date,Shop,Price,Units", rows), columns=columns, **ORDER)
    assert isinstance(found, Trained), found.text
    return found


def asked(found: Trained, *future: dict[str, Any], **body: Any) -> Any:
    return found.ask(horizon=HORIZON, future=list(future), **body)


def problem(answer: Any) -> tuple[str, str, str]:
    assert isinstance(answer, Refused)
    assert answer.status == 422
    (error,) = answer.body["errors"]
    return error["location"], error["code"], error["message"]


def test_an_item_that_is_not_there(sheets: Sheets) -> None:
    """Also where the sheet has no items."""
    found = alone(sheets)
    good = {"date": "22.05.2026", "Preis": "9,90"}
    location, code, message = problem(asked(found, good, {**good, "item": "xyz"}))
    assert (location, code) == ("future.0.item", "unknown_item")
    assert message == "The row has no item."
    location, code, message = problem(asked(found, {**good, "item": "xyz"}))
    assert (location, code) == ("future.0.item", "unknown_item")
    assert "'xyz'" in message


def test_the_nearest_item_is_named(sheets: Sheets) -> None:
    found = of_shops(sheets)
    good = {"item": "Lugano", "date": str(day(141)), "Price": 4}
    location, code, message = problem(asked(found, good, good, {**good, "item": "geneve"}))
    assert (location, code) == ("future.2.item", "unknown_item")
    assert "Do you mean 'Genève'?" in message
    assert "Do you mean" not in problem(asked(found, {**good, "item": "Winterthur"}))[2]


@pytest.mark.parametrize("number", [-1, 100, 139, 154, 400])
def test_a_day_that_is_not_forecast(sheets: Sheets, number: int) -> None:
    found = alone(sheets)
    good = {"date": "22.05.2026", "Preis": "9,90"}
    location, code, message = problem(asked(found, good, {**good, "date": f"{day(number):%d.%m.%Y}"}))
    assert (location, code) == ("future.1.date", "not_ahead")
    assert "the forecast is from 21 May 2026 to 3 Jun 2026" in message


def test_a_driver_that_is_not_there(sheets: Sheets) -> None:
    location, code, message = problem(asked(alone(sheets), {"date": "22.05.2026", "Aktoin": "ja"}))
    assert (location.split(".")[0], code) == ("future", "unknown_driver")
    assert "Do you mean 'Aktion'?" in message


def test_a_day_that_is_none(sheets: Sheets) -> None:
    location, _, _ = problem(asked(alone(sheets), {"date": "bald", "Aktion": "ja"}))
    assert location == "future.0.date"


def test_rows_that_fit_are_used(sheets: Sheets) -> None:
    found = of_shops(sheets)
    future = [
        {"item": shop, "date": str(day(n)), "Price": 3}
        for n in range(140, 140 + HORIZON)
        for shop in ("Zürich", "Genève", "Lugano")
    ]
    answer = asked(found, *future)
    assert not isinstance(answer, Refused), answer.text
    assert "driver_assumed" not in {flag["code"] for flag in answer["flags"]}


def test_rows_of_an_item_that_is_not_asked_for_change_nothing_else(sheets: Sheets) -> None:
    """It exists, so nobody mistyped it."""
    rows = [{"item": shop, "date": str(day(140)), "Price": 3} for shop in ("Zürich", "Lugano")]
    answer = asked(of_shops(sheets), *rows, items=["Zürich"])
    assert not isinstance(answer, Refused), answer.text


def test_a_data_set_that_is_named_may_hold_the_past(sheets: Sheets) -> None:
    found = of_shops(sheets)
    plans = [(day(n), shop, 3) for n in range(120, 150) for shop in ("Zürich", "Genève", "Lugano")]
    sheets.upload(csv("date,item,Price", plans), name="plans.csv")
    answer = found.ask(horizon=HORIZON, tables={"future": "plans"})
    assert not isinstance(answer, Refused), answer.text
    assert "unused_rows" in {flag["code"] for flag in answer["flags"]}
