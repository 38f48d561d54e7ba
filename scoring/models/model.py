"""A score model: its schema, learners and calibration, and the words for its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from contract.asking import Answer, RequestProblem
from contract.blocks import Block, Note
from contract.model import Model
from contract.training import Plan, Progress
from language.sentences import kept, revive, say
from scoring.answering.answers import Effects, Scale, effects, strongest, table
from scoring.features.schema import Matrix, Schema
from scoring.models.calibration import Calibration, Range, probability_range, value_range
from scoring.models.scorer import Scorer
from scoring.questions import QUESTIONS, Question
from scoring.sheet.assembling import identities
from scoring.sheet.customers import Customers

FILE = "scores.json"


class ScoringModel(Model):
    """Learned: ``schema_``, ``scorer_``, ``calibration_`` (None for numeric outcomes), ``range_``,
    ``scale_``, and ``leakage_``: the columns that were suspected and the reason they were allowed for.
    """

    question_: Question
    id_column_: str | None
    schema_: Schema
    scorer_: Scorer
    calibration_: Calibration | None
    range_: Range
    scale_: Scale
    leakage_: dict[str, Any]
    outcome_: dict[str, Any]
    """What is scored (Customers.outcome); empty for models of earlier releases."""
    unseen_: np.ndarray
    """Of the rows trained on, margins by models that had not seen them. Not kept in the file."""

    def fit(self, prepared: Customers, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        progress(0.0, say("Learning from all customers with a known outcome"))
        known = prepared.matrix.take(prepared.known)
        self.question_ = prepared.question
        self.id_column_ = prepared.assembled.id_column
        self.schema_ = prepared.schema
        self.scorer_ = Scorer.fit(
            learned["recipe"],
            known,
            prepared.y,
            learned["first"],
            prepared.numeric,
            plan.seed,
            plan.threads,
            lambda share: progress(0.9 * share, say("Learning from all customers with a known outcome")),
        )
        self.calibration_ = learned["calibration"]
        self.unseen_ = learned["margin"]
        scored = ~np.isnan(learned["margin"])
        predicted = self.predicted(learned["margin"][scored])
        bounds = value_range if prepared.numeric else probability_range
        self.range_ = bounds(predicted, prepared.y[scored])
        self.scale_ = Scale.of(prepared.y, prepared.numeric, prepared.money)
        self.leakage_ = {
            "columns": [problem.column for problem in prepared.suspects],
            "messages": [problem.message for problem in prepared.suspects],
            "reason": prepared.settings.leakage_reason if prepared.suspects else "",
        }
        self.outcome_ = prepared.outcome
        progress(1.0, say("Learned"))

    def predicted(self, margin: np.ndarray) -> np.ndarray:
        """Probabilities, or numeric scores."""
        return margin if self.calibration_ is None else self.calibration_(margin)

    def effects(self, matrix: Matrix) -> Effects:
        return effects(self.scorer_, self.schema_, matrix, self.predicted)

    def predict(self, customers: pd.DataFrame, reasons: int) -> Answer:
        """``customers`` has typed cells; columns that the model reads may be missing, but not all."""
        names = [column.name for column in self.schema_.columns]
        if not any(name in customers for name in names):
            raise RequestProblem(
                "rows",
                "missing_columns",
                say(
                    "No row has any of the {count:integer} columns the model needs: {columns}.",
                    count=len(names),
                    columns=", ".join(names),
                ),
            )
        cells = {str(name): customers[name] for name in customers}
        matrix = self.schema_.encode(cells, len(customers))
        table = self.answer(identities(customers, self.id_column_), matrix, cells, reasons)
        return Answer(table, self.schema_.flags(cells, matrix))

    def answer(
        self,
        ids: pd.Series,
        matrix: Matrix,
        cells: Mapping[str, Any],
        reasons: int,
        margin: np.ndarray | None = None,
    ) -> pd.DataFrame:
        """The answer for encoded rows. ``margin`` stands in for the model's own, of rows it learned from."""
        if margin is None:
            margin = self.scorer_.margin(matrix)
        predicted = self.predicted(margin)
        lists: Any = [""] * len(matrix)
        if reasons:
            found = self.effects(matrix)
            lists = strongest(found, self.schema_, cells, reasons, self.scale_.points)
        return table(ids, predicted, self.range_(predicted), self.scale_, self.question_, lists)

    def save(self, folder: Path) -> None:
        self.scorer_.save(folder)
        stored = {
            "question": self.question_.key,
            "id_column": self.id_column_,
            "schema": self.schema_.as_json(),
            "recipe": self.scorer_.recipe.as_json(),
            "calibration": self.calibration_.as_json() if self.calibration_ else None,
            "range": self.range_.as_json(),
            "scale": self.scale_.as_json(),
            "leakage": kept(self.leakage_),
            "outcome": self.outcome_,
        }
        (folder / FILE).write_text(json.dumps(stored, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, params: Any) -> ScoringModel:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        model = cls(params)
        model.question_ = QUESTIONS[stored["question"]]
        model.id_column_ = stored["id_column"]
        model.schema_ = Schema.from_json(stored["schema"])
        scale = stored["scale"]
        model.scale_ = Scale(**{**scale, "quantiles": tuple(scale["quantiles"])})
        model.scorer_ = Scorer.load(folder, stored["recipe"], model.scale_.numeric)
        model.calibration_ = Calibration(**stored["calibration"]) if stored["calibration"] else None
        model.range_ = Range(**stored["range"])
        model.leakage_ = revive(stored["leakage"])
        model.outcome_ = stored.get("outcome", {})
        return model

    @property
    def facts(self) -> dict[str, Any]:
        """The outcome that is scored, and its base rate: the column itself, where it holds a score."""
        if not self.outcome_:
            return {}
        rate = {"base_rate": self.outcome_["rate"]} if "rate" in self.outcome_ else {}
        return {"outcome": self.outcome_["outcome"], **rate}

    def explain(self) -> list[Block]:
        """What was allowed in spite of a suspicion, which has to be read with every number."""
        if not self.leakage_["columns"]:
            return []
        text = say(
            "Suspected columns were allowed: {columns}. Reason given: {reason}",
            columns=", ".join(self.leakage_["columns"]),
            reason=self.leakage_["reason"],
        )
        return [Note(say("Suspected leaks"), text, "bad")]
