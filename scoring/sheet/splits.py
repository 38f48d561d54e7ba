"""Which rows train and which test: by time, by group, or stratified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

How = Literal["time", "group", "stratified"]
BINS = 10  # quantiles of a numeric outcome that every part gets its share of


@dataclass(frozen=True)
class Layout:
    """What decides a split, for the rows with an outcome."""

    y: np.ndarray
    moments: np.ndarray
    groups: np.ndarray
    seed: int

    @property
    def how(self) -> How:
        if not np.isnat(self.moments).any() and len(np.unique(self.moments)) > 4:
            return "time"
        return "group" if len(np.unique(self.groups)) < len(self.groups) else "stratified"

    def take(self, rows: np.ndarray) -> Layout:
        return Layout(self.y[rows], self.moments[rows], self.groups[rows], self.seed)

    def holdout(self, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Places of the rows to learn from and of those held out: the latest where rows are dated."""
        if self.how == "time":
            border = np.sort(self.moments)[round(len(self.y) * (1 - share)) - 1]
            late = self.moments > border
            if not late.any():  # the last date alone has more than the share
                late = self.moments >= border
            return np.flatnonzero(~late), np.flatnonzero(late)
        count = max(round(1 / share), 2)
        part = self._parts(count)
        return np.flatnonzero(part != 0), np.flatnonzero(part == 0)

    def folds(self, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Rows to learn from and to score, per fold. Over time, only earlier rows are learned from."""
        if self.how == "time":
            return self._rolling(count)
        part = self._parts(count)
        return [(np.flatnonzero(part != n), np.flatnonzero(part == n)) for n in range(count)]

    def _rolling(self, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
        order = np.argsort(self.moments, kind="stable")
        borders = self.moments[order][[len(order) * n // (count + 1) for n in range(1, count + 1)]]
        block = np.searchsorted(np.unique(borders), self.moments, side="right")
        return [
            (np.flatnonzero(block < number), np.flatnonzero(block == number))
            for number in range(1, block.max() + 1)
        ]

    def _parts(self, count: int) -> np.ndarray:
        """A part per row, from 0: whole groups, shuffled, each part with its share of hits."""
        random = np.random.default_rng(self.seed)
        _, group = np.unique(self.groups, return_inverse=True)
        sizes = np.bincount(group)
        means = np.bincount(group, weights=_classes(self.y)) / sizes
        order = random.permutation(len(sizes))
        order = order[np.argsort(means[order], kind="stable")]
        # Neighbours in the order are alike: dealing them out in turn gives every part the same mixture.
        part_of_group = np.empty(len(sizes), dtype=int)
        filled = np.zeros(count)
        for start in range(0, len(order), count):
            dealt = order[start : start + count]
            places = np.lexsort((random.random(count), filled))[: len(dealt)]
            part_of_group[dealt[np.argsort(-sizes[dealt], kind="stable")]] = places
            filled[places] += np.sort(sizes[dealt])[::-1]
        return np.asarray(part_of_group[group])


def _classes(y: np.ndarray) -> np.ndarray:
    if len(np.unique(y)) == 2:
        return y
    return np.searchsorted(np.quantile(y, np.linspace(0, 1, BINS + 1)[1:-1]), y).astype(float)
