"""Numbers and dates as the reader writes them. No Django here."""

from __future__ import annotations

import math
from datetime import date, datetime
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
LARGE = ((1e9, mark("bn")), (1e6, mark("m")))
YES, NO = mark("yes"), mark("no")


def translated(text: str) -> str:
    """``text`` in the reader's language; itself where there is no translation."""
    return catalogue(current().language).gettext(text) if text else ""


def shown(value: Any, format: str = "number") -> str:
    """``value`` as text. No value is a dash.

    ``format`` is number (four significant digits), integer, percent (0.31 is 31 %), date, text,
    capital (text that begins a line), or ``amount`` with the significant digits behind it
    (``amount2``: 2.1 m).
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
    if format == "integer":
        return _grouped(value, 0)
    if format == "percent":
        return f"{significant(value * 100, 3)} %"
    if format.startswith("amount"):
        return _amount(value, int(format.removeprefix("amount") or 3))
    return significant(value, 4)


def significant(value: float, digits: int) -> str:
    """With thousands separators; a fraction only as long as ``digits`` significant digits need."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return NO_VALUE
    magnitude = math.floor(math.log10(abs(value))) + 1
    if magnitude < -3:
        return f"{value:.{digits}g}".replace(".", _signs()[1])
    return _grouped(value, max(digits - magnitude, 0), trim=True)


def _amount(value: float, digits: int) -> str:
    """``2.1 m``, ``45,300``, ``0.25``: all of ``digits`` significant ones, trailing zeros too."""
    for size, word in LARGE:
        if abs(value) >= size:
            return f"{_exactly(value / size, digits)} {translated(word)}"
    return _exactly(value, digits)


def _exactly(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    return _grouped(value, max(digits - 1 - math.floor(math.log10(abs(value))), 0))


def _grouped(value: float, decimals: int, trim: bool = False) -> str:
    text = f"{value:,.{decimals}f}"
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
