"""Numbers and dates as the reader writes them. No Django here.

The one way to write a number, with ``static/js/numbers.js``, its twin on the page: the same cases are put to
both. Halves are rounded up, as in a spreadsheet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from language.reader import NUMBER_FORMATS, catalogue, current

NO_VALUE = "–"


def mark(text: str) -> str:
    """``text`` as it is: ``manage.py messages`` finds it here, ``translated`` says it later."""
    return text


MONTHS = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)
LARGE = ((10**9, mark("bn")), (10**6, mark("M")))
SIZES = ((10**9, mark("GB")), (10**6, mark("MB")), (10**3, mark("KB")))
# Significant digits, where a format names none; whole digits are never dropped.
DIGITS = {"number": 4, "percent": 3, "amount": 3}
WITH_DIGITS = re.compile(rf"({'|'.join(DIGITS)})(\d+)?")
MOST_DIGITS = 12
TINY = 1e-9  # below it, zeros would say no more than a power of ten
# Room for every digit of the largest number there is.
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
YES, NO = mark("yes"), mark("no")


def translated(text: str) -> str:
    """``text`` in the reader's language; itself where there is no translation."""
    return catalogue(current().language).gettext(text) if text else ""


def shown(value: Any, format: str = "number") -> str:
    """``value`` as text. No value is a dash.

    ``format`` is number (four significant digits), integer, percent (0.31 is 31 %), amount (three digits, in
    millions from a million on: 17.8 M), date, text or capital (text that begins a line). The first, the third
    and the fourth may name their digits: ``amount2``.
    """
    if value is None or value == "":
        return NO_VALUE
    if isinstance(value, bool):
        return translated(YES if value else NO)
    if format == "date":
        return _date(value)
    if format == "capital":
        text = str(value)
        return text[:1].upper() + text[1:]
    if format == "text" or not isinstance(value, (int, float)):
        return str(value)
    if not math.isfinite(value):
        return NO_VALUE
    if format == "integer":
        return _grouped(_exact(value), 0)
    kind, digits = _parts(format)
    if kind == "percent":
        return f"{_significant(_exact(value) * 100, digits)} %"
    return _amount(_exact(value), digits) if kind == "amount" else significant(value, digits)


def apart(values: Sequence[Any], format: str = "number") -> list[str]:
    """Each of ``values`` as text, with as many more digits as it takes that different ones read differently:
    a figure and the ends of its range."""
    finer = apart_format([values], format)
    return [shown(value, finer) for value in values]


def apart_format(rows: Sequence[Sequence[Any]], format: str = "number") -> str:
    """``format``, with more digits where in one of ``rows`` values that differ would read alike."""
    kind, digits = ("number", 0) if format == "integer" else _parts(format)
    finer = [f"{kind}{more}" for more in range(digits + 1, MOST_DIGITS + 1)]
    return next((each for each in (format, *finer) if all(_are_apart(row, each) for row in rows)), format)


def _are_apart(values: Sequence[Any], format: str) -> bool:
    return len({shown(value, format) for value in values}) == len(set(values))


def significant(value: float, digits: int) -> str:
    """With thousands separators; a fraction only as long as ``digits`` significant digits need."""
    if not math.isfinite(value):
        return NO_VALUE
    if 0 < abs(value) < TINY:
        return f"{value:.{digits}g}".replace(".", _signs()[1])
    return _significant(_exact(value), digits)


def _parts(format: str) -> tuple[str, int]:
    """What is unknown is a number."""
    found = WITH_DIGITS.fullmatch(format)
    kind = found[1] if found else "number"
    return kind, int(found[2]) if found and found[2] else DIGITS[kind]


def _exact(value: float) -> Decimal:
    """As it is written, not as the nearest binary fraction: 1.005 is a half."""
    return Decimal(value if isinstance(value, int) else repr(float(value)))


def _significant(value: Decimal, digits: int) -> str:
    return _grouped(value, _decimals(value, digits), trim=True)


def _amount(value: Decimal, digits: int) -> str:
    """``2.1 M``, ``45,300``, ``0.25``: all of ``digits`` significant ones, trailing zeros too."""
    for size, word in LARGE:
        if abs(_rounded(value / size, digits)) >= 1:
            return f"{_grouped(value / size, _decimals(value / size, digits))} {translated(word)}"
    return _grouped(value, _decimals(value, digits))


def _decimals(value: Decimal, digits: int) -> int:
    """How many decimals ``digits`` significant digits leave."""
    return max(digits - 1 - _rounded(value, digits).adjusted(), 0) if value else 0


def _rounded(value: Decimal, digits: int) -> Decimal:
    return Context(prec=max(digits, 1), rounding=ROUND_HALF_UP).plus(value)


def _grouped(value: Decimal, decimals: int, trim: bool = False) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    text = f"{rounded if rounded else abs(rounded):,f}"  # never -0
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    thousands, point = _signs()
    whole, _, fraction = text.partition(".")
    return whole.replace(",", thousands) + (point + fraction if fraction else "")


def _signs() -> tuple[str, str]:
    return NUMBER_FORMATS[current().numbers]


def _date(value: Any) -> str:
    try:
        moment = value if isinstance(value, date) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    day = f"{moment.day} {translated(MONTHS[moment.month - 1])} {moment.year}"
    timed = isinstance(moment, datetime) and (moment.hour or moment.minute)
    return f"{day}, {moment:%H:%M}" if timed else day


def size(bytes: float | None) -> str:
    """Of a file: 12 KB, 1.2 MB."""
    if bytes is None:
        return NO_VALUE
    unit, word = next((one for one in SIZES if bytes >= one[0]), SIZES[-1])
    return f"{significant(max(bytes / unit, 1), 2)} {translated(word)}"


def duration(seconds: float | None) -> str:
    """Seconds as people say them: 0.42 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds is None:
        return NO_VALUE
    if seconds < 10:
        return f"{significant(seconds, 2)} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
