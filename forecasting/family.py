"""How much will we sell? The declaration of the forecasting family."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from contract.asking import Input
from contract.blocks import Block
from contract.data import MAIN, Kind, Problem, Role, Table, TrainingData
from contract.family import Family, Read, Sheet
from contract.grid import Grid
from contract.model import ModelChoice
from contract.result_columns import ResultColumn
from contract.roles import missing_role
from contract.summary import Summary
from contract.training import Effort, Evaluation, Plan, Progress
from forecasting import options
from forecasting.answering.asking import Predict
from forecasting.answering.column_words import column_words
from forecasting.members import MODELS
from forecasting.sheet.across import guess_across
from forecasting.sheet.part_names import guess_time, part_of_name
from forecasting.sheet.side_tables import SIDE_TABLES
from language.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

    from forecasting.models.forecaster import Forecaster
    from forecasting.panel import PreparedPanel

MOST_CHOICES = 1000
FEWEST_ACROSS = 6  # columns named like dates, for a sheet with its dates across the columns
DATE_HINTS = ("date", "day", "week", "month", "time", "period")

ROLES = (
    Role(
        "time",
        say("Date"),
        ("date",),
        required=False,
        many=True,
        guess_any=True,
        help=say(
            "When it happened, from hours to years. Several columns can make a date together: year and "
            "month, date and hour. Leave empty if each date has its own column."
        ),
        hints=DATE_HINTS,
        also=("number", "category", "text"),
        also_named=lambda name: part_of_name(name) is not None,
        guess_columns=lambda kinds: guess_time(kinds, DATE_HINTS),
    ),
    Role(
        "target",
        say("Amount to forecast"),
        ("number",),
        many=True,
        help=say(
            "Sales, revenue, units, visitors: any number recorded over time. Several columns count as "
            "several items, or as dates if they are named after dates."
        ),
        hints=(*("amount", "sales", "revenue", "quantity", "units", "demand", "volume", "value", "total"),),
        added_up=True,
        named_otherwise=lambda name: part_of_name(name) is not None,
    ),
    Role(
        "item",
        say("Item"),
        ("category", "text", "number", "flag"),
        required=False,
        many=True,
        unguessed=("flag",),
        help=say(
            "Each item gets its own forecast: product, store, customer ... Several columns can name it "
            "together."
        ),
        hints=("item", "product", "sku", "store", "shop", "branch", "customer", "category", "region"),
    ),
    Role(
        "weight",
        say("Weight"),
        ("number",),
        required=False,
        help=say("For a rate or a price: how much each row counts in a mean, such as units or visits."),
    ),
    Role(
        "features",
        say("Known in advance"),
        ("number", "category", "flag"),
        required=False,
        many=True,
        help=say("What you know before the day comes: price, promotion, open or closed, holidays."),
    ),
    Role(
        "past",
        say("Known only afterwards"),
        ("number", "flag"),
        required=False,
        many=True,
        help=say("What you know only once the day is over: customers, orders, stock-outs, returns."),
    ),
    Role(
        "static",
        say("Fixed per item"),
        ("number", "category", "flag"),
        required=False,
        many=True,
        help=say("What does not change over time: store type, category, brand, size."),
    ),
)


def dates_across(kinds: Mapping[str, Kind]) -> Mapping[str, str | tuple[str, ...]] | None:
    """Of a sheet without dates whose number columns are named like dates: these, and the items. Of a table of
    years by months also the column of the years."""
    from forecasting.sheet.date_names import dated

    if (by_parts := guess_across(kinds)) is not None:
        return by_parts
    if "date" in kinds.values() or list(kinds.values()).count("number") < FEWEST_ACROSS:
        return None
    across = tuple(dated(name for name, kind in kinds.items() if kind == "number"))
    if len(across) < FEWEST_ACROSS:
        return None
    items = tuple(name for name, kind in kinds.items() if kind in ("category", "text"))
    return {"target": across, **({"item": items if len(items) > 1 else items[0]} if items else {})}


class ForecastingFamily(Family):
    key = "forecasting"
    label = say("Forecasting")
    question = say("How much will we sell in the coming days, weeks or months?")
    tables: ClassVar[tuple[Table, ...]] = (
        Table(MAIN, say("Sales"), ROLES, help=say("One row per item and date."), layout=dates_across),
        *SIDE_TABLES,
    )
    models: ClassVar[Mapping[str, ModelChoice]] = MODELS
    auto_help = say("Tests the models on the past and picks the best, or a weighted mean of them.")
    Settings = options.Settings
    asks = (Predict(),)
    primary_metric = "wape"
    metric_labels: ClassVar[Mapping[str, str]] = {
        "wape": say("WAPE (error in % of sales)"),
        "wape_known": say("WAPE if your plan is right (drivers ahead known)"),
        "wape_assumed": say("WAPE without a plan (drivers ahead assumed)"),
        "mase": say("MASE (below 1: better than repeating last season)"),
        "mape": say("MAPE (mean error in % of each amount)"),
        "mae": say("Mean absolute error"),
        "bias": say("Bias"),
        "coverage_80": say("Inside the 80 % interval"),
        "coverage_95": say("Inside the 95 % interval"),
    }
    percent_metrics = frozenset(
        {"wape", "wape_known", "wape_assumed", "mape", "bias", "coverage_80", "coverage_95"}
    )
    picture = "fan"
    # CPU seconds of one thread on a server of 2026. Fast: 3 for 730 rows of one item, 24 for 730,000 of
    # 1,000 items.
    pace: ClassVar[Mapping[Effort, tuple[float, float]]] = {"fast": (4.0, 0.03), "best": (15.0, 0.5)}
    libraries = (
        *("pandas", "xgboost", "lightgbm", "statsforecast.models", "holidays"),
        *("prophet", "cmdstanpy", "tqdm.auto"),
    )

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        from forecasting.judging.evaluation import check_model
        from forecasting.sheet.checks import check_sheet
        from forecasting.sheet.layout import has_dates_across

        if not data.many("time") and not has_dates_across(data):
            return [missing_role(self.main_table.role("time"))]
        return check_sheet(data, plan.settings, plan.today) or check_model(data, plan)

    def refined(self, columns: Mapping[str, Any], kinds: Mapping[str, Kind], read: Read) -> Mapping[str, Any]:
        from forecasting.sheet import choosing

        return choosing.refined(columns, kinds, read)

    def result_columns(self, names: Collection[str]) -> Mapping[str, ResultColumn]:
        return column_words(names)

    def choice_in_words(self, columns: Mapping[str, Any], sheet: Sheet) -> Sequence[str]:
        from forecasting.sheet import choosing

        return choosing.in_words(columns, sheet)

    def extra_seconds(self, settings: Mapping[str, Any], effort: Effort) -> float:
        return 60.0 * settings.get("tuning_minutes", 0) if effort == "best" else 0.0

    def prepare(self, data: TrainingData, plan: Plan) -> PreparedPanel:
        from forecasting.sheet.series import prepare_panel

        return prepare_panel(data, plan.settings, plan.today)

    def evaluate(self, prepared: PreparedPanel, plan: Plan, progress: Progress) -> Evaluation:
        from forecasting.judging.evaluation import evaluate_panel

        return evaluate_panel(prepared, plan, progress)

    def results(self, model: Forecaster, prepared: PreparedPanel, plan: Plan) -> DataFrame:
        return model.predict(options.Request(horizon=prepared.horizon)).table

    def report(
        self, model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: DataFrame
    ) -> list[Block]:
        from forecasting.report.blocks import report_blocks

        return report_blocks(model, prepared, evaluation, results)

    def headline(self, prepared: PreparedPanel, evaluation: Evaluation, results: DataFrame) -> str:
        from forecasting.report.words import headline

        return headline(prepared, evaluation, results)

    def summary(
        self, model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: DataFrame
    ) -> Summary:
        from forecasting.report.summary import forecast_summary

        return forecast_summary(prepared, evaluation, results)

    def items(
        self, model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: DataFrame
    ) -> DataFrame:
        from forecasting.report.items import items_frame

        return items_frame(prepared, evaluation, results)

    def grid(self, data: TrainingData, plan: Plan, item: str, steps: int) -> Grid | None:
        from forecasting.answering.grid import plan_grid

        panel = self.prepare(data, plan).panel
        return plan_grid(panel, item if item in panel.items else "", steps)

    def inputs(self, prepared: PreparedPanel) -> list[Input]:
        items = prepared.panel.items
        horizon = Input("horizon", "number", typical=prepared.horizon, of="request")
        period = Input("period", "category", typical="step", of="request")
        known = [
            Input(
                driver.name, "category" if driver.categories else "number", None, driver.categories, "future"
            )
            for driver in prepared.panel.driver_columns
            if driver.otherwise is None
        ]
        if not prepared.has_items:
            return [horizon, period, *known]
        choices = items[:MOST_CHOICES]
        asked = Input("items", "category", typical=[items[0]], choices=choices, of="request")
        return [horizon, asked, period, Input("group", "text", of="request"), *known]

    def example(self) -> TrainingData:
        from forecasting.example import example_data

        return example_data()
