"""Columns that are named like dates: 2024-01, Jan 2024, 2024-01-31, 31.01.2024, Q1 2024, 2024 ..."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import numpy as np
import pyarrow as pa

from cells.dates import date_texts
from cells.day_numbers import days_of_numbers
from cells.periods import Unit, numbered_periods

NUMBERS: dict[str, Unit] = {r"(?:19|20)\d\d": "year", r"(?:19|20)\d{4}": "month", r"(?:19|20)\d{6}": "day"}
WITH_BLANKS = re.compile(r"\d+(?: \d+){1,2}")
SHORT_YEAR = re.compile(r"([^\W\d_]{3,12})\.?[ '’-]+(\d\d)")
UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "half", "year")


def dated(names: Iterable[str]) -> dict[str, date]:
    """Those of ``names`` that are dates, all of one length: of months and years, whichever there are more of.

    They are read as cells are. Where the order of day and month is open, the day comes first.
    """
    names = list(dict.fromkeys(str(name) for name in names))
    days, units = _read([name.strip() for name in names])
    there = [unit for unit, day in zip(units, days, strict=True) if not np.isnat(day)]
    if not there:
        return {}
    usual = max(UNITS, key=there.count)
    return {
        name: day.astype("datetime64[D]").astype(date)
        for name, day, unit in zip(names, days, units, strict=True)
        if unit == usual and not np.isnat(day)
    }


def _read(names: list[str]) -> tuple[np.ndarray, list[str]]:
    """The first day of each name, NaT where it is no date, and how long that date is."""
    days, units = np.full(len(names), np.datetime64("NaT", "ns")), [""] * len(names)
    for at, name in enumerate(names):
        for pattern, unit in NUMBERS.items():
            if re.fullmatch(pattern, name):
                read = (
                    days_of_numbers
                    if unit == "day"
                    else lambda number, unit=unit: numbered_periods(number, unit)
                )
                days[at], units[at] = read(np.array([float(name)]))[0], unit
    texts = [name.replace(" ", "-") if WITH_BLANKS.fullmatch(name) else name for name in names]
    texts = [SHORT_YEAR.sub(r"\1-\2", text) for text in texts]
    found = date_texts(pa.array(texts, pa.string()))
    if found is not None:
        fits = found.fits(np.ones(len(names)))
        by_text = found.read_as("mdy" if fits["mdy"] > fits["dmy"] else "dmy")
        for place in np.flatnonzero(~np.isnat(by_text) & found.written & np.isnat(days)).tolist():
            days[place], units[place] = by_text[place], found.units[place]
    return days, units
