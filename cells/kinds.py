"""The distinct cells of a column by its conventions, kind by kind. What does not fit is never guessed.

A cell is a text without blanks around it, a number, a bool, a date or time, or None where it is missing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from cells.conventions import Conventions
from cells.dates import ENDLESS_DAYS, NO_END, YEARS, DateTexts, date_texts
from cells.day_numbers import days_of_numbers
from cells.number_notes import without_known
from cells.numbers import LARGEST, LONGEST_INTEGER, number_texts
from cells.periods import numbered_periods
from cells.words import MARKS, SURE_FLAGS, spelled
from cells.zones import on_clock

NAT = np.datetime64("NaT", "ns")
# Texts that need no Arrow, whose expressions take long to compile: a request has few texts.
WHOLE = rf"-?\d{{1,{LONGEST_INTEGER}}}"
PLAIN = {
    ".": re.compile(rf"{WHOLE}(?:\.\d{{1,15}})?", re.ASCII),
    ",": re.compile(rf"{WHOLE}(?:,\d{{1,15}})?", re.ASCII),
    None: re.compile(rf"{WHOLE}(?:\.(?!\d{{3}}\Z)\d{{1,15}})?", re.ASCII),  # 1.234 may be 1234
}
ISO = re.compile(
    r"((\d{4})-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:Z|[-+]\d\d:?\d\d)?)?", re.ASCII
)
DIGITS = re.compile(r"\d{5,16}(?:\.\d+)?", re.ASCII)
ZONED = re.compile(r":\d\d(?:\.\d+)? ?(?:Z|[-+])")


@dataclass(frozen=True)
class Wrong:
    """Why a cell does not fit; ``readings`` are what it could be, or would be by other conventions."""

    code: str
    readings: tuple[Any, ...] = ()


@dataclass
class Distinct:
    """One value per distinct cell, whether it is missing, and by its position why a cell does not fit."""

    values: np.ndarray
    missing: np.ndarray
    wrong: dict[int, Wrong] = field(default_factory=dict)


def read_distinct(cells: Sequence[Any], how: Conventions) -> Distinct:
    """int64 or float64 values of numbers, datetime64[ns] of dates, bool of flags, objects of texts."""
    found = READERS[how.kind](cells, how)
    found.missing[list(found.wrong)] = True
    if len(words := own_missing(how)):
        found.missing |= np.isin(found.values, words)
    return found


@lru_cache(maxsize=256)
def own_missing(how: Conventions) -> np.ndarray:
    """The column's own words for missing that are numbers or dates: where -200 is one, so is -200,0."""
    if how.kind not in ("number", "date"):
        return np.zeros(0)
    words = READERS[how.kind](how.missing, replace(how, missing=()))
    there = ~words.missing
    there[list(words.wrong)] = False
    return words.values[there]


def _as_arrow(texts: Iterable[str]) -> pa.Array:
    """JSON may hold halves of characters, which no other text can."""
    return pa.array([text.encode(errors="replace").decode() for text in texts], pa.string())


# --- Numbers --------------------------------------------------------------------------------------


def _numbers(cells: Sequence[Any], how: Conventions) -> Distinct:
    plain = None if how.percent else PLAIN[how.decimal]
    values: list[int | float | None] = [None] * len(cells)
    wrong: dict[int, Wrong] = {}
    texts: dict[int, str] = {}
    for at, cell in enumerate(cells):
        if type(cell) is str:
            if plain is not None and plain.fullmatch(cell):
                values[at] = int(cell) if cell.lstrip("-").isdecimal() else float(cell.replace(",", "."))
            else:
                texts[at] = cell
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            values[at] = cell
        elif cell is not None:
            wrong[at] = Wrong("not_a_number")
    if texts:
        found, more = _written_numbers(list(texts.values()), how)
        for at, value, reason in zip(texts, found, more, strict=True):
            values[at] = value
            if reason is not None:
                wrong[at] = reason
    for at, value in enumerate(values):
        if value is not None and not abs(value) < LARGEST:  # NaN among them
            values[at] = None
            if value == value:
                wrong[at] = Wrong("not_a_number")
    missing = np.array([value is None for value in values], dtype=bool)
    whole = all(value is None or (isinstance(value, int) and abs(value) < 2**63) for value in values)
    whole = whole and not missing.all()
    filled = np.array([0 if value is None else value for value in values], np.int64 if whole else np.float64)
    return Distinct(filled, missing, wrong)


