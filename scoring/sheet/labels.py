"""Reads the known outcomes: yes and no in several languages, two categories, or a numeric score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cells.words import spelled
from columns.values import numbers, words
from contract.data import DataProblems, Problem
from language.sentences import say, say_count
from scoring.questions import Question

YES = frozenset({"yes", "y", "true", "t", "1", "oui", "vrai", "ja", "wahr", "si", "sí", "sim", "da", "tak"})
NO = frozenset({"no", "n", "false", "f", "0", "non", "faux", "nein", "falsch", "não", "nao", "nie", "nee"})
"""Which of two words is the outcome. Fewer than ``cells`` knows of flags: "o" beside "a" is no "oui"."""
FEWEST_OF_A_CLASS = 10
FEWEST_SCORES = 30
FEW_VALUES = 10  # a whole number with at most as many values is no score, but a category
KINDS_OF_CUSTOMERS = say(
    "Choose another column, or set 'Outcome to predict' to one of its values: the others then count as no."
)


@dataclass(frozen=True)
class Labels:
    """``values`` holds one float per row: 1 and 0, or the score; NaN where the outcome is not known."""

    values: np.ndarray
    numeric: bool
    positive: str = ""
    negative: str = ""


def read(values: pd.Series, column: str, positive: str, question: Question, table: str = "main") -> Labels:
    """Raises DataProblems where the column holds no outcome that can be learned."""
    codes, texts = words(values)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    present = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
    if not present:
        raise DataProblems([_no_outcome(column, table)])
    if positive:
        return _asked(codes, texts, positive, column, table)
    if len(present) > 2:
        if pd.api.types.is_numeric_dtype(values.dtype):
            scores = numbers(values)
            known = scores[codes >= 0]
            if not np.isnan(known).any() and (len(present) > FEW_VALUES or (known % 1 != 0).any()):
                return _scores(scores, column, table)
        raise DataProblems([_too_many_values(column, [texts[p] for p in present], table)])
    if len(present) == 1:
        raise DataProblems([_one_class(column, texts[present[0]], int((codes >= 0).sum()), table)])
    hit = _hit([texts[place] for place in present], question)
    return _binary(codes, texts, present[hit], column, table)


def _hit(texts: list[str], question: Question) -> int:
    """Which of two words is the outcome: by yes, by the question's words, by no, else the rarer one."""
    folded = [text.casefold() for text in texts]
    for hits in (YES, frozenset(question.positive_words)):
        found = [place for place in (0, 1) if folded[place] in hits]
        if len(found) == 1:
            return found[0]
    negatives = [place for place in (0, 1) if folded[place] in NO or folded[place].startswith("not ")]
    return 1 - negatives[0] if len(negatives) == 1 else 1  # the second is the rarer one


def _asked(codes: np.ndarray, texts: list[str], positive: str, column: str, table: str) -> Labels:
    wanted = spelled(positive).casefold()
    places = [place for place, text in enumerate(texts) if text.casefold() == wanted]
    if not places:
        shown = ", ".join(texts[:5])
        raise DataProblems(
            [
                Problem(
                    code="unknown_positive",
                    message=say(
                        "'{column}' is never '{positive}'; it has {count:integer} values: {values}.",
                        column=column,
                        positive=positive,
                        count=len(texts),
                        values=shown,
                    ),
                    table=table,
                    column=column,
                    count=len(texts),
                    remedy=say("Set 'Outcome to predict' to one of these values."),
                )
            ]
        )
    if len(set(codes[codes >= 0])) == 1:
        raise DataProblems([_one_class(column, texts[places[0]], int((codes >= 0).sum()), table)])
    return _binary(codes, texts, places[0], column, table)


def _binary(codes: np.ndarray, texts: list[str], hit: int, column: str, table: str) -> Labels:
    values = np.where(codes < 0, np.nan, (codes == hit).astype(float))
    others = [text for place, text in enumerate(texts) if place != hit]
    few = int(min(np.nansum(values), np.sum(values == 0)))
    if few < FEWEST_OF_A_CLASS:
        rare = texts[hit] if np.nansum(values) == few else others[0]
        raise DataProblems([_too_few(column, rare, few, int((codes >= 0).sum()), table)])
    return Labels(values, numeric=False, positive=texts[hit], negative=others[0] if len(others) == 1 else "")


def _scores(values: np.ndarray, column: str, table: str) -> Labels:
    known = int((~np.isnan(values)).sum())
    if known < FEWEST_SCORES:
        raise DataProblems(
            [
                Problem(
                    code="too_few_outcomes",
                    message=say(
                        "'{column}' has {count:integer} scores; at least {needed:integer} are needed.",
                        column=column,
                        count=known,
                        needed=FEWEST_SCORES,
                    ),
                    table=table,
                    column=column,
                    count=known,
                    remedy=say("Add customers whose score is known."),
                )
            ]
        )
    return Labels(values, numeric=True)


def _no_outcome(column: str, table: str) -> Problem:
    return Problem(
        code="no_outcome",
        message=say("The column '{column}' has no outcomes: 0 rows are filled in.", column=column),
        table=table,
        column=column,
        count=0,
        remedy=say("Choose the column that says what happened, or add a sheet with the outcomes."),
    )


def _too_many_values(column: str, texts: list[str], table: str) -> Problem:
    return Problem(
        code="many_outcomes",
        message=say(
            "'{column}' has {count:integer} different values ({values}); an outcome has 2.",
            column=column,
            count=len(texts),
            values=", ".join(texts[:5]) + (", …" if len(texts) > 5 else ""),
        ),
        table=table,
        column=column,
        count=len(texts),
        remedy=KINDS_OF_CUSTOMERS,
    )


def _one_class(column: str, text: str, rows: int, table: str) -> Problem:
    return Problem(
        code="one_class",
        message=say(
            "'{column}' is '{value}' in all {count:integer} rows with an outcome: there is nothing to "
            "distinguish.",
            column=column,
            value=text,
            count=rows,
        ),
        table=table,
        column=column,
        count=rows,
        remedy=say(
            "Add customers with the other outcome, at least {needed:integer}.", needed=FEWEST_OF_A_CLASS
        ),
    )


def _too_few(column: str, text: str, count: int, rows: int, table: str) -> Problem:
    return Problem(
        code="too_few_outcomes",
        message=say_count(
            "'{column}' is '{value}' in {count:integer} of {rows:integer} rows; at least {needed:integer} "
            "are needed.",
            "'{column}' is '{value}' in {count:integer} of {rows:integer} rows; at least {needed:integer} "
            "are needed.",
            count,
            column=column,
            value=text,
            rows=rows,
            needed=FEWEST_OF_A_CLASS,
        ),
        table=table,
        column=column,
        count=count,
        remedy=say("Wait for more outcomes, or choose a less rare one: nothing can be learned from so few."),
    )
