"""Where an item is in its life: how old, growing or declining, how often it sells."""

from __future__ import annotations

import numpy as np

from forecasting.features.history import History
from forecasting.features.runs import steps_since
from forecasting.panel import Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say

STEADY = 0.1  # change of the mean, as a share, up to which an item neither grows nor declines
# Steps of the shorter and the longer look at zeros, and of the two means that tell the stage.
WINDOWS = {
    "hour": (24, 168, 168),
    "day": (28, 364, 91),
    "week": (13, 52, 26),
    "month": (6, 12, 12),
    "quarter": (2, 4, 4),
    "year": (2, 4, 2),
}


class AgeFeatures:
    """``reach`` is the number of steps that are looked back at.

    Zeros are counted in what was really sold: forecasts, of which hardly any is exactly 0, do not count.
    """

    def __init__(self, panel: Panel, reach: int):
        self._first, self._reach = panel.first, reach
        self._recent, self._long, self._stage = WINDOWS[panel.frequency.step]
        self._values = History(panel.values)
        self._zeros = History(np.where(np.isnan(panel.values), np.nan, panel.values == 0))
        self._since_sale = steps_since(panel.values > 0, reach)
        step = panel.frequency.step
        zeros = say("share of zeros in {steps}")
        self.names: list[Sentence] = [
            say("age"),
            say("steps since the last sale"),
            zeros.filled(steps=steps_in_words(self._recent, step)),
            zeros.filled(steps=steps_in_words(self._long, step)),
            say("stage: growing, steady or declining"),
        ]

    def rows(self, series: np.ndarray, origins: np.ndarray, known: np.ndarray) -> list[np.ndarray]:
        """``known`` are the steps at which what was really sold ends."""
        now = self._values.mean(series, known, self._stage)
        before = self._values.mean(series, known - self._stage, self._stage)
        return [
            np.minimum(origins - self._first[series], self._reach),
            self._since_sale[series, np.maximum(known - 1, 0)],
            self._zeros.mean(series, known, self._recent),
            self._zeros.mean(series, known, self._long),
            np.where(np.isnan(before), np.nan, _sign(now - before, STEADY * np.abs(before))),
        ]


def _sign(change: np.ndarray, least: np.ndarray) -> np.ndarray:
    """1 or -1 where ``change`` is larger than ``least``, else 0."""
    return np.sign(change) * (np.abs(change) > least)
