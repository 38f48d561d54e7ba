"""Sales that are there twice, where two exports overlap, are asked about; the same sold twice is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sheets.conftest import Refused, Sheets, Trained, csv

NAIVE: dict[str, Any] = {"model": "seasonal_naive"}
TEA = "tea"


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = date(2026, 11, 30)


def invoices(count: int = 90) -> list[tuple[Any, ...]]:
    return [(date(2026, 1, 5) + timedelta(days=n), 1000 + n, 50 + n % 7 * 5) for n in range(count)]


def plain(count: int = 90) -> list[tuple[Any, ...]]:
    return [(day, amount + n % 5) for n, (day, _, amount) in enumerate(invoices(count))]


def overlap(rows: list[Any], first: int, last: int) -> list[Any]:
    """A second export that begins again at ``first``."""
    return [*rows[:last], *rows[first:]]


OVERLAPS = [
    pytest.param("Date,Invoice,Amount", overlap(invoices(), 40, 60), 20, id="invoices"),
    pytest.param("Datum,Rechnung,Betrag", overlap(invoices(), 80, 90), 10, id="at the end"),
    pytest.param("Fecha,Factura,Importe", sorted(overlap(invoices(), 40, 60)), 20, id="sorted"),
    pytest.param("Date,Facture,Montant", invoices() * 2, 90, id="all of it"),
    pytest.param("Data,Sprzedaż", overlap(plain(), 30, 45), 15, id="without a number"),
    pytest.param("Dato,Faktura,Beløb", overlap(overlap(invoices(), 70, 80), 20, 30), 20, id="two overlaps"),
]


@pytest.mark.parametrize(("header", "rows", "copies"), OVERLAPS)
def test_an_overlap_is_asked_about(sheets: Sheets, header: str, rows: Any, copies: int) -> None:
    uploaded = sheets.upload(csv(header, rows))
    columns = {"time": header.split(",")[0], "target": header.split(",")[-1]}
    asked = sheets.train("forecasting", uploaded, columns=columns)
    assert isinstance(asked, Refused)
    leave_out, keep = asked.question("settings.duplicates")["choices"]
    assert (leave_out["value"], leave_out["count"], leave_out["suggested"]) == ("leave_out", copies, True)
    assert (keep["value"], keep["amount"]) == ("keep", leave_out["amount"])
    once = sheets.train(
        "forecasting", uploaded, columns=columns, settings={"duplicates": "leave_out", "horizon": 7}, **NAIVE
    )
    assert f"{copies} rows are equal in every column to earlier ones: they are left out" in once.said
    assert "duplicates" not in once.codes
    twice = sheets.train(
        "forecasting", uploaded, columns=columns, settings={"duplicates": "keep", "horizon": 7}, **NAIVE
    )
    assert "duplicates" in twice.codes
    assert sum(row["value"] for row in once.results()) <= sum(row["value"] for row in twice.results())


def test_the_row_is_that_of_the_sheet_where_rows_are_left_out(sheets: Sheets) -> None:
    """Of the channel "web" only the second half overlaps."""
    rows = [(day, number, "web" if number % 2 else "shop", amount) for day, number, amount in invoices(180)]
    uploaded = sheets.upload(csv("Date,Invoice,Channel,Amount", overlap(rows, 100, 140)))
    columns = {"time": "Date", "target": "Amount"}
    asked = sheets.train(
        "forecasting", uploaded, columns=columns, filters=[{"column": "Channel", "in": ["web"]}]
    )
    assert isinstance(asked, Refused)
    (problem,) = [one for one in asked.body["errors"] if one["code"] == "copies"]
    assert "20 rows are equal in every column" in problem["message"]
    assert "the first of them row 143" in problem["message"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "Date,Product,Units",
            [(day, name, 1 + number % 2) for day, number, _ in invoices() for name in ("tea", TEA, "cake")],
        ),
        ("Date,Amount", [row for n, row in enumerate(plain()) for _ in range(2 if n % 6 == 0 else 1)]),
    ],
    ids=["one at a time", "now and then"],
)
def test_the_same_sold_twice_is_counted_and_said(sheets: Sheets, header: str, rows: Any) -> None:
    """No question: till lines and transfers without a number."""
    columns = {"time": "Date", "target": header.split(",")[-1]}
    found = sheets.forecast(csv(header, rows), columns=columns, **NAIVE)
    assert isinstance(found, Trained), found.text
    assert "rows are equal in every column to earlier ones: all are counted" in found.said


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Date,Invoice,Amount", invoices()),
        (
            "Date,Invoice,Amount",
            [(day, f"{number}{n}", 7 + number % 2) for day, number, _ in invoices() for n in "123"],
        ),
        ("Date,Amount", plain()),
        (
            "Date,Product,Units",
            [(day, name, 5 + number % 4) for day, number, _ in invoices() for name in "ABC"],
        ),
    ],
    ids=["invoices", "the same amounts", "one a day", "per product"],
)
def test_nothing_is_said_of_rows_that_differ(sheets: Sheets, header: str, rows: Any) -> None:
    columns = {"time": "Date", "target": header.split(",")[-1]}
    found = sheets.forecast(csv(header, rows), columns=columns, **NAIVE)
    assert isinstance(found, Trained), found.text
    assert "copies" not in found.codes
