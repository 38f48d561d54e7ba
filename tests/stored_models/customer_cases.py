"""The segments and scores that are kept: every question with both efforts, and every kind of column."""

from __future__ import annotations

from functools import partial

from contract.training import Effort
from tests.stored_models import customer_sheets as sheets
from tests.stored_models.case import Case, Sheet

TYPICAL = {
    "customer_id": "K001",
    "visits": 3,
    "spend": 101.5,
    "source": "website",
    "plan": 2,
    "newsletter": True,
    "paperless": "yes",
}
CELLS = (
    {"rows": [TYPICAL]},
    {
        "rows": [
            TYPICAL | {"customer_id": 17, "visits": "4", "spend": "99.25", "plan": "2", "newsletter": "yes"},
            TYPICAL | {"customer_id": None, "visits": 4.0, "newsletter": "true", "paperless": True},
            TYPICAL | {"newsletter": "no", "paperless": False, "plan": 3.0, "source": "Referral "},
            TYPICAL | {"visits": "6.5", "newsletter": False, "paperless": "no", "spend": 1e3},
        ]
    },
    {
        "rows": [
            TYPICAL | {"spend": None, "source": None},
            TYPICAL | {"visits": None, "newsletter": None, "paperless": ""},
            TYPICAL | {"source": "billboard", "plan": 9},
            TYPICAL | {"visits": 4000, "spend": -12.5},
            TYPICAL | {"visits": "many"},
            {"customer_id": "K900", "visits": 1},
        ],
        "reasons": 6,
    },
    {"rows": [{"visits": 7, "spend": 310.75}], "reasons": 1},
    {"rows": [{**TYPICAL, "colour": "blue"}], "reasons": 0},
    {"rows": [{"colour": "blue"}]},
)
ON_A_DATE = TYPICAL | {
    "snapshot": "2024-07-01",
    "signed_up": "2023-02-15",
    "last_order": "2024-06-20",
    "comment": "late delivery again, order 7 of website",
}
DATES = (
    {"rows": [ON_A_DATE]},
    {
        "rows": [
            ON_A_DATE | {"snapshot": "2024-07-01T00:00:00", "signed_up": "2023-02-15 12:30:00"},
            ON_A_DATE | {"snapshot": None, "comment": "friendly helpful staff and great value"},
            ON_A_DATE | {"last_order": None, "comment": None},
            ON_A_DATE | {"last_order": "2025-01-31", "comment": ""},
            ON_A_DATE | {"last_order": "2024-07-01", "signed_up": "1999-12-31"},
        ],
        "reasons": 5,
    },
    {"rows": [{key: ON_A_DATE[key] for key in ("visits", "comment")}]},
    *CELLS[1:3],
)
AT_HAND = TYPICAL | {
    "transactions": 4,
    "transactions: sum": 310.5,
    "transactions: mean": 77.625,
    "days since last transaction": 12,
    "days since first transaction": 240,
    "notes": 2,
    "notes: text": "invoice was wrong\nquick delivery again",
}
SIDES = (
    {"rows": [AT_HAND]},
    {
        "rows": [
            AT_HAND | {"transactions": "6", "transactions: sum": "402.75", "transactions: mean": "67.125"},
            AT_HAND | {"transactions": 0, "transactions: sum": 0, "transactions: mean": None},
            AT_HAND | {"days since last transaction": None, "notes": 0, "notes: text": None},
            AT_HAND | {"transactions: sum": 1e6, "notes: text": "never heard of it"},
        ],
        "reasons": 5,
    },
    CELLS[0],
    CELLS[-1],
)
KNOWN = {
    "number": 1001,
    "sales": 11_500.0,
    "orders": 17,
    "area": "suburban",
    "loyalty": "medium",
    "member": True,
}
SEGMENTS = (
    {"rows": [KNOWN]},
    {
        "rows": [
            KNOWN | {"number": "1002", "sales": "47000.5", "orders": "41", "area": "Urban", "member": "yes"},
            KNOWN | {"number": None, "sales": 2900, "orders": 5.0, "loyalty": "low", "member": "true"},
            KNOWN | {"area": "rural ", "loyalty": "HIGH", "member": False},
        ]
    },
    {
        "rows": [
            KNOWN | {"sales": None, "area": None, "member": None},
            KNOWN | {"area": "moon", "loyalty": "legendary", "member": "perhaps"},
            KNOWN | {"sales": 9e9, "orders": -4},
            KNOWN | {"orders": "many", "area": ""},
            {"number": 9, "orders": 3},
        ]
    },
    {"rows": [{"sales": 12.5}, {"sales": 50_000}]},
    {"rows": [{"colour": "blue"}]},
)
QUESTIONS = ("lead_scoring", "churn", "engagement", "purchase", "outcome")
EFFORTS: tuple[Effort, ...] = ("fast", "best")
# Under 200 rows the regression answers alone: two questions have more, so that trees are kept, too.
ROWS = {"lead_scoring": 210, "outcome": 240}


def customers(question: str) -> Sheet:
    if question == "churn":
        return sheets.words_for_outcomes
    return partial(sheets.customers, ROWS.get(question, 90), seed=60 + QUESTIONS.index(question))


CASES = (
    *(Case(f"segmentation-{e}", "segmentation", sheets.three_groups, SEGMENTS, effort=e) for e in EFFORTS),
    *(Case(f"{q}-{e}", q, customers(q), CELLS, effort=e) for q in QUESTIONS for e in EFFORTS),
    Case("outcome-trees", "outcome", partial(sheets.customers, 100), CELLS, model="fast"),
    # Enough rows for a second layer over all members.
    Case("outcome-stacked", "outcome", partial(sheets.customers, 520, seed=70), CELLS, model="ensemble"),
    Case("outcome-amount", "outcome", sheets.amounts, CELLS, model="fast"),
    Case("purchase-amount-regression", "purchase", sheets.amounts, CELLS, model="logistic"),
    Case("churn-dates", "churn", sheets.dated, DATES, model="fast"),
    Case("engagement-dates-regression", "engagement", sheets.dated, DATES),
    Case(
        *("lead_scoring-side-tables", "lead_scoring", sheets.side_tables, SIDES, "fast"),
        settings={"value": 300, "cost": 12.5},
    ),
)
