"""What makes a model look better than it is: columns, or a row order, that give the outcome away.

The rule for columns that know the outcome is that of training (``columns.leakage``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from columns import leakage
from columns.leakage import Suspect
from columns.ranking import auc, bins, out_of_fold
from columns.values import words
from datasets.checking.finding import Finding
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from language.sentences import Sentence, joined, say

FEWEST_ROWS, FEWEST_OF_AN_OUTCOME = 30, 10
MOST_OUTCOMES = 10  # of a column of categories; the most common are looked at
OUTCOMES_LOOKED_AT = 5
AMOUNTS_FROM = 10  # different numbers, from which a target is an amount
NAMES_TELL_FROM, ORDER_TELLS_FROM = 0.6, 0.56  # AUC
ORDER_PARTS, ORDER_DIFFERENCE = 10, 0.05
MISSING_DIFFERENCE, MISSING_ROWS, CERTAIN = 0.2, 20, 5.0  # the last in standard errors


Outcomes = list[tuple[str | None, np.ndarray]]


def check(sheet: Sheet) -> list[Finding]:
    if sheet.target is None:
        return []
    target = sheet.columns[sheet.target]
    rows = leakage.sampled(np.flatnonzero(~target.missing))
    if len(rows) < FEWEST_ROWS:
        return []
    partly = _partly(len(rows), target.filled)
    if target.kind == "number" and len(target.different) > AMOUNTS_FROM:
        values = target.numbers[rows]
        known = ~np.isnan(values)
        rows, values = rows[known], values[known]
        if len(rows) < FEWEST_ROWS:
            return []
        frame, kinds = _learned(sheet, rows)
        found = leakage.copies(frame, kinds, values)
        outcomes: Outcomes = [(None, (values > np.median(values)).astype(float))]
    else:
        outcomes = _outcomes(target, rows)
        frame, kinds = _learned(sheet, rows)
        found = _of_any([suspect for _, y in outcomes for suspect in leakage.suspects(frame, kinds, y)])
    return [
        *(_leak(suspect, sheet, len(rows), partly) for suspect in found),
        *_names(outcomes, rows, sheet, partly),
        *([] if sheet.series else _order(outcomes, rows, sheet, partly)),
        *_missing(outcomes, rows, sheet, {suspect.column for suspect in found}, partly),
    ]


def _outcomes(target: Column, rows: np.ndarray) -> Outcomes:
    """What can happen, by name: the rarer of two, else each of the most common against all others."""
    codes, texts = words(target.values.iloc[rows])
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    common = [int(place) for place in np.argsort(-counts, kind="stable") if counts[place]]
    if not 2 <= len(common) <= MOST_OUTCOMES:
        return []
    chosen = common[1:] if len(common) == 2 else common[:OUTCOMES_LOOKED_AT]
    return [
        (texts[place], (codes == place).astype(float))
        for place in chosen
        if FEWEST_OF_AN_OUTCOME <= counts[place] <= len(rows) - FEWEST_OF_AN_OUTCOME
    ]


def _learned(sheet: Sheet, rows: np.ndarray) -> tuple[pd.DataFrame, dict[str, str]]:
    learned = [column for column in sheet.learned if len(column.different)]
    frame = pd.DataFrame({column.name: column.values.iloc[rows] for column in learned})
    return frame, {column.name: column.kind for column in learned}


def _of_any(suspects: list[Suspect]) -> list[Suspect]:
    """Each column once, with its strongest reason."""
    strongest: dict[str, Suspect] = {}
    for suspect in sorted(suspects, key=lambda one: -one.strength):
        strongest.setdefault(suspect.column, suspect)
    return list(strongest.values())


def _partly(looked: int, known: int) -> Sentence | str:
    if looked == known:
        return ""
    return say(
        "{looked:integer} of {rows:integer} rows were checked, picked at random.", looked=looked, rows=known
    )


def _leak(suspect: Suspect, sheet: Sheet, looked: int, partly: str) -> Finding:
    column = sheet.columns[suspect.column]
    return Finding(
        "leakage",
        "stop",
        joined([suspect.reason, partly]),
        say("Leave the column out, unless it really is known before '{target}'.", target=str(sheet.target)),
        column=column.name,
        row=column.first(~column.missing),
        count=looked,
        share=round(suspect.strength, 3),
        steps=[Step("drop_column", (column.name,))],
    )


def _names(outcomes: Outcomes, rows: np.ndarray, sheet: Sheet, partly: str) -> Iterator[Finding]:
    """Row and customer numbers that reveal the outcome: they were assigned in its order."""
    for name in sorted(sheet.names):
        column = sheet.columns[name]
        if column.kind != "number" or not outcomes:
            continue
        codes = bins(column.values.iloc[rows], column.kind)
        tells = max(auc(y, out_of_fold(codes, y, seed=0)) for _, y in outcomes)
        if tells >= NAMES_TELL_FROM:
            message = say(
                "'{column}' only identifies the rows, yet it predicts '{target}' (AUC {auc:number}): the "
                "numbers were assigned in an order that reflects the outcome.",
                column=name,
                target=str(sheet.target),
                auc=round(tells, 3),
            )
            yield Finding(
                "identifier_tells",
                "warn",
                joined([message, partly]),
                say("Leave the column out: new rows will have other numbers."),
                column=name,
                row=column.first(~column.missing),
                count=len(rows),
                share=round(tells, 3),
                steps=[Step("drop_column", (name,))],
            )


def _order(outcomes: Outcomes, rows: np.ndarray, sheet: Sheet, partly: str) -> Iterator[Finding]:
    """The outcome becomes rarer or more frequent down the table: rows are in an order that matters."""
    position = pd.Series(rows.astype(float))
    parts = np.arange(len(rows)) * ORDER_PARTS // len(rows)
    for name, y in outcomes:
        shares = np.bincount(parts, weights=y) / np.bincount(parts)
        half = len(y) // 2
        early, late = y[:half], y[half:]
        error = np.sqrt(y.var() * (1 / len(early) + 1 / len(late)))
        drift = abs(late.mean() - early.mean())
        if drift < max(ORDER_DIFFERENCE, CERTAIN * error):
            continue
        if auc(y, out_of_fold(bins(position, "number"), y, seed=0)) < ORDER_TELLS_FROM:
            continue
        message = _drifts(name, float(shares[0]), float(shares[-1]), sheet)
        yield Finding(
            "order_tells",
            "warn",
            joined([message, partly]),
            say(
                "If the rows are in time order, choose the date column, so that models are tested on later "
                "rows; if they are sorted by the outcome, you need do nothing."
            ),
            column=sheet.target,
            row=0,
            count=len(rows),
            share=round(drift, 3),
            examples=[round(float(share), 3) for share in (shares[0], shares[-1])],
        )
        return


def _drifts(name: str | None, first: float, last: float, sheet: Sheet) -> Sentence:
    if name is None:
        return say(
            "'{column}' changes down the table: {first:percent} of the first tenth of the rows are above "
            "the median, against {last:percent} of the last tenth.",
            column=str(sheet.target),
            first=round(first, 3),
            last=round(last, 3),
        )
    return say(
        "'{column}' changes down the table: it is '{value}' in {first:percent} of the first tenth of the "
        "rows, against {last:percent} of the last tenth.",
        column=str(sheet.target),
        value=name,
        first=round(first, 3),
        last=round(last, 3),
    )


def _missing(
    outcomes: Outcomes, rows: np.ndarray, sheet: Sheet, known: set[str], partly: str
) -> Iterator[Finding]:
    """Columns that are missing much more often for one outcome, though not so as to give it away."""
    for column in sheet.learned:
        gaps = column.missing[rows]
        if column.name in known or not MISSING_ROWS <= gaps.sum() <= len(rows) - MISSING_ROWS:
            continue
        for name, y in outcomes:
            with_it, without = gaps[y == 1].mean(), gaps[y == 0].mean()
            error = np.sqrt(gaps.var() * (1 / y.sum() + 1 / (len(y) - y.sum())))
            if abs(with_it - without) >= max(MISSING_DIFFERENCE, CERTAIN * error):
                yield _missing_more(column, name, float(with_it), float(without), sheet, partly)
                break


def _missing_more(
    column: Column, name: str | None, with_it: float, without: float, sheet: Sheet, partly: str
) -> Finding:
    places: dict[str, Any] = {
        "column": column.name,
        "target": str(sheet.target),
        "with_it": round(with_it, 3),
        "without": round(without, 3),
    }
    if name is None:
        message = say(
            "'{column}' is missing in {with_it:percent} of the rows where '{target}' is high, and in "
            "{without:percent} of the others.",
            **places,
        )
    else:
        message = say(
            "'{column}' is missing in {with_it:percent} of the rows where '{target}' is '{value}', and in "
            "{without:percent} of the others.",
            value=name,
            **places,
        )
    return Finding(
        "missing_by_outcome",
        "warn",
        joined([message, partly]),
        say("Was it filled in after the outcome was known? Then leave the column out."),
        column=column.name,
        row=column.first(column.missing),
        count=len(column.values) - column.filled,
        share=round(abs(with_it - without), 3),
        steps=[Step("drop_column", (column.name,))],
    )
