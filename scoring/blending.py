"""The fast model: boosted trees and a regression, weighted by their out-of-fold loss.

They err in different ways: the regression is strong on few rows and straight effects, the trees on many
rows and bends.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from language.sentences import say
from scoring.contenders import Contender, Trial, finished
from scoring.scorer import Recipe
from scoring.weights import mixed, select

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
