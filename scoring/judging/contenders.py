"""The contenders: each with its out-of-fold margins, its held-out scores and its recipe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from contract.data import DataProblems, Problem
from language.sentences import say
from scoring.features.schema import Matrix
from scoring.judging import metrics
from scoring.models import calibration
from scoring.models.calibration import Calibration
from scoring.models.members import MEMBERS
from scoring.models.scorer import SECOND, Recipe, Scorer, key_of
from scoring.sheet.customers import Customers

Folds = list[tuple[np.ndarray, np.ndarray]]
FEWEST = 2  # rows of each outcome on either side of the split


@dataclass(frozen=True)
class CrossFit:
    """``margin`` is NaN for rows that no fold scores (the earliest, over time)."""

    margin: np.ndarray
    rounds: int
    seconds: float


def crossfit(
    name: str,
    matrix: Matrix,
    y: np.ndarray,
    folds: Folds,
    numeric: bool,
    seed: int,
    threads: int,
    settings: dict[str, Any] | None = None,
    done: Callable[[], None] = lambda: None,
) -> CrossFit:
    """``rounds`` is the mean over the folds."""
    started = time.perf_counter()
    margin, rounds = np.full(len(y), np.nan), []
    for learn, judge in folds:
        if y[learn].min() == y[learn].max():  # over time, the first rows may all have one outcome
            done()
            continue
        learner = MEMBERS[key_of(name)].learner(numeric, seed, threads, settings)
        learner.fit(matrix.take(learn), y[learn], (matrix.take(judge), y[judge]))
        margin[judge] = learner.margin(matrix.take(judge))
        rounds.append(learner.rounds_)
        done()
    return CrossFit(margin, round(float(np.mean(rounds))) if rounds else 0, time.perf_counter() - started)


@dataclass(frozen=True)
class Trial:
    """The rows of one training: ``learn`` and ``test`` are places among the rows with an outcome."""

    customers: Customers
    learn: np.ndarray
    test: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    matrix: Matrix
    y: np.ndarray
    matrix_test: Matrix
    y_test: np.ndarray

    @classmethod
    def of(cls, customers: Customers) -> Trial:
        layout, settings = customers.layout, customers.settings
        learn, test = layout.holdout(settings.test_size)
        _refuse_one_sided(customers, learn, test)
        rows = customers.matrix.take(customers.known)
        return cls(
            customers=customers,
            learn=learn,
            test=test,
            folds=layout.take(learn).folds(settings.cv_folds),
            matrix=rows.take(learn),
            y=customers.y[learn],
            matrix_test=rows.take(test),
            y_test=customers.y[test],
        )

    def crossfit(self, name: str, matrix: Matrix, done: Callable[[], None], **options: object) -> CrossFit:
        found = self.customers
        return crossfit(
            name,
            matrix,
            self.y,
            self.folds,
            found.numeric,
            found.seed,
            found.threads,
            done=done,
            **options,  # type: ignore[arg-type]
        )

    def fit(self, recipe: Recipe, out_of_fold: Mapping[str, np.ndarray]) -> Scorer:
        found = self.customers
        return Scorer.fit(recipe, self.matrix, self.y, out_of_fold, found.numeric, found.seed, found.threads)


def _refuse_one_sided(customers: Customers, learn: np.ndarray, test: np.ndarray) -> None:
    """Over time it can happen that all hits are early, or all late."""
    for rows, part in ((learn, say("training rows")), (test, say("held-out rows"))):
        hits = int(customers.y[rows].sum())
        if customers.numeric or FEWEST <= hits <= len(rows) - FEWEST:
            continue
        raise DataProblems(
            [
                Problem(
                    code="one_sided_split",
                    message=say(
                        "{hits:integer} of the {rows:integer} {part} have the outcome; between "
                        "{fewest:integer} and {most:integer} are needed.",
                        hits=hits,
                        rows=len(rows),
                        part=part,
                        fewest=FEWEST,
                        most=max(len(rows) - FEWEST, FEWEST),
                    ),
                    count=hits,
                    remedy=say("Change the share held out, or leave the date of the row out."),
                )
            ]
        )


@dataclass(frozen=True)
class Contender:
    """``margin`` (rows learned from) is out of fold, ``margin_test`` that of the rows held out.

    ``out_of_fold`` and ``tested`` hold the same for each member of the first layer of a stack.
    """

    key: str
    label: str
    recipe: Recipe
    scorer: Scorer
    calibration: Calibration | None
    margin: np.ndarray
    margin_test: np.ndarray
    out_of_fold: dict[str, np.ndarray]
    tested: dict[str, np.ndarray]
    seconds: float

    def predicted(self, margin: np.ndarray) -> np.ndarray:
        """Probabilities, or numeric scores as they are."""
        return margin if self.calibration is None else self.calibration(margin)

    def measured(self, trial: Trial) -> dict[str, float]:
        return metrics.measure(trial.y_test, self.predicted(self.margin_test), trial.customers.numeric)


def calibrated(margin: np.ndarray, y: np.ndarray, numeric: bool, seed: int) -> Calibration | None:
    scored = ~np.isnan(margin)
    return None if numeric else calibration.choose(margin[scored], y[scored], seed)


def single(
    trial: Trial, key: str, member: str, label: str, repeats: int, done: Callable[[], None]
) -> Contender:
    """One learner: cross-fitted for its rounds and calibration, then fitted on all rows learned from."""
    started = time.perf_counter()
    found = trial.crossfit(member, trial.matrix, done)
    recipe = Recipe({member: found.rounds}, {member: 1.0}, repeats=repeats)
    return finished(trial, key, label, recipe, found.margin, {member: found.margin}, started)


def finished(
    trial: Trial,
    key: str,
    label: str,
    recipe: Recipe,
    margin: np.ndarray,
    out_of_fold: dict[str, np.ndarray],
    started: float,
) -> Contender:
    customers = trial.customers
    scorer = trial.fit(recipe, out_of_fold)
    margin_test, tested = scorer.margins(trial.matrix_test)
    return Contender(
        key=key,
        label=label,
        recipe=recipe,
        scorer=scorer,
        calibration=calibrated(margin, trial.y, customers.numeric, customers.seed),
        margin=margin,
        margin_test=margin_test,
        out_of_fold=out_of_fold,
        tested=tested,
        seconds=time.perf_counter() - started,
    )


def member_label(name: str) -> str:
    label = MEMBERS[key_of(name)].label
    return say("{model}, second layer", model=label) if name.startswith(SECOND) else label
