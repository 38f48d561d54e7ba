"""The best model: several learners, a second layer over their out-of-fold margins, and weights for all.

Stacking after Wolpert 1992 with the original columns kept; weights by greedy selection with replacement
(Caruana et al. 2004) on out-of-fold loss. Members without weight are not fitted again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from contract.training import Progress
from language.sentences import say
from scoring.judging import stacking
from scoring.judging.contenders import Contender, Trial, finished
from scoring.judging.metrics import log_losses
from scoring.models.learner import sigmoid
from scoring.models.members import FIRST_LAYER, SECOND_LAYER
from scoring.models.scorer import SECOND, Recipe, key_of

PATIENT: dict[str, dict[str, Any]] = {"xgboost": {"eta": 0.05, "colsample_bytree": 0.4}}
"""Settings of members that have more time here than in the fast model."""
WORTH = 0.0005  # relative gain in loss that a second layer must bring
FEWEST_STACKED = 400  # rows; with fewer a second layer learns chance


def ensemble(trial: Trial, progress: Progress) -> Contender:
    """``progress`` runs from 0 to 1."""
    started = time.perf_counter()
    settings = dict(PATIENT)
    if trial.customers.settings.budget_minutes:
        settings |= stacking.search(trial, progress.part(0.0, 0.3))
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


# --- A search of the settings of XGBoost within the minutes given, on the folds of the rows learned from ---

MOST_TRIALS = 200


def search(trial: Trial, progress: Progress) -> dict[str, dict[str, Any]]:
    """The best settings by member. Ends with the budget; needs optuna."""
    import optuna

    seconds = trial.customers.settings.budget_minutes * 60
    started = time.perf_counter()
    optuna.logging.set_verbosity(optuna.logging.WARNING)

    def judged(attempt: optuna.Trial) -> float:
        progress(
            (time.perf_counter() - started) / seconds,
            say("Searching for settings: trial {number:integer}", number=attempt.number + 1),
        )
        found = trial.crossfit("xgboost", trial.matrix, lambda: None, settings=_draw(attempt))
        return loss(found.margin, trial.y, trial.customers.numeric)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=trial.customers.seed))
    study.optimize(judged, timeout=seconds, n_trials=MOST_TRIALS)
    return {"xgboost": dict(study.best_params)}


def _draw(attempt: Any) -> dict[str, Any]:
    return {
        "max_depth": attempt.suggest_int("max_depth", 2, 8),
        "min_child_weight": attempt.suggest_float("min_child_weight", 1, 50, log=True),
        "subsample": attempt.suggest_float("subsample", 0.5, 1.0),
        "colsample_bytree": attempt.suggest_float("colsample_bytree", 0.2, 1.0),
        "reg_lambda": attempt.suggest_float("reg_lambda", 0.1, 30, log=True),
        "eta": attempt.suggest_float("eta", 0.02, 0.2, log=True),
    }


# --- The fast model: boosted trees and a regression, weighted by their out-of-fold loss ---

MEMBERS = ("xgboost", "logistic")
REPEATS = 2  # seeds of the trees, whose margins are averaged


def blend(trial: Trial, done: Callable[[], None]) -> Contender:
    """``done`` is called after every fold of every member."""
    started = time.perf_counter()
    found = {name: trial.crossfit(name, trial.matrix, done) for name in MEMBERS}
    margins = {name: fitted.margin for name, fitted in found.items()}
    weights = select(margins, trial.y, trial.customers.numeric)
    recipe = Recipe({name: found[name].rounds for name in weights}, weights, repeats=REPEATS)
    kept = {name: margins[name] for name in weights}
    return finished(
        trial, "fast", say("Trees and regression"), recipe, mixed(margins, weights), kept, started
    )


# --- Weights of members by greedy selection with replacement (Caruana et al. 2004) on out-of-fold loss ---

STEPS = 20
LEAST_WEIGHT = 0.075  # a member with less is pruned


def select(margins: Mapping[str, np.ndarray], y: np.ndarray, numeric: bool) -> dict[str, float]:
    """Weights that sum to 1: the best member first, then always the one that lowers the loss most.

    Rows that no member has scored out of fold (NaN) do not count.
    """
    chosen: list[str] = []
    total = np.zeros(len(y))
    for step in range(STEPS):
        losses = {name: loss((total + margin) / (step + 1), y, numeric) for name, margin in margins.items()}
        best = min(losses, key=lambda name: losses[name])
        chosen.append(best)
        total += margins[best]
    shares = {name: chosen.count(name) / len(chosen) for name in margins if name in chosen}
    kept = {name: share for name, share in shares.items() if share >= LEAST_WEIGHT}
    return {name: share / sum(kept.values()) for name, share in kept.items()}


def mixed(margins: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    return np.asarray(sum(weight * margins[name] for name, weight in weights.items()))


def loss(margin: np.ndarray, y: np.ndarray, numeric: bool) -> float:
    """Mean log loss, or mean squared error, of the rows that are scored."""
    scored = ~np.isnan(margin)
    if numeric:
        return float(((margin[scored] - y[scored]) ** 2).mean())
    return float(log_losses(y[scored], sigmoid(margin[scored])).mean())
