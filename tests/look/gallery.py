"""One good example of every kind of block: for docs/blocks.md and the pages of tests/look/urls.py."""

from __future__ import annotations

import math
from typing import Any

from contract.blocks import Curve, Timeline, Waterfall
from tests.look import examples

PRICES = [round(6 + 0.25 * step, 2) for step in range(25)]


def _units(price: float) -> float:
    return 1900 * math.exp(-0.19 * price)


def _profit(price: float) -> float:
    return (price - 4.1) * _units(price)


CURVE = Curve(
    "Profit by price",
    x=PRICES,
    series=[
        {
            "name": "Expected profit",
            "values": [_profit(price) for price in PRICES],
            "low": [_profit(price) * (0.94 - 0.012 * (price - 8) ** 2) for price in PRICES],
            "high": [_profit(price) * (1.06 + 0.012 * (price - 8) ** 2) for price in PRICES],
            "band": "80 % range",
        },
        {
            "name": "At last year's cost",
            "values": [(price - 3.4) * _units(price) for price in PRICES],
            "dashed": True,
        },
    ],
    marks=[
        {"x": 7.99, "y": _profit(7.99), "label": "today"},
        {"x": 9.25, "y": _profit(9.25), "label": "best price"},
        {"x": 11, "label": "highest price tried"},
    ],
    x_label="Price, €",
    y_label="Profit a week, €",
    summary="A price of 9.25 € brings about 70 € a week more than today's 7.99 €.",
)

WATERFALL = Waterfall(
    "From last year's sales to this year's",
    start={"label": "Sales 2023", "value": 48_200},
    parts=[
        {"label": "Price", "value": 3_150},
        {"label": "Volume", "value": 1_720},
        {"label": "New customers", "value": 4_430},
        {"label": "Customers who left", "value": -2_890},
        {"label": "Discounts", "value": -1_460},
    ],
    end={"label": "Sales 2024", "value": 53_150},
    y_label="Sales, €",
    summary="Sales grew by 4,950 €, most of it through new customers.",
)

TIMELINE = Timeline(
    "What the model saw, and when",
    rows=[
        {
            "label": "Sales",
            "periods": [
                {"start": None, "end": "2024-03-31", "kind": "Learned from"},
                {"start": "2024-04-01", "end": "2024-05-26", "kind": "Tested on"},
                {"start": "2024-05-27", "end": "2024-07-21", "kind": "Forecast"},
            ],
        },
        {
            "label": "Promotions",
            "periods": [
                {"start": "2023-11-20", "end": "2023-11-26", "label": "Black week", "kind": "Promotion"},
                {"start": "2024-04-15", "end": "2024-05-05", "label": "Spring sale", "kind": "Promotion"},
                {"start": "2024-04-29", "end": "2024-06-02", "label": "Loyalty points", "kind": "Promotion"},
            ],
        },
        {
            "label": "Stock",
            "periods": [
                {"start": "2023-12-18", "end": "2024-01-07", "label": "sold out", "tone": "bad"},
                {"start": "2024-06-10", "end": None, "label": "delivery expected", "tone": "good"},
            ],
        },
    ],
    marks=[{"at": "2024-04-01", "label": "cut-off"}, {"at": "2024-05-27", "label": "today"}],
    summary="It learned from what came before the cut-off, and was tested on the eight weeks after it.",
)

GALLERY: list[dict[str, Any]] = [
    examples.CARDS,
    examples.NOTES[0],
    examples.TABLE,
    examples.line(120),
    examples.bar(8, horizontal=True),
    examples.scatter(240),
    examples.HEATMAP,
    {**examples.fan(1, 372), "title": "Forecast"},
    *(block.as_dict() for block in (CURVE, WATERFALL, TIMELINE)),
]
