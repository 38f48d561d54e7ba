"""Sales of shops, and shops that are customers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

STORES, DAYS, REBUILT = 6, 240, range(60, 120)
MISSING_DATES = 2 * len(REBUILT)
"""Two stores were closed for two months, of which there are no rows."""


def make(folder: Path) -> None:
    sales(372).to_csv(folder / "seed" / "sales_forecasting_training.csv", index=False)
    sales(30).to_csv(folder / "seed" / "test_forecast.csv", index=False)
    retailers(50).to_csv(folder / "seed" / "customer_segmentation_training.csv", index=False)
    retailers(10).to_csv(folder / "seed" / "test_segmentation.csv", index=False)
    stores().to_csv(folder / "forecasting" / "rossmann_100_stores_daily.csv", index=False)


def sales(days: int) -> pd.DataFrame:
    """A trend, a week and little noise, to the day before New Year's Eve."""
    random = np.random.default_rng(days)
    dates = pd.date_range(end="2024-12-30", periods=days)
    week = np.array([0, 20, 45, 90, 190, 260, 120])[dates.dayofweek]
    amount = 1_000 + 1.5 * np.arange(days) + week + random.normal(0, 4, days)
    return pd.DataFrame({"date": dates, "amount": amount.round(2)})


def retailers(rows: int) -> pd.DataFrame:
    """Of five sizes in turn. Every town is a place of its own, as is nearly every business."""
    random = np.random.default_rng(rows)
    size = np.arange(rows) % 5
    return pd.DataFrame(
        {
            "id": np.arange(1, rows + 1),
            "city": [f"Town {n}" for n in range(rows)],
            "business_type": [f"Shop for goods {n}" for n in range(rows)],
            "employees": 3 + 12 * size + random.integers(0, 3, rows),
            "years_open": 2 + 4 * size + random.integers(0, 2, rows),
            "orders_per_month": 4 + 9 * size + random.integers(0, 3, rows),
            "delivery": np.where(size > 2, "own", "post"),
            "total_sales": 4_000 + 21_000 * size + random.integers(0, 900, rows),
        }
    )


def stores() -> pd.DataFrame:
    """Every store is closed on Sundays, which are real zeros."""
    random = np.random.default_rng(9)
    frames = []
    for store in range(1, STORES + 1):
        days = pd.date_range("2013-01-01", periods=DAYS)
        opened = (days.dayofweek != 6).astype(int)
        amount = opened * (4_000 + 300 * store + random.normal(0, 200, DAYS)).round()
        frame = pd.DataFrame({"Store": store, "Date": days, "Sales": amount.astype(int), "Open": opened})
        frames.append(frame.drop(index=REBUILT) if store <= 2 else frame)
    return pd.concat(frames, ignore_index=True)
