"""The first screen of scores: whom to contact first, why, and what to say; or a test, if nobody is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contract.blocks import Block, Note, Table
from language.sentences import Sentence, joined, say
from scoring.answering.answers import ReasonList, strongest
from scoring.answering.call_list import REASONS, order
from scoring.models.model import ScoringModel
from scoring.sheet.customers import Customers

SHOWN = 20
RAISES, LOWERS = say("{column}: {value} (raises it)"), say("{column}: {value} (lowers it)")
MISSING = say("not given")


def blocks(model: ScoringModel, customers: Customers, results: pd.DataFrame) -> list[Block]:
    reasons = _reasons(model, customers)
    if (results["known_outcome"] == "").any():
        return [_to_contact(results, reasons, customers)]
    asked = Note(
        say("Score today's customers"),
        say(
            "Every row of this sheet has an outcome, so nobody in it is left to contact. Open the call list "
            "to score today's customers: a sheet of them, or the rows of the data set after a date."
        ),
        "warn",
    )
    return [asked, _test(results, reasons, customers)]


def _to_contact(results: pd.DataFrame, reasons: list[Sentence], customers: Customers) -> Table:
    waiting = results[results["known_outcome"] == ""]
    columns = [*_columns(customers), _column("recommendation", say("What to do"))]
    summary = say(
        "The first {shown:integer} of {rows:integer} whose outcome is open, highest score first.",
        shown=min(SHOWN, len(waiting)),
        rows=len(waiting),
    )
    return Table(say("Whom to contact first"), columns, _rows(waiting, reasons, customers), summary=summary)


def _test(results: pd.DataFrame, reasons: list[Sentence], customers: Customers) -> Table:
    columns = [*_columns(customers), _column("known_outcome", say("What happened"))]
    summary = say(
        "A test, not a list to call: the {shown:integer} highest scores, by models that had not seen the "
        "outcome beside them.",
        shown=min(SHOWN, len(results)),
    )
    return Table(
        say("Scores tested on known outcomes"), columns, _rows(results, reasons, customers), summary=summary
    )


def _columns(customers: Customers) -> list[dict[str, Any]]:
    chance = say("Value") if customers.numeric else say("Chance")
    return [
        _column("id", customers.assembled.id_column or say("Row")),
        _column("chance", chance, "number" if customers.numeric else "percent"),
        _column("quality", say("Rating")),
        _column("reasons", say("Why")),
    ]


def _column(key: str, label: str, format: str = "text") -> dict[str, Any]:
    return {"key": key, "label": label, "format": format}


def _rows(results: pd.DataFrame, reasons: list[Sentence], customers: Customers) -> list[dict[str, Any]]:
    value = "value" if customers.numeric else "probability"
    rows = results.head(SHOWN).to_dict("records")
    return [
        {
            "id": row["id"],
            "chance": round(row[value], 2),
            **{key: row[key] for key in ("quality", "recommendation", "known_outcome")},
            "reasons": why,
        }
        for row, why in zip(rows, reasons, strict=False)
    ]


def _reasons(model: ScoringModel, customers: Customers) -> list[Sentence]:
    """Of the rows that the list starts with."""
    rows = order(model, customers).rows[:SHOWN]
    frame = customers.assembled.frame
    cells = {str(name): frame[name].iloc[rows] for name in frame}
    found = model.effects(customers.matrix.take(rows))
    return [_plain(one) for one in strongest(found, model.schema_, cells, REASONS, model.scale_.points)]


def _plain(reasons: ReasonList) -> Sentence:
    return joined([_words(reason) for reason in reasons], "; ")


def _words(reason: Mapping[str, Any]) -> Sentence:
    value = reason["value"]
    shown = MISSING if value is None else value
    if isinstance(value, float):
        shown = say("{value:number}", value=value)
    template = RAISES if reason["effect"] > 0 else LOWERS
    return template.filled(column=reason["column"], value=shown)
