"""Whom to contact: the first of the call list whose outcome is open; a test where every outcome is known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contract.blocks import Block, Table
from language.sentences import Sentence, say
from scoring.sheet.customers import Customers

LISTED = 20


def still_open(results: pd.DataFrame) -> pd.DataFrame:
    """The rows of the call list whose outcome is not known."""
    return results[results["known_outcome"] == ""]


def blocks(customers: Customers, results: pd.DataFrame) -> list[Block]:
    to_contact = still_open(results)
    return [_list(customers, to_contact) if len(to_contact) else _test(customers, results)]


def _list(customers: Customers, to_contact: pd.DataFrame) -> Table:
    listed = to_contact.head(LISTED)
    return Table(
        say("Whom to contact first"),
        [*_columns(customers), {"key": "recommendation", "label": say("What to do"), "format": "text"}],
        _rows(listed),
        summary=say(
            "The first {listed:integer} of {count:integer} whose outcome is open; the download has all.",
            listed=len(listed),
            count=len(to_contact),
        ),
    )


def _test(customers: Customers, results: pd.DataFrame) -> Table:
    listed = results.head(LISTED)
    return Table(
        say("A test: every outcome in this sheet is known"),
        [*_columns(customers), {"key": "known_outcome", "label": say("What happened"), "format": "text"}],
        _rows(listed),
        summary=say(
            "Nobody here is to be contacted: their outcome is known, and each was scored by models that had "
            "not seen it. For a list to contact, give today's customers under 'Use it'."
        ),
    )


def _columns(customers: Customers) -> list[dict[str, Any]]:
    chance: dict[str, Any] = {"key": "probability", "label": _chance(customers), "format": "percent"}
    if customers.numeric:
        chance = {"key": "value", "label": say("Value"), "format": "number"}
    return [
        {"key": "id", "label": say("Customer"), "format": "text"},
        chance,
        {"key": "quality", "label": say("Quality"), "format": "text"},
        {"key": "reasons", "label": say("Why"), "format": "text"},
    ]


def _chance(customers: Customers) -> Sentence:
    return say("Chance of '{outcome}'", outcome=customers.outcome["outcome"])


def _rows(listed: pd.DataFrame) -> list[dict[str, Any]]:
    rows = listed.to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]
