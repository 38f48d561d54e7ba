"""Columns that give the outcome away stop the run: ``columns.leakage`` on the training columns."""

from __future__ import annotations

import numpy as np

from columns import leakage
from contract.data import Problem
from language.sentences import Sentence, say
from scoring.sheet.assembling import Assembled


def suspects(found: Assembled) -> list[Problem]:
    """One fatal problem per suspected column, the most suspicious first."""
    known = leakage.sampled(np.flatnonzero(~np.isnan(found.labels.values)))
    y = found.labels.values[known]
    if found.labels.numeric:
        y = (y > np.median(y)).astype(float)
    return [
        _problem(suspect.column, suspect.reason)
        for suspect in leakage.suspects(found.frame.iloc[known], found.kinds, y)
    ]


def _problem(column: str, reason: Sentence) -> Problem:
    return Problem(
        code="leakage",
        message=reason,
        column=column,
        remedy=say(
            "Leave the column out. If it really is known beforehand, allow it in the settings and explain "
            "why."
        ),
    )
