"""The date of each row: of a column of dates, of one with years or months as numbers, or of several together.

Years (2024) and months (202401) that are whole numbers stay numbers in the table, where a year of building, a
number of seats or a code may look the same; only as the time of a forecast are they dates. So no column
changes its kind because of its values, and a later sheet of the same source is read as the first one was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cells.conventions import Period
from cells.periods import Unit, numbered_days, numbered_periods, unit_of_numbers
from columns.values import dates, numbers
from contract.data import MAIN, Problem, TrainingData
from contract.roles import KIND_WORDS, wrong_kind
from forecasting.sheet.across import Across
from forecasting.sheet.part_names import Part, part_of_name
from forecasting.sheet.time_parts import part_of_cells, read_part
from language.sentences import joined, say, say_count

NAT = np.datetime64("NaT", "ns")
WITHIN: tuple[Unit, ...] = ("month", "quarter", "week", "half")
MOST_DAYS = 31


@dataclass(frozen=True)
class Times:
    """``days`` (datetime64[ns]) of the rows, NaT where a cell is empty or cannot be used; ``bad`` are the
    places of the latter. Columns are ``unclear`` that say no date together; then all days are NaT."""

    days: np.ndarray
    bad: np.ndarray
    unclear: bool = False


def read_times(sheet: pd.DataFrame, columns: Sequence[str]) -> Times:
    """``columns`` are one or several that together date a row."""
    if len(columns) == 1:
        return _of_one(columns[0], sheet[columns[0]])
    return _of_several(sheet, columns)


def is_date(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_dtype(column.dtype)


def period_of(column: pd.Series, name: str) -> Period | None:
    """What the whole numbers of a column count, where it can date rows alone."""
    if not pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        return None
    found = numbers(column)
    unit = unit_of_numbers(found)
    if unit == "month" and part_of_name(name) == "week":
        unit = "week"
    return unit  # type: ignore[return-value]


def _of_one(name: str, column: pd.Series) -> Times:
    there = column.notna().to_numpy()
    if is_date(column) or not there.any():
        days = dates(column)
        return Times(days, np.flatnonzero(there & np.isnat(days)))
    unit = period_of(column, name)
    if unit is None:
        return _unclear(len(column))
    return Times(numbered_periods(numbers(column), unit), np.zeros(0, dtype=np.int64))


def _of_several(sheet: pd.DataFrame, columns: Sequence[str]) -> Times:
    whole = next((name for name in columns if is_date(sheet[name])), None)
    parts = _parts(sheet, [name for name in columns if name != whole])
    if parts is None:
        return _unclear(len(sheet))
    found = {part: read_part(part, sheet[name]) for part, name in parts.items()}
    there = np.logical_and.reduce([sheet[name].notna().to_numpy() for name in columns])
    alone = next((name for name in columns if period_of(sheet[name], name) in ("month", "week")), None)
    if whole is None and alone is not None:  # the year stands in 202401 as well
        return _of_one(alone, sheet[alone])
    days: np.ndarray | None
    if whole is None:
        days = _of_parts(found)
    elif any(unit in found for unit in WITHIN):
        years = pd.DatetimeIndex(dates(sheet[whole])).year.to_numpy(dtype=np.float64)
        days = _of_parts({**found, "year": years})
    else:
        days = _with_clock(dates(sheet[whole]), found)
    if days is None:
        return _unclear(len(sheet))
    return Times(np.where(there, days, NAT), np.flatnonzero(there & np.isnat(days)))


def _parts(sheet: pd.DataFrame, columns: Sequence[str]) -> dict[Part, str] | None:
    """The column of each part; None where one is none, or two are the same."""
    parts: dict[Part, str] = {}
    for name in columns:
        part = part_of_name(name) or part_of_cells(sheet[name])
        if part is None or part in parts:
            return None
        parts[part] = name
    return parts


def _of_parts(found: Mapping[Part, np.ndarray]) -> np.ndarray | None:
    """The days of years with a part of the year, and maybe with a time; None where they say no day."""
    unit = next((unit for unit in WITHIN if unit in found), None)
    if "year" not in found or (unit is None and "day" in found):
        return None
    places = found[unit] if unit else np.ones_like(found["year"])
    days = numbered_days(found["year"], unit or "year", places)
    if "day" in found:
        if unit != "month":
            return None
        day = found["day"]
        months = days.astype("datetime64[M]")
        days = days + (np.where(np.isnan(day), 1, day).astype(np.int64) - 1) * np.timedelta64(1, "D")
        days = np.where((days.astype("datetime64[M]") == months) & (day >= 1) & (day <= MOST_DAYS), days, NAT)
    return _with_clock(days, found)


def across_days(column: pd.Series, across: Across) -> np.ndarray:
    """Columns × rows: the first days (datetime64[ns]) of the parts of years that the columns of a table are
    named after, in the years of ``column``; or of the parts in ``column``, in the years of the columns."""
    if across.part == "year":
        unit = part_of_name(str(column.name)) or part_of_cells(column) or "month"
        own = read_part(unit, column)
        return np.stack(
            [numbered_days(np.full(len(own), float(year)), unit, own) for year in across.places.values()]
        )
    if is_date(column):
        own = pd.DatetimeIndex(dates(column)).year.to_numpy(dtype=np.float64)
    else:
        own = read_part("year", column)
    return np.stack(
        [numbered_days(own, across.part, np.full(len(own), float(place))) for place in across.places.values()]
    )


def _with_clock(days: np.ndarray, found: Mapping[Part, np.ndarray]) -> np.ndarray:
    """``days`` with the time of another column, unless they have times themselves."""
    clock = next((found[part] for part in ("time", "hour") if part in found), None)
    known = days[~np.isnat(days)]
    if clock is None or (known != known.astype("datetime64[D]")).any():
        return days
    minutes = np.where(np.isnan(clock), 0, clock).astype(np.int64).astype("timedelta64[m]")
    return np.where(np.isnan(clock), NAT, days + minutes)


def _unclear(rows: int) -> Times:
    return Times(np.full(rows, NAT), np.zeros(0, dtype=np.int64), unclear=True)


# --- What is wrong with them ---


def time_problems(data: TrainingData, across: Across | None = None) -> list[Problem]:
    """Of the columns of the role ``time``: where no date can be made of them, or of those ``across``."""
    columns = data.many("time")
    if across is not None:
        return _across_problems(data, columns[0], across)
    times = read_times(data.main, columns)
    if times.unclear:
        return [_not_a_time(data, columns)]
    return _bad_cells(data, columns, times.bad)


def _across_problems(data: TrainingData, column: str, across: Across) -> list[Problem]:
    bad = np.isnat(across_days(data.main[column], across)).all(axis=0) & data.main[column].notna().to_numpy()
    places = list(across.places.values())
    if across.part == "year" or places in (sorted(places), sorted(places, reverse=True)):
        return _bad_cells(data, (column,), np.flatnonzero(bad))
    first, second = (
        next(iter(across.places)),
        next(iter(sorted(across.places, key=across.places.__getitem__))),
    )
    message = say(
        "The columns begin with '{first}': it is not clear to which calendar year '{second}' belongs.",
        first=first,
        second=second,
    )
    remedy = say("Use a sheet with a row per date, or with columns from the first month to the last.")
    return [Problem("unclear_year", message, column=first, remedy=remedy)]


def _bad_cells(data: TrainingData, columns: Sequence[str], bad: np.ndarray) -> list[Problem]:
    if not len(bad):
        return []
    place = int(bad[0])
    value = joined([str(data.main[name].iloc[place]) for name in columns], " / ")
    message = say(
        "Column '{column}' must hold dates: row {row} has '{value}' ({rows}).",
        column=joined(columns, " / "),
        row=data.row_number(place),
        value=value,
        rows=say_count("{count:integer} such row", "{count:integer} such rows", len(bad)),
    )
    remedy = say("Correct these cells, or choose a column of dates.")
    row = data.row_number(place)
    return [Problem("not_a_date", message, column=columns[0], row=row, count=len(bad), remedy=remedy)]


def _not_a_time(data: TrainingData, columns: Sequence[str]) -> Problem:
    alone = columns[0] if len(columns) == 1 else None
    if alone is not None and part_of_name(alone) in (None, "year"):
        return wrong_kind(data, MAIN, alone, say("Date"), KIND_WORDS["date"])
    if alone is not None:
        message = say("'{column}' says no date alone: the year is missing.", column=alone)
        remedy = say("Choose the column of the year as well: several columns can make a date together.")
        return Problem("no_year", message, column=alone, remedy=remedy)
    message = say("The columns {columns} make no date together.", columns=joined(columns, ", "))
    remedy = say(
        "Choose a column of dates, or those of the year and the month, quarter or week, or of the date and "
        "the hour."
    )
    return Problem("no_date_together", message, column=columns[0], remedy=remedy)
