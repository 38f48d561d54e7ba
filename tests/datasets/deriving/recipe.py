"""A small recipe: what each customer bought, from the transactions of a till, with their towns if known."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pydantic import Field

from contract.blocks import Block, Cards
from contract.data import DataProblems, Options, Problem, Role, Table, TrainingData
from contract.deriving import Derivation, Derived
from contract.training import Progress
from language.sentences import say

TILL = b"""client,day,paid
Abe,2025-01-02,10
Bea,2025-01-03,20
Abe,2025-01-05,5.5
,2025-01-06,7
Cyd,2025-01-07,1
"""
LATER = TILL + b"Dan,2025-02-01,30\n"
PEOPLE = b"client,town,note\nAbe,Paarl,kind\nBea,Durban,kind\nCyd,Paarl,odd\n"


class Settings(Options):
    least: int = Field(default=1, ge=1, title="Fewest purchases", description="Who bought less is left out.")
    currency: str | None = Field(default=None, title="Currency")


class CustomersOfTransactions(Derivation):
    """One row for each customer: purchases, the sum paid, the day of the last purchase, the city if known."""

    key = "till_customers"
    label = "Customers from transactions"
    help = "One row for each customer: what they bought, and when last."
    tables = (
        Table(
            "transactions",
            "Transactions",
            (
                Role("customer", "Customer", ("category", "text"), hints=("customer", "client")),
                Role("day", "Day", ("date",), hints=("day", "date")),
                Role("amount", "Amount", ("number",), hints=("paid", "amount"), help="What was paid."),
            ),
        ),
        Table(
            "people",
            "Customer list",
            (
                Role("customer", "Customer", ("category", "text"), hints=("customer", "client")),
                Role("town", "Town", ("category", "text"), hints=("town", "city")),
            ),
            required=False,
            help="Where they live.",
        ),
    )
    Settings = Settings

    def derive(self, data: TrainingData, settings: Any, progress: Progress) -> Derived:
        rows = data.tables["transactions"]
        customer, day, amount = (data.column(f"transactions.{key}") for key in ("customer", "day", "amount"))
        progress(0.1, say("Counting purchases"))
        grouped = rows.groupby(customer, sort=True)
        table = pd.DataFrame(
            {"purchases": grouped.size(), "spent": grouped[amount].sum(), "last": grouped[day].max()}
        ).rename_axis("customer")
        if (rows[amount] < 0).any():
            row = int((rows[amount] < 0).to_numpy().argmax()) + 2
            raise DataProblems(
                [
                    Problem(
                        "negative",
                        say("The amount in row {row} is negative.", row=row),
                        "transactions",
                        amount,
                        row,
                        remedy=say("Leave out what was given back."),
                    )
                ]
            )
        progress(0.6, say("Leaving out who bought too little"))
        table = table[table["purchases"] >= settings.least].reset_index()
        if (people := data.tables.get("people")) is not None:
            towns = people.set_index(data.column("people.customer"))[data.column("people.town")]
            table["town"] = table["customer"].map(towns)
        progress(1.0)
        return Derived(table, self._warnings(rows, customer), [_cards(table)])

    def _warnings(self, rows: pd.DataFrame, customer: str | None) -> list[Problem]:
        unknown = int(rows[customer].isna().sum())
        message = say("{count} purchase has no customer and is left out.", count=unknown)
        remedy = say("Ask for the customer at the till.")
        found = Problem(
            "no_customer", message, "transactions", customer, count=unknown, remedy=remedy, fatal=False
        )
        return [found] if unknown else []

    def example(self) -> TrainingData:
        frame = pd.DataFrame(
            {
                "client": ["Abe", "Bea", "Abe"],
                "day": pd.to_datetime(["2025-01-02", "2025-01-03", "2025-01-05"]),
                "paid": [10.0, 20.0, 5.5],
            }
        )
        columns = {
            "transactions.customer": "client",
            "transactions.day": "day",
            "transactions.amount": "paid",
        }
        kinds: Any = {"client": "category", "day": "date", "paid": "number"}
        return TrainingData({"transactions": frame}, columns, {"transactions": kinds})


def _cards(table: pd.DataFrame) -> Block:
    cards = [
        {"label": "Customers", "value": len(table), "format": "integer"},
        {"label": "Spent", "value": float(table["spent"].sum()), "format": "number"},
    ]
    return Cards("Customers", cards, summary="Who bought at all.")
