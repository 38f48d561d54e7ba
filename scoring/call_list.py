"""Whom to call: the results of a run, the largest expected profit first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.customers import Customers
from scoring.model import ScoringModel

REASONS = 3
MOST_EXPLAINED = 1_000  # rows; the others, further down the list, come without reasons


def call_list(model: ScoringModel, customers: Customers) -> pd.DataFrame:
    """The customers without an outcome, or all where every outcome is known: those by scores of models
    that had not seen them. Reasons are text.
    """
    open_rows = np.setdiff1d(np.arange(len(customers.matrix)), customers.known)
    rows = open_rows if len(open_rows) else np.arange(len(customers.matrix))
    matrix = customers.matrix.take(rows)
    margin = model.scorer_.margin(matrix)
    if not len(open_rows):
        margin[customers.known] = np.where(np.isnan(model.unseen_), margin[customers.known], model.unseen_)
    found = customers.assembled
    best = np.argsort(-model.predicted(margin), kind="stable")
    rows, margin = rows[best], margin[best]
    parts = []
    for start, reasons in ((0, REASONS), (MOST_EXPLAINED, 0)):
        end = MOST_EXPLAINED if reasons else None
        part = rows[start:end]
        if len(part):
            cells = {str(name): found.frame[name].iloc[part] for name in found.frame}
            parts.append(
                model.answer(
                    found.ids.iloc[part],
                    customers.matrix.take(part),
                    cells,
                    reasons,
                    margin[start:end],
                )
            )
    answer = pd.concat(parts, ignore_index=True)
    answer["reasons"] = answer["reasons"].map(str)
    return answer
