"""The baselines: the base rate, and one rule on the most informative column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from columns.single import bins, out_of_fold, rates
from scoring.judging.contenders import Trial
from scoring.judging.metrics import auc


@dataclass(frozen=True)
class Rule:
    """``column`` alone decides; ``predicted`` are the scores of the rows held out."""

    column: str
    predicted: np.ndarray


def best_rule(trial: Trial) -> Rule:
    """The column is chosen out of fold on the rows learned from (1R, Holte 1993)."""
    found = trial.customers.assembled
    known = trial.customers.known
    ranked: dict[str, float] = {}
    binned = {}
    for name in found.frame:
        binned[name] = bins(found.frame[name].iloc[known], found.kinds[str(name)])
        codes = type(binned[name])(binned[name].codes[trial.learn], binned[name].count)
        ranked[str(name)] = auc(trial.y, out_of_fold(codes, trial.y, seed=0))
    column = max(ranked, key=lambda name: ranked[name])
    codes = binned[column]
    rate = rates(codes.codes[trial.learn], codes.count, trial.y)
    return Rule(column, rate[codes.codes[trial.test]])
