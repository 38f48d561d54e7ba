"""Dates written as text, and the decision whether the day or the month comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.loose_dates import shorter
from cells.months import month_of
from cells.periods import PAIRS, Unit, numbered_days, periods_of, unit_of_pairs
from cells.zones import offset_of

# The clock time behind a date, and its zone: cells.zones says what becomes of that.
TIME = (
    r"(?:(?:T|,?\s+(?:at\s+)?|:)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?P<fraction>\.\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s*Uhr)?"
    r"\s*(?P<zone>Z|[A-Z]{3,4})?\s*(?P<offset>[-+]\d{1,2}(?::?\d{2})?)?(?:\s*\([^()]*\)|\[[\w/+-]+\])?)?$"
)
LETTER = r"[^\d\s.,/-]"  # \pL would say it better, but takes 100 times as long to compile
WEEKDAY = rf"^(?:{LETTER}{{2,10}}[.,]*\s+)?"
NAMED = rf"(?P<month>{LETTER}{{3,12}})\.?"
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
    rf"^{NAMED}[\s/,-]*(?:de\s+)?(?P<year>\d{{4}})$",
    rf"^(?P<year>\d{{4}})[\s./-]*{NAMED}$",
    rf"^{NAMED}(?:[-'’/]\s?|\s['’])(?P<year>\d{{2}})$",
    *PAIRS,
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?"
    r"(?P<fraction>\.\d{1,9})?(?P<half>)(?P<zone>Z)?(?P<offset>[-+]\d{2}:?\d{2})?$",
    r"^(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})\.$",
    r"^(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]$",
    r"^(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]$",
)
FEWEST_SWAPPED = 5  # different true dates, all up to the 12th, before they are doubted
CENTURY_TURNS = 69  # two-digit years: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999
YEARS = (1678, 2261)  # what datetime64[ns] can hold
ENDLESS = (2999, 9999)
NO_END = np.datetime64("2261-12-31", "ns")
"""What 31.12.9999 is read as, by which programs say that there is no end."""
ENDLESS_DAYS = np.array(
    [f"{year}-{day}" for year in ENDLESS for day in ("01-01", "12-31")], dtype="datetime64[D]"
)
DOUBTED = 20  # texts read a second time at first: where none of them turns out a date, the others are none
FEW = 20  # texts: for fewer, Arrow takes longer to compile the patterns than to match them


@dataclass
class DateTexts:
    """Distinct texts of a column as dates.

    ``values`` hold what needs no decision (NaT elsewhere). ``numeric`` are the positions of texts such
    as 03/04/2025, and ``readings`` their values in every order (NaT where that is not a date).
    ``written`` marks everything that is written like a date, impossible ones (31/02/2024) included;
    ``full_year`` those of them with a year of four digits, which can hardly be anything else; ``fiscal``
    those of a fiscal year. ``offsets`` are the minutes that the zone of a time is ahead of UTC, NaN where it
    names none; the values are without them. ``units`` are what each text names: a day, a month, a quarter ...
    """

    values: np.ndarray
    written: np.ndarray
    full_year: np.ndarray
    numeric: np.ndarray
    readings: dict[str, np.ndarray]
    dotted: bool
    offsets: np.ndarray
    units: np.ndarray
    fiscal: np.ndarray

    @property
    def period(self) -> Unit | None:
        """What later texts and numbers of the column count where they alone do not say it."""
        return "week" if (self.units == "week").any() else None

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


def date_texts(texts: pa.Array, period: Unit | None = None) -> DateTexts | None:
    """Read the distinct, trimmed ``texts``; None where none is written like a date. ``period`` is what
    2024-05 and S5 2024 count where that is known of their column; else the texts themselves tell."""
    if not pc.any(pc.match_substring_regex(texts, r"\d")).as_py():
        return None  # The patterns take long to compile.
    found = _read(texts, period)
    rest = np.flatnonzero(~found.written)
    if len(rest) and (short := _shortened(texts, rest)) is not None:
        found = _read(short, period)
    return found if found.written.any() else None


def _shortened(texts: pa.Array, rest: np.ndarray) -> pa.Array | None:
    """``texts`` with long dates and ranges among the ``rest`` in a short form; None where there are none."""
    replaced: dict[int, str] = {}
    for start in (0, DOUBTED):
        part = rest[start:] if start else rest[:DOUBTED]
        for at, text in zip(part.tolist(), texts.take(pa.array(part)).to_pylist(), strict=True):
            if (short := shorter(text)) is not None:
                replaced[at] = short
        if not replaced:
            return None
    mask = np.zeros(len(texts), dtype=bool)
    mask[list(replaced)] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(list(replaced.values()), texts.type))


def _read(texts: pa.Array, period: Unit | None) -> DateTexts:
    size = len(texts)
    values, offsets = np.full(size, np.datetime64("NaT", "ns")), np.full(size, np.nan)
    written, full_year = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    units = np.full(size, "day", dtype=object)
    for pattern in (YEAR_FIRST, *WORDED):
        at, parts = _extract(texts, pattern, ~written)
        if len(at):
            months = _months(parts["month"])
            values[at] = _values(parts["year"], months, parts.get("day"), parts)
            offsets[at] = _offsets(parts)
            if "day" not in parts:
                units[at] = "month"
            if pattern in PAIRS:
                years, numbers = _integers(parts["year"]), _integers(months)
                units[at] = unit = "week" if period == "week" else unit_of_pairs(years, numbers)
                values[at] = values[at] if unit == "month" else numbered_days(years, unit, numbers)
            # Words that are no month ("12 apples 20") are no impossible date, they are no date.
            written[at] = full_year[at] = (pattern == YEAR_FIRST) | (_integers(months) > 0)
    periods = periods_of(texts, ~written, period)
    of_periods = periods.units != ""
    values[of_periods], units[of_periods] = periods.days[of_periods], periods.units[of_periods]
    written |= of_periods
    numeric, parts = _extract(texts, NUMERIC, ~written)
    readings = dict.fromkeys(("dmy", "mdy", "ymd"), values[:0])
    dotted = False
    if len(numeric):
        left, middle, right = parts["left"], parts["middle"], parts["right"]
        long = np.asarray(pc.utf8_length(right)) == 4
        readings["dmy"] = _values(right, middle, left, parts)
        readings["mdy"] = _values(right, left, middle, parts)
        readings["ymd"] = _values(left, middle, right, parts)
        offsets[numeric] = _offsets(parts)
        full_year[numeric] = long
        written[numeric] = long | np.any([~np.isnat(reading) for reading in readings.values()], axis=0)
        dotted = pc.all(pc.equal(parts["mark"], ".")).as_py()
    return DateTexts(
        values, written, full_year, numeric, readings, dotted, offsets, units, periods.fiscal & of_periods
    )


def _offsets(parts: dict[str, pa.Array]) -> np.ndarray:
    """Minutes ahead of UTC, NaN where no zone is named or known."""
    if "zone" not in parts:
        return np.full(len(parts["year"]), np.nan)
    named = pc.binary_join_element_wise(parts["zone"], parts["offset"], "|").dictionary_encode()
    known = [offset_of(*text.split("|")) for text in named.dictionary.to_pylist()]
    return np.array(known)[named.indices.to_numpy()]


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
    numbers = [text if text.isdecimal() else str(month_of(text)) for text in names.dictionary.to_pylist()]
    return pa.array(numbers).take(names.indices)


def _values(year: pa.Array, month: pa.Array, day: pa.Array | None, parts: dict[str, pa.Array]) -> np.ndarray:
    """datetime64[ns] of the parts, NaT where there is no such day or time."""
    years, months = _integers(year), _integers(month)
    short = np.asarray(pc.utf8_length(year)) <= 2
    years = np.where(short, years + np.where(years < CENTURY_TURNS, 2000, 1900), years)
    days = np.ones_like(years) if day is None else _integers(day)
    endless = np.isin(years, ENDLESS) & (((months == 12) & (days == 31)) | ((months == 1) & (days == 1)))
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
    values[endless] = NO_END
    return values


def _clock(parts: dict[str, pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    hours, minutes, seconds = (_integers(parts[name]) for name in ("hour", "minute", "second"))
    half = pc.replace_substring(pc.utf8_lower(parts["half"]), ".", "")
    pm = pc.equal(half, "pm").to_numpy(zero_copy_only=False)
    twelve = pc.not_equal(half, "").to_numpy(zero_copy_only=False)
    midnight = (hours == 24) & (minutes == 0) & (seconds == 0)  # of the next day, as ISO 8601 has it
    in_day = np.where(twelve, (hours >= 1) & (hours <= 12), (hours < 24) | midnight)
    valid = (minutes < 60) & (seconds < 60) & in_day
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
