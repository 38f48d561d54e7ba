"""Scores as a table: number, range, quality, money, recommendation and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from cells.dates import NO_END
from columns.values import DISGUISED, dates, numbers, spellings
from language.sentences import Sentence, joined, say
from scoring.features.columns import Column, DateColumn, NumberColumn
from scoring.features.schema import Matrix, Schema
from scoring.models.learner import rescaled
from scoring.models.scorer import Scorer
from scoring.questions import HIGH_QUANTILE, MIDDLE_QUANTILE, Question, cut_offs
from scoring.worth import Money

COLUMNS = (
    "id", "probability", "score", "lower", "upper", "quality", "expected_value", "recommendation", "reasons",
)  # fmt: skip
NEVER = "9999-12-31"  # how a date that says that there is no end is shown
STEPS = 101  # quantiles of a numeric outcome by which a score from 0 to 100 is given


@dataclass(frozen=True)
class Scale:
    """How a prediction becomes a score from 0 to 100, a quality and money.

    ``quantiles`` of the known numeric outcomes; empty for probabilities, and where they are between 0 and
    100 already. ``high`` and ``middle`` are the least predictions of the two upper qualities.
    """

    numeric: bool
    high: float
    middle: float
    value: float | None = None
    cost: float | None = None
    quantiles: tuple[float, ...] = ()
    currency: str = ""
    share: float = 1.0

    @classmethod
    def of(cls, y: np.ndarray, numeric: bool, money: Money | None) -> Scale:
        said = asdict(money) if money else {}
        if not numeric:
            return cls(False, *cut_offs(float(y.mean())), **said)
        high, middle = np.quantile(y, [HIGH_QUANTILE, MIDDLE_QUANTILE])
        ready = y.min() >= 0 and 1 < y.max() <= 100
        steps = () if ready else tuple(np.quantile(y, np.linspace(0, 1, STEPS)).tolist())
        return cls(True, float(high), float(middle), quantiles=steps, **said)

    @property
    def points(self) -> float:
        """Points per unit of the prediction, the unit of reasons."""
        return 1.0 if self.numeric else 100.0

    def score(self, predicted: np.ndarray) -> np.ndarray:
        if not self.numeric:
            return np.asarray((100 * predicted).round(1))
        if not self.quantiles:
            return np.asarray(predicted.clip(0, 100).round(1))
        return np.asarray(np.interp(predicted, self.quantiles, np.linspace(0, 100, STEPS)).round(1))

    def place(self, predicted: np.ndarray) -> np.ndarray:
        """0 for the upper quality, 1 for the middle one, 2 for the lower one."""
        return np.where(predicted >= self.high, 0, np.where(predicted >= self.middle, 1, 2))

    def money(self, predicted: np.ndarray) -> np.ndarray:
        """What a contact brings on average; for numeric outcomes, its outcome less its cost. NaN where
        nobody said what it is worth."""
        if self.value is None or self.cost is None:
            return np.full(len(predicted), np.nan)
        gain = predicted * (self.share if self.numeric else self.value)
        return np.asarray((gain - self.cost).round(2))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def table(
    ids: Sequence[str] | pd.Series,
    predicted: np.ndarray,
    bounds: tuple[np.ndarray, np.ndarray],
    scale: Scale,
    question: Question,
    reasons: Sequence[Any],
) -> pd.DataFrame:
    """One row per customer, in the columns COLUMNS; "value" stands for "probability" where it is numeric."""
    place = scale.place(predicted)
    lower, upper = bounds if scale.numeric else (bounds[0].clip(0, 1), bounds[1].clip(0, 1))
    reasons_column = np.empty(len(predicted), dtype=object)
    reasons_column[:] = list(reasons) if len(reasons) else None
    return pd.DataFrame(
        {
            "id": np.asarray(ids, dtype=object),
            "value" if scale.numeric else "probability": predicted.round(4),
            "score": scale.score(predicted),
            "lower": lower.round(4),
            "upper": upper.round(4),
            "quality": np.array(question.qualities, dtype=object)[place],
            "expected_value": scale.money(predicted),
            "recommendation": np.array(question.recommendations, dtype=object)[place],
            "reasons": reasons_column,
        }
    )


# --- Why a score is what it is: what each column adds, in points, in the user's words ---

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
    found: Effects, schema: Schema, cells: Mapping[str, pd.Series], count: int, points: float
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


def _cells(column: Column, cells: Mapping[str, pd.Series]) -> list[Any]:
    """Values as they are shown: None where missing, dates as ISO text, numbers as numbers."""
    if column.name not in cells:
        return [None] * len(next(iter(cells.values())))
    values = cells[column.name]
    if isinstance(column, DateColumn):
        days = dates(values, endless=True)
        return [
            None if np.isnat(v) else NEVER if v == NO_END else str(v.astype("datetime64[D]")) for v in days
        ]
    if isinstance(column, NumberColumn) and not column.flag:
        return [None if np.isnan(v) else float(v) for v in numbers(values)]
    if isinstance(column, NumberColumn):
        return [None if np.isnan(v) else ("yes" if v else "no") for v in numbers(values)]
    return [
        None if text is None or text.casefold() in DISGUISED else text[:LONGEST] for text in spellings(values)
    ]


def _template(reason: Mapping[str, Any]) -> Sentence:
    if reason["value"] is None:
        return MISSING
    return SAYS if isinstance(reason["value"], str) and len(reason["value"]) >= LONGEST else IS


def _english(reason: Mapping[str, Any]) -> str:
    """Thousands of reasons are asked for at once: filled in without what makes a sentence."""
    value = reason["value"]
    shown = f"{value:,.10g}" if isinstance(value, float) else value
    return _template(reason).template.format(
        column=reason["column"], value=shown, points=f"{reason['effect']:+.10g}"
    )


def _sentence(reason: Mapping[str, Any]) -> Sentence:
    value = reason["value"]
    shown = say("{value:number}", value=value) if isinstance(value, float) else value
    effect = reason["effect"]
    points = say("+{points:number}", points=effect) if effect > 0 else say("{points:number}", points=effect)
    return _template(reason).filled(column=reason["column"], value=shown, points=points)
