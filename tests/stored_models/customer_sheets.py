"""Small made-up sheets of customers for segments and scores; each is the same at every call."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, Kind, TrainingData

SOURCES = {"referral": 1.2, "website": 0.0, "advert": -0.8}
PRAISE = ("friendly helpful staff", "quick delivery again", "great value for money", "asked for the new list")
BLAME = ("late delivery again", "invoice was wrong", "nobody answered the phone", "price too high this year")
KINDS: dict[str, Kind] = {
    "customer_id": "text",
    "visits": "number",
    "spend": "number",
    "source": "category",
    "plan": "category",
    "newsletter": "flag",
    "paperless": "flag",
    "outcome": "flag",
}
FEATURES = ("visits", "spend", "source", "plan", "newsletter", "paperless")


def customers(rows: int = 90, seed: int = 51) -> TrainingData:
    """Numbers, words, a category written as numbers, a flag of true and false, one of yes and no; a few cells
    of ``spend`` and ``source`` are missing."""
    frame, odds, random = _customers(rows, seed)
    frame["outcome"] = random.random(rows) < 1 / (1 + np.exp(-odds))
    return TrainingData(
        tables={MAIN: frame},
        columns={"entity": "customer_id", "label": "outcome", "features": FEATURES},
        kinds={MAIN: KINDS},
    )


def words_for_outcomes() -> TrainingData:
    """The same, with the outcome in two words and unknown for some."""
    data = customers(seed=52)
    main = data.main.copy()
    main["outcome"] = main["outcome"].map({True: "churned", False: "stayed"})
    main.loc[main.index[::9], "outcome"] = None
    kinds: dict[str, Kind] = {**KINDS, "outcome": "category"}
    return TrainingData({MAIN: main}, data.columns, {MAIN: kinds})


def amounts() -> TrainingData:
    """A numeric outcome: what each customer spends next year."""
    frame, odds, random = _customers(120, 53)
    frame["outcome"] = np.round(400 + 180 * odds + random.normal(0, 90, len(frame)), 2)
    kinds: dict[str, Kind] = {**KINDS, "outcome": "number"}
    return TrainingData(
        tables={MAIN: frame},
        columns={"entity": "customer_id", "label": "outcome", "features": FEATURES},
        kinds={MAIN: kinds},
    )


def dated(rows: int = 120) -> TrainingData:
    """Rows with a date of their own, two date columns and a column of free text."""
    frame, odds, random = _customers(rows, 54)
    moment = pd.Timestamp("2024-01-05") + pd.to_timedelta(np.arange(rows) * 2, unit="D")
    frame.insert(1, "snapshot", moment)
    frame["signed_up"] = moment - pd.to_timedelta(random.integers(20, 900, rows), unit="D")
    frame["last_order"] = moment - pd.to_timedelta(random.integers(0, 60, rows), unit="D")
    frame.loc[::11, "last_order"] = pd.NaT
    happy = random.random(rows) < 0.5
    frame["comment"] = _comments(happy, random)
    frame.loc[::13, "comment"] = None
    frame["outcome"] = random.random(rows) < 1 / (1 + np.exp(-odds - np.where(happy, 0.8, -0.8)))
    kinds: dict[str, Kind] = {
        **KINDS,
        "snapshot": "date",
        "signed_up": "date",
        "last_order": "date",
        "comment": "text",
    }
    return TrainingData(
        tables={MAIN: frame},
        columns={
            "entity": "customer_id",
            "label": "outcome",
            "time": "snapshot",
            "features": (*FEATURES, "signed_up", "last_order", "comment"),
        },
        kinds={MAIN: kinds},
    )


def side_tables(rows: int = 120) -> TrainingData:
    """Customers, their outcomes, transactions and notes in four sheets."""
    frame, odds, random = _customers(rows, 55)
    ids, latest = frame["customer_id"], pd.Timestamp("2024-06-30")
    bought = random.choice(rows, 3 * rows)
    transactions = pd.DataFrame({"customer": ids.iloc[bought].to_numpy()})
    transactions["day"] = latest - pd.to_timedelta(random.integers(0, 300, len(bought)), unit="D")
    transactions["amount"] = random.gamma(2, 40, len(bought)).round(2)
    written = random.choice(rows, rows)
    happy = random.random(rows) < 0.5
    notes = pd.DataFrame({"customer": ids.iloc[written].to_numpy()})
    notes["day"] = latest - pd.to_timedelta(random.integers(0, 300, rows), unit="D")
    notes["note"] = _comments(happy[written], random)
    odds = odds + 0.3 * np.bincount(bought, minlength=rows) - 0.9 + np.where(happy, 0.6, -0.6)
    labels = pd.DataFrame({"customer": ids, "won": random.random(rows) < 1 / (1 + np.exp(-odds))})
    return TrainingData(
        tables={MAIN: frame, "labels": labels, "transactions": transactions, "notes": notes},
        columns={
            "entity": "customer_id",
            "features": FEATURES,
            "labels.key": "customer",
            "labels.label": "won",
            "transactions.key": "customer",
            "transactions.date": "day",
            "transactions.amount": "amount",
            "notes.key": "customer",
            "notes.date": "day",
            "notes.text": "note",
        },
        kinds={
            MAIN: KINDS,
            "labels": {"customer": "text", "won": "flag"},
            "transactions": {"customer": "text", "day": "date", "amount": "number"},
            "notes": {"customer": "text", "day": "date", "note": "text"},
        },
    )


def three_groups() -> TrainingData:
    """For segments: three groups of customers, with a flag, an ordered word and a skewed number."""
    random = np.random.default_rng(56)
    groups = ((48_000, 40, "urban", "high", True), (12_000, 18, "suburban", "medium", False))
    parts = [
        pd.DataFrame(
            {
                "sales": (sales * random.lognormal(0, 0.3, 25)).round(2),
                "orders": random.poisson(orders, 25).astype(float),
                "area": area,
                "loyalty": loyalty,
                "member": random.random(25) < (0.9 if member else 0.1),
            }
        )
        for sales, orders, area, loyalty, member in (*groups, (3_000, 5, "rural", "low", False))
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame.insert(0, "number", np.arange(1001, 1001 + len(frame)))
    frame.loc[::17, "orders"] = np.nan
    frame.loc[::19, "area"] = None
    return TrainingData(
        tables={MAIN: frame},
        columns={
            "id": "number",
            "value": "sales",
            "features": ("orders", "area", "loyalty", "member"),
        },
        kinds={
            MAIN: {
                "number": "number",
                "sales": "number",
                "orders": "number",
                "area": "category",
                "loyalty": "category",
                "member": "flag",
            }
        },
    )


def _customers(rows: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.random.Generator]:
    """Customers, and the log-odds of their outcome."""
    random = np.random.default_rng(seed)
    visits = random.poisson(3, rows)
    spend = random.gamma(2, 60, rows).round(2)
    source = random.choice(list(SOURCES), rows, p=[0.2, 0.5, 0.3])
    plan = random.choice([1, 2, 3], rows)
    newsletter, paperless = random.random(rows) < 0.4, random.random(rows) < 0.5
    odds = -2.0 + 0.3 * visits + 0.005 * spend + np.vectorize(SOURCES.get)(source) + 0.7 * newsletter
    odds = odds + 0.3 * (plan - 2) + np.where((visits > 4) & ~newsletter, -1.5, 0.0)
    frame = pd.DataFrame({"customer_id": [f"K{number:03d}" for number in range(1, rows + 1)]})
    frame["visits"], frame["spend"], frame["source"], frame["plan"] = visits, spend, source, plan
    frame["newsletter"], frame["paperless"] = newsletter, np.where(paperless, "yes", "no")
    frame.loc[random.choice(rows, rows // 20, replace=False), "spend"] = np.nan
    frame.loc[random.choice(rows, rows // 30, replace=False), "source"] = None
    return frame, odds, random


def _comments(happy: np.ndarray, random: np.random.Generator) -> list[str]:
    """No two alike: each names an order."""
    return [
        f"{random.choice(PRAISE if good else BLAME)}, order {number + 100} of {random.choice(list(SOURCES))}"
        for number, good in enumerate(happy)
    ]
