"""Dates written as text, and the decision whether the day or the month comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# The clock time behind a date. A zone is read over: the time stays the one that the sheet shows.
TIME = (
    r"(?:(?:T|,?\s+(?:at\s+)?|:)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?P<fraction>\.\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s*Uhr)?"
    r"\s*(?:Z|[A-Z]{3,4})?\s*(?:[-+]\d{2}:?\d{2})?(?:\s*\([^()]*\))?)?$"
)
LETTER = r"[^\d\s.,/-]"  # \pL would say it better, but takes 100 times as long to compile
WEEKDAY = rf"^(?:{LETTER}{{2,10}}[.,]*\s+)?"
NAMED = rf"(?P<month>{LETTER}{{3,10}})\.?"
YEAR_FIRST = rf"^(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TIME}"
NUMERIC = (
    r"^(?P<left>\d{2}|[1-9])(?P<mark>[-/.])"
    rf"(?P<middle>0?[1-9]|[12]\d|3[01])[-/.](?P<right>\d{{4}}|\d{{2}}){TIME}"
)
WORDED = (
    rf"{WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s/-]*(?:de\s+)?{NAMED},?[\s/-]*(?:de\s+)?(?P<year>\d{{4}}|\d{{2}}){TIME}",
    rf"{WEEKDAY}{NAMED}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){TIME}",
    rf"{WEEKDAY}{NAMED}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}):(?P<second>\d{{2}})"
    r"(?P<fraction>\.\d{1,9})?(?P<half>)(?:\s+(?:UTC|GMT|[A-Z]{3,4}))?\s+(?P<year>\d{4})$",
    rf"^{NAMED}[\s-]+(?P<year>\d{{4}})$",
    rf"^{NAMED}[-'’]\s?(?P<year>\d{{2}})$",
    r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})$",
    r"^(?P<month>\d{1,2})[-/](?P<year>\d{4})$",
    r"^(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})\.$",
    r"^(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]$",
)
FEWEST_SWAPPED = 5  # different true dates, all up to the 12th, before they are doubted
CENTURY_TURNS = 69  # two-digit years: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999
YEARS = (1678, 2261)  # what datetime64[ns] can hold
FEW = 20  # texts: for fewer, Arrow takes longer to compile the patterns than to match them


@dataclass
class DateTexts:
    """Distinct texts of a column as dates.

    ``values`` hold what needs no decision (NaT elsewhere). ``numeric`` are the positions of texts such
    as 03/04/2025, and ``readings`` their values in every order (NaT where that is not a date).
    ``written`` marks everything that is written like a date, impossible ones (31/02/2024) included;
    ``full_year`` those of them with a year of four digits, which can hardly be anything else.
    """

    values: np.ndarray
    written: np.ndarray
    full_year: np.ndarray
    numeric: np.ndarray
    readings: dict[str, np.ndarray]
    dotted: bool

    def read_as(self, order: str) -> np.ndarray:
        """All values, with the undecided ones read in ``order``."""
        values = self.values.copy()
        values[self.numeric] = self.readings[order]
        return values

    def fits(self, counts: np.ndarray) -> dict[str, int]:
        """In how many cells each order gives a date."""
        weights = counts[self.numeric]
        return {order: int(weights[~np.isnat(values)].sum()) for order, values in self.readings.items()}

    def may_be_swapped(self, values: np.ndarray) -> np.ndarray:
        """The texts of true dates that may have day and month exchanged; ``values`` are all texts as dates.

        A program that reads 13/01/2024 month first leaves it as text, but makes 1 December of 12/01/2024:
        then no true date is after the 12th of its month, and no text up to it.
        """
        true = ~np.isnat(values)
        true[self.numeric] = False
        one_way = np.isnat(self.readings["dmy"]) != np.isnat(self.readings["mdy"])
        days = (values.astype("datetime64[D]") - values.astype("datetime64[M]")).astype(np.int64) + 1
        swapped = len(self.numeric) and one_way.all() and (days[true] <= 12).all()
        return true if swapped and true.sum() >= FEWEST_SWAPPED else np.zeros_like(true)

    def order(self, counts: np.ndarray) -> str | None:
        """The order that the whole column proves, "" where it does not matter, None where it is open.

        Year first (24-12-31) needs proof: a column that also fits another order is not read so. It is open
        where the years would then be fewer.
        """
        fits = self.fits(counts)
        others = max(fits["dmy"], fits["mdy"])
        if fits["ymd"] > others:
            return "ymd"
        if fits["ymd"] == others > 0:
            best = "dmy" if fits["dmy"] == others else "mdy"
            if _years(self.readings["ymd"]) < _years(self.readings[best]):
                return None
        if fits["dmy"] != fits["mdy"]:
            return "dmy" if fits["dmy"] > fits["mdy"] else "mdy"
        day_first, month_first = self.readings["dmy"], self.readings["mdy"]
        both = ~np.isnat(day_first) & ~np.isnat(month_first)
        if (day_first[both] == month_first[both]).all():
            return ""
        return "dmy" if self.dotted else None


def date_texts(texts: pa.Array) -> DateTexts | None:
    """Read the distinct, trimmed ``texts``; None where none is written like a date."""
    if not pc.any(pc.match_substring_regex(texts, r"\d")).as_py():
        return None  # The patterns take long to compile.
    size = len(texts)
    values = np.full(size, np.datetime64("NaT", "ns"))
    written, full_year = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for pattern in (YEAR_FIRST, *WORDED):
        at, parts = _extract(texts, pattern, ~written)
        if len(at):
            months = _months(parts["month"])
            values[at] = _values(parts["year"], months, parts.get("day"), parts)
            # Words that are no month ("12 apples 20") are no impossible date, they are no date.
            written[at] = full_year[at] = (pattern == YEAR_FIRST) | (_integers(months) > 0)
    starts = period_texts(texts)
    values = np.where(np.isnat(values), starts, values)
    written |= ~np.isnat(starts)
    numeric, parts = _extract(texts, NUMERIC, ~written)
    readings = dict.fromkeys(("dmy", "mdy", "ymd"), values[:0])
    dotted = False
    if len(numeric):
        left, middle, right = parts["left"], parts["middle"], parts["right"]
        long = np.asarray(pc.utf8_length(right)) == 4
        readings["dmy"] = _values(right, middle, left, parts)
        readings["mdy"] = _values(right, left, middle, parts)
        readings["ymd"] = _values(left, middle, right, parts)
        full_year[numeric] = long
        written[numeric] = long | np.any([~np.isnat(reading) for reading in readings.values()], axis=0)
        dotted = pc.all(pc.equal(parts["mark"], ".")).as_py()
    if not written.any():
        return None
    return DateTexts(values, written, full_year, numeric, readings, dotted)


def _extract_from_few(
    texts: list[str], pattern: re.Pattern[str], among: np.ndarray
) -> tuple[np.ndarray, dict[str, pa.Array]]:
    found = {at: match for at, text in enumerate(texts) if among[at] and (match := pattern.search(text))}
    groups = pattern.groupindex if found else ()
    parts = {name: pa.array([match[name] or "" for match in found.values()], pa.string()) for name in groups}
    return np.array(list(found), dtype=np.int64), parts


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    """As Arrow understands it: of digits, blanks and letters those of ASCII."""
    return re.compile(pattern, re.ASCII)


def _years(values: np.ndarray) -> int:
    """How many there are."""
    return len(np.unique(values[~np.isnat(values)].astype("datetime64[Y]")))


def _extract(texts: pa.Array, pattern: str, among: np.ndarray) -> tuple[np.ndarray, dict[str, pa.Array]]:
    """Positions of the texts that match, and their named groups."""
    if len(texts) <= FEW:
        return _extract_from_few(texts.to_pylist(), _compiled(pattern), among)
    matches = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False) & among
    at = np.flatnonzero(matches)
    if len(at) == 0:
        return at, {}
    groups = pc.extract_regex(texts.take(pa.array(at)), pattern)
    return at, {field.name: groups.field(index) for index, field in enumerate(groups.type)}


def _months(month: pa.Array) -> pa.Array:
    """Month numbers as text; names that are no month become 0, which is no valid month."""
    names = month.dictionary_encode()
    numbers = [
        text if text.isdecimal() else str(MONTHS.get(text.casefold(), 0))
        for text in names.dictionary.to_pylist()
    ]
    return pa.array(numbers).take(names.indices)


def _values(year: pa.Array, month: pa.Array, day: pa.Array | None, parts: dict[str, pa.Array]) -> np.ndarray:
    """datetime64[ns] of the parts, NaT where there is no such day or time."""
    years, months = _integers(year), _integers(month)
    short = np.asarray(pc.utf8_length(year)) <= 2
    years = np.where(short, years + np.where(years < CENTURY_TURNS, 2000, 1900), years)
    days = np.ones_like(years) if day is None else _integers(day)
    valid = (years >= YEARS[0]) & (years <= YEARS[1]) & (months >= 1) & (months <= 12) & (days >= 1)
    month_starts = np.where(valid, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    starts = month_starts.astype("datetime64[D]")
    lengths = ((month_starts + 1).astype("datetime64[D]") - starts).astype(np.int64)
    valid &= days <= lengths
    values = (starts + np.where(valid, days - 1, 0)).astype("datetime64[ns]")
    if "hour" in parts and pc.any(pc.not_equal(parts["hour"], "")).as_py():
        seconds, in_clock = _clock(parts)
        values, valid = values + seconds, valid & in_clock
    values[~valid] = np.datetime64("NaT")
    return values


def _clock(parts: dict[str, pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    hours, minutes, seconds = (_integers(parts[name]) for name in ("hour", "minute", "second"))
    half = pc.replace_substring(pc.utf8_lower(parts["half"]), ".", "")
    pm = pc.equal(half, "pm").to_numpy(zero_copy_only=False)
    twelve = pc.not_equal(half, "").to_numpy(zero_copy_only=False)
    valid = (minutes < 60) & (seconds < 60) & np.where(twelve, (hours >= 1) & (hours <= 12), hours < 24)
    hours = np.where(twelve, hours % 12 + 12 * pm, hours)
    fraction = pc.binary_join_element_wise(pa.scalar("0"), parts["fraction"], pa.scalar(""))
    nanoseconds = np.round(fraction.cast(pa.float64()).to_numpy(zero_copy_only=False) * 1e9).astype(np.int64)
    total = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + nanoseconds
    return total.astype("timedelta64[ns]"), valid


def _integers(texts: pa.Array) -> np.ndarray:
    if len(texts) <= FEW:
        return np.array([int(text or 0) for text in texts.to_pylist()], dtype=np.int64)
    digits = pc.if_else(pc.equal(texts, ""), "0", texts)
    return np.asarray(digits.cast(pa.int64()).to_numpy(zero_copy_only=False))


# --- Names of the months in English, German, French, Spanish, Italian, Portuguese, Dutch and Scandinavian ---

_NAMES = (
    "january januar jänner janvier enero gennaio janeiro januari jan janv ene gen januari",
    "february februar février febrero febbraio fevereiro februari feb févr fév fev fevrier fevr",
    "march märz mars marzo março maart mar mär mrz mrt marco marts",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio maio mei mag maj",
    "june juni juin junio giugno junho jun giu",
    "july juli juillet julio luglio julho jul juil lug",
    "august août agosto augustus aug ago aout augusti",
    "september septembre septiembre settembre setembro sep sept set",
    "october oktober octobre octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember décembre diciembre dicembre dezembro dec dez déc dic decembre desember des",
)

MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()
}


# --- Quarters and weeks written as text: "Q1 2024", "2024-W05". They are read as their first day ---

YEAR, SHORT_YEAR = r"(?P<year>(?:19|20)\d{2})", r"(?P<year>(?:19|20)\d{2}|\d{2})"
QUARTERS = (
    rf"^{YEAR}[-/ ]?[Qq](?P<number>[1-4])$",
    rf"^[Qq](?P<number>[1-4])(?:[-/ ]|\s?['’])?{SHORT_YEAR}$",
    rf"^T(?P<number>[1-4]) {YEAR}$",
)
WEEKS = (
    rf"^{YEAR}[-/ ]?(?:W|KW|CW)\s?(?P<number>\d{{1,2}})$",
    rf"^(?:W|KW|CW|Week|Wk|Woche|Semaine)\s?(?P<number>\d{{1,2}})[-/, ]\s?{YEAR}$",
)
LIKELY = r"^(?:\d{4}[-/ ]?[QqTWKC]|[QqTWKCS][A-Za-z]* ?\d)"  # a quick look, as most columns hold none
CENTURY = 2000
MONDAY = 3  # days from the weekday of 1 January 1970, a Thursday, back to Monday


def period_texts(texts: pa.Array) -> np.ndarray:
    """The first day of each text's quarter, or of its week as ISO 8601 counts; NaT elsewhere."""
    days = np.full(len(texts), np.datetime64("NaT", "ns"))
    if not pc.any(pc.match_substring_regex(texts, LIKELY)).as_py():
        return days
    for patterns, start_of in ((QUARTERS, _quarter), (WEEKS, _week)):
        for pattern in patterns:
            at = np.flatnonzero(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False))
            if len(at):
                groups = pc.extract_regex(texts.take(pa.array(at)), pattern)
                years, numbers = (
                    groups.field(name).cast(pa.int64()).to_numpy() for name in ("year", "number")
                )
                years = np.where(years < 100, years + CENTURY, years)
                days[at] = start_of(years, numbers).astype("datetime64[ns]")
    return days


def _quarter(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return ((years - 1970) * 12 + (numbers - 1) * 3).astype("datetime64[M]")


def _week(years: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The Monday; NaT where the year has no such week. The first week holds 4 January."""
    first, next_first = _first_week(years), _first_week(years + 1)
    mondays = first + (numbers - 1) * np.timedelta64(7, "D")
    mondays[(numbers < 1) | (mondays >= next_first)] = np.datetime64("NaT")
    return np.asarray(mondays)


def _first_week(years: np.ndarray) -> np.ndarray:
    fourth = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(3, "D")
    weekdays = (fourth.astype(np.int64) + MONDAY) % 7
    return np.asarray(fourth - weekdays.astype("timedelta64[D]"))
