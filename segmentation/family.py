"""The family of customer segments: which customers are alike, and what sets each group apart.

This file declares the question and hands every step to the module that does it. The modules are
imported on first use, so that the program starts without loading a machine learning library.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contract.asking import Input
from contract.blocks import Block
from contract.data import MAIN, Problem, Role, Table, TrainingData
from contract.family import Family, Groups, Sheet
from contract.model import ModelChoice
from contract.result_columns import ResultColumn
from contract.summary import Summary
from contract.training import Evaluation, Plan, Progress
from language.sentences import say
from segmentation.asking import Predict
from segmentation.options import SegmentationSettings

if TYPE_CHECKING:
    from pandas import DataFrame

    from segmentation.customers import Customers
    from segmentation.kmeans import KMeansModel

ID = Role(
    key="id",
    label=say("Customer number"),
    kinds=("category", "text", "number"),
    required=False,
    help=say("Identifies each customer in the answer. Without it, rows are numbered from 1."),
    hints=("id", "customer", "client", "number", "code"),
)
VALUE = Role(
    key="value",
    label=say("Customer value"),
    kinds=("number",),
    required=False,
    help=say("Money per customer, such as yearly sales. Segments are ordered by it, most valuable first."),
    hints=("total_sales", "sales", "revenue", "spend", "amount"),
)
FEATURES = Role(
    key="features",
    label=say("What describes a customer"),
    kinds=("number", "category", "flag", "text", "date"),
    many=True,
    help=say("Traits used to group similar customers. Dates and names are left out."),
    guess_rest=True,
)


RESULT_COLUMNS: Mapping[str, ResultColumn] = {
    "id": ResultColumn(say("Customer"), say("Who is in the segment."), "text"),
    "segment": ResultColumn(say("Segment"), say("The number of the segment.")),
    "name": ResultColumn(say("Name"), say("What its customers have in common.")),
    "distance": ResultColumn(
        say("Distance"), say("How far from the middle of the segment: 0 is the most typical customer.")
    ),
    "missing": ResultColumn(say("Missing"), say("What was not known and was taken as usual.")),
}


class Segmentation(Family):
    key = "segmentation"
    label = say("Customer segments")
    question = say("Which of my customers are alike, and what sets each group apart?")
    tables = (
        Table(
            key=MAIN,
            label=say("Customers"),
            roles=(ID, VALUE, FEATURES),
            help=say("One row per customer."),
        ),
    )
    models = {
        "kmeans": ModelChoice(
            label="k-means",
            path="segmentation.kmeans:KMeansModel",
            help=say("Assigns each customer to the nearest of a few centres."),
        )
    }
    auto_help = say("Uses k-means, the only model of this family.")
    Settings = SegmentationSettings
    asks = (Predict(),)
    groups = Groups(key="segment", name="name")
    primary_metric = "silhouette"
    lower_is_better = False
    metric_labels = {
        "silhouette": say("Separation (silhouette)"),
        "stability": say("Stability"),
        "smallest_share": say("Smallest segment"),
    }
    percent_metrics = frozenset({"smallest_share"})
    picture = "groups"
    # CPU seconds of one thread on a server of 2025, and one second for the worker around it. Fast:
    # 0.4 for 50 rows, 1.7 for 10,000, 2.0 for 100,000 of ten columns. Best: 1.7, 5.7 and 6.1.
    pace = {"fast": (2.0, 0.01), "best": (4.0, 0.03)}
    libraries = ("pandas", "sklearn.cluster", "sklearn.metrics")

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        from segmentation import checking

        return checking.check(data, plan)

    def prepare(self, data: TrainingData, plan: Plan) -> Customers:
        from segmentation import customers

        return customers.prepare(data, plan)

    def evaluate(self, prepared: Customers, plan: Plan, progress: Progress) -> Evaluation:
        from segmentation import choosing

        return choosing.evaluate(prepared, plan, progress)

    def results(self, model: KMeansModel, prepared: Customers, plan: Plan) -> DataFrame:
        found = model.assign(prepared.ids, prepared.points)
        return found.assign(missing=prepared.lacking()) if prepared.missing else found

    def report(
        self, model: KMeansModel, prepared: Customers, evaluation: Evaluation, results: DataFrame
    ) -> list[Block]:
        from segmentation import report

        return report.blocks(model, prepared, evaluation, results)

    def headline(self, prepared: Customers, evaluation: Evaluation, results: DataFrame) -> str:
        from segmentation import report

        return report.headline(prepared, results)

    def summary(
        self, model: KMeansModel, prepared: Customers, evaluation: Evaluation, results: DataFrame
    ) -> Summary:
        from segmentation import summary

        return summary.summary(model, prepared, evaluation, results)

    def inputs(self, prepared: Customers) -> list[Input]:
        return prepared.inputs()

    def result_columns(self, names: Collection[str]) -> Mapping[str, ResultColumn]:
        return {name: RESULT_COLUMNS[name] for name in names if name in RESULT_COLUMNS}

    def choice_in_words(self, columns: Mapping[str, Any], sheet: Sheet) -> Sequence[str]:
        count = len(columns.get("features") or ())
        if value := columns.get("value"):
            return [
                say(
                    "Groups of customers alike in {count:integer} columns and '{value}', the highest first.",
                    count=count,
                    value=value,
                )
            ]
        return [say("Groups of customers alike in {count:integer} columns.", count=count)]

    def example(self) -> TrainingData:
        from segmentation import example

        return example.three_groups()
