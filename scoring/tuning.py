"""A search for XGBoost settings within the given minutes, on the folds of the training rows."""

from __future__ import annotations

import time
from typing import Any

from language.sentences import say
from scoring.contenders import Trial
from scoring.weights import loss
from training.exchange import Progress

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
