"""What preparing a sheet finds: refusals, and what was fixed, with the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from columns.finding_steps import IrregularDates
from columns.frequency import MIN_ROWS, Frequency
from contract.data import DataProblems, Problem, TrainingData
from forecasting.panel import Panel
from forecasting.step_words import named, steps_in_words
from language.sentences import Sentence, joined, say, say_count

MAX_CELLS = 100_000_000
LEAST_OF_ALL = min(MIN_ROWS.values())
MOST_MOVED = 0.6  # share of the rows, from which on no day is the usual one
MOST_NAMED = 50  # names that are made for a message, which shows the first of them
SHARE_OF_ROWS_THAT_IS_AN_ID = 0.5


def refuse_if_too_large(shape: tuple[int, int], frequency: Frequency, data: TrainingData) -> None:
    if shape[0] * shape[1] > MAX_CELLS:
        message = say(
            "{items:integer} items over {steps} make {values:integer} values; at most {most:integer} can be "
            "forecast at once.",
            items=shape[0],
            steps=steps_in_words(shape[1], frequency.name),
            values=shape[0] * shape[1],
            most=MAX_CELLS,
        )
        remedy = say("Look for a wrong date or the wrong item column, or train on fewer items.")
        column = next(iter(data.many("item")), None)
        raise DataProblems(
            [Problem("too_many_series", message, column=column, count=shape[0], remedy=remedy)]
        )


def refuse_if_all_short(
    values: np.ndarray, items: Sequence[str], frequency: Frequency, data: TrainingData
) -> None:
    refuse_short((~np.isnan(values)).sum(axis=1), lambda series: items[series], frequency, data)


def refuse_short(
    lengths: np.ndarray, name: Callable[[int], str], frequency: Frequency, data: TrainingData
) -> None:
    """``lengths`` are the steps with an amount of each series; ``name`` gives the name of a series."""
    longest, least = int(lengths.argmax()), frequency.min_rows
    if lengths[longest] >= least:
        return
    count = int(lengths[longest])
    steps = steps_in_words(count, frequency.name)
    columns = data.many("item")
    remedy = say("Add older rows, or choose a shorter step.")
    if not columns and len(data.many("target")) == 1:
        message = say("The series has {steps}; at least {least} are needed.", steps=steps, least=least)
        raise DataProblems([Problem("too_few_rows", message, count=count, remedy=remedy)])
    if columns and len(lengths) > SHARE_OF_ROWS_THAT_IS_AN_ID * int(lengths.sum()):
        raise DataProblems([_an_id(len(lengths), int(lengths.sum()), steps, least, columns)])
    series = name(longest)
    message = say(
        "The longest series, '{item}', has {steps}; at least {least} are needed.",
        item=series,
        steps=steps,
        least=least,
    )
    raise DataProblems([Problem("too_few_rows", message, series=series, count=count, remedy=remedy)])


def _an_id(items: int, rows: int, steps: Sentence, least: int, columns: Sequence[str]) -> Problem:
    message = say(
        "'{column}', chosen as the item, has {items:integer} different values in {rows:integer} rows: the "
        "longest series has {steps}; at least {least} are needed.",
        column=joined(columns, " / "),
        items=items,
        rows=rows,
        steps=steps,
        least=least,
    )
    remedy = say("Choose a column whose values recur from date to date (product, store, customer), or none.")
    return Problem("too_many_items", message, column=columns[0], count=items, remedy=remedy)


def refuse_if_none_goes_on(panel: Panel) -> None:
    """Where every series is ended, too short or constant, there is nothing to learn from or to test."""
    if not panel.repeat_only.all():
        return
    short = (panel.lengths < panel.frequency.min_rows) & ~panel.ended
    ended, young = int(panel.ended.sum()), int(short.sum())
    message = say(
        "None of the {all:integer} series can be learned from: {ended:integer} have ended, {short:integer} "
        "have fewer than {least} rows, {constant:integer} never change.",
        all=len(panel.items),
        ended=ended,
        short=young,
        least=panel.frequency.min_rows,
        constant=len(panel.items) - ended - young,
    )
    remedy = say("Add rows, or let each item end with its own last row.")
    raise DataProblems([Problem("no_series_to_learn", message, count=len(panel.items), remedy=remedy)])


def duplicates(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} row shares item and period with an earlier row: they were summed.",
        "{count:integer} rows share item and period with an earlier row: they were summed.",
        count,
    )
    return [Problem("duplicates", message, count=count, fatal=False)]


def averaged(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} row shares item and period with an earlier row: they were averaged.",
        "{count:integer} rows share item and period with an earlier row: they were averaged.",
        count,
    )
    return [Problem("duplicates", message, count=count, fatal=False)]


def short_series(panel: Panel) -> list[Problem]:
    least = panel.frequency.min_rows
    short = np.flatnonzero(panel.lengths < least)
    if not short.size:
        return []
    item = panel.items[short[0]]
    first = say(
        "The series '{item}' has {steps}; at least {least} are needed, so its last season is repeated.",
        item=item,
        steps=steps_in_words(int(panel.lengths[short[0]]), panel.frequency.name),
        least=least,
    )
    others = short.size - 1
    more = say_count(
        "The same applies to {count:integer} more.", "The same applies to {count:integer} more.", others
    )
    message = joined([first, more if others else ""])
    return [Problem("short_series", message, series=item, count=short.size, fatal=False)]


def constant_series(panel: Panel) -> list[Problem]:
    constant = panel.repeat_only & ~panel.ended & (panel.lengths >= panel.frequency.min_rows)
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


def summed_to_hours(minutes: int, count: int) -> Problem:
    message = say(
        "Rows are {minutes:integer} minutes apart: they were summed to hours ({count:integer} rows share "
        "their hour with an earlier one).",
        minutes=minutes,
        count=count,
    )
    return Problem("summed_to_hours", message, count=count, fatal=False)


def irregular_dates(found: IrregularDates, column: str) -> Problem:
    shown = [
        say("{before:date} and {after:date}", before=before, after=after) for before, after in found.examples
    ]
    message = say(
        "The dates in '{column}' follow no step: they are {shortest:integer} to {longest:integer} days apart "
        "({examples}).",
        column=column,
        shortest=found.shortest,
        longest=found.longest,
        examples=joined(shown, "; "),
    )
    remedy = say("Use a sheet with a row for every day, week or month, or set the step to add amounts up to.")
    return Problem("irregular_dates", message, column=column, remedy=remedy)


def moved_dates(dates: pd.Series, frequency: Frequency) -> list[Problem]:
    """Dates that are early or late, where most are on one day."""
    if frequency.within_day or not (frequency.nearest or (frequency.step == "week" and frequency.every > 1)):
        return []
    usual = frequency.to_dates(frequency.to_index(dates))
    moved = np.flatnonzero(usual != pd.DatetimeIndex(dates).normalize())
    if not len(moved) or len(moved) > MOST_MOVED * len(dates):
        return []
    message = say_count(
        "{count:integer} row is dated early or late, on {day:date}: it counts for the usual day of its step, "
        "{usual:date}.",
        "{count:integer} rows are dated early or late, the first on {day:date}: each counts for the "
        "usual day of its step, that one for {usual:date}.",
        len(moved),
        day=dates.iloc[moved[0]],
        usual=usual[moved[0]],
    )
    return [Problem("moved_dates", message, count=len(moved), fatal=False)]


def long_horizon(panel: Panel, horizon: int) -> list[Problem]:
    if horizon <= panel.steps:
        return []
    step = panel.frequency.name
    message = say(
        "You want to forecast {horizon} from a history of {steps}: anything further ahead than a quarter of "
        "the history cannot be tested.",
        horizon=steps_in_words(horizon, step),
        steps=steps_in_words(panel.steps, step),
    )
    remedy = say("Forecast fewer steps, or add older rows.")
    return [Problem("long_horizon", message, count=horizon, remedy=remedy, fatal=False)]


def empty_driver(column: str) -> Problem:
    message = say("Column '{column}' has no value in any row: it is left out.", column=column)
    return Problem("empty_driver", message, column=column, fatal=False)


def rows_left_out(code: str, count: int, column: str) -> Problem:
    message = say_count(
        "{count:integer} row without a value in '{column}' is left out.",
        "{count:integer} rows without a value in '{column}' are left out.",
        count,
        column=column,
    )
    return Problem(code, message, column=column, count=count, fatal=False)


def total_left_out(column: str) -> Problem:
    message = say("'{column}' adds up the other columns: it is left out.", column=column)
    return Problem("total_left_out", message, column=column, fatal=False)


def items_left_out(items: Sequence[str], count: int) -> Problem:
    """``items`` are the first of them by name."""
    message = say_count(
        "{count:integer} item without any amount is left out: {names}.",
        "{count:integer} items without any amount are left out: {names}.",
        count,
        names=named(items, count),
    )
    return Problem("empty_series", message, count=count, fatal=False)