def _written_numbers(texts: list[str], how: Conventions) -> tuple[list[Any], list[Wrong | None]]:
    """A number or None per text, and why it is none."""
    prepared = number_texts(_as_arrow(without_known(texts, how.notes) if how.notes else texts))
    by_mark = {mark: prepared.convert(mark, how.thousands if mark == how.decimal else None) for mark in ".,"}
    percent = prepared.percent_texts()
    strays = prepared.strays(by_mark[how.decimal][1], how.decimal)[1] if how.decimal else np.zeros(len(texts))
    values: list[Any] = []
    wrong: list[Wrong | None] = []
    for at in range(len(texts)):
        read = {mark: found[at].item() for mark, (found, valid) in by_mark.items() if valid[at]}
        own = replace(how, decimal=None) if strays[at] else how
        value, reason = _settled_number(read, bool(percent[at]), own)
        values.append(value)
        wrong.append(reason)
    return values, wrong


def _settled_number(
    read: Mapping[str, int | float], percent: bool, how: Conventions
) -> tuple[int | float | None, Wrong | None]:
    """The one value that the conventions allow; ``read`` has one by each mark that fits the text."""
    if not read:
        return None, Wrong("not_a_number")
    if how.decimal is not None and how.decimal not in read:
        return None, Wrong("not_a_number", (next(iter(read.values())),))
    fitting = {read[how.decimal]} if how.decimal is not None else set(read.values())
    if len(fitting) > 1:
        return None, Wrong("ambiguous_number", tuple(sorted(fitting, reverse=True)))
    (value,) = fitting
    if percent != how.percent and value != 0:
        # A sign in a column without: 12 % is 0.12, or 12. And 12 in a column of percentages: 12 %, or 12.
        return None, Wrong("ambiguous_percent", (value / 100, value))
    return value / 100 if percent else value, None


# --- Dates ----------------------------------------------------------------------------------------


def _dates(cells: Sequence[Any], how: Conventions) -> Distinct:
    values = np.full(len(cells), NAT)
    wrong: dict[int, Wrong] = {}
    iso: dict[int, str] = {}
    numbers: dict[int, int | float] = {}
    texts: dict[int, str] = {}
    for at, cell in enumerate(cells):
        if type(cell) is str:
            if (found := ISO.fullmatch(cell)) and YEARS[0] <= int(found[2]) <= YEARS[1]:
                if how.zone is not None and ZONED.search(cell):
                    texts[at] = cell
                else:
                    iso[at] = f"{found[1]}T{found[3]}" if found[3] else found[1]
            elif DIGITS.fullmatch(cell) or (how.period and cell.isdecimal()):
                numbers[at] = float(cell) if "." in cell else int(cell)
            else:
                texts[at] = cell
        elif isinstance(cell, datetime.date):
            if how.zone is not None and isinstance(cell, datetime.datetime) and cell.tzinfo is not None:
                texts[at] = cell.isoformat()
            elif YEARS[0] <= cell.year <= YEARS[1]:
                iso[at] = _without_zone(cell)
            elif np.datetime64(cell, "D") in ENDLESS_DAYS:
                values[at] = NO_END
            else:
                wrong[at] = Wrong("impossible_date")
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            numbers[at] = cell
        elif cell is not None:
            wrong[at] = Wrong("not_a_date")
    if iso:
        try:
            values[list(iso)] = np.array(list(iso.values()), dtype="datetime64[ns]")
        except ValueError:  # such as 2026-02-30: the patterns of texts tell which
            texts |= {at: str(cells[at]) for at in iso}
    for at, day in zip(numbers, _days_of(list(numbers.values()), how), strict=True):
        values[at] = day
        if np.isnat(day):
            wrong[at] = Wrong("not_a_date")
    if texts:
        _place_written_dates(texts, how, values, wrong)
    if how.no_end:
        values[np.isin(values, np.array(how.no_end, "datetime64[ns]"))] = NO_END
    return Distinct(values, np.isnat(values), wrong)


