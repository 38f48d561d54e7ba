"""The families of customer scores: how likely an outcome is for each customer, and why.

Five questions share one machinery and differ in the words of ``questions.py``. This file declares
them and hands every step to the module that does it, imported on first use.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from contract.asking import Input
from contract.blocks import Block
from contract.data import MAIN, Kind, Problem, Role, Table, TrainingData
from contract.family import Family, Sheet
from contract.model import ModelChoice
from contract.result_columns import ResultColumn
from contract.summary import Summary
from contract.training import Evaluation, Plan, Progress
from language.sentences import say
from scoring.answering.asking import Predict
from scoring.answering.column_words import column_words
from scoring.options import ScoringSettings
from scoring.questions import CHURN, ENGAGEMENT, LEAD_SCORING, OUTCOME, PURCHASE, Question

if TYPE_CHECKING:
    from pandas import DataFrame

    from scoring.models.model import ScoringModel
    from scoring.sheet.customers import Customers

NAMES: tuple[Kind, ...] = ("category", "text", "number")
KEY_HINTS = ("id", "customer", "client", "customerid", "client_id", "prospect", "lead", "number", "code")
DATE_HINTS = ("date", "day", "time", "at")

ENTITY = Role(
    key="entity",
    label=say("Customer number"),
    kinds=NAMES,
    required=False,
    help=say(
        "Identifies each customer in the answer and links the other sheets. The model never learns from it."
    ),
    hints=KEY_HINTS,
)
TIME = Role(
    key="time",
    label=say("Date of the row"),
    kinds=("date",),
    required=False,
    help=say("The date each row describes. Newer rows test what older ones taught."),
    hints=("snapshot", "as_of", "reference", "date"),
)
GROUP = Role(
    key="group",
    label=say("Rows that belong together"),
    kinds=NAMES,
    required=False,
    help=say("Rows of one household or company: they are never split between training and testing."),
    hints=("household", "group"),
)
FEATURES = Role(
    key="features",
    label=say("What you know about a customer"),
    kinds=("number", "category", "flag", "text", "date"),
    many=True,
    help=say("Everything known before the outcome. Leave out what is filled in afterwards."),
    guess_rest=True,
)
KEY = Role(
    key="key",
    label=say("Customer number"),
    kinds=NAMES,
    help=say("The same numbers as in the main sheet."),
    hints=KEY_HINTS,
)


def _date(required: bool) -> Role:
    return Role(
        key="date",
        label=say("Date"),
        kinds=("date",),
        required=required,
        help=say("When it happened."),
        hints=DATE_HINTS,
    )


def _label(question: Question, required: bool) -> Role:
    return Role(
        key="label",
        label=say("Known outcome"),
        kinds=("flag", "category", "number"),
        required=required,
        help=say("Yes or no, two words, or a score; empty where it is not known yet."),
        hints=question.label_hints,
    )


def _tables(question: Question) -> tuple[Table, ...]:
    return (
        Table(
            key=MAIN,
            label=say("Customers"),
            roles=(ENTITY, _label(question, required=False), TIME, GROUP, FEATURES),
            help=say("One row per customer, some of them with the known outcome."),
        ),
        Table(
            key="labels",
            label=say("Known outcomes"),
            roles=(KEY, _label(question, required=True), _date(required=False)),
            required=False,
            help=say("The outcomes, if they are in a sheet of their own."),
        ),
        Table(
            key="transactions",
            label=say("Transactions"),
            roles=(
                KEY,
                _date(required=True),
                Role(
                    key="amount",
                    label=say("Amount"),
                    kinds=("number",),
                    required=False,
                    help=say("Amount of each transaction."),
                    hints=("amount", "total", "price", "value", "revenue"),
                    added_up=True,
                ),
            ),
            required=False,
            help=say("Purchases or visits, one row each."),
        ),
        Table(
            key="notes",
            label=say("Notes"),
            roles=(
                KEY,
                Role(
                    key="text",
                    label=say("Text"),
                    kinds=("text", "category"),
                    help=say("What was written about the customer."),
                    hints=("note", "notes", "text", "comment", "message"),
                ),
                _date(required=False),
            ),
            required=False,
            help=say("Notes and conversations, one row each."),
        ),
    )


class ScoringFamily(Family):
    """What the five families share; ``words`` is what they differ in."""

    words: ClassVar[Question]
    models = {
        "fast": ModelChoice(
            label=say("Trees and regression"),
            path="scoring.models.model:ScoringModel",
            help=say("XGBoost with early stopping and a logistic regression, weighted on held-out rows."),
        ),
        "logistic": ModelChoice(
            label=say("Logistic regression"),
            path="scoring.models.model:ScoringModel",
            help=say("One weight per column. The best choice for few rows."),
        ),
        "ensemble": ModelChoice(
            label=say("Ensemble"),
            path="scoring.models.model:ScoringModel",
            help=say("Several kinds of trees and a regression, stacked. Slower, sometimes better."),
        ),
    }
    auto_help = say(
        "Fast: boosted trees and a regression, or the regression alone below 200 rows. Best: the "
        "ensemble, if it beats the fast model by more than chance."
    )
    Settings = ScoringSettings
    asks = (Predict(),)
    primary_metric = "auc"
    lower_is_better = False
    metric_labels = {
        "auc": say("Ranking (ROC-AUC)"),
        "average_precision": say("Average precision"),
        "log_loss": say("Log loss"),
        "brier": say("Brier score"),
        "calibration_error": say("Calibration error"),
        "mae": say("Mean absolute error"),
        "rmse": say("Root mean square error"),
        "r2": say("Explained variance (R²)"),
    }
    percent_metrics = frozenset({"calibration_error"})
    picture = "scores"
    pace = {"fast": (2.0, 0.25), "best": (6.0, 2.2)}
    libraries = ("pandas", "xgboost", "lightgbm", "sklearn.linear_model")

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        from scoring.sheet import checking

        return checking.check(data, plan, self.words)

    def prepare(self, data: TrainingData, plan: Plan) -> Customers:
        from scoring.sheet import customers

        return customers.prepare(data, plan, self.words)

    def evaluate(self, prepared: Customers, plan: Plan, progress: Progress) -> Evaluation:
        from scoring.judging import evaluation

        return evaluation.evaluate(prepared, plan, progress)

    def results(self, model: ScoringModel, prepared: Customers, plan: Plan) -> DataFrame:
        from scoring.answering.call_list import call_list

        return call_list(model, prepared)

    def report(
        self, model: ScoringModel, prepared: Customers, evaluation: Evaluation, results: DataFrame
    ) -> list[Block]:
        from scoring.report import blocks

        return blocks.blocks(model, prepared, evaluation, results)

    def headline(self, prepared: Customers, evaluation: Evaluation, results: DataFrame) -> str:
        from scoring.report import blocks

        return blocks.headline(prepared, evaluation, results)

    def summary(
        self, model: ScoringModel, prepared: Customers, evaluation: Evaluation, results: DataFrame
    ) -> Summary:
        from scoring.report import summary

        return summary.summary(model, prepared, evaluation, results)

    def inputs(self, prepared: Customers) -> list[Input]:
        return prepared.inputs()

    def result_columns(self, names: Collection[str]) -> Mapping[str, ResultColumn]:
        return column_words(names)

    def choice_in_words(self, columns: Mapping[str, Any], sheet: Sheet) -> Sequence[str]:
        count = len(columns.get("features") or ())
        if label := columns.get("label"):
            return [
                say(
                    "A score for each row: how likely '{label}' is, learned from {count:integer} columns.",
                    label=label,
                    count=count,
                )
            ]
        return [say("A score for each row, learned from {count:integer} columns.", count=count)]

    def example(self) -> TrainingData:
        from scoring import example

        return example.leads()


class LeadScoring(ScoringFamily):
    words = LEAD_SCORING
    key, label, question, tables = words.key, words.label, words.question, _tables(words)


class Churn(ScoringFamily):
    words = CHURN
    key, label, question, tables = words.key, words.label, words.question, _tables(words)


class Engagement(ScoringFamily):
    words = ENGAGEMENT
    key, label, question, tables = words.key, words.label, words.question, _tables(words)


class Purchase(ScoringFamily):
    words = PURCHASE
    key, label, question, tables = words.key, words.label, words.question, _tables(words)


class Outcome(ScoringFamily):
    words = OUTCOME
    key, label, question, tables = words.key, words.label, words.question, _tables(words)


FAMILIES: tuple[type[ScoringFamily], ...] = (LeadScoring, Churn, Engagement, Purchase, Outcome)
