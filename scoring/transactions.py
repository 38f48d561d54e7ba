"""What a customer's transactions say as of a date: later ones are ignored."""

from __future__ import annotations

import numpy as np
import pandas as pd

from columns.values import dates, numbers
from training.exchange import Kind, TrainingData

DAY = np.timedelta64(1, "D")
COUNT, SUM, MEAN = "transactions", "transactions: sum", "transactions: mean"
LAST, FIRST = "days since last transaction", "days since first transaction"


def columns(data: TrainingData, keys: pd.Series, moments: np.ndarray) -> tuple[pd.DataFrame, dict[str, Kind]]:
    """One row per row of ``keys``: number, sum and mean, days since the last and the first up to ``moments``.

    A customer without transactions has 0 of them, and no days.
    """
    table = data.tables["transactions"]
    amount = data.column("transactions.amount")
    lines = pd.DataFrame(
        {
            "key": table[data.column("transactions.key")].astype(str),
            "date": dates(table[data.column("transactions.date")]),
            "amount": numbers(table[amount]) if amount else np.nan,
        }
    )
    rows = pd.DataFrame({"key": keys.astype(str).to_numpy(), "row": np.arange(len(keys)), "moment": moments})
    joined = rows.merge(lines, on="key")
    joined = joined[joined["date"] <= joined["moment"]]
    grouped = joined.groupby("row")
    found = pd.DataFrame(index=np.arange(len(keys)))
    found[COUNT] = grouped.size()
    if amount:
        found[SUM], found[MEAN] = grouped["amount"].sum(), grouped["amount"].mean()
        found[SUM] = found[SUM].fillna(0.0)
    found[COUNT] = found[COUNT].fillna(0).astype(float)
    found[LAST] = (moments - grouped["date"].max().reindex(found.index).to_numpy()) / DAY
    found[FIRST] = (moments - grouped["date"].min().reindex(found.index).to_numpy()) / DAY
    return found, {str(name): "number" for name in found}
