"""What the transactions and notes of a request say of its customers, as of a date.

Each row has a moment, as in training: its own date, else the day that the request names, else the last date
of the data sets that it names, else today. A day counts to its end: what happened on it was 0 days ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from columns.values import spellings
from contract.asking import AskContext, Flag, RequestProblem
from contract.data import TypedTable
from language.sentences import say, say_count
from scoring.sheet.side_tables import DAY, note_columns, transaction_columns

ROWS = "rows"
ROLES = {"transactions": ("key", "date", "amount"), "notes": ("key", "date", "text")}
NEEDED = {"transactions": ("key", "date"), "notes": ("key", "text")}
COLUMNS_OF = {"transactions": transaction_columns, "notes": note_columns}


@dataclass(frozen=True)
class Moments:
    """The moment of each row, and ``until`` when its records count. ``end`` is that of rows without a date of
    their own: ``why`` says where it is from, "" where the request names the day."""

    of_rows: np.ndarray
    until: np.ndarray
    undated: np.ndarray
    end: np.datetime64
    why: str


def with_records(context: AskContext) -> tuple[pd.DataFrame, list[Flag]]:
    """The customers with the columns that the model makes of its side tables, and what there is to say."""
    customers, model, learned = context.tables[ROWS].frame, context.model, context.learned
    sent = {key: table for key in ROLES if (table := context.table(key)) is not None}
    if not sent:
        return customers, []
    if model.id_column_ is None or model.id_column_ not in customers:
        message = say(
            "Each row needs '{column}', the customer number, so that transactions and notes can be matched.",
            column=model.id_column_ or "id",
        )
        raise RequestProblem(ROWS, "missing_column", message)
    keys = spellings(customers[model.id_column_])
    asked = keys if context.whole is None else spellings(context.whole.frame[model.id_column_])
    moments = _moments(context, customers, sent)
    flags = [*_assumed(moments), *_nameless(keys, model.id_column_)]
    made = []
    for key, table in sent.items():
        names = {role: learned.column(f"{key}.{role}") for role in ROLES[key]}
        table = _with_columns(key, table, names)
        names = {role: name if name in table.frame else None for role, name in names.items()}
        found, _kinds = COLUMNS_OF[key](table.frame, names, keys, moments.of_rows, moments.until)
        made.append(found.set_axis(customers.index))
        if not table.source:  # A whole data set has more customers, and later dates, than are asked about.
            flags += [
                *_of_strangers(key, table.frame, names, asked),
                *_later(key, table.frame, names, moments),
            ]
    # What a row brings itself counts less than the records that it is made of.
    own = customers.drop(columns=[name for frame in made for name in frame], errors="ignore")
    return pd.concat([own, *made], axis=1), flags


def _with_columns(key: str, table: TypedTable, names: dict[str, str | None]) -> TypedTable:
    """Raises RequestProblem where a column is not there. A list without rows says that there was nothing."""
    if not len(table) and table.frame.columns.empty:
        return replace(table, frame=pd.DataFrame(columns=[name for name in names.values() if name]))
    for role in NEEDED[key]:
        if names[role] not in table.frame:
            message = say(
                "The table '{table}' has no column '{column}', which the model needs.",
                table=key,
                column=names[role] or role,
            )
            raise RequestProblem(f"tables.{key}", "missing_column", message)
    return table


# --- Up to when -----------------------------------------------------------------------------------


def _moments(context: AskContext, customers: pd.DataFrame, sent: dict[str, TypedTable]) -> Moments:
    time = context.model.schema_.time
    own = np.full(len(customers), np.datetime64("NaT", "ns"))
    if time in customers:
        own = customers[time].to_numpy("datetime64[ns]")
    undated, (day, end, why) = np.isnat(own), _usual(context, sent)
    return Moments(np.where(undated, day, own), np.where(undated, end, own), undated, end, why)


def _usual(context: AskContext, sent: dict[str, TypedTable]) -> tuple[np.datetime64, np.datetime64, str]:
    """The moment of rows that have no date, until when their records count, and why."""
    if context.request.as_of is not None:
        return *_whole(context.request.as_of), ""
    last = [
        (table.frame[name].max(), table.source)
        for key, table in sent.items()
        if table.source
        and (name := context.learned.column(f"{key}.date")) in table.frame
        and table.frame[name].notna().any()
    ]
    if not last:
        return *_whole(context.today), say("which is today")
    moment, source = max(last)
    at = np.datetime64(moment, "ns")
    return at, at, say("the last date in {source}", source=source)


def _whole(day: object) -> tuple[np.datetime64, np.datetime64]:
    """The beginning and the end of a day."""
    begin = np.datetime64(day, "ns")  # type: ignore[call-overload]
    return begin, begin + DAY - np.timedelta64(1, "ns")


# --- What there is to say -------------------------------------------------------------------------


def _assumed(moments: Moments) -> Iterator[Flag]:
    if moments.why and moments.undated.any():
        message = say(
            "Records count up to {day:date}, {why}. Send as_of for another day.",
            day=_day(moments.end),
            why=moments.why,
        )
        yield Flag(None, "as_of_assumed", message)


def _nameless(keys: pd.Series, column: str) -> Iterator[Flag]:
    message = say("'{column}' is missing: no transactions and notes can be found for this row", column=column)
    for row, key in enumerate(keys):
        if key is None:
            yield Flag(row, "missing", message, column)


def _of_strangers(
    key: str, table: pd.DataFrame, names: dict[str, str | None], asked: pd.Series
) -> Iterator[Flag]:
    """Rows of customers who are not asked about, or of nobody."""
    keys = spellings(table[names["key"]])
    unknown = keys[~keys.isin(set(asked.dropna()))]
    if len(unknown):
        message = say_count(
            "{count:integer} row of '{table}' is of a customer not among the rows, such as '{first}': it is "
            "left out.",
            "{count:integer} rows of '{table}' are of customers not among the rows, such as '{first}': they "
            "are left out.",
            len(unknown),
            table=key,
            first=next((name for name in unknown if name is not None), ""),
        )
        yield Flag(None, "unknown_customers", message)


def _later(key: str, table: pd.DataFrame, names: dict[str, str | None], moments: Moments) -> Iterator[Flag]:
    """Rows after the day up to which records count, for customers without a date of their own."""
    if names["date"] is None or not moments.undated.any():
        return
    count = int((table[names["date"]] > moments.end).sum())
    if count:
        message = say_count(
            "{count:integer} row of '{table}' is later than {day:date}: it is left out.",
            "{count:integer} rows of '{table}' are later than {day:date}: they are left out.",
            count,
            table=key,
            day=_day(moments.end),
        )
        yield Flag(None, "later_records", message)


def _day(moment: np.datetime64) -> str:
    return str(moment.astype("datetime64[D]"))
