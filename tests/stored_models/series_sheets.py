"""Small made-up sheets of sales for the forecasting models; each is the same at every call."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, Kind, TrainingData

WEEK = np.array([0.9, 0.85, 0.9, 1.0, 1.25, 1.4, 0.7])
KINDS: dict[str, Kind] = {"date": "date", "shop": "category", "sales": "number"}
FIRST_DAY = "2024-01-01"  # a Monday


def shops(days: int = 70, levels: tuple[float, ...] = (200.0, 60.0)) -> TrainingData:
    """Level × weekday × trend × noise of a few shops, and nothing else."""
    random = np.random.default_rng(41)
    day = np.arange(days)
    parts = []
    for shop, level in zip(("North", "Harbour", "Market"), levels, strict=False):
        sales = level * WEEK[day % 7] * (1 + 0.003 * day) * random.normal(1, 0.06, days)
        parts.append(pd.DataFrame({"date": _days(days), "shop": shop, "sales": sales.round(2)}))
    return TrainingData(
        tables={MAIN: pd.concat(parts, ignore_index=True)},
        columns={"time": "date", "target": "sales", "item": "shop"},
        kinds={MAIN: KINDS},
    )


def drivers(days: int = 84, ahead: int = 5) -> TrainingData:
    """Products in stores. Price, promotion and campaign are known ahead, also for the last ``ahead`` rows of
    each item, which tell nothing else; visitors are known afterwards; size and kind are the store's.
    """
    random = np.random.default_rng(42)
    day = np.arange(days + ahead)
    parts = []
    for store, size, kind in (("North", 320, "mall"), ("Harbour", 90, "street")):
        visitors = (size * WEEK[day % 7] * random.normal(1, 0.1, len(day))).round()
        for product, level in (("tea", 30.0), ("coffee", 80.0)):
            price = (level / 10 * random.choice([1.0, 0.9, 1.1], len(day)) + day / 100).round(2)
            promotion = random.random(len(day)) < 0.2
            campaign = random.choice(["leaflet", "radio", "none"], len(day), p=[0.2, 0.2, 0.6])
            sales = level * WEEK[day % 7] * np.where(promotion, 1.5, 1.0) * (level / 10 / price)
            sales = sales * np.where(campaign == "radio", 1.2, 1.0) * random.normal(1, 0.05, len(day))
            past = day < days
            sheet = pd.DataFrame({"date": _days(len(day)), "store": store, "product": product})
            sheet["sales"] = np.where(past, sales.round(), np.nan)
            sheet["price"], sheet["promotion"], sheet["campaign"] = price, promotion, campaign
            sheet["visitors"] = np.where(past, visitors, np.nan)
            sheet["size"], sheet["kind"] = size, kind
            parts.append(sheet)
    return TrainingData(
        tables={MAIN: pd.concat(parts, ignore_index=True)},
        columns={
            "time": "date",
            "target": "sales",
            "item": ("store", "product"),
            "features": ("price", "promotion", "campaign"),
            "past": ("visitors",),
            "static": ("size", "kind"),
        },
        kinds={
            MAIN: {
                "date": "date",
                "store": "category",
                "product": "category",
                "sales": "number",
                "price": "number",
                "promotion": "flag",
                "campaign": "category",
                "visitors": "number",
                "size": "number",
                "kind": "category",
            }
        },
    )


def promotions() -> TrainingData:
    """Two shops, and the promotions of both in a sheet of their own, two of them ahead."""
    data = shops()
    plan = pd.DataFrame(
        {
            "from": pd.to_datetime(
                ["2024-01-10", "2024-01-25", "2024-02-12", "2024-02-28", "2024-03-13", "2024-03-18"]
            ),
            "until": pd.to_datetime(["2024-01-14", None, "2024-02-16", "2024-03-01", "2024-03-15", None]),
            "shop": ["North", None, "Harbour", "North", "North", None],
            "mechanic": ["two for one", "discount", "discount", "two for one", "two for one", "discount"],
            "percent": [None, 20.0, 10.0, None, None, 20.0],
        }
    )
    main = data.main.copy()
    for row in plan.itertuples():
        until = row[1] if pd.isna(row.until) else row.until
        hit = main["date"].between(row[1], until) & (main["shop"].eq(row.shop) | pd.isna(row.shop))
        main.loc[hit, "sales"] = (main.loc[hit, "sales"] * 1.6).round(2)
    return TrainingData(
        tables={MAIN: main, "promotions": plan},
        columns={
            **data.columns,
            "promotions.start": "from",
            "promotions.end": "until",
            "promotions.item": "shop",
            "promotions.kind": "mechanic",
            "promotions.depth": "percent",
        },
        kinds={
            **data.kinds,
            "promotions": {
                "from": "date",
                "until": "date",
                "shop": "category",
                "mechanic": "category",
                "percent": "number",
            },
        },
    )


def months() -> TrainingData:
    """Five years of two items by the month, numbered instead of named."""
    random = np.random.default_rng(43)
    month = np.arange(60)
    parts = []
    for item, level in ((1, 900.0), (2, 140.0)):
        sales = level * (1 + 0.25 * np.sin(2 * np.pi * month / 12)) * (1 + 0.005 * month)
        sheet = pd.DataFrame({"date": pd.date_range("2019-01-01", periods=60, freq="MS"), "shop": item})
        sheet["sales"] = (sales * random.normal(1, 0.04, 60)).round(1)
        parts.append(sheet)
    return TrainingData(
        tables={MAIN: pd.concat(parts, ignore_index=True)},
        columns={"time": "date", "target": "sales", "item": "shop"},
        kinds={MAIN: {**KINDS, "shop": "number"}},
    )


def hours() -> TrainingData:
    """Calls of 15 days by the hour, none at night; one series without a name."""
    random = np.random.default_rng(44)
    hour = np.arange(15 * 24)
    calls = 40 * np.clip(np.sin(np.pi * (hour % 24 - 6) / 14), 0, None) * WEEK[hour // 24 % 7]
    sheet = pd.DataFrame({"date": pd.date_range(FIRST_DAY, periods=len(hour), freq="h")})
    sheet["calls"] = random.poisson(calls)
    return TrainingData(
        tables={MAIN: sheet},
        columns={"time": "date", "target": "calls"},
        kinds={MAIN: {"date": "date", "calls": "number"}},
    )


def seldom() -> TrainingData:
    """Spare parts of which most days sell none."""
    random = np.random.default_rng(45)
    parts = []
    for part, often in (("gasket", 0.25), ("valve", 0.12)):
        sold = np.where(random.random(84) < often, random.integers(1, 6, 84), 0)
        parts.append(pd.DataFrame({"date": _days(84), "shop": part, "sales": sold}))
    return TrainingData(
        tables={MAIN: pd.concat(parts, ignore_index=True)},
        columns={"time": "date", "target": "sales", "item": "shop"},
        kinds={MAIN: KINDS},
    )


def own_ends() -> TrainingData:
    """Two shops, of which one has sent its last week late."""
    data = shops()
    main = data.main
    late = main["shop"].eq("Harbour") & (main["date"] > main["date"].max() - pd.Timedelta(days=7))
    return TrainingData({MAIN: main[~late].reset_index(drop=True)}, data.columns, data.kinds)


def _days(count: int) -> pd.DatetimeIndex:
    return pd.date_range(FIRST_DAY, periods=count)