def _without_zone(moment: datetime.date) -> str:
    """ISO text. A zone is read over: the time stays the one that is written."""
    if isinstance(moment, datetime.datetime):
        return moment.replace(tzinfo=None).isoformat()
    return moment.isoformat()


def _days_of(numbers: list[int | float], how: Conventions) -> np.ndarray:
    near = [number if abs(number) < 2**63 else np.nan for number in numbers]
    whole = all(isinstance(number, int) for number in near)
    days = days_of_numbers(np.array(near, np.int64 if whole else np.float64))
    if how.period is not None:
        periods = numbered_periods(np.array(near, np.float64), how.period)
        days = np.where(np.isnat(periods), days, periods)
    return days


def _place_written_dates(
    texts: Mapping[int, str], how: Conventions, values: np.ndarray, wrong: dict[int, Wrong]
) -> None:
    places = np.array(list(texts))
    dates = date_texts(_as_arrow(texts.values()), how.period)
    if dates is None:
        wrong.update(dict.fromkeys(texts, Wrong("not_a_date")))
        return
    found = dates.read_as(how.date_order) if how.date_order else _by_one_order(dates)
    values[places] = on_clock(found, dates.offsets, how.zone)
    for at in np.flatnonzero(np.isnat(found)):
        wrong[int(places[at])] = _wrong_date(dates, int(at), how)


def _by_one_order(dates: DateTexts) -> np.ndarray:
    """All values, of the undecided ones those that every order that fits reads alike."""
    values = dates.values.copy()
    readings = np.stack(list(dates.readings.values()))
    stamps = np.where(np.isnat(readings), np.iinfo(np.int64).max, readings.astype(np.int64))
    first = stamps.min(axis=0)
    alike = (np.isnat(readings) | (readings.astype(np.int64) == first)).all(axis=0)
    alike &= ~np.isnat(readings).all(axis=0)
    values[dates.numeric[alike]] = first[alike].astype("datetime64[ns]")
    return values


def _wrong_date(dates: DateTexts, at: int, how: Conventions) -> Wrong:
    place = np.flatnonzero(dates.numeric == at)
    days = [readings[place[0]] for readings in dates.readings.values()] if len(place) else []
    others = tuple(dict.fromkeys(str(day)[:10] for day in days if not np.isnat(day)))
    if others and how.date_order is None:
        return Wrong("ambiguous_date", others)
    return Wrong("impossible_date" if dates.written[at] else "not_a_date", others)


# --- Flags and texts ------------------------------------------------------------------------------


def _flags(cells: Sequence[Any], how: Conventions) -> Distinct:
    marks = dict.fromkeys(MARKS, True) if how.blank_is_no else {}
    known = {**SURE_FLAGS, **marks, **dict.fromkeys(how.no, False), **dict.fromkeys(how.yes, True)}
    values = np.zeros(len(cells), dtype=bool)
    missing = np.array([cell is None for cell in cells], dtype=bool)
    wrong: dict[int, Wrong] = {}
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        text = cell if isinstance(cell, str) else str(cell + 0) if isinstance(cell, (int, float)) else ""
        answer = known.get(text.casefold()) if text else None
        if answer is None:
            wrong[at] = Wrong("not_a_flag")
        else:
            values[at] = answer
    return Distinct(values, missing, wrong)


def _texts(cells: Sequence[Any], how: Conventions) -> Distinct:
    """A category stays as the column spells it; anything else gets the one spelling that all share."""
    known = frozenset(how.categories or ())
    values = np.empty(len(cells), dtype=object)
    values[:] = [
        None if cell is None else cell if isinstance(cell, str) and cell in known else _text(cell)
        for cell in cells
    ]
    return Distinct(values, np.array([value is None for value in values], dtype=bool))


def _text(cell: Any) -> str:
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return spelled(cell)


READERS: Mapping[str, Callable[[Sequence[Any], Conventions], Distinct]] = {
    "number": _numbers,
    "date": _dates,
    "flag": _flags,
    "category": _texts,
    "text": _texts,
}
