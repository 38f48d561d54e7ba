"""How the ranking grows with the number of known outcomes, and how many more would make it sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.judging import metrics
from scoring.judging.contenders import Contender, Trial
from scoring.models.scorer import SECOND, Recipe, Scorer

SHARES = (0.125, 0.25, 0.5)
FEWEST = 40
WANTED = 0.03  # half of the interval of the AUC: ±3 points
SURE = 1.96


@dataclass(frozen=True)
class LearningCurve:
    """AUC on the rows held out by rows learned from; ``more`` is the number of further outcomes wanted."""

    rows: list[int]
    auc: list[float]
    half: float
    more: int


def measure(trial: Trial, chosen: Contender) -> LearningCurve:
    """With the first member of the recipe, one fit each on a growing share of the rows."""
    name = next(name for name in chosen.recipe.rounds if not name.startswith(SECOND))
    recipe = Recipe({name: chosen.recipe.rounds[name]}, {name: 1.0}, settings=chosen.recipe.settings)
    customers, total = trial.customers, len(trial.y)
    order = np.random.default_rng(customers.seed).permutation(total)
    rows, found = [], []
    for share in SHARES:
        part = order[: int(share * total)]
        if len(part) < FEWEST or len(np.unique(trial.y[part])) < 2:
            continue
        scorer = Scorer.fit(
            recipe,
            trial.matrix.take(part),
            trial.y[part],
            {},
            customers.numeric,
            customers.seed,
            customers.threads,
        )
        rows.append(len(part))
        found.append(metrics.auc(trial.y_test, scorer.margin(trial.matrix_test)))
    predicted = chosen.predicted(chosen.margin_test)
    half = SURE * metrics.auc_error(trial.y_test, predicted)
    # The error falls with the square root of the number of outcomes tested on.
    wanted = len(customers.y) * (half / WANTED) ** 2
    return LearningCurve(
        rows=[*rows, total],
        auc=[*found, metrics.auc(trial.y_test, predicted)],
        half=half,
        more=max(int(np.ceil((wanted - len(customers.y)) / 10) * 10), 0),
    )
