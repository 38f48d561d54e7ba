"""The customers of the sheets, cleaned and encoded: the input of models and report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from columns import leakage
from contract.asking import Input
from contract.data import DataProblems, Problem, TrainingData
from contract.training import Plan, Prepared
from language.sentences import Sentence, say
from scoring.features import columns
from scoring.features.schema import Matrix, Schema
from scoring.options import ScoringSettings
from scoring.questions import Question
from scoring.sheet.assembling import Assembled, assemble
from scoring.sheet.splits import Layout
from scoring.worth import Money


@dataclass
class Customers(Prepared):
    """``known`` holds the places of the rows to learn from; ``y`` their outcomes, in this order."""

    assembled: Assembled
    question: Question
    settings: ScoringSettings
    schema: Schema
    matrix: Matrix
    known: np.ndarray
    y: np.ndarray
    seed: int
    threads: int
    suspects: list[Problem]
    protected: dict[str, pd.Series]
    problems: list[Problem] = field(default_factory=list)

    @property
    def numeric(self) -> bool:
        return self.assembled.labels.numeric

    @property
    def layout(self) -> Layout:
        found = self.assembled
        return Layout(self.y, found.moments[self.known], found.groups[self.known], self.seed)

    @property
    def outcome(self) -> dict[str, Any]:
        """What is scored, and how often it came: ``rate`` of ``rows``, for outcomes that are not numeric."""
        labels = self.assembled.labels
        found: dict[str, Any] = {"column": labels.column, "outcome": labels.column, "rows": len(self.y)}
        if not labels.numeric:
            rate = round(float(self.y.mean()), 4)
            words = sorted({str(word) for word in labels.words[self.known]} - {""})
            found |= {"outcome": labels.positive, "opposite": labels.negative, "rate": rate, "words": words}
        return found

    @property
    def money(self) -> Money | None:
        """None where the user did not say what a hit is worth and a contact costs: nothing stands in."""
        asked = self.settings
        if asked.cost is None or (asked.value is None and not self.numeric):
            return None
        share = 1.0 if asked.margin is None else asked.margin / 100
        return Money((asked.value or 0.0) * share, asked.cost, asked.currency.strip(), share)

    def inputs(self) -> list[Input]:
        """One input per column, with the median or the most common word; the date of the row first."""
        found = self.assembled
        inputs = []
        if found.id_column:
            inputs.append(Input(found.id_column, "text", typical=str(found.ids.iloc[0])))
        if found.time_column:
            inputs.append(Input(found.time_column, "date", typical=found.reference))
        for column in self.schema.columns:
            choices = tuple(column.levels) if isinstance(column, columns.CategoryColumn) else ()
            inputs.append(Input(column.name, columns.input_kind(column), column.typical, choices))
        return inputs


def prepare(data: TrainingData, plan: Plan, question: Question) -> Customers:
    """Raises DataProblems where there is nothing to learn from."""
    settings: ScoringSettings = plan.settings
    found = assemble(data, settings, question)
    known = found.known
    schema = Schema(
        [columns.learn(name, found.frame[name], found.kinds[name], found.reference) for name in found.frame],
        found.time_column,
    )
    cells = {name: found.frame[name] for name in found.frame}
    if found.time_column:
        cells[found.time_column] = data.main[found.time_column]
    matrix = schema.encode(cells, len(found.frame))
    schema.complete = schema.filled(matrix.take(known))
    schema.period = _period(found) if found.time_column else None
    leaks = suspects(found)
    if leaks and not allowed(settings):
        raise DataProblems(leaks)
    return Customers(
        assembled=found,
        question=question,
        settings=settings,
        schema=schema,
        matrix=matrix,
        known=known,
        y=found.labels.values[known],
        seed=plan.seed,
        threads=plan.threads,
        suspects=leaks,
        protected=_protected(data, settings),
    )


def _period(found: Assembled) -> tuple[str, str] | None:
    """The first and the last day of the rows."""
    dated = found.moments[~np.isnat(found.moments)].astype("datetime64[D]")
    return (str(dated.min()), str(dated.max())) if len(dated) else None


def allowed(settings: ScoringSettings) -> bool:
    return settings.allow_leakage and bool(settings.leakage_reason.strip())


def _protected(data: TrainingData, settings: ScoringSettings) -> dict[str, pd.Series]:
    names = [name.strip() for name in settings.protected.split(",")]
    return {name: data.main[name].reset_index(drop=True) for name in names if name in data.main}


# --- Columns that give the outcome away stop the run: ``columns.leakage`` on the training columns ---


def suspects(found: Assembled) -> list[Problem]:
    """One fatal problem per suspected column, the most suspicious first."""
    known = leakage.sampled(found.known)
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
