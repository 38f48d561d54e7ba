"""Leads with their transactions and notes: three sheets that a score can learn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, TrainingData

ROWS = 240
LAST = pd.Timestamp("2026-06-30")
FEATURES = ("visits", "budget", "source", "newsletter", "signed_up")
PRAISE = ("friendly staff, will order again", "asked for the new price list", "quick delivery, very happy")
BLAME = ("late delivery, not happy at all", "invoice was wrong once more", "nobody answered the phone")


def leads() -> TrainingData:
    """Customers are numbers; amounts have cents, transactions a time of day. Chances rise with visits, with
    transactions and with kind notes. The same at every call."""
    random = np.random.default_rng(11)
    customers = np.arange(1001, 1001 + ROWS)
    main = pd.DataFrame(
        {
            "customer": customers,
            "visits": random.poisson(3, ROWS),
            "budget": random.gamma(2, 900, ROWS).round(2),
            "source": random.choice(["referral", "website", "advert"], ROWS),
            "newsletter": random.random(ROWS) < 0.4,
            "signed_up": LAST.normalize() - pd.to_timedelta(random.integers(30, 900, ROWS), unit="D"),
        }
    )
    main.loc[::23, "budget"] = np.nan
    bought = np.sort(random.choice(ROWS, 3 * ROWS))
    transactions = pd.DataFrame({"customer": customers[bought]})
    transactions["day"] = LAST - pd.to_timedelta(random.integers(0, 300 * 24 * 60, len(bought)), unit="min")
    transactions["amount"] = random.gamma(2, 600, len(bought)).round(2)
    happy = random.random(ROWS) < 0.5
    notes = pd.DataFrame({"customer": customers})
    notes["day"] = LAST.normalize() - pd.to_timedelta(random.integers(0, 300, ROWS), unit="D")
    notes["note"] = [
        f"{random.choice(PRAISE if kind else BLAME)}, order {number}" for number, kind in enumerate(happy)
    ]
    odds = 0.3 * main["visits"] + 0.3 * np.bincount(bought, minlength=ROWS) + np.where(happy, 0.6, -0.6) - 2.2
    main["converted"] = random.random(ROWS) < 1 / (1 + np.exp(-odds))
    return TrainingData(
        tables={MAIN: main, "transactions": transactions, "notes": notes},
        columns={
            "entity": "customer",
            "label": "converted",
            "features": FEATURES,
            "transactions.key": "customer",
            "transactions.date": "day",
            "transactions.amount": "amount",
            "notes.key": "customer",
            "notes.text": "note",
            "notes.date": "day",
        },
        kinds={
            MAIN: {
                "customer": "number",
                "visits": "number",
                "budget": "number",
                "source": "category",
                "newsletter": "flag",
                "signed_up": "date",
                "converted": "flag",
            },
            "transactions": {"customer": "number", "day": "date", "amount": "number"},
            "notes": {"customer": "number", "day": "date", "note": "text"},
        },
    )
