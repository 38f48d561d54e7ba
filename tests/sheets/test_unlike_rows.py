"""Rows that must not be added up: cancelled beside paid, transfers beside sales, euros beside yen. The owner
is asked once, with counts and sums; the answer is kept with the model."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.conftest import Api
from tests.sheets.conftest import Refused, Sheets, Trained, csv

MONDAY = datetime.date(2026, 1, 5)
FAST = {"horizon": 7}
Rows = list[tuple[Any, ...]]


def orders(status: list[str], days: int = 60, amounts: dict[str, float] | None = None) -> Rows:
    """One order of each status every day, of 100 if nothing else is said."""
    return [
        (MONDAY + datetime.timedelta(day), one, (amounts or {}).get(one, 100) + day % 7)
        for day in range(days)
        for one in status
    ]


def sheet(status: list[str], name: str = "Status", **about: Any) -> str:
    return csv(f"Date,{name},Amount", orders(status, **about))


@pytest.mark.parametrize(
    ("name", "status", "apart"),
    [
        ("Order Status", ["completed", "cancelled"], ["cancelled"]),
        ("Financial Status", ["paid", "refunded", "voided"], ["refunded", "voided"]),
        ("Bestellstatus", ["Abgeschlossen", "Storniert", "Fehlgeschlagen"], ["Storniert", "Fehlgeschlagen"]),
        ("Statut", ["Terminée", "Annulée", "Remboursée"], ["Annulée", "Remboursée"]),
        ("Estado", ["Completado", "Cancelado", "Reembolsado"], ["Cancelado", "Reembolsado"]),
        ("Stato", ["Completato", "Annullato"], ["Annullato"]),
        ("Статус", ["Выполнен", "Отменён", "Возврат"], ["Отменён", "Возврат"]),
        ("状態", ["完了", "キャンセル", "返金済み"], ["キャンセル", "返金済み"]),
        ("type", ["Order", "Transfer"], ["Transfer"]),
        ("Buchungsart", ["Verkauf", "Überweisung"], ["Überweisung"]),
        ("Unit", ["kg", "pcs"], ["kg", "pcs"]),
        ("Einheit", ["Stk", "l"], ["Stk", "l"]),
        ("Currency", ["EUR", "JPY"], ["EUR", "JPY"]),
        ("Währung", ["chf", "eur", "usd"], ["chf", "eur", "usd"]),
        ("Cancelled", ["no", "yes"], ["True"]),
    ],
)
def test_the_owner_is_asked_with_counts_and_sums(
    sheets: Sheets, name: str, status: list[str], apart: list[str]
) -> None:
    asked = sheets.forecast(sheet(status, name), settings=FAST)
    assert isinstance(asked, Refused)
    assert asked.status == 422
    question = asked.question("filters")
    assert question["column"] == name
    assert question["many"]
    choices = {choice["value"]: choice for choice in question["choices"]}
    assert len(choices) == len(status)
    assert {choice["count"] for choice in choices.values()} == {60}
    assert sorted(value for value, choice in choices.items() if not choice["suggested"]) == sorted(apart)
    assert next(iter(choices.values()))["amount"] == sum(100 + day % 7 for day in range(60))


def test_the_answer_is_kept_with_the_model_and_applied(sheets: Sheets, api: Api) -> None:
    uploaded = sheets.upload(sheet(["completed", "cancelled"], amounts={"cancelled": 9_000}))
    chosen = [{"column": "Status", "not_in": ["cancelled"]}]
    trained = sheets.train("forecasting", uploaded, settings=FAST, filters=chosen)
    assert all(95 < row["value"] < 110 for row in trained.results())
    assert trained.run["filters"] == chosen == trained.version["filters"]
    assert "60 of 120 rows count: 'Status' is not cancelled." in trained.said


def test_all_rows_count_where_the_owner_says_so(sheets: Sheets) -> None:
    everything = [{"column": "Status", "in": ["completed", "refunded"]}]
    trained = sheets.forecast(sheet(["completed", "refunded"]), settings=FAST, filters=everything)
    assert isinstance(trained, Trained)
    assert all(195 < row["value"] < 215 for row in trained.results())


def test_a_series_of_each_currency_needs_no_question(sheets: Sheets) -> None:
    columns = {"time": "Date", "target": "Amount", "item": "Currency"}
    trained = sheets.forecast(
        sheet(["EUR", "JPY"], "Currency", amounts={"JPY": 16_000}), columns=columns, settings=FAST
    )
    assert {row["item"] for row in trained.results()} == {"EUR", "JPY"}


@pytest.mark.parametrize(
    ("name", "status", "amounts"),
    [
        ("Event Type", ["Payment", "Refund"], {"Refund": -20}),
        ("Category", ["Bakery", "Drinks"], {}),
        ("Status", ["Shipped", "Delivered"], {}),
        ("Channel", ["Online", "Retail"], {}),
        ("Financial Status", ["paid", "partially_refunded"], {}),
        ("Country", ["DE", "FR", "NA"], {}),
        ("Unit", ["kg", "kilo"], {}),
        ("Size", ["S", "M", "L"], {}),
        ("Weekday", ["Mon", "Tue"], {}),
    ],
)
def test_what_belongs_together_is_added_up(
    sheets: Sheets, name: str, status: list[str], amounts: dict[str, float]
) -> None:
    columns = {"time": "Date", "target": "Amount"}
    trained = sheets.forecast(sheet(status, name, amounts=amounts), columns=columns, settings=FAST)
    assert isinstance(trained, Trained)


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ({"column": "Statuss", "in": ["completed"]}, "filters.0.column"),
        ({"column": "Date", "from": "soon"}, "filters.0"),
        ({"column": "Status"}, "filters.0"),
        ({"column": "Status", "table": "returns", "in": ["completed"]}, "filters.0.table"),
        ({"column": "Status", "only": ["completed"]}, "filters.0.only"),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(sheets: Sheets, wanted: dict[str, Any], location: str) -> None:
    refused = sheets.forecast(sheet(["completed"]), settings=FAST, filters=[wanted])
    assert refused.status == 422
    assert refused.body["errors"][0]["location"] == location


def test_rows_from_a_day_on_count(sheets: Sheets) -> None:
    content = csv("Date,Amount", [(MONDAY + datetime.timedelta(day), 10 + day) for day in range(60)])
    trained = sheets.forecast(content, settings=FAST, filters=[{"column": "Date", "from": "2026-02-01"}])
    assert "33 of 60 rows count: 'Date' from 2026-02-01." in trained.said


def test_filters_that_leave_nothing_are_refused(sheets: Sheets) -> None:
    gone = [{"column": "Status", "in": ["sent back"]}]
    refused = sheets.forecast(sheet(["completed"]), settings=FAST, filters=gone)
    assert refused.codes == ["no_rows_left"]


def test_what_was_answered_once_is_not_asked_again(sheets: Sheets) -> None:
    uploaded = sheets.upload(sheet(["completed", "cancelled"]), "orders.csv")
    kept = [{"column": "Status", "not_in": ["cancelled"]}]
    assert isinstance(sheets.train("forecasting", uploaded, settings=FAST), Refused)
    sheets.train("forecasting", uploaded, settings=FAST, filters=kept)
    newer = sheets.upload(sheet(["completed", "cancelled"], days=70), "orders.csv", dataset=uploaded["slug"])
    again = sheets.train("forecasting", newer, settings=FAST)
    assert again.run["filters"] == kept
    assert "70 of 140 rows count" in again.said


def test_products_with_a_unit_of_their_own_are_apart_already(sheets: Sheets) -> None:
    rows = [
        (day, product, unit, amount)
        for day, _status, amount in orders(["x"])
        for product, unit in (("Flour", "kg"), ("Eggs", "pcs"))
    ]
    columns = {"time": "Date", "target": "Amount", "item": "Product"}
    found = sheets.forecast(csv("Date,Product,Unit,Amount", rows), columns=columns, settings=FAST)
    assert "'Unit'" in found.said
