"""The best model: several learners, a second layer over their out-of-fold margins, and weights for all.

Stacking after Wolpert 1992 with the original columns kept; weights by greedy selection with replacement
(Caruana et al. 2004) on out-of-fold loss. Members without weight are not fitted again.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from language.sentences import say
from scoring import tuning
from scoring.contenders import Contender, Trial, finished
from scoring.members import FIRST_LAYER, SECOND_LAYER
from scoring.scorer import SECOND, Recipe, key_of
from scoring.weights import loss, mixed, select
from training.exchange import Progress

PATIENT: dict[str, dict[str, Any]] = {"xgboost": {"eta": 0.05, "colsample_bytree": 0.4}}
"""Settings of members that have more time here than in the fast model."""
WORTH = 0.0005  # relative gain in loss that a second layer must bring
FEWEST_STACKED = 400  # rows; with fewer a second layer learns chance


def ensemble(trial: Trial, progress: Progress) -> Contender:
    """``progress`` runs from 0 to 1."""
    started = time.perf_counter()
    settings = dict(PATIENT)
    if trial.customers.settings.budget_minutes:
        settings |= tuning.search(trial, progress.part(0.0, 0.3))
    margins: dict[str, np.ndarray] = {}
    rounds: dict[str, int] = {}
    stacked = len(trial.y) >= FEWEST_STACKED
    names = [*FIRST_LAYER, *(SECOND + key for key in SECOND_LAYER if stacked)]
    for number, name in enumerate(names):
        progress(0.3 + 0.55 * number / len(names), say("Trying a further model on held-out rows"))
        matrix = trial.matrix
        if name.startswith(SECOND):
            matrix = matrix.widened(np.column_stack([margins[key] for key in FIRST_LAYER]))
        found = trial.crossfit(name, matrix, lambda: None, settings=settings.get(key_of(name)))
        margins[name], rounds[name] = found.margin, found.rounds
    recipe = _recipe(trial, margins, rounds, settings)
    margin = mixed(margins, recipe.weights)
    progress(0.85, say("Learning with the chosen models"))
    first = {name: margins[name] for name in recipe.rounds if not name.startswith(SECOND)}
    return finished(trial, "ensemble", say("Ensemble"), recipe, margin, first, started)


def _recipe(
    trial: Trial, margins: dict[str, np.ndarray], rounds: dict[str, int], settings: dict[str, dict[str, Any]]
) -> Recipe:
    numeric = trial.customers.numeric
    first = {name: margin for name, margin in margins.items() if not name.startswith(SECOND)}
    weights = select(first, trial.y, numeric)
    if len(first) < len(margins):
        deeper = select(margins, trial.y, numeric)
        flat, deep = (loss(mixed(margins, found), trial.y, numeric) for found in (weights, deeper))
        if deep < (1 - WORTH) * flat:
            weights = deeper
    needed = [name for name in margins if name in weights or (_stacked(weights) and name in FIRST_LAYER)]
    return Recipe(
        rounds={name: rounds[name] for name in needed},
        weights=weights,
        settings={key: value for key, value in settings.items() if key in map(key_of, needed)},
    )


def _stacked(weights: dict[str, float]) -> bool:
    return any(name.startswith(SECOND) for name in weights)
