"""Days without sales: if a driver has always meant zero, the forecast is exactly 0, and certain.

Found for flags, categories and numbers of few values, such as Open = 0.
"""

from __future__ import annotations

import numpy as np

from forecasting.panel import Panel

MOST_VALUES = 12  # of a driver that may say closed
SHARE_OF_ZEROS = 0.99  # while the driver has such a value
MOST_ZEROS_ELSEWHERE = 0.5  # where zeros are usual, a driver does not explain them
FEWEST_SEEN = 20

Closing = tuple[tuple[float, ...], ...]
"""For each driver the values that mean closed."""


def learn_closing(panel: Panel) -> Closing:
    """From the whole history of all series."""
    known = ~np.isnan(panel.values)
    zero = panel.values == 0
    return tuple(_closing(values[:, : panel.steps], known, zero) for values in panel.drivers)


def closed_ahead(panel: Panel, horizon: int, closing: Closing) -> np.ndarray:
    """Series × ``horizon``: True where any driver says closed."""
    closed = np.zeros((len(panel.items), horizon), dtype=bool)
    if any(closing):
        ahead = panel.known_drivers(horizon)[:, :, panel.steps :]
        for driver, values in zip(ahead, closing, strict=True):
            closed |= np.isin(driver, values)
    return closed


def _closing(driver: np.ndarray, known: np.ndarray, zero: np.ndarray) -> tuple[float, ...]:
    told = known & np.isfinite(driver)
    seen = np.unique(driver[told])
    if len(seen) > MOST_VALUES:
        return ()
    found = []
    for value in seen:
        inside = told & (driver == value)
        elsewhere = known & ~inside
        if inside.sum() < FEWEST_SEEN or not elsewhere.any():
            continue
        if zero[inside].mean() >= SHARE_OF_ZEROS and zero[elsewhere].mean() <= MOST_ZEROS_ELSEWHERE:
            found.append(float(value))
    return tuple(found)
