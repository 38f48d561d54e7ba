"""The search itself: trials of parameters of direct trees, on windows, until the time is over (Optuna)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import lightgbm
import numpy as np

from contract.training import Plan, Progress
from forecasting.members import MODELS
from forecasting.models.direct import TREES, DirectTrees
from forecasting.models.forecaster import new_member
from forecasting.models.trees import TREES_PER_REPORT, Places, TrainingRows
from forecasting.panel import Panel
from forecasting.params import DirectParams
from language.sentences import say

if TYPE_CHECKING:
    from optuna.trial import Trial

MOST_TRIALS = 200  # more of them fit the windows by chance
UNPRUNED_TRIALS = 5  # the later ones are given up where they do worse than the middle of those before
MOST_TREES, PATIENCE = 1_000, 50
MOST_SERIES_JUDGED = 1_000
FEWEST_ROWS = 100


class OutOfTime(Exception):
    """The time is over."""


class TooFewRows(Exception):
    """There is nothing to learn from, or nothing to judge by."""


@dataclass(frozen=True)
class Tried:
    """Parameters, and their WAPE over the windows."""

    params: DirectParams
    wape: float


@dataclass(frozen=True)
class Found:
    """The best trial of the model ``key``, and the parameters that were ``set``."""

    key: str
    set: Tried
    best: Tried
    trials: int
    seconds: float


class Clock:
    """Raises OutOfTime when the time is over; reports how much of it is used."""

    def __init__(self, seconds: float, progress: Progress):
        self._seconds, self._progress, self._begun = seconds, progress, time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._begun

    @property
    def share(self) -> float:
        """Of the time that is used."""
        return min(self.elapsed / self._seconds, 1.0)

    def check(self) -> None:
        if self.elapsed >= self._seconds:
            raise OutOfTime

    def report(self, message: str = "") -> None:
        self._progress(self.share, message)

    def after_tree(self, state: Any) -> None:
        """A callback of LightGBM."""
        self.check()
        if (state.iteration + 1) % TREES_PER_REPORT == 0:
            self.report()

    def said(self, key: str, trial: int, wape: float) -> None:
        minutes, seconds = divmod(int(self.elapsed), 60)
        message = say(
            "Tuning {model}: trial {trial}, best WAPE {wape:percent}, {elapsed} of {minutes} min",
            model=MODELS[key].label,
            trial=trial,
            wape=round(wape, 4),
            elapsed=f"{minutes}:{seconds:02}",
            minutes=round(self._seconds / 60),
        )
        self.report(message)


class Bench:
    """A model of direct trees with the windows on which parameters of it are tried.

    Rows and features of the windows are the same for all parameters, and made once.
    """

    def __init__(self, key: str, panel: Panel, origins: Sequence[int], horizon: int, plan: Plan):
        self.key, self.plan = key, plan
        self._windows = [_Window(key, panel, origin, horizon, plan) for origin in origins]

    def wape_as_set(self, params: DirectParams, clock: Clock) -> float:
        """With as many trees as are set."""
        trees = params.trees or TREES[self.plan.effort]
        errors = [window.errors(params, self.plan, trees, clock)[0] for window in self._windows]
        return sum(errors) / self._size(len(errors))

    def trial(self, trial: Trial, clock: Clock) -> Tried:
        """As many trees as are best. Raises optuna.TrialPruned where others do better after a window."""
        from optuna import TrialPruned

        params = DirectParams(
            learning_rate=trial.suggest_float("learning_rate", 0.02, 0.2, log=True),
            leaves=trial.suggest_int("leaves", 7, 127, log=True),
            least_rows=trial.suggest_int("least_rows", 5, 100, log=True),
            feature_share=trial.suggest_float("feature_share", 0.3, 1.0),
        )
        errors, trees = [], []
        for number, window in enumerate(self._windows, start=1):
            error, count = window.errors(params, self.plan, None, clock)
            errors.append(error)
            trees.append(count)
            trial.report(sum(errors) / self._size(number), number)
            if number < len(self._windows) and trial.should_prune():
                raise TrialPruned
        found = params.model_copy(update={"trees": max(round(float(np.mean(trees))), 10)})
        return Tried(found, sum(errors) / self._size(len(errors)))

    def _size(self, windows: int) -> float:
        return sum(window.size for window in self._windows[:windows])


class _Window:
    """``size`` is the sum of the amounts after the origin, ``units`` that of the units of their errors."""

    def __init__(self, key: str, panel: Panel, origin: int, horizon: int, plan: Plan):
        self._model = _direct_trees(key, plan.params)
        past = panel.until(origin)
        # As many rows as a fast run learns from: more trials are worth more than larger ones.
        learned = self._model.rows_to_learn(past, replace(plan, effort="fast"))
        judged = self._judged(past, panel.until(origin + horizon), horizon, plan.seed)
        self.size, self._units = float(np.abs(judged.actual).sum()), float(judged.units.sum())
        self._rows = len(learned.target)
        if self._rows < FEWEST_ROWS or not self.size:
            raise TooFewRows
        # Without the filter the fewest rows of a leaf can change after the features are counted.
        self._fixed = {"feature_pre_filter": False, "metric": "l1"}
        params = {**self._model.learning(self._rows, plan), **self._fixed}
        weights = self._model.weights(learned, plan)
        self._learned = lightgbm.Dataset(learned.features, learned.target, weight=weights, params=params)
        self._judged_rows = lightgbm.Dataset(
            judged.features, judged.target, weight=judged.units, reference=self._learned, params=params
        )

    def errors(self, params: DirectParams, plan: Plan, trees: int | None, clock: Clock) -> tuple[float, int]:
        """Sum of absolute errors, and after how many trees; without ``trees`` after the best number."""
        clock.check()
        booster = lightgbm.train(
            {**self._with(params).learning(self._rows, plan), **self._fixed},
            self._learned,
            trees or MOST_TREES,
            valid_sets=[self._judged_rows],
            callbacks=[
                clock.after_tree,
                *([] if trees else [lightgbm.early_stopping(PATIENCE, verbose=False)]),
            ],
        )
        error = float(booster.best_score["valid_0"]["l1"])  # of the last tree, where none is the best
        return error * self._units, trees or booster.best_iteration

    def _with(self, params: DirectParams) -> DirectTrees:
        """The model with other parameters, and what it knows of the rows."""
        model = copy(self._model)
        model.params = params
        return model

    def _judged(self, past: Panel, panel: Panel, horizon: int, seed: int) -> TrainingRows:
        """The steps after the origin of at most ``MOST_SERIES_JUDGED`` series."""
        series = np.flatnonzero(~past.repeat_only & (past.lengths >= past.frequency.min_past))
        if len(series) > MOST_SERIES_JUDGED:
            random = np.random.default_rng(seed)
            series = np.sort(random.choice(series, MOST_SERIES_JUDGED, replace=False))
        count = len(series)
        ahead = np.tile(np.arange(1, horizon + 1), count)
        places = Places(np.repeat(np.arange(count), horizon), np.full(count * horizon, past.steps), ahead)
        return self._model.judged_rows(panel.select(series), places)


def _direct_trees(key: str, params: Any) -> DirectTrees:
    return cast(DirectTrees, new_member(key, params))


def search(bench: Bench, as_set: Tried, clock: Clock) -> Found:
    """Trials until the time is over, the next ones near the best of those before. May raise OutOfTime
    only before the first trial is done."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=bench.plan.seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=UNPRUNED_TRIALS),
    )
    best: Tried | None = None
    trials = 0
    while trials < MOST_TRIALS:
        trial = study.ask()
        try:
            tried = bench.trial(trial, clock)
        except optuna.TrialPruned:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        except OutOfTime:
            if best is None:
                raise
            break
        else:
            study.tell(trial, tried.wape)
            best = tried if best is None or tried.wape < best.wape else best
        trials += 1
        clock.said(bench.key, trials, min(as_set.wape, best.wape if best else as_set.wape))
    assert best is not None  # noqa: S101  (the first trials are never given up)
    return Found(bench.key, as_set, best, trials, clock.elapsed)
