"""Periods written as text, read as their first day: "Q1 2024", "2024-W05", "H1 2004", "FY18 Q1", "2022M01".

Years and months that are whole numbers (2022, 202201) are numbers wherever they stand: a year of building or
a code looks the same. What takes them for dates says so: ``numbered_periods``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.numbers import matches

Unit = Literal["year", "half", "quarter", "month", "week", "day"]
CENTURY = 2000
MONDAY = 3  # days from the weekday of 1 January 1970, a Thursday, back to Monday
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_HALVES = 2
DOUBTED = 50  # texts that look like periods at first sight: where none of them is one, no other is looked at
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

FULL = r"(?P<year>(?:19|20)\d{2})"
YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2})"
FISCAL = r"FY[-/ ']?(?P<year>(?:19|20)\d{2}|\d{2})(?:[-/](?:19|20)?\d{2})?"
MARK = r"[-/ ._]?"
NEXT = r"(?:\s?[-/.,_]\s?|\s)(?:of |de |del |do )?"
TH = r"(?:\.|er|re|ère|e|ème|º|ª|st|nd|rd|th|-?ste|-?de|-?й)?\s?"
QUARTER = r"(?:quarter|quartal|trimestre|trimestr|kwartał|kwartaal|kvartal|qtr|trim|квартал)\.?"
HALF = r"(?:half-?year|half|halbjahr|hj|semestre|sem|półrocze|halfjaar|halvår)\.?"
WEEK = (
    r"(?:weeks?|wk|woche|kw|cw|w|semaine|sem|semana|settimana|sett|tydzień|tydz|"
    r"uke|uge|vecka|viikko|неделя)\.?"
)

_Q, _H, _W, _M = (rf"(?P<number>{digits})" for digits in ("[1-4]", "[12]", r"\d{1,2}", r"1[0-2]|0?[1-9]"))
PATTERNS: tuple[tuple[Unit, str], ...] = (
    ("quarter", rf"{FULL}{MARK}[QTK]\s?{_Q}"),
    ("quarter", rf"Q{_Q}(?:[-/ ._,]|,?\s|\s?['’])?{YEAR}"),
    ("quarter", rf"[TK]{_Q}[ /]{FULL}"),
    ("quarter", rf"{_Q}\s?[QT][-/ '’]?\s?{YEAR}"),
    ("quarter", rf"(?P<number>[1-4]|i{{1,3}}|iv){TH}{QUARTER},?\s?(?:of |de |del |/)?{FULL}"),
    ("quarter", rf"{QUARTER}\s?{_Q}{NEXT}{FULL}"),
    ("quarter", rf"{FULL}{NEXT}{QUARTER}\s?{_Q}"),
    ("quarter", rf"{FISCAL}{MARK}Q{_Q}"),
    ("quarter", rf"Q{_Q}{MARK}{FISCAL}"),
    ("half", rf"{FULL}{MARK}(?:H|HJ)\s?{_H}"),
    ("half", rf"(?:H|HJ){_H}(?:[-/ .,]|\s?['’]){YEAR}"),
    ("half", rf"H{_H}{FULL}"),
    ("half", rf"{_H}H(?:[-/ '’]\s?{YEAR})"),
    ("half", rf"{_H}[HS]{FULL}"),
    ("half", rf"(?P<number>[12]|i{{1,2}}){TH}{HALF},?\s?(?:of |de |del |/)?{FULL}"),
    ("half", rf"(?:half|semestre)\s?{_H}{NEXT}{FULL}"),
    ("half", rf"{FISCAL}{MARK}H{_H}"),
    ("half", rf"H{_H}{MARK}{FISCAL}"),
    ("week", rf"{FULL}{MARK}{WEEK}\s?{_W}(?:-(?P<day>[1-7]))?"),
    ("week", rf"{WEEK}\s?{_W}{NEXT}{FULL}"),
    ("week", rf"(?:KW|CW)\s?{_W}[-/ ]{YEAR}"),
    ("week", rf"{_W}\.\s?(?:KW|Woche){NEXT}{FULL}"),
    ("half", rf"{FULL}{MARK}S\s?{_W}"),  # S for semester, or for semaine: see _semesters_or_weeks
    ("half", rf"S{_W}{NEXT}{FULL}"),
    ("half", rf"{_H}S[-/ '’]\s?{FULL}"),
    ("month", rf"{FULL}{MARK}M\s?{_M}"),
    ("month", rf"M{_M}[-/ .]{FULL}"),
    ("month", rf"{FULL}[.]{_M}"),
    ("month", r"0{0,2}(?P<number>[1-9]|1[0-2])\.(?P<year>(?:19|20)\d{2})"),
    ("year", FISCAL),
    ("year", rf"{FULL}\s?[-/–]\s?(?P<next>(?:19|20)\d{{2}})"),
    ("quarter", rf"{FULL} ?年 ?第? ?{_Q} ?(?:季度|四半期)"),
    ("week", rf"{FULL} ?年 ?第? ?{_W} ?[周週]"),
    ("year", rf"{FULL} ?(?:FY|年|년)"),
)
_COMPILED = [(unit, re.compile(pattern, re.IGNORECASE | re.ASCII)) for unit, pattern in PATTERNS]
EITHER = re.compile(r"(?<![a-z])s(?:em)?(?![a-z])", re.IGNORECASE)  # of a semester, or of a semaine
# A quick look, as most columns hold none.
LIKELY = (
    r"(?i)^(?:(?:19|20)\d{2} ?[-/–] ?(?:19|20)\d{2}$|"
    r"(?:19|20)\d{2}[-/ ._]{0,3}[a-z年년]|(?:19|20)\d{2}\.\d{1,2}$|\d{1,3}\.(?:19|20)\d{2}$|"
    r"(?:[a-z]{1,9}\.?|kwartał|tydzień|неделя)[-/ ']?\d|(?:\d|i{1,3}|iv)[^\d]{1,14}(?:19|20)\d{2}$|"
    r"\d{1,2}\. ?(?:kw|woche)|\d[qths][-/ '’]{0,2}\d)"
)


@dataclass(frozen=True)
class Periods:
    """The first day of each text's period (NaT elsewhere), and its unit, "" where it is none.

    ``fiscal`` marks periods of a fiscal year, which may begin in any month: they are read as if it began in
    January."""

    days: np.ndarray
    units: np.ndarray
    fiscal: np.ndarray


def periods_of(texts: pa.Array, among: np.ndarray, period: Unit | None = None) -> Periods:
    """Of the distinct, trimmed ``texts`` that are marked. Weeks are those of ISO 8601."""
    size = len(texts)
    found = Periods(
        np.full(size, np.datetime64("NaT", "ns")), np.full(size, "", dtype=object), np.zeros(size, dtype=bool)
    )
    either: list[tuple[int, int, int]] = []
    likely = np.flatnonzero(matches(texts, LIKELY) & among)
    for place, (at, text) in enumerate(zip(likely, texts.take(pa.array(likely)).to_pylist(), strict=True)):
        if place == DOUBTED and not either and not found.units.any():
            break
        unit, match = next(
            ((unit, match) for unit, pattern in _COMPILED if (match := pattern.fullmatch(text))), (None, None)
        )
        if unit is None or match is None:
            continue
        parts = match.groupdict()
        written, number = int(parts["year"]), parts.get("number", "1").lower()
        year = written + CENTURY if written < 100 else written
        if parts.get("next") and int(parts["next"]) != year + 1:
            continue
        part = ROMAN.get(number) or int(number)
        if unit in ("half", "week") and EITHER.search(text):
            either.append((int(at), year, part))
            continue
        found.days[at] = _first_day(unit, year, part, int(parts.get("day") or 1))
        found.units[at], found.fiscal[at] = unit, "FY" in text.upper()
    _semesters_or_weeks(either, found, period)
    return found


def _semesters_or_weeks(texts: list[tuple[int, int, int]], found: Periods, period: Unit | None) -> None:
    """S stands for a half-year in one sheet and for a week in another, of which there are more than two."""
    few = all(number <= MOST_HALVES for _at, _year, number in texts)
    unit: Unit = "half" if few and period != "week" else "week"
    for at, year, number in texts:
        found.days[at], found.units[at] = _first_day(unit, year, number), unit


def _first_day(unit: Unit, year: int, number: int, day: int = 1) -> np.datetime64:
    """NaT where the year has no such week."""
    years, numbers = np.array([year]), np.array([number])
    return np.datetime64((FIRST_DAYS[unit](years, numbers) + np.timedelta64(day - 1, "D"))[0], "ns")


def year_days(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return _months_on(years, np.zeros_like(years))


def half_days(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return _months_on(years, (numbers - 1) * 6)


def quarter_days(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return _months_on(years, (numbers - 1) * 3)


def month_days(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return _months_on(years, numbers - 1)


def week_days(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The Monday; NaT where the year has no such week. The first week holds 4 January."""
    first, next_first = _first_week(years), _first_week(years + 1)
    mondays = first + (numbers - 1) * np.timedelta64(7, "D")
    mondays[(numbers < 1) | (mondays >= next_first)] = np.datetime64("NaT")
    return np.asarray(mondays)


