"""Which column plays which role, guessed from names and kinds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contract import registry, roles
from contract.data import MAIN, Role, Table

FORECASTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"date": "date", "amount": "number"}, {"time": "date", "target": "amount"}),
    (
        {"Store": "category", "OrderDate": "date", "Units Sold": "number"},
        {"time": "OrderDate", "target": "Units Sold", "item": "Store"},
    ),
    ({"x1": "number", "x2": "date"}, {"time": "x2", "target": "x1"}),
    # The better hint wins, not the first column.
    ({"total": "number", "when": "date", "sales": "number"}, {"time": "when", "target": "sales"}),
    # No name hints at an item: an optional role stays empty.
    ({"date": "date", "amount": "number", "colour": "category"}, {"time": "date", "target": "amount"}),
    # A hint in the name of a column of the wrong kind counts nothing.
    ({"sales": "text", "day": "date", "figure": "number"}, {"time": "day", "target": "figure"}),
    ({"amount": "number"}, {"target": "amount"}),
    # "update" holds "date" but not as a word.
    ({"update": "date", "date of sale": "date", "n": "number"}, {"time": "date of sale", "target": "n"}),
    ({}, {}),
]


@pytest.mark.parametrize(("kinds", "expected"), FORECASTS)
def test_columns_of_a_forecast(kinds: dict[str, Any], expected: dict[str, Any]) -> None:
    assert roles.guess(registry.get("forecasting").tables, {MAIN: kinds}) == expected


def test_columns_of_segments_take_the_rest() -> None:
    kinds: dict[str, Any] = {
        "customer": "text",
        "total_sales": "number",
        "city": "category",
        "active": "flag",
    }
    guessed = roles.guess(registry.get("segmentation").tables, {MAIN: kinds})
    assert guessed == {"id": "customer", "value": "total_sales", "features": ("city", "active")}


def test_side_tables_of_a_forecast() -> None:
    kinds: dict[str, Any] = {
        MAIN: {"date": "date", "store": "number", "sales": "number"},
        "promotions": {
            "from": "date",
            "until": "date",
            "store": "number",
            "discount": "number",
            "type": "text",
        },
        "items": {"store": "number", "format": "category", "area": "number"},
    }
    guessed = roles.guess(registry.get("forecasting").tables, kinds)
    assert {key: name for key, name in guessed.items() if "." in key} == {
        "promotions.start": "from",
        "promotions.end": "until",
        "promotions.item": "store",
        "promotions.kind": "type",
        "promotions.depth": "discount",
        "items.item": "store",
        "items.attributes": ("format", "area"),
    }


def test_side_tables_are_guessed_under_their_own_name() -> None:
    family: Any = SimpleNamespace(
        guess=lambda kinds: None,
        tables=(
            Table(MAIN, "Sales", (Role("time", "Date", ("date",), hints=("date",)),)),
            Table("promotions", "Promotions", (Role("time", "Date", ("date",)),), required=False),
        ),
    )
    assert roles.guess(family.tables, {MAIN: {"date": "date"}}) == {"time": "date"}
    both = roles.guess(family.tables, {MAIN: {"date": "date"}, "promotions": {"from": "date"}})
    assert both == {"time": "date", "promotions.time": "from"}
