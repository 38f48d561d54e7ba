"""Which columns can be learned from, and a note for each one left out or read differently."""

from __future__ import annotations

import numpy as np
import pandas as pd

from columns.identifiers import counts_rows, is_prose, names_rows
from columns.values import DISGUISED, numbers, words
from contract.data import Kind, Problem
from language.sentences import Sentence, say, say_count
from scoring.features.columns import MOST_LEVELS


def usable(frame: pd.DataFrame, kinds: dict[str, Kind]) -> tuple[list[str], list[Problem]]:
    """The names of the columns to learn from, and notes about the columns."""
    kept, notes = [], []
    for name in frame:
        reason = _reason_against(str(name), frame[name], kinds[str(name)])
        if reason is not None:
            notes.append(reason)
            continue
        kept.append(str(name))
        notes += _remarks(str(name), frame[name], kinds[str(name)])
    return kept, notes


def _reason_against(name: str, values: pd.Series, kind: Kind) -> Problem | None:
    if kind == "date":
        known = values.dropna()
        different, rows = int(known.nunique()), len(known)
    elif kind == "number":
        found = numbers(values)
        found = found[~np.isnan(found)]
        different, rows = len(np.unique(found)), len(found)
        if counts_rows(name, found, different, rows):
            return _left_out("identifier", name, _identifier(name, different, rows), different)
    else:
        codes, _ = words(values)
        rows = int((codes >= 0).sum())
        different = len(set(codes[codes >= 0]))
        if names_rows(values, different, rows):
            return _left_out("identifier", name, _identifier(name, different, rows), different)
    if different == 0:
        message = say("The column '{column}' has no values: it is left out.", column=name)
        return _left_out("empty", name, message, 0)
    if different == 1 and rows == len(values):
        message = say("The column '{column}' has the same value in every row: it is left out.", column=name)
        return _left_out("constant", name, message, 1)
    return None


def _identifier(name: str, different: int, rows: int) -> Sentence:
    return say(
        "The column '{column}' has {different:integer} different values in {rows:integer} rows, like a name "
        "or an ID: it is left out.",
        column=name,
        different=different,
        rows=rows,
    )


def _left_out(code: str, column: str, message: Sentence, count: int) -> Problem:
    return Problem(
        code=code,
        message=message,
        column=column,
        count=count,
        remedy=say("No action needed. To use it, give it values that several customers share."),
        fatal=False,
    )


def _remarks(name: str, values: pd.Series, kind: Kind) -> list[Problem]:
    if kind not in ("category", "text"):
        return []
    counts = values.value_counts()
    counts = counts.groupby([str(value).strip() for value in counts.index]).sum()
    return [
        *_disguised(name, counts),
        *_many_levels(name, counts, values),
    ]


def _disguised(name: str, counts: pd.Series) -> list[Problem]:
    hidden = counts[[text.casefold() in DISGUISED and text != "" for text in counts.index]]
    count = int(hidden.sum())
    if not count:
        return []
    message = say_count(
        "In '{column}' {count:integer} cell says '{text}': it is treated as missing.",
        "In '{column}' {count:integer} cells say '{text}' or similar: they are treated as missing.",
        count,
        column=name,
        text=hidden.idxmax(),
    )
    remedy = say("No action needed. If it means something, use another word for it.")
    return [Problem("disguised_missing", message, column=name, count=count, remedy=remedy, fatal=False)]


def _many_levels(name: str, counts: pd.Series, values: pd.Series) -> list[Problem]:
    different = len(counts)
    if different <= MOST_LEVELS or is_prose(values):
        return []
    message = say(
        "'{column}' has {count:integer} different words: the {most:integer} most common are kept apart, the "
        "others count as one.",
        column=name,
        count=different,
        most=MOST_LEVELS,
    )
    remedy = say("No action needed. Fewer, larger categories are easier to learn.")
    return [Problem("many_categories", message, column=name, count=different, remedy=remedy, fatal=False)]
