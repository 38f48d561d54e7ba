"""How scores are asked for: customers, with transactions and notes where the model learned from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from cells.conventions import Conventions, Kind
from contract.asking import Answer, Ask, AskContext, AskTable, Flag, Learned, Logged, Reading, RequestProblem
from contract.blocks import Block
from contract.data import MAIN, TypedTable
from language.sentences import say, say_count
from scoring.options import ScoringRequest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

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
NEEDED = {"transactions": ("key", "date"), "notes": ("key", "text")}


class Predict(Ask):
    label = say("Score")
    help = say("How likely the outcome is for each customer, and why.")
    Request = ScoringRequest
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
        return {CUSTOMERS.key: known} | {
            table: {
                name: learned.of_table(table).get(name, Conventions(name, kind))
                for role, kind in kinds.items()
                if (name := learned.column(f"{table}.{role}"))
            }
            for table, kinds in SIDE_KINDS.items()
        }

    def answer(self, context: AskContext) -> Answer:
        customers = context.tables[CUSTOMERS.key].frame
        found, flags = _with_side_tables(context, customers)
        answer: Answer = context.model.predict(found, context.request.reasons)
        return answer.flagged(flags)

    def columns(self, request: Any) -> list[str]:
        from scoring.answering.answers import COLUMNS

        return list(COLUMNS)

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        from scoring.answering import presenting

        return presenting.present(answer)


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


# --- What transactions and notes say --------------------------------------------------------------


def _with_side_tables(context: AskContext, customers: pd.DataFrame) -> tuple[pd.DataFrame, list[Flag]]:
    """The customers with the columns that the model makes of its side tables, and what there is to say."""
    import pandas as pd

    from scoring.sheet.assembling import identities
    from scoring.sheet.side_tables import note_columns, transaction_columns

    sent = [key for key in SIDE_KINDS if context.table(key) is not None]
    if not sent:
        return customers, []
    model, learned = context.model, context.learned
    if model.id_column_ is None or model.id_column_ not in customers:
        message = say(
            "Each row needs '{column}', the customer number, so that transactions and notes can be matched.",
            column=model.id_column_ or "id",
        )
        raise RequestProblem(CUSTOMERS.key, "missing_column", message)
    ids = identities(customers, model.id_column_)
    moments, flags = _moments(context, customers, sent)
    frames = [customers]
    for key, columns_of in (("transactions", transaction_columns), ("notes", note_columns)):
        table = context.table(key)
        if table is None:
            continue
        _require(key, table, learned)
        names = {role: learned.column(f"{key}.{role}") for role in SIDE_KINDS[key]}
        names = {role: name if name in table.frame else None for role, name in names.items()}
        found, _kinds = columns_of(table.frame, names, ids, moments)
        frames.append(found.set_axis(customers.index))
        if not table.source:  # a whole data set has more customers than are asked about
            everyone = context.whole.frame if context.whole else customers
            asked = identities(everyone, model.id_column_)
            flags += _left_aside(key, table.frame[names["key"]], asked)
    # What a row brings itself counts less than the records that it is made of.
    made = {name for frame in frames[1:] for name in frame}
    frames[0] = customers[[name for name in customers if name not in made]]
    return pd.concat(frames, axis=1), flags


def _require(key: str, table: TypedTable, learned: Learned) -> None:
    for role in NEEDED[key]:
        name = learned.column(f"{key}.{role}")
        if name not in table.frame:
            message = say(
                "The table '{table}' has no column '{column}', which the model needs.",
                table=key,
                column=name or role,
            )
            raise RequestProblem(f"tables.{key}", "missing_column", message)


def _moments(context: AskContext, customers: pd.DataFrame, sent: list[str]) -> tuple[np.ndarray, list[Flag]]:
    """The date up to which the records of each row count: its own, else that of the request, else the last
    one of the data set that was named, else today."""
    import numpy as np

    time = context.model.schema_.time
    own = (
        customers[time].to_numpy("datetime64[ns]")
        if time in customers
        else np.full(len(customers), np.datetime64("NaT", "ns"))
    )
    undated = np.isnat(own)
    if context.request.as_of is not None:
        return np.where(undated, np.datetime64(context.request.as_of, "ns"), own), []
    day, source = _usual_day(context, sent)
    flags = []
    if undated.any():
        message = say(
            "Records count up to {day:date}, {why}. Send as_of for another day.",
            day=str(day.astype("datetime64[D]")),
            why=say("the last date in {source}", source=source) if source else say("which is today"),
        )
        flags.append(Flag(None, "as_of_assumed", message))
    return np.where(undated, day, own), flags


def _usual_day(context: AskContext, sent: list[str]) -> tuple[np.datetime64, str]:
    import numpy as np

    for key in sent:
        table, name = context.tables[key], context.learned.column(f"{key}.date")
        if table.source and name in table.frame and table.frame[name].notna().any():
            return np.datetime64(table.frame[name].max(), "ns"), table.source
    return np.datetime64(context.today, "ns"), ""


def _left_aside(key: str, keys: pd.Series, ids: pd.Series) -> Iterator[Flag]:
    """Rows of customers who are not asked about."""
    unknown = keys[~keys.astype(str).isin(set(ids.astype(str)))]
    if len(unknown):
        message = say_count(
            "{count:integer} row of '{table}' is of a customer not among the rows, such as '{first}': it is "
            "left out.",
            "{count:integer} rows of '{table}' are of customers not among the rows, such as '{first}': they "
            "are left out.",
            len(unknown),
            table=key,
            first=str(unknown.iloc[0]),
        )
        yield Flag(None, "unknown_customers", message)