FIRST_DAYS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "year": year_days,
    "half": half_days,
    "quarter": quarter_days,
    "month": month_days,
    "week": week_days,
}
"""The first days of the numbered parts of years, as datetime64[D]."""


def _months_on(years: np.ndarray, months: np.ndarray) -> np.ndarray:
    return np.asarray(((years - 1970) * 12 + months).astype("datetime64[M]").astype("datetime64[D]"))


def _first_week(years: np.ndarray) -> np.ndarray:
    fourth = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(3, "D")
    weekdays = (fourth.astype(np.int64) + MONDAY) % 7
    return np.asarray(fourth - weekdays.astype("timedelta64[D]"))


# --- A year and a number: 2024-05, 05/2024 ---

PAIRS = (r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})$", r"^(?P<month>\d{1,2})[-/](?P<year>\d{4})$")
FEWEST_WEEKS = 3  # different numbers beyond 12, or one is a slip


def unit_of_pairs(years: np.ndarray, numbers: np.ndarray) -> Unit:
    """What the ``numbers`` of all such texts of a column count: months; weeks, where there are more than 12;
    or they are the ends of years that begin in ``years``: 2019/20, 2020/21."""
    if len(numbers) >= FEWEST_WEEKS and ((years + 1) % 100 == numbers).all():
        return "year"
    beyond = np.unique(numbers[numbers > MOST["month"]])
    return "week" if len(beyond) >= FEWEST_WEEKS and (numbers <= MOST["week"]).all() else "month"


