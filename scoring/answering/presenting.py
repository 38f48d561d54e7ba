"""An answer as blocks of a page: one customer as cards and a picture of the reasons, several as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract.asking import Answer
from contract.blocks import Bar, Block, Cards, Table
from language.formats import apart_format
from language.sentences import Sentence, say, written
from scoring.answering.answers import ReasonList


def present(answer: Answer, outcome: Mapping[str, Any], currency: str = "") -> list[Block]:
    """``outcome`` is what is scored (``ScoringModel.outcome_``); ``currency`` that of amounts, if named."""
    rows = answer.table.to_dict("records")
    numeric = "value" in answer.table
    if len(rows) > 1:
        return [_table(answer, rows, numeric, outcome, currency)]
    (row,) = rows
    return [_cards(row, numeric, outcome, currency), *_reasons(row["reasons"])]


def _cards(row: dict[str, Any], numeric: bool, outcome: Mapping[str, Any], currency: str) -> Cards:
    value = row["value" if numeric else "probability"]
    shown_as = apart_format([(value, row["lower"], row["upper"])], "number" if numeric else "percent")
    low, high = (written(row[end], shown_as) for end in ("lower", "upper"))
    main = {
        "label": _main_label(numeric, outcome),
        "value": value,
        "format": shown_as,
        "note": say("{low} to {high}", low=low, high=high),
    }
    cards = [
        main,
        {"label": say("Quality"), "value": row["quality"], "format": "text", "text": row["recommendation"]},
    ]
    if row["expected_value"] == row["expected_value"]:  # NaN where nobody said what a contact is worth
        cards.append({"label": _profit(currency), "value": row["expected_value"], "format": "number"})
    summary = say("{customer}: score {score:number} of 100.", customer=row["id"], score=row["score"])
    return Cards(say("Score"), cards, summary=summary)


def _reasons(reasons: Any) -> list[Block]:
    """The strongest reasons, one bar each; nothing where none were asked for."""
    if not isinstance(reasons, ReasonList) or not reasons:
        return []
    bar = Bar(
        say("Why"),
        labels=[reason["column"] for reason in reasons],
        series=[{"name": say("Points"), "values": [reason["effect"] for reason in reasons]}],
        y_label=say("Points of the score"),
        horizontal=True,
        summary=reasons.sentence(),
    )
    return [bar]


def _table(
    answer: Answer, rows: list[dict[str, Any]], numeric: bool, outcome: Mapping[str, Any], currency: str
) -> Table:
    flagged = {flag.row for flag in answer.flags}
    told = [
        {**row, "reasons": _told(row["reasons"]), "_tone": "warn" if {number, None} & flagged else "neutral"}
        for number, row in enumerate(rows)
    ]
    columns = [
        {"key": "id", "label": say("Customer"), "format": "text"},
        {
            "key": "value" if numeric else "probability",
            "label": _main_label(numeric, outcome),
            "format": "number" if numeric else "percent",
        },
        {"key": "score", "label": say("Score"), "format": "number"},
        {"key": "quality", "label": say("Quality"), "format": "text"},
        *_money(answer, currency),
        {"key": "recommendation", "label": say("Recommendation"), "format": "text"},
        {"key": "reasons", "label": say("Reasons"), "format": "text"},
    ]
    summary = say(
        "{rows:integer} customers, with a mean score of {mean:number}.",
        rows=len(rows),
        mean=round(float(answer.table["score"].mean()), 1),
    )
    return Table(say("Scores"), columns, told, summary=summary)


def _money(answer: Answer, currency: str) -> list[dict[str, Any]]:
    """No column where nobody said what a contact is worth."""
    if answer.table["expected_value"].isna().all():
        return []
    return [{"key": "expected_value", "label": _profit(currency), "format": "number"}]


def _profit(currency: str) -> Sentence:
    if not currency:
        return say("Expected profit")
    return say("Expected profit ({currency})", currency=currency)


def _main_label(numeric: bool, outcome: Mapping[str, Any]) -> str:
    if numeric:
        return say("Value")
    if not outcome:
        return say("Probability")
    return say("Probability of '{outcome}'", outcome=outcome["outcome"])


def _told(reasons: Any) -> str:
    return reasons.sentence() if isinstance(reasons, ReasonList) else str(reasons)
