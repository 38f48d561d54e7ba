"""A family that learns by trying which of ten prices earns most, by Thompson sampling; and its market."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from contract import registry
from contract.asking import RequestProblem
from contract.blocks import Bar, Block
from contract.data import Options, Role, Table, TrainingData
from contract.model import ModelChoice
from contract.sessions import Learning, Proposal
from contract.training import Evaluation, Plan, Progress
from datasets.models import DatasetVersion
from language.sentences import Sentence, say
from tests.conftest import upload
from tests.helpers import train_here
from tests.live.slow_family.family import Slow, SlowModel
from training.models import ModelVersion
from training.runs.orders import RunOrder

TEN = 10
SHEET = b"price\n1\n4.5\n10\n"
BEST = 6.0
"""Of 5 visitors 4 buy up to this price, above it 1 of 10."""


class Settings(Options):
    cost: float = Field(default=0, ge=0, title="Cost of a piece")


class Values(Options):
    price: float = Field(title="Price")


class Result(Options):
    shown: int = Field(ge=1, title="Visitors who saw the price")
    bought: int = Field(ge=0, title="Visitors who bought")
    note: str = Field(default="", title="Note")


class PriceLearning(Learning):
    Settings, Values, Result = Settings, Values, Result

    def open(self, model: Any, settings: Any) -> Mapping[str, Any]:
        if settings.cost >= model.prices_[-1]:
            message = say("A cost of {cost} lies above every price.", cost=settings.cost)
            raise RequestProblem("cost", "too_high", message)
        nothing = [0] * TEN
        return {"prices": model.prices_, "cost": settings.cost, "shown": nothing, "bought": nothing}

    def propose(self, model: Any, state: Mapping[str, Any], seed: int) -> Proposal:
        """Draws what each price may earn, from what is known of it, and tries the largest."""
        draw = random.Random(seed)
        margins = [
            (price - state["cost"]) * draw.betavariate(1 + bought, 1 + shown - bought)
            for price, shown, bought in zip(state["prices"], state["shown"], state["bought"], strict=True)
        ]
        chosen = margins.index(max(margins))
        why = say(
            "{price:number} may earn most: {shown:integer} visitors have seen it so far.",
            price=state["prices"][chosen],
            shown=state["shown"][chosen],
        )
        return Proposal({"price": state["prices"][chosen]}, why)

    def observe(
        self, model: Any, state: Mapping[str, Any], proposal: Proposal, result: Any
    ) -> Mapping[str, Any]:
        if result.bought > result.shown:
            message = say("{bought} bought, but only {shown} saw the price.", **result.model_dump())
            raise RequestProblem("bought", "too_many", message)
        place = state["prices"].index(proposal.values["price"])
        shown, bought = list(state["shown"]), list(state["bought"])
        shown[place] += result.shown
        bought[place] += result.bought
        return {**state, "shown": shown, "bought": bought}

    def describe(self, state: Mapping[str, Any]) -> Sentence:
        if not any(state["shown"]):
            return say("No price was tried yet.")
        return say("{price:number} earns most so far.", price=best_price(state))

    def blocks(self, state: Mapping[str, Any]) -> list[Block]:
        series = [{"name": say("Visitors"), "values": state["shown"]}]
        labels = [f"{price:g}" for price in state["prices"]]
        return [Bar(say("How often each price was shown"), labels, series)]


class PriceModel(SlowModel):
    """Ten prices from the lowest to the highest of the sheet."""

    prices_: list[float]

    def fit(self, prepared: Any, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        low, high = float(prepared.frame["price"].min()), float(prepared.frame["price"].max())
        self.prices_ = [round(low + (high - low) * place / (TEN - 1), 2) for place in range(TEN)]

    def save(self, folder: Path) -> None:
        (folder / "model.json").write_text(json.dumps(self.prices_))

    @classmethod
    def load(cls, folder: Path, params: Any) -> PriceModel:
        model = cls(params)
        model.prices_ = json.loads((folder / "model.json").read_text())
        return model


class Prices(Slow):
    key = "prices"
    label = "Prices"
    question = "Which price earns most?"
    tables = (Table("main", "Prices", (Role("price", "Price", ("number",), hints=("price",)),)),)
    models = {"ten": ModelChoice("Ten prices", f"{__name__}:PriceModel")}
    learning = PriceLearning()

    def evaluate(self, prepared: Any, plan: Plan, progress: Progress) -> Evaluation:
        return Evaluation("ten", {"error": 1.0}, {"error": 2.0}, "nothing")

    def headline(self, prepared: Any, evaluation: Any, results: Any) -> str:
        return "Ten prices to try."

    def example(self) -> TrainingData:
        import pandas as pd

        return TrainingData({"main": pd.DataFrame({"price": [1.0, 10.0]})}, {"price": "price"})


def best_price(state: Mapping[str, Any]) -> float:
    """Of the prices that were tried, the one that has earned most for each visitor."""
    earned = {
        price: (price - state["cost"]) * bought / shown
        for price, shown, bought in zip(state["prices"], state["shown"], state["bought"], strict=True)
        if shown
    }
    return max(earned, key=earned.__getitem__)


def visitors(price: float, seed: int, shown: int = 20) -> dict[str, int]:
    """What ``shown`` visitors do at ``price``."""
    draw, buys = random.Random(seed), 0.8 if price <= BEST else 0.1
    return {"shown": shown, "bought": sum(draw.random() < buys for _ in range(shown))}


def known(monkeypatch: Any) -> None:
    """For one test, the family is installed."""
    monkeypatch.setitem(registry._families, Prices.key, Prices())


def trained_prices(owner: Any) -> ModelVersion:
    """A model of the prices 1 to 10, called "prices"."""
    sheet: DatasetVersion = upload(owner, SHEET, "prices.csv")
    return train_here(owner, RunOrder(family="prices", dataset=sheet.reference, name="prices"))
