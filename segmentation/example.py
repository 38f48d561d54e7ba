"""A small sheet with three clear groups of customers: for the docs, the demo and the tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, Kind, TrainingData

GROUP_SIZE = 40
# mean sales, mean orders a year, mean discount, area, loyalty
GROUPS = (
    (48_000, 40, 0.04, "urban", "high"),
    (12_000, 18, 0.10, "suburban", "medium"),
    (3_000, 5, 0.20, "rural", "low"),
)
KINDS: dict[str, Kind] = {
    "customer_id": "text",
    "total_sales": "number",
    "orders_per_year": "number",
    "average_discount": "number",
    "area": "category",
    "loyalty": "category",
}


def three_groups(size: int = GROUP_SIZE, seed: int = 0) -> TrainingData:
    """``size`` customers of each group, one group after the other, and a few missing cells."""
    random = np.random.default_rng(seed)
    parts = [
        pd.DataFrame(
            {
                "total_sales": (sales * random.lognormal(0, 0.25, size)).round(2),
                "orders_per_year": random.poisson(orders, size).astype(float),
                "average_discount": random.normal(discount, 0.02, size).clip(0).round(3),
                "area": area,
                "loyalty": loyalty,
            }
        )
        for sales, orders, discount, area, loyalty in GROUPS
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame.insert(0, "customer_id", [f"C{number:04d}" for number in range(1, len(frame) + 1)])
    frame.loc[random.choice(len(frame), 4, replace=False), "orders_per_year"] = np.nan
    frame.loc[random.choice(len(frame), 6, replace=False), "area"] = "suburban"
    return TrainingData(
        tables={MAIN: frame},
        columns={
            "id": "customer_id",
            "value": "total_sales",
            "features": ("orders_per_year", "average_discount", "area", "loyalty"),
        },
        kinds={MAIN: KINDS},
    )
