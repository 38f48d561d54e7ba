"""Customers whose outcome, leaks and groups are known, for they are made from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

ROWS = 1_200


def make(folder: Path) -> None:
    bank().to_csv(folder / "scoring" / "bank_customer_churn_leaky.csv", index=False)
    telephone().to_csv(folder / "scoring" / "telco_churn.csv", index=False)
    mails().to_csv(folder / "scoring" / "hillstrom_email.csv.gz", index=False)
    leads().to_csv(folder / "scoring" / "x_education_leads.csv", index=False)
    mall().to_csv(folder / "segmentation" / "Mall_Customers.csv", index=False)
    wholesale().to_csv(folder / "segmentation" / "Wholesale_customers_data.csv", index=False)


def happens(random: np.random.Generator, odds: np.ndarray) -> np.ndarray:
    return random.random(len(odds)) < 1 / (1 + np.exp(-odds))


def bank() -> pd.DataFrame:
    """Who leaves has complained: nearly the outcome itself."""
    random = np.random.default_rng(1)
    age, products = random.integers(18, 80, ROWS), random.integers(1, 5, ROWS)
    left = happens(random, (age - 60) / 10 + (products == 3))
    return pd.DataFrame(
        {
            "CustomerId": 15_600_000 + random.permutation(ROWS),
            "Age": age,
            "Products": products,
            "Balance": random.normal(76_000, 30_000, ROWS).round(2),
            "Complain": (left ^ (random.random(ROWS) < 0.002)).astype(int),
            "Exited": left.astype(int),
        }
    )


def telephone() -> pd.DataFrame:
    """Nothing leaks. Eleven of who came this month have paid nothing yet: a blank, in a column of text."""
    random = np.random.default_rng(2)
    months, monthly = random.integers(1, 73, ROWS), random.uniform(18, 118, ROWS).round(2)
    contract = random.choice(["Month-to-month", "One year", "Two year"], ROWS, p=[0.55, 0.21, 0.24])
    odds = -1.1 - months / 30 + monthly / 60 + 1.2 * (contract == "Month-to-month")
    months[:11] = 0
    return pd.DataFrame(
        {
            "customerID": [f"{n:04}-TELCO" for n in random.permutation(ROWS)],
            "tenure": months,
            "Contract": contract,
            "MonthlyCharges": monthly,
            "TotalCharges": [f"{a * b:.2f}" if a else " " for a, b in zip(months, monthly, strict=True)],
            "Churn": np.where(happens(random, odds), "Yes", "No"),
        }
    ).sample(frac=1, random_state=2)


def mails() -> pd.DataFrame:
    """Who buys has visited: bought and spent are known only after the visit."""
    random = np.random.default_rng(3)
    rows = 20 * ROWS
    mail = random.choice(["Mens E-Mail", "Womens E-Mail", "No E-Mail"], rows)
    recency = random.integers(1, 13, rows)
    visit = happens(random, -1.6 - recency / 12 + 0.5 * (mail != "No E-Mail"))
    bought = visit & (random.random(rows) < 0.06)
    return pd.DataFrame(
        {
            "recency": recency,
            "history": random.exponential(240, rows).round(2),
            "segment": mail,
            "visit": visit.astype(int),
            "conversion": bought.astype(int),
            "spend": np.where(bought, random.uniform(20, 500, rows).round(2), 0.0),
        }
    )


def leads() -> pd.DataFrame:
    """What the sellers wrote down after they had called tells who bought. "Select" is a choice not made."""
    random = np.random.default_rng(4)
    visits, minutes = random.poisson(3, ROWS), random.exponential(8, ROWS)
    bought = happens(random, -2.2 + minutes / 7 + visits / 8)
    leads = pd.DataFrame(
        {
            "Prospect ID": [f"lead-{n:05}" for n in random.permutation(ROWS)],
            "TotalVisits": visits,
            "Minutes on website": minutes.round(1),
            "Lead Origin": random.choice(["API", "Form", "Import"], ROWS, p=[0.4, 0.5, 0.1]),
            "City": random.choice(["Select", "Paarl", "Durban"], ROWS, p=[0.3, 0.4, 0.3]),
        }
    )

    def told(yes: list[str | None], no: list[str | None]) -> np.ndarray:
        return np.where(
            bought, random.choice(np.array(yes, object), ROWS), random.choice(np.array(no, object), ROWS)
        )

    leads["Tags"] = told(["Will come", "Will come", "Closed"], ["Rings", "Not reached", None, None])
    leads["Lead Quality"] = told(["High", "High", "Might be"], ["Worst", "Worst", "Might be", None])
    leads["Last Notable Activity"] = told(["Sent a text", "Sent a text", "Modified"], ["Modified"])
    # Filled in of those alone who were worth a call.
    for kind in ("Activity", "Profile"):
        score = np.where(bought, random.integers(15, 19, ROWS), random.integers(11, 16, ROWS)).astype(float)
        score[~bought & (random.random(ROWS) < 0.8)] = np.nan
        leads[f"Asymmetrique {kind} Index"] = pd.cut(score, [0, 13, 15, 20], labels=["Low", "Medium", "High"])
        leads[f"Asymmetrique {kind} Score"] = score
    leads["Converted"] = bought.astype(int)
    return leads


def mall() -> pd.DataFrame:
    """Five groups: little or much of income and of spending, and the middle."""
    random = np.random.default_rng(5)
    centres = np.array([(25, 20), (25, 80), (55, 50), (88, 17), (86, 82)])
    places = np.repeat(centres, [22, 22, 80, 36, 40], axis=0) + random.normal(0, 5.5, (200, 2))
    return pd.DataFrame(places.round(), columns=["Annual Income (k$)", "Spending Score (1-100)"]).astype(int)


def wholesale() -> pd.DataFrame:
    """Hotels buy fresh and frozen goods, shops what stands on shelves: 1 and 2, as in the channels."""
    random = np.random.default_rng(6)
    channel = np.where(np.arange(440) % 3 == 0, 2, 1)
    hotel = {
        "Fresh": 9.2,
        "Milk": 7.8,
        "Grocery": 8.0,
        "Frozen": 7.6,
        "Detergents_Paper": 5.8,
        "Delicassen": 6.7,
    }
    shop = {
        "Fresh": 8.4,
        "Milk": 9.1,
        "Grocery": 9.6,
        "Frozen": 6.6,
        "Detergents_Paper": 8.6,
        "Delicassen": 7.0,
    }
    spent = {
        goods: np.exp(np.where(channel == 2, shop[goods], hotel[goods]) + random.normal(0, 0.7, 440)).round()
        for goods in hotel
    }
    return pd.DataFrame({"Channel": channel, "Region": random.integers(1, 4, 440), **spent}).astype(int)
