"""Amounts over time: missing or repeated dates, and series that are empty, short or changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from columns.finding_steps import UnknownStep, find_frequency
from datasets.checking import amounts
from datasets.checking.calendar import Calendar, calendar_of, missing_steps, off_step
from datasets.checking.finding import Finding, examples
from datasets.checking.row_operations import series_codes
from datasets.checking.sheet import Sheet
from datasets.checking.steps import Step
from language.sentences import say, say_count

FEWEST_DATES = 6  # from which a step can be seen
IRREGULAR_FROM = 0.05  # share of neighbouring dates off the step


@dataclass(frozen=True)
class Dated:
    """The rows with a date and every key, in the order of the table: ``place`` says where they stand there.

    ``codes`` number their series; ``columns`` are the time and the keys.
    """

    columns: tuple[str, ...]
    place: np.ndarray
    times: pd.Series
    codes: np.ndarray
    names: pd.DataFrame

    @cached_property
    def repeated(self) -> np.ndarray:
        """Which rows have series and time of an earlier one."""
        return pd.DataFrame({"series": self.codes, "time": self.times.to_numpy()}).duplicated().to_numpy()

    @cached_property
    def first_rows(self) -> np.ndarray:
        """The first row of each series."""
        return np.asarray(pd.Series(np.arange(len(self.codes))).groupby(self.codes).first())

    def name(self, row: int) -> str:
        """The series of a row, in words; its place is among the dated rows."""
        return " / ".join(str(value) for value in self.names.iloc[row])

    def at(self, row: int) -> str:
        """Series and date of a row."""
        date = str(self.times.iloc[row].isoformat()).removesuffix("T00:00:00")
        return f"{self.name(row)}: {date}" if self.names.shape[1] else date


def check(sheet: Sheet) -> list[Finding]:
    if not sheet.series or not sheet.time:
        return []
    if not pd.api.types.is_datetime64_any_dtype(sheet.columns[sheet.time].values.dtype):
        return []
    dated = _dated(sheet)
    if len(dated.place) < FEWEST_DATES:
        return []
    return [*_duplicates(dated, sheet), *_steps(dated, sheet), *_short(dated, sheet), *_amounts(dated, sheet)]


def _dated(sheet: Sheet) -> Dated:
    columns = (str(sheet.time), *sheet.keys)
    there = ~np.logical_or.reduce([sheet.columns[name].missing for name in columns])
    times = sheet.columns[columns[0]].values[there].reset_index(drop=True)
    names = pd.DataFrame(
        {key: sheet.columns[key].values[there].to_numpy() for key in sheet.keys}, index=times.index
    )
    return Dated(columns, np.flatnonzero(there), times, series_codes(names, list(sheet.keys)), names)


def _duplicates(dated: Dated, sheet: Sheet) -> list[Finding]:
    rows = np.flatnonzero(dated.repeated)
    if not len(rows):
        return []
    added = [sheet.target] if sheet.target else [c.name for c in sheet.learned if c.kind == "number"]
    steps = [Step("sum_duplicates", dated.columns, {"sum": added})] if added else []
    return [
        Finding(
            "repeated_dates",
            "warn",
            say_count(
                "{count:integer} row has the same {columns} as an earlier one.",
                "{count:integer} rows have the same {columns} as an earlier one.",
                len(rows),
                columns=", ".join(f"'{name}'" for name in dated.columns),
            ),
            say("Add them up, or choose the columns that distinguish them."),
            column=sheet.time,
            row=int(dated.place[rows[0]]),
            count=len(rows),
            share=len(rows) / sheet.rows,
            examples=[dated.at(row) for row in rows[:5]],
            steps=steps,
        )
    ]


# --- Steps ------------------------------------------------------------------------------------------


def _steps(dated: Dated, sheet: Sheet) -> list[Finding]:
    calendar = calendar_of(dated.times, dated.codes)
    neighbours = int((~dated.repeated).sum()) - int(dated.codes.max()) - 1
    if calendar is None:
        return [_irregular(neighbours, neighbours, sheet)] if neighbours >= FEWEST_DATES else []
    off = off_step(calendar, dated.times, dated.codes)
    if off > IRREGULAR_FROM * neighbours:
        return [_irregular(off, neighbours, sheet)]
    return _gaps(calendar, dated, sheet)


def _irregular(count: int, neighbours: int, sheet: Sheet) -> Finding:
    return Finding(
        "irregular_dates",
        "warn",
        say(
            "The dates in '{column}' are unevenly spaced: {count:integer} of {neighbours:integer} gaps "
            "differ from the usual step.",
            column=str(sheet.time),
            count=count,
            neighbours=neighbours,
        ),
        say("Add up the amounts by day, week or month before you forecast them."),
        column=sheet.time,
        count=count,
        share=count / neighbours,
    )


def _gaps(calendar: Calendar, dated: Dated, sheet: Sheet) -> list[Finding]:
    series, steps = missing_steps(calendar, dated.times, dated.codes)
    if not len(series):
        return []
    shown = []
    for number, date in zip(series[:5], calendar.dates(steps[:5]), strict=True):
        name = dated.name(dated.first_rows[number])
        day = date.isoformat().removesuffix("T00:00:00")
        shown.append(f"{name}: {day}" if name else day)
    fills = [Step("fill_dates", dated.columns)]
    if sheet.target and sheet.columns[sheet.target].kind == "number":
        fills.append(Step("fill_dates", dated.columns, {"zero": [sheet.target]}))
    share = len(series) / (len(series) + int((~dated.repeated).sum()))
    return [
        Finding(
            "missing_dates",
            "warn" if share >= 0.01 else "note",
            say_count(
                "{count:integer} date between the first and last of its series has no row ('{column}').",
                "{count:integer} dates between the first and last of their series have no row ('{column}').",
                len(series),
                column=str(sheet.time),
            ),
            say("Add them: 0 where nothing was sold, empty where the amount is not known."),
            column=sheet.time,
            count=len(series),
            share=share,
            examples=examples(shown),
            steps=fills,
        )
    ]


# --- Whole series -----------------------------------------------------------------------------------


def _short(dated: Dated, sheet: Sheet) -> list[Finding]:
    try:
        needed = find_frequency(dated.times, dated.codes).min_rows
    except UnknownStep:
        return []
    lengths = np.bincount(dated.codes[~dated.repeated])
    short = np.flatnonzero(lengths < needed)
    if not len(short):
        return []
    row = int(dated.first_rows[short[0]])
    return [
        Finding(
            "short_series",
            "stop" if len(short) == len(lengths) else "warn",
            say_count(
                "{count:integer} of {all:integer} series is shorter than {needed:integer} dates.",
                "{count:integer} of {all:integer} series are shorter than {needed:integer} dates.",
                len(short),
                all=len(lengths),
                needed=needed,
            ),
            say("Add older rows, or forecast larger groups."),
            column=sheet.keys[0] if sheet.keys else sheet.time,
            row=int(dated.place[row]),
            count=len(short),
            share=len(short) / len(lengths),
            examples=[dated.name(dated.first_rows[number]) for number in short[:5]] if sheet.keys else [],
        )
    ]


def _amounts(dated: Dated, sheet: Sheet) -> list[Finding]:
    if sheet.target is None or sheet.columns[sheet.target].kind != "number":
        return []
    values = sheet.columns[sheet.target].numbers[dated.place]
    order = np.lexsort((dated.times.to_numpy(), dated.codes))
    order = order[~dated.repeated[order] & ~np.isnan(values[order])]
    if not len(order):
        return []
    return amounts.check(
        amounts.Amounts(values[order], dated.codes[order], order), dated.at, dated.place, sheet
    )
