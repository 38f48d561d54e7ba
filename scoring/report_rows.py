"""The held-out rows, as the report uses them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.customers import Customers
from scoring.model import ScoringModel
from training.exchange import Evaluation


@dataclass(frozen=True)
class HeldOut:
    """``rows`` are places in the sheet; ``y`` the outcomes, ``p`` scores of models that saw none."""

    rows: np.ndarray
    y: np.ndarray
    p: np.ndarray

    @classmethod
    def of(cls, model: ScoringModel, customers: Customers, evaluation: Evaluation) -> HeldOut:
        test = evaluation.learned["test"]
        predicted = model.predicted(evaluation.learned["margin"][test])
        return cls(customers.known[test], customers.y[test], predicted)
