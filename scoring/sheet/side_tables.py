"""What transactions and notes say of a customer as of a date: later ones are not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from columns.values import dates, numbers, spellings
from contract.data import Kind

Names = Mapping[str, str | None]
"""The column of a side table that plays each role."""

DAY = np.timedelta64(1, "D")
TRANSACTIONS, SUM, MEAN = "transactions", "transactions: sum", "transactions: mean"
LAST, FIRST = "days since last transaction", "days since first transaction"


def transaction_columns(
    table: pd.DataFrame,
    names: Names,
    keys: pd.Series,
    moments: np.ndarray,
    until: np.ndarray | None = None,
) -> tuple[pd.DataFrame, dict[str, Kind]]:
    """One row per row of ``keys``: number, sum and mean, days since the last and the first up to ``moments``.

    A customer without transactions has 0 of them, and no days. Where a moment stands for a whole day,
    ``until`` is its end: what happened on it was 0 days ago.
    """
    amount = names.get("amount")
    lines = {
        "date": dates(table[names["date"]]),
        "amount": numbers(table[amount]) if amount else np.nan,
    }
    joined = _of_rows(table, names, lines, keys, moments if until is None else until)
    joined = joined[joined["date"] <= joined["until"]]
    joined["date"] = np.minimum(joined["date"].to_numpy(), moments[joined["row"]])
    grouped = joined.groupby("row")
    found = pd.DataFrame(index=np.arange(len(keys)))
    found[TRANSACTIONS] = grouped.size()
    if amount:
        found[SUM], found[MEAN] = grouped["amount"].sum(), grouped["amount"].mean()
        found[SUM] = found[SUM].fillna(0.0)
    found[TRANSACTIONS] = found[TRANSACTIONS].fillna(0).astype(float)
    found[LAST] = (moments - grouped["date"].max().reindex(found.index).to_numpy()) / DAY
    found[FIRST] = (moments - grouped["date"].min().reindex(found.index).to_numpy()) / DAY
    return found, {str(name): "number" for name in found}


NOTES, TEXT = "notes", "notes: text"


def note_columns(
    table: pd.DataFrame,
    names: Names,
    keys: pd.Series,
    moments: np.ndarray,
    until: np.ndarray | None = None,
) -> tuple[pd.DataFrame, dict[str, Kind]]:
    """One row per row of ``keys``. Notes without a date count as written beforehand."""
    date = names.get("date")
    lines = {
        "date": dates(table[date]) if date else np.datetime64("NaT", "ns"),
        "text": table[names["text"]].fillna("").astype(str).to_numpy(),
    }
    joined = _of_rows(table, names, lines, keys, moments if until is None else until)
    grouped = joined[~(joined["date"] > joined["until"])].groupby("row")["text"]
    found = pd.DataFrame(index=np.arange(len(keys)))
    found[NOTES] = grouped.size()
    found[NOTES] = found[NOTES].fillna(0).astype(float)
    found[TEXT] = grouped.agg("\n".join)
    return found, {NOTES: "number", TEXT: "text"}


def _of_rows(
    table: pd.DataFrame, names: Names, lines: Mapping[str, Any], keys: pd.Series, until: np.ndarray
) -> pd.DataFrame:
    """The ``lines`` of ``table`` with the row they belong to. What has no key belongs to no row."""
    found = pd.DataFrame({"key": spellings(table[names["key"]]).to_numpy(), **lines}).dropna(subset="key")
    rows = pd.DataFrame({"key": spellings(keys).to_numpy(), "row": np.arange(len(keys)), "until": until})
    return rows.merge(found, on="key")
