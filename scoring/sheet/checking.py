"""What must be true before scores can be learned. Cheap: no model is trained here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from contract.data import Alternative, DataProblems, Problem, TrainingData
from contract.training import Plan
from language.sentences import say, say_count
from scoring.options import ScoringSettings
from scoring.questions import Question
from scoring.sheet.assembling import Assembled, assemble
from scoring.sheet.customers import allowed, suspects

FEWEST_ROWS = 30


def check(data: TrainingData, plan: Plan, question: Question) -> list[Problem]:
    """Everything found, fatal or not. The roles have been checked already."""
    rows = len(data.main)
    if rows < FEWEST_ROWS:
        return [_too_few_rows(rows)]
    settings: ScoringSettings = plan.settings
    try:
        found = assemble(data, settings, question)
    except DataProblems as refusal:
        return refusal.problems
    problems = [
        *_nothing_left(found),
        *_in_the_future(found, data, plan),
        *_unknown_groups(data, settings),
        *found.notes,
    ]
    if any(problem.fatal for problem in problems):
        return problems
    leaks = suspects(found)
    if not allowed(settings):
        return [*_reason_missing(settings, leaks), *leaks, *problems]
    return [*(replace(leak, fatal=False, remedy=settings.leakage_reason) for leak in leaks), *problems]


def _too_few_rows(rows: int) -> Problem:
    return Problem(
        code="too_few_rows",
        message=say_count(
            "The sheet has {count:integer} customer; at least {needed:integer} are needed.",
            "The sheet has {count:integer} customers; at least {needed:integer} are needed.",
            rows,
            needed=FEWEST_ROWS,
        ),
        count=rows,
        remedy=say("Add customers whose outcome is known."),
    )


def _nothing_left(found: Assembled) -> list[Problem]:
    if found.frame.shape[1]:
        return []
    return [
        Problem(
            code="no_usable_column",
            message=say("No column is left that distinguishes customers; at least 1 is needed."),
            count=0,
            remedy=say("Add a column that is known before the outcome and differs between customers."),
        )
    ]


def _in_the_future(found: Assembled, data: TrainingData, plan: Plan) -> list[Problem]:
    """Outcomes dated after today cannot be known."""
    today = np.datetime64(plan.today, "D")
    late = (found.moments > today + 1) & ~np.isnan(found.labels.values)
    if not late.any():
        return []
    count, latest = int(late.sum()), str(found.moments[late].max().astype("datetime64[D]"))
    return [
        Problem(
            code="future_outcome",
            message=say_count(
                "{count:integer} outcome is in the future (up to {date:date}): it cannot be known yet.",
                "{count:integer} outcomes are in the future (up to {date:date}): they cannot be known yet.",
                count,
                date=latest,
            ),
            column=found.time_column,
            row=data.row_number(int(np.flatnonzero(late)[0])),
            count=count,
            remedy=say("Correct the dates, or clear the outcomes that are not known yet."),
            alternative=_up_to(found.time_column, plan),
        )
    ]


def _up_to(column: str | None, plan: Plan) -> Alternative | None:
    if column is None:
        return None
    value = {"column": column, "to": plan.today.isoformat()}
    return Alternative("filters", value, say("Leave rows after today out and go on"))


def _reason_missing(settings: ScoringSettings, leaks: list[Problem]) -> list[Problem]:
    if not leaks or not settings.allow_leakage:
        return []
    return [
        Problem(
            code="leakage_reason",
            message=say(
                "{count:integer} suspected columns are allowed, but no reason is given.", count=len(leaks)
            ),
            count=len(leaks),
            remedy=say("Explain why these columns are known before the outcome."),
        )
    ]


def _unknown_groups(data: TrainingData, settings: ScoringSettings) -> list[Problem]:
    names = [name.strip() for name in settings.protected.split(",") if name.strip()]
    return [
        Problem(
            code="unknown_group",
            message=say("There is no column '{column}' to compare groups by.", column=name),
            column=name,
            count=0,
            remedy=say("Correct the setting 'Groups to compare'."),
            fatal=False,
        )
        for name in names
        if name not in data.main
    ]
