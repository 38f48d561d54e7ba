"""Why a score is what it is: what each column adds, in points, in the user's words.

The parts come from the trees themselves (TreeSHAP, Lundberg et al. 2018, as XGBoost and LightGBM compute
it), are handed on through stack and calibration, and add up from the base to the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from columns.values import dates, numbers, word
from language.sentences import Sentence, joined, say
from scoring.features.columns import Column, DateColumn, NumberColumn
from scoring.features.schema import Matrix, Schema
from scoring.models.learner import rescaled
from scoring.models.scorer import Scorer

SMALLEST = 0.05  # points: a smaller effect is not a reason
LONGEST = 60  # characters of a value that are shown; a longer one is not repeated


MISSING = say("{column} is missing ({points} points)")
IS = say("{column} is {value} ({points} points)")
SAYS = say("what {column} says ({points} points)")


class ReasonList(list):
    """The reasons of one row: column, value, effect in points, and text. In CSV it is their texts."""

    def __str__(self) -> str:
        return "; ".join(reason["text"] for reason in self)

    def sentence(self) -> Sentence:
        """The texts in the language and the numbers of who reads."""
        return joined([_sentence(reason) for reason in self], "; ")


@dataclass(frozen=True)
class Effects:
    """``parts`` (rows, columns) and ``base`` (rows) add up to ``score``: probabilities, or numeric scores."""

    parts: np.ndarray
    base: np.ndarray
    score: np.ndarray


def effects(scorer: Scorer, schema: Schema, matrix: Matrix, transform: Any) -> Effects:
    """``transform`` turns margins into scores: the calibration, or nothing for numeric outcomes."""
    found = scorer.contributions(matrix)
    margin = found.sum(axis=1)
    by_column = np.zeros((len(matrix), len(schema.columns) + 1))
    np.add.at(by_column.T, schema.owners, found[:, :-1].T)
    by_column[:, -1] = found[:, -1]
    base, score = transform(found[:, -1]), transform(margin)
    moved = rescaled(by_column, margin, base, score)
    return Effects(parts=moved[:, :-1], base=moved[:, -1], score=score)


def strongest(
    found: Effects, schema: Schema, cells: Mapping[str, Any], count: int, points: float
) -> list[ReasonList]:
    """The ``count`` strongest reasons per row. ``points`` is how many points a unit of the score has."""
    values = found.parts * points
    order = np.argsort(-np.abs(values), axis=1, kind="stable")[:, :count]
    lists = []
    columns = {place: _cells(schema.columns[place], cells) for place in np.unique(order)}
    for row in range(len(values)):
        reasons = ReasonList()
        for place in order[row]:
            effect = round(float(values[row, place]), 1)
            if abs(effect) < SMALLEST:
                continue
            column = schema.columns[place]
            value = columns[place][row]
            reason = {"column": column.name, "value": value, "effect": effect}
            reasons.append({**reason, "text": _english(reason)})
        lists.append(reasons)
    return lists


def _cells(column: Column, cells: Mapping[str, Any]) -> list[Any]:
    """Values as they are shown: None where missing, dates as ISO text, numbers as numbers."""
    if column.name not in cells:
        return [None] * len(next(iter(cells.values())))
    values = cells[column.name]
    if isinstance(column, DateColumn):
        return [None if np.isnat(v) else str(v.astype("datetime64[D]")) for v in dates(values)]
    if isinstance(column, NumberColumn) and not column.flag:
        return [None if np.isnan(v) else float(v) for v in numbers(values)]
    if isinstance(column, NumberColumn):
        return [None if np.isnan(v) else ("yes" if v else "no") for v in numbers(values)]
    listed = values.tolist() if isinstance(values, pd.Series) else values
    return [None if (text := word(value)) is None else text[:LONGEST] for value in listed]


def _template(reason: Mapping[str, Any]) -> Sentence:
    if reason["value"] is None:
        return MISSING
    return SAYS if isinstance(reason["value"], str) and len(reason["value"]) >= LONGEST else IS


def _english(reason: Mapping[str, Any]) -> str:
    """Thousands of reasons are asked for at once: filled in without what makes a sentence."""
    value = reason["value"]
    shown = f"{value:,.10g}" if isinstance(value, float) else value
    return _template(reason).template.format(
        column=reason["column"], value=shown, points=f"{reason['effect']:+.1f}"
    )


def _sentence(reason: Mapping[str, Any]) -> Sentence:
    value = reason["value"]
    shown = say("{value:number}", value=value) if isinstance(value, float) else value
    return _template(reason).filled(column=reason["column"], value=shown, points=f"{reason['effect']:+.1f}")
