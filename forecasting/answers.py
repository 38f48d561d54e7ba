"""The table of an answer: one row per item and step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def answer_columns(levels: Sequence[int]) -> list[str]:
    bounds = [f"{side}_{level}" for level in levels for side in ("lower", "upper")]
    return ["item", "date", "value", *bounds]


def answer_table(
    items: Sequence[str],
    dates: Sequence[str],
    values: np.ndarray,
    half_widths: Mapping[int, np.ndarray],
    nonnegative: np.ndarray,
) -> pd.DataFrame:
    """``values`` and each of ``half_widths`` are items × dates.

    No bound of a ``nonnegative`` item is below 0.
    """
    columns: dict[str, np.ndarray] = {
        "item": np.repeat(np.asarray(items, dtype=object), len(dates)),
        "date": np.tile(np.asarray(dates, dtype=object), len(items)),
        "value": values.ravel(),
    }
    floor = np.where(nonnegative, 0.0, -np.inf)[:, None]
    for level, half_width in half_widths.items():
        columns[f"lower_{level}"] = np.maximum(values - half_width, floor).ravel()
        columns[f"upper_{level}"] = (values + half_width).ravel()
    return pd.DataFrame(columns)
