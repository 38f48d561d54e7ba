"""Rows that did not count at the training do not count in an answer either."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets.conftest import Sheets, Trained, csv

COUNTRIES = ("DE", "FR", "US")
FILTERS = [
    {"column": "country", "in": ["DE", "FR"]},
    {"table": "transactions", "column": "Status", "not_in": ["cancelled"]},
]


def purchases(number: int) -> list[tuple[Any, ...]]:
    """Every customer has cancelled more often than bought."""
    paid = [(f"C{number}", f"2026-02-{day:02}", 20 + day, "paid") for day in range(1, 2 + number % 6)]
    gone = [(f"C{number}", f"2026-03-{day:02}", 900 + day, "cancelled") for day in range(1, 9)]
    return [*paid, *gone]


@pytest.fixture
def trained(sheets: Sheets) -> Trained:
    rows = [
        (f"C{n}", n * 7 % 60, COUNTRIES[n % 3], "yes" if n % 6 + n * 31 % 7 > 5 else "no") for n in range(240)
    ]
    customers = sheets.upload(csv("customer,age,country,bought", rows), "customers.csv")
    lines = [line for n in range(240) for line in purchases(n)]
    sheets.upload(csv("customer,day,amount,Status", lines), "orders.csv")
    found = sheets.train("purchase", customers, tables={"transactions": "orders"}, filters=FILTERS)
    assert isinstance(found, Trained), found.text
    return found


def test_side_rows_are_left_out_and_rows_of_another_kind_flagged(trained: Trained) -> None:
    assert "160 of 240 rows count: 'country' is DE, FR." in trained.said
    columns = ("customer", "day", "amount", "Status")
    rows = [{"customer": "C4", "age": 30, "country": "DE"}, {"customer": "C4", "age": 30, "country": "US"}]
    every = [dict(zip(columns, line, strict=True)) for line in purchases(4)]
    paid = [line for line in every if line["Status"] == "paid"]
    answers = [
        trained.ask(rows=rows, as_of="2026-04-01", tables={"transactions": lines}) for lines in (every, paid)
    ]
    values = [[row["probability"] for row in answer["predictions"]] for answer in answers]
    assert values[0] == values[1]
    flags = [flag for flag in answers[0]["flags"] if flag["code"] == "left_out_in_training"]
    assert [(flag["row"], flag["column"]) for flag in flags] == [(1, "country")]
    assert "'country' is DE, FR" in flags[0]["message"]


def test_a_data_set_that_is_named_is_filtered_too(trained: Trained) -> None:
    rows = [{"customer": "C4", "age": 30, "country": "DE"}]
    columns = ("customer", "day", "amount", "Status")
    paid = [dict(zip(columns, line, strict=True)) for line in purchases(4) if line[3] == "paid"]
    named = trained.ask(rows=rows, as_of="2026-04-01", tables={"transactions": "orders@latest"})
    sent = trained.ask(rows=rows, as_of="2026-04-01", tables={"transactions": paid})
    assert named["predictions"][0]["probability"] == sent["predictions"][0]["probability"]
