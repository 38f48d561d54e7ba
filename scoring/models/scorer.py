"""Fitted learners, weighted and stacked: one margin per row, and what each column adds to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scoring.features.schema import Matrix
from scoring.models.learner import Learner
from scoring.models.members import FIRST_LAYER, MEMBERS

SECOND = "stacked_"
SHARED_OUT = 0.05  # of the sum of the sizes of a member's contributions: below, they cancel each other out


@dataclass(frozen=True)
class Recipe:
    """What to fit: rounds by member ("xgboost", or "stacked_xgboost" for the second layer), the weights of
    their margins, settings found by a search, and how often each is fitted with another seed.
    """

    rounds: dict[str, int]
    weights: dict[str, float]
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeats: int = 1

    @property
    def stacked(self) -> bool:
        return any(name.startswith(SECOND) for name in self.weights)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def key_of(name: str) -> str:
    return name.removeprefix(SECOND)


def fits_of(name: str, recipe: Recipe) -> int:
    """How often a member is fitted: once where the seed makes no difference."""
    return recipe.repeats if MEMBERS[key_of(name)].learner.seeded else 1


def make(name: str, recipe: Recipe, numeric: bool, seed: int, threads: int) -> Learner:
    settings = recipe.settings.get(key_of(name), {})
    return MEMBERS[key_of(name)].learner(numeric, seed, threads, settings)


@dataclass
class Scorer:
    """``learners_`` holds for each member its fits with different seeds; the second layer reads the margins
    of ``inputs_``, in this order, as features after the columns'.
    """

    recipe: Recipe
    learners_: dict[str, list[Learner]]
    inputs_: list[str]

    @classmethod
    def fit(
        cls,
        recipe: Recipe,
        matrix: Matrix,
        y: np.ndarray,
        out_of_fold: Mapping[str, np.ndarray],
        numeric: bool,
        seed: int,
        threads: int,
        done: Callable[[float], None] = lambda share: None,
    ) -> Scorer:
        """``out_of_fold`` holds each first member's margins of these rows where the recipe is stacked."""
        inputs = [name for name in recipe.rounds if not name.startswith(SECOND)]
        scorer = cls(recipe, {}, inputs)
        for number, (name, rounds) in enumerate(recipe.rounds.items()):
            used = matrix
            if name.startswith(SECOND):
                used = matrix.widened(np.column_stack([out_of_fold[first] for first in inputs]))
            fits = []
            for repeat in range(fits_of(name, recipe)):
                learner = make(name, recipe, numeric, seed + repeat, threads)
                learner.fit(used, y, rounds=rounds or None)
                fits.append(learner)
            scorer.learners_[name] = fits
            done((number + 1) / len(recipe.rounds))
        return scorer

    def margin(self, matrix: Matrix) -> np.ndarray:
        return self.margins(matrix)[0]

    def margins(self, matrix: Matrix) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The weighted margin, and those of the members by name."""
        found = {name: _mean(self.learners_[name], matrix) for name in self.inputs_}
        if self.recipe.stacked:
            widened = matrix.widened(np.column_stack([found[name] for name in self.inputs_]))
            for name in self.recipe.weights:
                if name.startswith(SECOND):
                    found[name] = _mean(self.learners_[name], widened)
        return np.asarray(sum(weight * found[name] for name, weight in self.recipe.weights.items())), found

    def contributions(self, matrix: Matrix) -> np.ndarray:
        """(rows, features + 1), the base last; every row sums to its margin."""
        parts = {name: _mean_contributions(self.learners_[name], matrix) for name in self.inputs_}
        total = np.zeros((len(matrix), matrix.values.shape[1] + 1))
        if self.recipe.stacked:
            margins = [parts[name].sum(axis=1) for name in self.inputs_]
            widened = matrix.widened(np.column_stack(margins))
        for name, weight in self.recipe.weights.items():
            if name.startswith(SECOND):
                outer = _mean_contributions(self.learners_[name], widened)
                total += weight * _chained(outer, [parts[first] for first in self.inputs_])
            else:
                total += weight * parts[name]
        return total

    def save(self, folder: Path) -> None:
        for name, fits in self.learners_.items():
            for number, learner in enumerate(fits):
                learner.save(folder / f"{name}-{number}{learner.suffix}")

    @classmethod
    def load(cls, folder: Path, stored: Mapping[str, Any], numeric: bool) -> Scorer:
        recipe = Recipe(**stored)
        inputs = [name for name in recipe.rounds if not name.startswith(SECOND)]
        scorer = cls(recipe, {}, inputs)
        for name in recipe.rounds:
            fits = []
            for number in range(fits_of(name, recipe)):
                learner = make(name, recipe, numeric, seed=0, threads=1)
                learner.restore(folder / f"{name}-{number}{learner.suffix}")
                fits.append(learner)
            scorer.learners_[name] = fits
        return scorer


def ordered(names: Mapping[str, Any]) -> list[str]:
    """First layer before second, each in the order of the members."""
    first = [name for name in FIRST_LAYER if name in names]
    return [*first, *(name for name in names if name.startswith(SECOND))]


def _mean(fits: list[Learner], matrix: Matrix) -> np.ndarray:
    return np.asarray(sum(learner.margin(matrix) for learner in fits) / len(fits))


def _mean_contributions(fits: list[Learner], matrix: Matrix) -> np.ndarray:
    return np.asarray(sum(learner.contributions(matrix) for learner in fits) / len(fits))


def _chained(outer: np.ndarray, inner: list[np.ndarray]) -> np.ndarray:
    """Hands what the second layer gives to a member's margin on to the columns behind that margin.

    In proportion to what the columns add to the member's margin (the chain rule of DeepLIFT); where
    these cancel each other out, in proportion to their sizes.
    """
    width = inner[0].shape[1] - 1
    result = np.hstack([outer[:, :width], outer[:, -1:]])
    for place, parts in enumerate(inner):
        given = outer[:, width + place]
        columns = parts[:, :-1]
        sizes = np.abs(columns)
        total, moved = sizes.sum(axis=1), columns.sum(axis=1)
        cancelled = np.abs(moved) <= SHARED_OUT * total
        shares = np.where(
            cancelled[:, None],
            sizes / np.maximum(total, 1e-12)[:, None],
            columns / np.where(cancelled, 1.0, moved)[:, None],
        )
        result[:, :width] += shares * given[:, None]
        result[:, -1] += given * (1 - shares.sum(axis=1))
    return np.asarray(result)
