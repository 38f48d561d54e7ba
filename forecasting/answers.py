"""The table of an answer: one row per item and step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.panel import Panel


def answer_columns(levels: Sequence[int]) -> list[str]:
    bounds = [f"{side}_{level}" for level in levels for side in ("lower", "upper")]
    return ["item", "date", "value", *bounds]


def answer_table(
    items: Sequence[str],
    dates: np.ndarray,
    values: np.ndarray,
    half_widths: Mapping[int, np.ndarray],
    nonnegative: np.ndarray,
) -> pd.DataFrame:
    """``dates`` (ISO text), ``values`` and each of ``half_widths`` are items × steps.

    No bound of a ``nonnegative`` item is below 0.
    """
    columns: dict[str, np.ndarray] = {
        "item": np.repeat(np.asarray(items, dtype=object), dates.shape[1]),
        "date": dates.ravel(),
        "value": values.ravel(),
    }
    floors = floors_of(nonnegative)[:, None]
    columns |= {key: bound.ravel() for key, bound in bounds(values, half_widths, floors).items()}
    return pd.DataFrame(columns)


def dates_ahead(panel: Panel, horizon: int) -> np.ndarray:
    """Items × ``horizon``: the dates after each item's end, as ISO text."""
    farthest = int(panel.offsets.max(initial=0))
    texts = panel.frequency.to_text(panel.times(panel.steps - farthest, panel.steps + horizon))
    places = farthest - panel.offsets[:, None] + np.arange(horizon)[None, :]
    return np.asarray(texts, dtype=object)[places]


def floors_of(nonnegative: np.ndarray) -> np.ndarray:
    """What no bound of a series is below: 0, or nothing."""
    return np.where(nonnegative, 0.0, -np.inf)


def bounds(
    values: np.ndarray, half_widths: Mapping[int, np.ndarray], floors: np.ndarray
) -> dict[str, np.ndarray]:
    """``lower_80``, ``upper_80`` ...: ``values`` and a half width for each level, of one shape."""
    found = {}
    for level, half_width in half_widths.items():
        found[f"lower_{level}"] = np.maximum(values - half_width, floors)
        found[f"upper_{level}"] = values + half_width
    return found
