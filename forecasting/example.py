"""A tiny sheet for the docs, the demo and the contract tests: three shops, 120 days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, TrainingData

DAYS = 120
SHOPS = {"North": 200.0, "Market": 120.0, "Harbour": 60.0}
WEEK = np.array([0.9, 0.85, 0.9, 1.0, 1.25, 1.4, 0.7])
PROMOTION_LIFT = 1.3


def example_data() -> TrainingData:
    """Level × weekday × trend × promotion × noise; the same at every call."""
    random = np.random.default_rng(20240101)
    days = np.arange(DAYS)
    sheets = []
    for shop, level in SHOPS.items():
        promotion = random.random(DAYS) < 0.15
        sales = level * WEEK[days % 7] * (1 + 0.002 * days) * np.where(promotion, PROMOTION_LIFT, 1.0)
        sheet = pd.DataFrame({"date": pd.Timestamp("2024-01-01") + pd.to_timedelta(days, unit="D")})
        sheet["shop"] = shop
        sheet["sales"] = np.round(sales * random.normal(1, 0.06, DAYS), 2)
        sheet["promotion"] = promotion
        sheets.append(sheet)
    return TrainingData(
        tables={MAIN: pd.concat(sheets, ignore_index=True)},
        columns={"time": "date", "target": "sales", "item": "shop", "features": ("promotion",)},
        kinds={MAIN: {"date": "date", "shop": "category", "sales": "number", "promotion": "flag"}},
    )
