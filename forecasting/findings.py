"""What preparing a sheet finds: refusals, and what was mended, with the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from forecasting.frequency import Frequency
from forecasting.panel import MIN_ROWS, Panel
from forecasting.step_words import named, steps_in_words
from language.sentences import Sentence, joined, say, say_count
from training.exchange import DataProblems, Problem, TrainingData

MAX_CELLS = 100_000_000


def refuse_if_too_large(shape: tuple[int, int], frequency: Frequency) -> None:
    if shape[0] * shape[1] > MAX_CELLS:
        message = say(
            "{items:integer} items over {steps} make {values:integer} values, "
            "at most {most:integer} can be forecast at once.",
            items=shape[0],
            steps=steps_in_words(shape[1], frequency.step),
            values=shape[0] * shape[1],
            most=MAX_CELLS,
        )
        remedy = say("Look for a wrong date or a wrong item column, or train on fewer items.")
        raise DataProblems([Problem("too_many_series", message, count=shape[0], remedy=remedy)])


def refuse_if_all_short(
    values: np.ndarray, items: Sequence[str], frequency: Frequency, data: TrainingData
) -> None:
    rows = (~np.isnan(values)).sum(axis=1)
    longest = int(rows.argmax())
    if rows[longest] >= MIN_ROWS:
        return
    steps = steps_in_words(int(rows[longest]), frequency.step)
    series = str(items[longest]) if data.column("item") else None
    if series is None:
        message = say("The series has {steps}, at least {least} are needed.", steps=steps, least=MIN_ROWS)
    else:
        message = say(
            "The longest series, '{item}', has {steps}, at least {least} are needed.",
            item=series,
            steps=steps,
            least=MIN_ROWS,
        )
    remedy = say("Add older rows, or choose a shorter step.")
    problem = Problem("too_few_rows", message, series=series, count=int(rows[longest]), remedy=remedy)
    raise DataProblems([problem])


def duplicates(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} row shares item and period with an earlier row: they were summed.",
        "{count:integer} rows share item and period with an earlier row: they were summed.",
        count,
    )
    return [Problem("duplicates", message, count=count, fatal=False)]


def short_series(panel: Panel) -> list[Problem]:
    short = np.flatnonzero(panel.lengths < MIN_ROWS)
    if not short.size:
        return []
    item = panel.items[short[0]]
    first = say(
        "The series '{item}' has {steps}, at least {least} are needed: its last season is repeated.",
        item=item,
        steps=steps_in_words(int(panel.lengths[short[0]]), panel.frequency.step),
        least=MIN_ROWS,
    )
    others = short.size - 1
    more = say_count("So it is for {count:integer} more.", "So it is for {count:integer} more.", others)
    message = joined([first, more if others else ""])
    return [Problem("short_series", message, series=item, count=short.size, fatal=False)]


def constant_series(panel: Panel) -> list[Problem]:
    constant = panel.repeat_only & (panel.lengths >= MIN_ROWS)
    if not constant.any():
        return []
    count = int(constant.sum())
    message = say_count(
        "{count:integer} series never changes: {names}. Its value is repeated.",
        "{count:integer} series never change: {names}. Their values are repeated.",
        count,
        names=named([panel.items[row] for row in np.flatnonzero(constant)]),
    )
    return [Problem("constant_series", message, count=count, fatal=False)]


def counted_as_zero(where: np.ndarray, frequency: Frequency) -> list[Problem]:
    message = say(
        "{steps} without a row, counted as 0 (in {series:integer} of {all:integer} series).",
        **_extent(where, frequency),
    )
    return _gaps(where, message)


def filled_by_season(where: np.ndarray, frequency: Frequency) -> list[Problem]:
    message = say(
        "{steps} without a row, filled with the value one season ({season}) before "
        "(in {series:integer} of {all:integer} series).",
        season=steps_in_words(frequency.season, frequency.step),
        **_extent(where, frequency),
    )
    return _gaps(where, message)


def _extent(where: np.ndarray, frequency: Frequency) -> dict[str, Any]:
    steps = steps_in_words(int(where.sum()), frequency.step)
    return {"steps": steps, "series": int(where.any(axis=1).sum()), "all": len(where)}


def _gaps(where: np.ndarray, message: Sentence) -> list[Problem]:
    if not where.any():
        return []
    remedy = say("Choose another rule for missing dates where this is wrong.")
    return [Problem("gaps", message, count=int(where.sum()), remedy=remedy, fatal=False)]


def unfinished(last_day: pd.Timestamp, frequency: Frequency) -> Sentence:
    if frequency.step == "week":
        return say("The last week ends after {day:date}, the last date: it is left out.", day=last_day)
    return say("The last month ends after {day:date}, the last date: it is left out.", day=last_day)


def rows_left_out(code: str, count: int, column: str) -> Problem:
    message = say_count(
        "{count:integer} row without a value in '{column}' is left out.",
        "{count:integer} rows without a value in '{column}' are left out.",
        count,
        column=column,
    )
    return Problem(code, message, column=column, count=count, fatal=False)


def items_left_out(items: Sequence[str]) -> Problem:
    message = say_count(
        "{count:integer} item without any amount is left out: {names}.",
        "{count:integer} items without any amount are left out: {names}.",
        len(items),
        names=named(items),
    )
    return Problem("empty_series", message, count=len(items), fatal=False)
