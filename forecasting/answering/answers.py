"""The table of an answer: one row per item and step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.panel import Panel

Bounds = Mapping[int, tuple[np.ndarray, np.ndarray]]
"""Lower and upper bounds by level."""


def answer_columns(levels: Sequence[int]) -> list[str]:
    bounds = [f"{side}_{level}" for level in levels for side in ("lower", "upper")]
    return ["item", "date", "value", *bounds]


def answer_table(items: Sequence[str], dates: np.ndarray, values: np.ndarray, bounds: Bounds) -> pd.DataFrame:
    """``dates`` (ISO text), ``values`` and each bound are items × steps."""
    columns: dict[str, np.ndarray] = {
        "item": np.repeat(np.asarray(items, dtype=object), dates.shape[1]),
        "date": dates.ravel(),
    }
    columns |= {key: found.ravel() for key, found in value_and_bounds(values, bounds).items()}
    return pd.DataFrame(columns)


def dates_ahead(panel: Panel, horizon: int) -> np.ndarray:
    """Items × ``horizon``: the dates after each item's end, as ISO text."""
    farthest = int(panel.offsets.max(initial=0))
    texts = panel.frequency.to_text(panel.times(panel.steps - farthest, panel.steps + horizon))
    places = farthest - panel.offsets[:, None] + np.arange(horizon)[None, :]
    return np.asarray(texts, dtype=object)[places]


def value_and_bounds(values: np.ndarray, bounds: Bounds) -> dict[str, np.ndarray]:
    """``value``, ``lower_80``, ``upper_80`` ...: arrays of one shape."""
    found = {"value": values}
    for level, (low, high) in bounds.items():
        found[f"lower_{level}"] = low
        found[f"upper_{level}"] = high
    return found
