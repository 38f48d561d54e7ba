"""The amounts of series over time: zeros at their ends, and a level that changed for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datasets.checking.finding import Finding
from datasets.checking.sheet import Sheet
from language.sentences import Sentence, joined, say, say_count

FEWEST_ZEROS, ZERO_SHARE = 5, 0.1  # at one end of a series, of its amounts
FEWEST_AMOUNTS, WINDOW = 40, 28  # of a series whose level is looked at; amounts on either side
ABRUPT, LASTING = 4.0, 2.0  # times the usual distance from the running median
LEAST_CHANGE = 0.25  # of the larger of both levels
MOST_SERIES = 200  # whose level is looked at


@dataclass(frozen=True)
class Amounts:
    """``values`` by series and time, none missing; ``rows`` says where each stands among the dated rows."""

    values: np.ndarray
    codes: np.ndarray
    rows: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """The place of the first amount of each series."""
        return np.flatnonzero(np.diff(self.codes, prepend=-1))


def check(found: Amounts, name: Callable[[int], str], place: np.ndarray, sheet: Sheet) -> list[Finding]:
    """``name`` says series and date of a dated row, ``place`` its row of the table."""
    return [*_zero_ends(found, name, place, sheet), *_changed_levels(found, name, place, sheet)]


def _zero_ends(found: Amounts, name: Callable[[int], str], place: np.ndarray, sheet: Sheet) -> list[Finding]:
    starts = found.starts
    ends = np.append(starts[1:], len(found.values))
    at = np.arange(len(found.values))
    first = np.minimum.reduceat(np.where(found.values != 0, at, len(at)), starts)
    last = np.maximum.reduceat(np.where(found.values != 0, at, -1), starts)
    least = np.maximum(FEWEST_ZEROS, ZERO_SHARE * (ends - starts))
    leading = np.minimum(first, ends) - starts
    trailing = np.where(last < starts, 0, ends - 1 - last)
    return [
        *_zeros("leading_zeros", np.flatnonzero(leading >= least), starts, found, name, place, sheet),
        *_zeros("trailing_zeros", np.flatnonzero(trailing >= least), last + 1, found, name, place, sheet),
    ]


def _zeros(
    code: str,
    series: np.ndarray,
    begins: np.ndarray,
    found: Amounts,
    name: Callable[[int], str],
    place: np.ndarray,
    sheet: Sheet,
) -> list[Finding]:
    if not len(series):
        return []
    rows = found.rows[begins[series]]
    leading = code == "leading_zeros"
    return [
        Finding(
            code,
            "warn",
            _begins(len(series), len(found.starts), sheet)
            if leading
            else _finishes(len(series), len(found.starts), sheet),
            say("If the item was not on sale yet, leave these rows out.")
            if leading
            else say(
                "If the item is discontinued, leave the series out; if amounts have not arrived yet, leave "
                "out these rows."
            ),
            column=sheet.target,
            row=int(place[rows[0]]),
            count=len(series),
            share=len(series) / len(found.starts),
            examples=[name(row) for row in rows[:5]],
        )
    ]


def _begins(count: int, series: int, sheet: Sheet) -> Sentence:
    return say_count(
        "{count:integer} of {all:integer} series begins with a stretch of zeros in '{column}'.",
        "{count:integer} of {all:integer} series begin with a stretch of zeros in '{column}'.",
        count,
        all=series,
        column=str(sheet.target),
    )


def _finishes(count: int, series: int, sheet: Sheet) -> Sentence:
    return say_count(
        "{count:integer} of {all:integer} series ends with a stretch of zeros in '{column}'.",
        "{count:integer} of {all:integer} series end with a stretch of zeros in '{column}'.",
        count,
        all=series,
        column=str(sheet.target),
    )


# --- Level ------------------------------------------------------------------------------------------


def _changed_levels(
    found: Amounts, name: Callable[[int], str], place: np.ndarray, sheet: Sheet
) -> list[Finding]:
    starts = found.starts
    chosen = np.arange(len(starts))
    if len(chosen) > MOST_SERIES:
        chosen = np.sort(np.random.default_rng(0).choice(chosen, MOST_SERIES, replace=False))
    ends = np.append(starts[1:], len(found.values))
    changed = []
    for number in chosen:
        at = level_change(found.values[starts[number] : ends[number]])
        if at is not None:
            changed.append(int(found.rows[starts[number] + at]))
    if not changed:
        return []
    message = say_count(
        "The level of '{column}' changed for good in {count:integer} of {all:integer} series.",
        "The level of '{column}' changed for good in {count:integer} of {all:integer} series.",
        len(changed),
        all=len(chosen),
        column=str(sheet.target),
    )
    return [
        Finding(
            "changed_level",
            "warn",
            joined([message, _partly(len(chosen), len(starts))]),
            say("If the rows before the change say nothing about the future, leave them out."),
            column=sheet.target,
            row=int(place[changed[0]]),
            count=len(changed),
            share=len(changed) / len(chosen),
            examples=[name(row) for row in changed[:5]],
        )
    ]


def _partly(looked: int, series: int) -> Sentence | str:
    if looked == series:
        return ""
    return say(
        "Only {looked:integer} of {series:integer} series were checked, picked at random.",
        looked=looked,
        series=series,
    )


def level_change(values: np.ndarray) -> int | None:
    """Where the level of ``values`` changes at once and for good; None where it does not, or slowly."""
    if len(values) < FEWEST_AMOUNTS:
        return None
    window = min(WINDOW, len(values) // 4)
    running = pd.Series(values).rolling(window).median().to_numpy()
    before, after = running[window - 1 : -window], running[2 * window - 1 :]
    usual = 1.4826 * np.median(np.abs(values[window:] - running[window - 1 : -1]))
    jump = np.abs(after - before)
    widest = np.flatnonzero(jump == jump.max())
    at = int(widest[len(widest) // 2]) + window
    old, new = np.median(values[:at]), np.median(values[at:])
    lasting = abs(new - old)
    if jump.max() < ABRUPT * usual or lasting < LASTING * usual or lasting == 0:
        return None
    return at if lasting >= LEAST_CHANGE * max(abs(old), abs(new)) else None
