"""Customers without sales are placed by what else is known of them, and said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets.conftest import Sheets, csv

pytestmark = pytest.mark.django_db


def customers(missing: int, empty: str = "", mark: str = ",", decimal: str = ".", names: str = "") -> str:
    """60 customers of three kinds; the first ``missing`` of every fourth have no sales."""
    rows: list[tuple[Any, ...]] = []
    for n in range(60):
        sales = f"{100 * (1 + n % 3)}{decimal}{n % 10}0"
        rows.append((f"C{n}", empty if n % 4 == 0 and n // 4 < missing else sales, 1 + n % 3 + (n % 2) / 2))
    return csv(names or mark.join(("id", "total_sales", "orders")), rows, mark)


@pytest.mark.parametrize(
    ("text", "roles", "count"),
    [
        (customers(15), {"id": "id", "value": "total_sales", "features": ["orders"]}, 15),
        (customers(7, "n/a"), {"id": "id", "value": "total_sales", "features": ["orders"]}, 7),
        (
            customers(9, "", ";", ",", "Kunde;Umsatz;Bestellungen").replace(".5", ",5"),
            {"id": "Kunde", "value": "Umsatz", "features": ["Bestellungen"]},
            9,
        ),
        (
            customers(3, "-", "\t", ".", "Cliente\tVentas\tPedidos"),
            {"id": "Cliente", "value": "Ventas", "features": ["Pedidos"]},
            3,
        ),
        (
            customers(1, "", ",", ".", "Kund,Omsättning,Order"),
            {"id": "Kund", "value": "Omsättning", "features": ["Order"]},
            1,
        ),
    ],
)
def test_their_number_is_said(sheets: Sheets, text: str, roles: dict[str, Any], count: int) -> None:
    trained = sheets.train("segmentation", sheets.upload(text), columns=roles, settings={"segments": 3})
    assert f"{count} of 60 customers ha" in trained.said
    assert f"no '{roles['value']}'" in trained.said
    assert f"{count} of 60 customers have no" in trained.version["headline"]
    lacking = [row for row in trained.results() if row["missing"]]
    assert len(lacking) == count
    assert {row["missing"] for row in lacking} == {roles["value"]}
    cards = trained.version["report"][0]["data"]["cards"]
    facts = [fact for card in cards for fact in card["facts"] if fact["label"].startswith("Without")]
    assert sum(fact["value"] for fact in facts) == count
    assert (
        f"{count} of 60"
        in next(
            block for block in trained.version["report"] if block["title"] == "How the segments were made"
        )["data"]["text"]
    )


def test_where_all_have_sales_nothing_is_said(sheets: Sheets) -> None:
    roles = {"id": "id", "value": "total_sales", "features": ["orders"]}
    trained = sheets.train(
        "segmentation", sheets.upload(customers(0)), columns=roles, settings={"segments": 3}
    )
    assert "missing_numbers" not in trained.codes
    assert "have no" not in trained.version["headline"]
    assert "missing" not in trained.results()[0]
