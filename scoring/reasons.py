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

from language.sentences import Sentence, say
from scoring.columns import Column, DateColumn, NumberColumn
from scoring.learner import rescaled
from scoring.schema import Matrix, Schema
from scoring.scorer import Scorer
from scoring.values import dates, numbers, word

SMALLEST = 0.05  # points: a smaller effect is no reason


class ReasonList(list):  # type: ignore[type-arg]
    """The reasons of one row. As text (in CSV, or a page) it is their sentences."""

    def __str__(self) -> str:
        return "; ".join(str(reason["text"]) for reason in self)


@dataclass(frozen=True)
class Effects:
    """``parts`` (rows, columns) and ``base`` (rows) add up to ``score``; probabilities, or the score's unit."""

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
    said: dict[tuple[int, Any, float], Sentence] = {}
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
            key = (int(place), value, effect)
            if key not in said:
                said[key] = _text(column, value, effect)
            reasons.append({"column": column.name, "value": value, "effect": effect, "text": said[key]})
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
    return [None if (text := word(value)) is None else text[:60] for value in listed]


def _text(column: Column, value: Any, effect: float) -> Sentence:
    points = f"{effect:+.1f}"
    if value is None:
        return say("{column} is missing ({points} points)", column=column.name, points=points)
    if isinstance(value, float):
        return say(
            "{column} is {value:number} ({points} points)", column=column.name, value=value, points=points
        )
    if column.kind == "text":
        return say("{column} says so ({points} points)", column=column.name, points=points)
    return say("{column} is {value} ({points} points)", column=column.name, value=value, points=points)
