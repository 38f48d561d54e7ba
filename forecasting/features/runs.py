"""How long ago, how soon again, and the least so far: of series × steps, looking along the steps."""

from __future__ import annotations

import numpy as np


def steps_since(on: np.ndarray, farthest: int) -> np.ndarray:
    """Steps since the last True at or before each step, at most ``farthest``; 0 where it is True."""
    places = np.arange(on.shape[1])
    last = np.maximum.accumulate(np.where(on, places, -farthest), axis=1)
    return np.minimum(places - last, farthest)


def steps_until(on: np.ndarray, farthest: int) -> np.ndarray:
    """Steps until the next True at or after each step, at most ``farthest``."""
    return steps_since(on[:, ::-1], farthest)[:, ::-1]


def rolling_least(values: np.ndarray, window: int) -> np.ndarray:
    """The least of the ``window`` values up to and with each step, NaN not counting; inf where none is known.

    The least of a doubled window is that of two halves.
    """
    least = np.where(np.isnan(values), np.inf, values)
    covered = 1
    while covered < min(window, values.shape[1]):
        back = min(covered, window - covered)
        least[:, back:] = np.minimum(least[:, back:], least[:, :-back])
        covered += back
    return least
