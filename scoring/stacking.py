"""The best model: several learners, a second layer over their out-of-fold margins, and weights for all.

Stacking after Wolpert 1992 with the original columns kept; weights by greedy selection with replacement
(Caruana et al. 2004) on out-of-fold loss. Members without weight are not fitted again.
"""

from __future__ import annotations

import time

import numpy as np

from language.sentences import say
from scoring import tuning
from scoring.contenders import Contender, Trial, finished
from scoring.learner import sigmoid
from scoring.members import FIRST_LAYER, SECOND_LAYER
from scoring.metrics import log_losses
from scoring.scorer import SECOND, Recipe
from training.exchange import Progress

STEPS = 20  # of the greedy selection
LEAST_WEIGHT = 0.075  # a member with less is pruned
WORTH = 0.0005  # relative gain in loss that a second layer must bring
REPEATS = 2
FEWEST_STACKED = 400  # rows; with fewer a second layer learns chance


def ensemble(trial: Trial, progress: Progress) -> Contender:
    """``progress`` runs from 0 to 1."""
    started = time.perf_counter()
    settings = (
        tuning.search(trial, progress.part(0.0, 0.3)) if trial.customers.settings.budget_minutes else {}
    )
    margins: dict[str, np.ndarray] = {}
    rounds: dict[str, int] = {}
    stacked = len(trial.y) >= FEWEST_STACKED
    names = [*FIRST_LAYER, *(SECOND + key for key in SECOND_LAYER if stacked)]
    for number, name in enumerate(names):
        progress(0.3 + 0.55 * number / len(names), say("Trying a further model on held-out rows"))
        matrix = trial.matrix
        if name.startswith(SECOND):
            matrix = matrix.widened(np.column_stack([margins[key] for key in FIRST_LAYER]))
        options = {"settings": settings[name]} if name in settings else {}
        found = trial.crossfit(name, matrix, lambda: None, **options)
        margins[name], rounds[name] = found.margin, found.rounds
    recipe = _recipe(trial, margins, rounds, settings)
    margin = np.asarray(sum(weight * margins[name] for name, weight in recipe.weights.items()))
    progress(0.85, say("Learning with the chosen models"))
    first = {name: margins[name] for name in recipe.rounds if not name.startswith(SECOND)}
    return finished(trial, "ensemble", say("Ensemble"), recipe, margin, first, started)


def _recipe(
    trial: Trial, margins: dict[str, np.ndarray], rounds: dict[str, int], settings: dict[str, dict]
) -> Recipe:
    numeric = trial.customers.numeric
    scored = ~np.isnan(margins[FIRST_LAYER[0]])
    y = trial.y[scored]
    kept = {name: margin[scored] for name, margin in margins.items()}
    simple = {name: margin for name, margin in kept.items() if not name.startswith(SECOND)}
    weights = select(simple, y, numeric)
    if len(simple) < len(kept):
        deeper = select(kept, y, numeric)
        if _loss(mixed(kept, deeper), y, numeric) < (1 - WORTH) * _loss(mixed(kept, weights), y, numeric):
            weights = deeper
    needed = [name for name in margins if name in weights or (_stacked(weights) and name in FIRST_LAYER)]
    return Recipe(
        rounds={name: rounds[name] for name in needed},
        weights=weights,
        settings={name: value for name, value in settings.items() if name in needed},
        repeats=1 if _stacked(weights) else REPEATS,
    )


def select(margins: dict[str, np.ndarray], y: np.ndarray, numeric: bool) -> dict[str, float]:
    """Weights that sum to 1: the best member first, then always the one that lowers the loss most."""
    chosen: list[str] = []
    total = np.zeros(len(y))
    for step in range(STEPS):
        losses = {name: _loss((total + margin) / (step + 1), y, numeric) for name, margin in margins.items()}
        best = min(losses, key=lambda name: losses[name])
        chosen.append(best)
        total += margins[best]
    shares = {name: chosen.count(name) / len(chosen) for name in margins if name in chosen}
    kept = {name: share for name, share in shares.items() if share >= LEAST_WEIGHT}
    return {name: share / sum(kept.values()) for name, share in kept.items()}


def mixed(margins: dict[str, np.ndarray], weights: dict[str, float]) -> np.ndarray:
    return np.asarray(sum(weight * margins[name] for name, weight in weights.items()))


def _stacked(weights: dict[str, float]) -> bool:
    return any(name.startswith(SECOND) for name in weights)


def _loss(margin: np.ndarray, y: np.ndarray, numeric: bool) -> float:
    if numeric:
        return float(((margin - y) ** 2).mean())
    return float(log_losses(y, sigmoid(margin)).mean())
