"""Rows of three sheets as requests have them, and what is looked at in an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract.data import MAIN
from tests.lead_sheets import leads
from tests.written import as_json, typed_rows

PREDICT = "/models/scores/predict"
AS_OF = "2026-06-30"
"""The last day of the sheets."""
DATA = leads()
ROWS = as_json(typed_rows(DATA.main.head(25).drop(columns="converted"), DATA.kinds[MAIN]))
SIDES = {key: as_json(typed_rows(DATA.tables[key], DATA.kinds[key])) for key in ("transactions", "notes")}
CUSTOMER = max(
    ROWS, key=lambda row: sum(bought["customer"] == row["customer"] for bought in SIDES["transactions"])
)
"""Who bought most often, and their transactions and notes."""
OWN = {key: [row for row in rows if row["customer"] == CUSTOMER["customer"]] for key, rows in SIDES.items()}
BOUGHT = OWN["transactions"]
NOBODYS = [{**BOUGHT[0], "customer": 5}]
"""A transaction of somebody who is not asked about."""


def chances(answer: Mapping[str, Any]) -> list[float]:
    return [row["probability"] for row in answer["predictions"]]


def codes(answer: Mapping[str, Any]) -> set[str]:
    return {flag["code"] for flag in answer["flags"]}


def flag_of(answer: Mapping[str, Any], code: str) -> Any:
    (flag,) = [flag for flag in answer["flags"] if flag["code"] == code]
    return flag
