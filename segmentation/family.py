"""The family of customer segments: which customers are alike, and what sets each group apart.

This file declares the question and hands every step to the module that does it. The modules are
imported on first use, so that the program starts without loading a machine learning library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segmentation.options import SegmentationRequest, SegmentationSettings
from training.exchange import (
    MAIN,
    Answer,
    Block,
    Evaluation,
    Input,
    Plan,
    Problem,
    Progress,
    Role,
    Table,
    TrainingData,
)
from training.families import Family, ModelChoice

if TYPE_CHECKING:
    from pandas import DataFrame

    from segmentation.customers import Customers
    from segmentation.kmeans import KMeansModel

ID = Role(
    key="id",
    label="Customer number",
    kinds=("category", "text", "number"),
    required=False,
    help="Names each customer in the answer. Without it the rows are numbered from 1.",
    hints=("id", "customer", "client", "number", "code"),
)
VALUE = Role(
    key="value",
    label="Value of a customer",
    kinds=("number",),
    required=False,
    help="Money per customer, such as yearly sales. Orders the segments, the most valuable first.",
    hints=("total_sales", "sales", "revenue", "spend", "amount"),
)
FEATURES = Role(
    key="features",
    label="What describes a customer",
    kinds=("number", "category", "flag", "text", "date"),
    many=True,
    help="The columns in which alike customers should be alike. Dates and names are left out.",
    guess_rest=True,
)


class Segmentation(Family):
    key = "segmentation"
    label = "Customer segments"
    question = "Which of my customers are alike, and what sets each group apart?"
    tables = (Table(key=MAIN, label="Customers", roles=(ID, VALUE, FEATURES), help="One row per customer."),)
    models = {
        "kmeans": ModelChoice(
            label="k-means",
            path="segmentation.kmeans:KMeansModel",
            help="Puts every customer to the nearest of a few centres.",
        )
    }
    auto_help = "Uses k-means, the one model of this family."
    Settings = SegmentationSettings
    Request = SegmentationRequest
    primary_metric = "silhouette"
    lower_is_better = False
    metric_labels = {
        "silhouette": "Separation (silhouette)",
        "stability": "Stability",
        "smallest_share": "Smallest segment",
    }
    percent_metrics = frozenset({"smallest_share"})
    libraries = ("pandas", "sklearn.cluster", "sklearn.metrics")
    logged = {"key": "id", "value": "segment"}

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
        return model.assign(prepared.ids, prepared.points)

    def report(
        self, model: KMeansModel, prepared: Customers, evaluation: Evaluation, results: DataFrame
    ) -> list[Block]:
        from segmentation import report

        return report.blocks(model, prepared, evaluation, results)

    def headline(self, prepared: Customers, evaluation: Evaluation, results: DataFrame) -> str:
        from segmentation import report

        return report.headline(results)

    def inputs(self, prepared: Customers) -> list[Input]:
        return prepared.inputs()

    def answer_columns(self, request: Any) -> list[str]:
        return ["id", "segment", "name", "distance"]

    def present(self, request: SegmentationRequest, answer: Answer) -> list[Block]:
        from segmentation import report

        return report.present(answer)

    def example(self) -> TrainingData:
        from segmentation import example

        return example.three_groups()
