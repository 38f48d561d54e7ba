"""Columns that are named like dates: 2024-01, Jan 2024, 2024-01-31, 31.01.2024, Q1 2024, 2024 ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

MONTHS = {
    "jan": 1,
    "fev": 2,
    "fév": 2,
    "feb": 2,
    "mar": 3,
    "mär": 3,
    "mrz": 3,
    "apr": 4,
    "avr": 4,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "juin": 6,
    "jul": 7,
    "juil": 7,
    "aug": 8,
    "aou": 8,
    "aoû": 8,
    "sep": 9,
    "oct": 10,
    "okt": 10,
    "nov": 11,
    "dec": 12,
    "déc": 12,
    "dez": 12,
}
YEAR = r"(?P<year>(?:19|20)\d\d)"
CLOCK = r"(?:[T ]\d\d?:\d\d(?::\d\d(?:\.0+)?)?)?"
WORD = r"(?P<word>[^\W\d_]{3,10})\.?"

Parts = Mapping[str, str]


def _by_order(parts: Parts) -> date:
    return date(int(parts["year"]), int(parts["month"]), int(parts.get("day", 1)))


def _by_word(parts: Parts) -> date:
    word = parts["word"].lower()
    month = MONTHS.get(word[:4]) or MONTHS[word[:3]]
    year = int(parts["year"])
    return date(year if year > 99 else 2000 + year, month, int(parts.get("day", 1)))


def _by_quarter(parts: Parts) -> date:
    return date(int(parts["year"]), 3 * int(parts["quarter"]) - 2, 1)


def _by_week(parts: Parts) -> date:
    return date.fromisocalendar(int(parts["year"]), int(parts["week"]), 1)


def _by_year(parts: Parts) -> date:
    return date(int(parts["year"]), 1, 1)


# Tried in this order; where two ways read as many names, the first counts: the day before the month.
WAYS: tuple[tuple[str, Callable[[Parts], date]], ...] = (
    (rf"{YEAR}[-./ ](?P<month>\d\d?)[-./ ](?P<day>\d\d?){CLOCK}", _by_order),
    (rf"{YEAR}[-./ ]?(?P<month>\d\d)", _by_order),
    (rf"(?P<day>\d\d?)[-./ ](?P<month>\d\d?)[-./ ]{YEAR}{CLOCK}", _by_order),
    (rf"(?P<month>\d\d?)[-./ ](?P<day>\d\d?)[-./ ]{YEAR}{CLOCK}", _by_order),
    (rf"(?P<month>\d\d?)[-./ ]{YEAR}", _by_order),
    (rf"(?P<day>\d\d?)[-. ]+{WORD}[-, ]*{YEAR}", _by_word),
    (rf"{WORD}[-.,/' ]*{YEAR}", _by_word),
    (rf"{YEAR}[-./ ]*{WORD}", _by_word),
    (rf"{WORD}[-' ]+(?P<year>\d\d)", _by_word),
    (rf"{YEAR}[-./ ]*[QqTt](?P<quarter>[1-4])", _by_quarter),
    (rf"[QqTt](?P<quarter>[1-4])[-./ ]*{YEAR}", _by_quarter),
    (rf"{YEAR}[-./ ]*[WwSs](?P<week>\d\d?)", _by_week),
    (YEAR, _by_year),
)


def dated(names: Iterable[str]) -> dict[str, date]:
    """Those of ``names`` that are dates, all read in one way: the one that reads the most of them."""
    names = [str(name) for name in names]
    found = [_read(names, pattern, make) for pattern, make in WAYS]
    return max(found, key=len)


def _read(names: list[str], pattern: str, make: Callable[[Parts], date]) -> dict[str, date]:
    read = {}
    for name in names:
        if match := re.fullmatch(pattern, name.strip()):
            try:
                read[name] = make(match.groupdict())
            except (ValueError, KeyError):  # a 13th month, or a word that is not a month
                continue
    return read
