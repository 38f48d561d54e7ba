"""What is said of wild amounts: the row, the amount, and what it would do to the mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.frequency import Frequency
from contract.data import Alternative, Problem, TrainingData
from forecasting.panel import ONLY_ITEM
from forecasting.step_words import one_step
from language.sentences import Sentence, say, say_count

MOST_NAMED = 5


KEEP = Alternative("settings.wild_values", "keep", say("Keep such amounts as they are"))


@dataclass(frozen=True)
class Wild:
    """``value`` in ``row`` is ``times`` what is usual; the step counts as ``instead``."""

    series: int
    step: int
    value: float
    instead: float
    times: float
    row: int
    day: pd.Timestamp
    item: str


def wild_values(
    wild: Sequence[Wild], found: np.ndarray, mended: np.ndarray, frequency: Frequency, data: TrainingData
) -> list[Problem]:
    """One for each of the largest; one for all others together."""
    ordered = sorted(wild, key=lambda one: -one.times)
    problems = [_of_one(one, found, mended, frequency, data) for one in ordered[:MOST_NAMED]]
    others = ordered[MOST_NAMED:]
    return problems + ([_others(len(others), data)] if others else [])


def _of_one(
    one: Wild, found: np.ndarray, mended: np.ndarray, frequency: Frequency, data: TrainingData
) -> Problem:
    message = say(
        "Row {row} says {value:number} ({what}), {times}. It is learned as {instead:number}: "
        "without it {without:number} is the mean of {step}, instead of {mean:number}.",
        row=one.row,
        value=one.value,
        what=_what(one, data),
        times=_times(one),
        instead=_short(one.instead),
        mean=_short(float(np.nanmean(found[one.series]))),
        without=_short(float(np.nanmean(mended[one.series]))),
        step=one_step(frequency.name),
    )
    series = None if one.item == ONLY_ITEM else one.item
    return Problem(
        "wild_value",
        message,
        column=_column(data),
        row=one.row,
        series=series,
        remedy=_remedy(),
        fatal=False,
        alternative=KEEP,
    )


def _column(data: TrainingData) -> str | None:
    """None where several columns hold amounts: the item says which."""
    targets = data.many("target")
    return targets[0] if len(targets) == 1 else None


def _what(one: Wild, data: TrainingData) -> Sentence:
    if one.item == ONLY_ITEM:
        return say("'{column}', {day:date}", column=_column(data) or "", day=one.day)
    return say("'{item}', {day:date}", item=one.item, day=one.day)


def _times(one: Wild) -> Sentence:
    times = _short(one.times, 2)
    if one.value < 0:
        return say("below zero, and {times:number} times as large as is usual", times=times)
    return say("{times:number} times what is usual", times=times)


def _others(count: int, data: TrainingData) -> Problem:
    message = say_count(
        "{count:integer} more amount is as far above what is usual, and learned as the usual one.",
        "{count:integer} more amounts are as far above what is usual, and learned as the usual ones.",
        count,
    )
    return Problem("wild_value", message, column=_column(data), count=count, remedy=_remedy(), fatal=False)


def _remedy() -> Sentence:
    return say('Correct the row; if the amount is right, set "Wild amounts" to keep.')


def _short(number: float, digits: int = 3) -> float:
    return float(f"{number:.{digits}g}")
