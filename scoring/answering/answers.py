"""Scores as a table: number, range, quality, money, recommendation and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.questions import HIGH_QUANTILE, MIDDLE_QUANTILE, Question, cut_offs

COLUMNS = (
    "id", "probability", "score", "lower", "upper", "quality", "expected_value", "recommendation", "reasons",
)  # fmt: skip
STEPS = 101  # quantiles of a numeric outcome by which a score from 0 to 100 is given


@dataclass(frozen=True)
class Scale:
    """How a prediction becomes a score from 0 to 100, a quality and money.

    ``quantiles`` of the known numeric outcomes; empty for probabilities, and where they are between 0 and
    100 already. ``high`` and ``middle`` are the least predictions of the two upper qualities.
    """

    numeric: bool
    high: float
    middle: float
    value: float
    cost: float
    quantiles: tuple[float, ...] = ()

    @classmethod
    def of(cls, y: np.ndarray, numeric: bool, value: float, cost: float) -> Scale:
        if not numeric:
            return cls(False, *cut_offs(float(y.mean())), value, cost)
        high, middle = np.quantile(y, [HIGH_QUANTILE, MIDDLE_QUANTILE])
        ready = y.min() >= 0 and 1 < y.max() <= 100
        steps = () if ready else tuple(np.quantile(y, np.linspace(0, 1, STEPS)).tolist())
        return cls(True, float(high), float(middle), value, cost, steps)

    @property
    def points(self) -> float:
        """Points per unit of the prediction, the unit of reasons."""
        return 1.0 if self.numeric else 100.0

    def score(self, predicted: np.ndarray) -> np.ndarray:
        if not self.numeric:
            return np.asarray((100 * predicted).round(1))
        if not self.quantiles:
            return np.asarray(predicted.clip(0, 100).round(1))
        return np.asarray(np.interp(predicted, self.quantiles, np.linspace(0, 100, STEPS)).round(1))

    def place(self, predicted: np.ndarray) -> np.ndarray:
        """0 for the upper quality, 1 for the middle one, 2 for the lower one."""
        return np.where(predicted >= self.high, 0, np.where(predicted >= self.middle, 1, 2))

    def money(self, predicted: np.ndarray) -> np.ndarray:
        """What a contact brings on average; for numeric outcomes, its outcome less its cost."""
        gain = predicted if self.numeric else predicted * self.value
        return np.asarray((gain - self.cost).round(2))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def table(
    ids: Sequence[str] | pd.Series,
    predicted: np.ndarray,
    bounds: tuple[np.ndarray, np.ndarray],
    scale: Scale,
    question: Question,
    reasons: Sequence[Any],
) -> pd.DataFrame:
    """One row per customer, in the columns COLUMNS; "value" stands for "probability" where it is numeric."""
    place = scale.place(predicted)
    lower, upper = bounds if scale.numeric else (bounds[0].clip(0, 1), bounds[1].clip(0, 1))
    reasons_column = np.empty(len(predicted), dtype=object)
    reasons_column[:] = list(reasons) if len(reasons) else None
    return pd.DataFrame(
        {
            "id": np.asarray(ids, dtype=object),
            "value" if scale.numeric else "probability": predicted.round(4),
            "score": scale.score(predicted),
            "lower": lower.round(4),
            "upper": upper.round(4),
            "quality": np.array(question.qualities, dtype=object)[place],
            "expected_value": scale.money(predicted),
            "recommendation": np.array(question.recommendations, dtype=object)[place],
            "reasons": reasons_column,
        }
    )
