"""How scores are asked for: customers, with transactions and notes where the model learned from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from cells.conventions import Conventions, Kind
from contract.asking import Answer, Ask, AskContext, AskTable, Learned, Logged, Reading
from contract.blocks import Block
from contract.data import MAIN
from language.sentences import say
from scoring.answering.row import ScoreFacts, ScoreRow
from scoring.options import ScoringRequest

if TYPE_CHECKING:
    from pandas import DataFrame

    from scoring.features.columns import Column
    from scoring.models.model import ScoringModel

CUSTOMERS = AskTable(
    key="rows",
    label=say("Customers"),
    required=True,
    help=say("One row per customer: the columns the model was trained on. Others are ignored."),
)
TRANSACTIONS = AskTable(
    key="transactions",
    label=say("Transactions"),
    of="transactions",
    help=say("What these customers bought, in the columns the model was trained on."),
)
NOTES = AskTable(
    key="notes",
    label=say("Notes"),
    of="notes",
    help=say("What was written about these customers, in the columns the model was trained on."),
)
SIDE_KINDS: Mapping[str, Mapping[str, Kind]] = {
    "transactions": {"key": "text", "date": "date", "amount": "number"},
    "notes": {"key": "text", "date": "date", "text": "text"},
}
"""Kind of the column of each role, where the version does not say."""
MADE = ("transactions", "transactions: sum", "transactions: mean", "notes")
"""Columns that the model makes of its side tables, which a row may bring itself: no sheet writes them."""


class Predict(Ask):
    label = say("Score")
    help = say("How likely the outcome is for each customer, and why.")
    Request = ScoringRequest
    Row = ScoreRow
    Facts = ScoreFacts
    tables: ClassVar[tuple[AskTable, ...]] = (CUSTOMERS, TRANSACTIONS, NOTES)
    rows = CUSTOMERS.key
    logged = Logged(
        keys=("id",), value="probability", low="lower", high="upper", instead={"probability": "value"}
    )

    def conventions(self, model: ScoringModel, learned: Learned) -> Reading:
        main, schema = learned.of_table(MAIN), model.schema_
        known = {column.name: _fitting(column, main.get(column.name)) for column in schema.columns}
        if schema.time:
            known[schema.time] = main.get(schema.time, Conventions(schema.time, "date"))
        if name := model.id_column_:
            known[name] = main.get(name, Conventions(name, "text"))
        if name := model.outcome_.get("column"):
            known.setdefault(name, Conventions(name, "text"))  # so that who has left is not called
        return {CUSTOMERS.key: known} | {
            table: {
                name: learned.of_table(table).get(name, Conventions(name, kind))
                for role, kind in kinds.items()
                if (name := learned.column(f"{table}.{role}"))
            }
            for table, kinds in SIDE_KINDS.items()
        }

    def answer(self, context: AskContext) -> Answer:
        from scoring.answering.records import with_records

        found, flags = with_records(context)
        answer: Answer = context.model.predict(found, context.request.reasons)
        answer = _without_known(answer, found, context.model.outcome_)
        cells = {str(name): found[name] for name in found}
        return answer.flagged([*flags, *context.model.schema_.flags_of_moments(cells, context.today)])

    def columns(self, request: Any) -> list[str]:
        from scoring.answering.answers import COLUMNS

        return list(COLUMNS)

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        from scoring.answering import presenting

        return presenting.present(answer, context.model.outcome_, context.model.scale_.currency)


def _without_known(answer: Answer, rows: DataFrame, outcome: Mapping[str, Any]) -> Answer:
    """Nothing is recommended for customers whose outcome the request tells itself."""
    from scoring.answering.call_list import closed, tells_outcome

    if outcome.get("column") not in rows:
        return answer
    known = tells_outcome(rows[outcome["column"]], outcome.get("words", ()))
    first = next(iter(answer.tables))
    tables = {**answer.tables, first: closed(answer.table, known)}
    return Answer(tables, answer.flags, answer.blocks, answer.logged)


def _fitting(column: Column, learned: Conventions | None) -> Conventions:
    """The conventions of the sheet, where its kind is what the model made of the column."""
    from scoring.features.columns import input_kind

    kind = input_kind(column)
    if learned is None:
        return Conventions(column.name, kind, decimal="." if column.name in MADE else None)
    if kind == "category" and learned.kind in ("flag", "text"):
        words = {level.casefold() for level in column.levels}  # type: ignore[union-attr]
        return learned if learned.kind == "text" or words <= {"yes", "no"} else replace(learned, kind="text")
    return learned if learned.kind == kind else replace(learned, kind=kind)
