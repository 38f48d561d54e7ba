"""The notes on a customer up to a date, as one text and their number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from columns.values import dates
from training.exchange import Kind, TrainingData

COUNT, TEXT = "notes", "notes: text"


def columns(data: TrainingData, keys: pd.Series, moments: np.ndarray) -> tuple[pd.DataFrame, dict[str, Kind]]:
    """One row per row of ``keys``. Notes without a date count as written beforehand."""
    table = data.tables["notes"]
    date = data.column("notes.date")
    lines = pd.DataFrame(
        {
            "key": table[data.column("notes.key")].astype(str),
            "date": dates(table[date]) if date else np.datetime64("NaT", "ns"),
            "text": table[data.column("notes.text")].fillna("").astype(str),
        }
    )
    rows = pd.DataFrame({"key": keys.astype(str).to_numpy(), "row": np.arange(len(keys)), "moment": moments})
    joined = rows.merge(lines, on="key")
    grouped = joined[~(joined["date"] > joined["moment"])].groupby("row")["text"]
    found = pd.DataFrame(index=np.arange(len(keys)))
    found[COUNT] = grouped.size()
    found[COUNT] = found[COUNT].fillna(0).astype(float)
    found[TEXT] = grouped.agg("\n".join)
    return found, {COUNT: "number", TEXT: "text"}