def numbered_days(years: np.ndarray, unit: str, numbers: np.ndarray) -> np.ndarray:
    """The first days (datetime64[ns]) of the parts of ``years`` with these ``numbers``, counted from 1; NaT
    where there is no such part."""
    most = {**MOST, "half": MOST_HALVES}.get(unit, np.inf)
    valid = (years >= FIRST_YEAR) & (years <= LAST_YEAR) & (numbers >= 1) & (numbers <= most)
    valid &= (years == np.floor(years)) & (numbers == np.floor(numbers))
    days = FIRST_DAYS[unit](
        np.where(valid, years, FIRST_YEAR).astype(np.int64), np.where(valid, numbers, 1).astype(np.int64)
    ).astype("datetime64[ns]")
    days[~valid] = np.datetime64("NaT")
    return np.asarray(days)


# --- Whole numbers that count years, months or weeks ---

MOST: Mapping[str, int] = {"quarter": 4, "month": 12, "week": 53}
DIGITS: Mapping[str, int] = {"quarter": 10, "month": 100, "week": 100}


def numbered_periods(numbers: np.ndarray, unit: Unit) -> np.ndarray:
    """The first days (datetime64[ns]) of years (2022), quarters (20221), months (202201; 2022.01 too) or
    weeks (202205) written as numbers; NaT where one is none."""
    known = np.isfinite(numbers)
    filled = np.where(known, numbers, 0)
    if unit == "year":
        years, places = filled, np.ones_like(filled)
    elif unit == "month" and (filled < LAST_YEAR + 1).all():
        years = np.floor(filled)
        places = np.round((filled - years) * 100, 6)
    else:
        years, places = np.divmod(filled, DIGITS[unit])
    days = numbered_days(years, unit, places)
    days[~known] = np.datetime64("NaT")
    return days


def unit_of_numbers(numbers: np.ndarray) -> Unit | None:
    """What all of the ``numbers`` that are there count: years, months, weeks or quarters; None for others.

    Six digits are weeks only where they cannot all be months."""
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return None
    units: tuple[Unit, ...] = ("year", "month", "week", "quarter")
    for unit in units:
        if not np.isnat(numbered_periods(known, unit)).any():
            return unit
    return None


POINTED = r"^(?:19|20)\d{2}\.(?:0[1-9]|1[0-2])$"
SHORT_POINTED = r"^(?:19|20)\d{2}\.(?:[1-9]|1[0-2])$"
POINTED_YEAR = r"^0{0,2}(?:[1-9]|1[0-2])\.(?:19|20)\d{2}$"
SURE_FROM = 6  # different texts: amounts look so once in fifty times


def pointed_months(texts: pa.Array, of_dates: bool = False) -> bool:
    """Whether a column of what could be numbers holds months: 2022.01, 2022.1 or 1.2022, and nothing else.

    Amounts would have other cents. Months of one digit need November or December to show that .1 is not .10.
    Where the column is known to be ``of_dates``, a few cells say enough.
    """
    filled = texts.drop_null()
    if not len(filled) or not matches(filled[:1], rf"{POINTED}|{SHORT_POINTED}|{POINTED_YEAR}")[0]:
        return False
    different = pc.unique(filled)
    if len(different) < SURE_FROM and not of_dates:
        return False
    if matches(different, POINTED).all() or matches(different, POINTED_YEAR).all():
        return True
    return bool(matches(different, SHORT_POINTED).all() and matches(different, r"\.1[12]$").any())
