"""The price at which a stall earns most: a toy that uses the whole contract.

Two tables, an ask with a curve, an ask that is not kept, an analysis without asks, sessions, a derivation.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from contract.asking import Answer, Ask, AskContext, AskTable, Input, Logged
from contract.blocks import Block, Curve, Note
from contract.data import MAIN, Options, Problem, Role, Table, TrainingData
from contract.deriving import Derivation, Derived
from contract.family import Family
from contract.model import Model, ModelChoice
from contract.sessions import Learning, Proposal
from contract.training import Candidate, Evaluation, Plan, Prepared, Progress

PRICE = Role("price", "Price", ("number",), hints=("price",))
UNITS = Role("units", "Units", ("number",), hints=("units",))
DAY = Role("day", "Day", ("text", "category"), hints=("day",))
COST = Role("cost", "Cost", ("number",), hints=("cost",))


class Sold(Prepared):
    def __init__(self, data: TrainingData):
        self.problems, self.sold = [], data.main[[data.column("price"), data.column("units")]].to_numpy(float)
        costs = data.tables.get("costs")
        self.cost = 0.0 if costs is None else float(costs[data.column("costs.cost")].mean())


class Demand(Model):
    def fit(self, prepared: Sold, plan: Plan, learned: Any, progress: Progress) -> None:
        self.line_ = [*np.polyfit(*prepared.sold.T, 1).tolist(), prepared.cost]

    def profit(self, price: Any, cost: float | None = None) -> Any:
        slope, units, usual = self.line_
        return (price - (usual if cost is None else cost)) * (units + slope * price)

    def save(self, folder: Path) -> None:
        (folder / "line.json").write_text(json.dumps(self.line_))

    @classmethod
    def load(cls, folder: Path, params: Any) -> Demand:
        model = cls(params)
        model.line_ = json.loads((folder / "line.json").read_text())
        return model


class AtPrices(Ask):
    label, rows = "Profit at prices", "rows"
    tables = (AskTable("rows", "Prices", required=True), AskTable("costs", "Costs", of="costs"))
    logged: Any = Logged(keys=("day", "price"), value="profit")

    def answer(self, context: AskContext) -> Answer:
        prices, costs = context.tables["rows"].frame["price"].to_numpy(float), context.table("costs")
        cost = None if costs is None else float(costs.frame["cost"].mean())
        profit = context.model.profit(prices, cost)
        table = pd.DataFrame({"day": range(len(prices)), "price": prices, "profit": profit})
        x = np.linspace(1, 9, 17)
        series = [{"name": "Profit", "values": context.model.profit(x, cost)}]
        curve = Curve("Profit by price", x.tolist(), series)
        return Answer({"predictions": table, "best": table.nlargest(1, "profit")}, blocks=[curve])

    def columns(self, request: Any) -> list[str]:
        return ["day", "price", "profit"]


class Slide(AtPrices):
    key, label, rows, logged = "slide", "Slide the price", "", None


class ThreePrices(Learning):
    class Result(Options):
        profit: float

    def open(self, model: Demand, settings: Any) -> dict[str, Any]:
        return {"tried": {}}

    def propose(self, model: Demand, state: Any, seed: int) -> Proposal:
        left = [price for price in ("3", "5", "7") if price not in state["tried"]]
        best = left[0] if left else max(state["tried"], key=state["tried"].get)
        return Proposal({"price": best}, "Not tried yet." if left else "It brought most.")

    def observe(self, model: Demand, state: Any, proposal: Proposal, result: Any) -> dict[str, Any]:
        return {"tried": {**state["tried"], proposal.values["price"]: result.profit}}

    def describe(self, state: Any) -> str:
        return f"{len(state['tried'])} prices tried."


class Stall(Family):
    key, label, question = "stall", "Stall prices", "At which price does the stall earn most?"
    tables = (Table(MAIN, "Sales", (DAY, PRICE, UNITS)), Table("costs", "Costs", (DAY, COST), required=False))
    models = {"line": ModelChoice("A line", "tests.toy_family:Demand")}
    primary_metric, metric_labels = "mae", {"mae": "Error"}
    asks: Any = (AtPrices(), Slide())
    learning: Any = ThreePrices()

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        return []

    def prepare(self, data: TrainingData, plan: Plan) -> Sold:
        return Sold(data)

    def evaluate(self, prepared: Sold, plan: Plan, progress: Progress) -> Evaluation:
        prices, units = prepared.sold.T
        ours, naive = np.polyval(np.polyfit(prices, units, 1), prices), units.mean()
        errors = [{"mae": float(np.abs(units - guess).mean())} for guess in (ours, naive)]
        line = Candidate("line", "A line", errors[0], chosen=True)
        mean = Candidate("mean", "The mean", errors[1], baseline=True)
        return Evaluation("line", *errors, baseline_label="the mean", candidates=[line, mean])

    def results(self, model: Demand, prepared: Sold, plan: Plan) -> pd.DataFrame:
        prices = np.arange(1.0, 10.0)
        return pd.DataFrame({"day": range(9), "price": prices, "profit": model.profit(prices)})

    def report(self, model: Any, prepared: Any, evaluation: Evaluation, results: pd.DataFrame) -> list[Block]:
        return [Note("In short", self.headline(prepared, evaluation, results))]

    def headline(self, prepared: Any, evaluation: Evaluation, results: pd.DataFrame) -> str:
        return f"{results.loc[results['profit'].idxmax(), 'price']:g} earns most."

    def inputs(self, prepared: Sold) -> list[Input]:
        return [Input("price", "number", typical=5.0)]

    def example(self) -> TrainingData:
        columns = {"day": list("abcdef"), "price": [2.0, 3, 4, 5, 6, 7], "units": [80.0, 70, 60, 50, 40, 30]}
        kinds: Any = {MAIN: {"day": "text", "price": "number", "units": "number"}}
        return TrainingData({MAIN: pd.DataFrame(columns)}, {name: name for name in columns}, kinds)


class StallHistory(Stall):
    key, label, question, asks, learning = "stall_history", "Stall history", "What did prices do?", (), None


class DayPrices(Derivation):
    key, label, tables = "day_prices", "Mean price of each day", (Table(MAIN, "Sales", (DAY, PRICE)),)

    def derive(self, data: TrainingData, settings: Any, progress: Progress) -> Derived:
        return Derived(data.main.groupby(data.column("day"), as_index=False)[data.column("price")].mean())

    def example(self) -> TrainingData:
        return Stall().example()
