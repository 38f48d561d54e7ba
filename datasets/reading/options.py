"""What the user can set for a file, and how large a file may be."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from datasets.reading.outcome import ReadingError
from datasets.reading.text.parting import QUOTES
from language.sentences import say

LAST_HEADER = 3_000_000
SPACE = " "  # one or several, or columns at the same places of every line
DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "pipe": "|",
    "caret": "^",
    "tilde": "~",
    "space": SPACE,
}
THOUSANDS = {"space": " ", "apostrophe": "'", "comma": ",", "dot": "."}
DECIMALS = {"comma": ",", "dot": "."}
HIDDEN_ROWS = {"keep": "keep", "leave_out": "leave_out"}
DATE_ORDERS = ("dmy", "mdy", "ymd")
ENCODING_LABELS = {
    "cp1252": say("Western European (Windows)"),
    "mac-roman": say("Western European (old Macs)"),
    "cp850": say("Western European (DOS)"),
    "latin-1": say("Western European"),
    "cp1250": say("Central European (Windows)"),
    "iso-8859-2": say("Central European (ISO)"),
    "cp852": say("Central European (DOS)"),
    "cp1251": say("Cyrillic (Windows)"),
    "koi8-r": say("Cyrillic (KOI8-R)"),
    "cp866": say("Cyrillic (DOS)"),
    "iso-8859-5": say("Cyrillic (ISO)"),
    "cp1253": say("Greek (Windows)"),
    "iso-8859-7": say("Greek (ISO)"),
    "cp1254": say("Turkish (Windows)"),
    "iso-8859-9": say("Turkish (ISO)"),
    "cp1255": say("Hebrew (Windows)"),
    "cp1256": say("Arabic (Windows)"),
    "cp1257": say("Baltic (Windows)"),
    "cp874": say("Thai (Windows)"),
    "cp932": say("Japanese, Shift JIS"),
    "euc-jp": say("Japanese, EUC"),
    "euc_jis_2004": say("Japanese, extended EUC"),
    "gb18030": say("Chinese, simplified"),
    "big5": say("Chinese, traditional"),
    "big5hkscs": say("Chinese, traditional (Hong Kong)"),
    "cp949": say("Korean"),
}
"""Encodings that are told from the text."""
ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", *ENCODING_LABELS),
    *("cp1258", "iso-8859-3", "iso-8859-4", "iso-8859-6", "iso-8859-8", "iso-8859-10"),
    *("iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "cp437", "koi8-u"),
    *("shift_jis", "gbk", "gb2312", "cp950", "euc-kr"),
)


@dataclass(frozen=True)
class ReadingLimits:
    """The largest table that is read. ``unpacked_bytes`` bounds what a workbook may unpack to."""

    rows: int = 2_000_000
    columns: int = 3_000
    unpacked_bytes: int = 2_000_000_000
    workbook_cells: int = 100_000_000


@dataclass(frozen=True)
class ReadingOptions:
    """How to read a file; what is None is found from the file. Raises ReadingError on a wrong value.

    Values may come as the text of a form; words such as "tab" or "comma" are understood. ``missing`` lists
    values that stand for none: "Select, -200", or of one column alone "Income: 999"; ``not_missing``
    in the same way words that are values: "Region: NA"; ``blanks`` what blank cells mean:
    "Promotion: no, Paid: unknown". ``time_zone`` is the clock of the business, such as "Europe/Berlin"
    (UTC where none is given): times of several zones are put on it.
    """

    sheet: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    missing: str | None = None
    not_missing: str | None = None
    blanks: str | None = None
    hidden_rows: str | None = None
    time_zone: str | None = None

    def __post_init__(self) -> None:
        cleaned = {
            "sheet": None if self.sheet in (None, "") else str(self.sheet),
            "header_row": _row("header_row", self.header_row),
            "delimiter": _choice("delimiter", self.delimiter, DELIMITERS),
            "quote": _choice("quote", self.quote, QUOTES),
            "decimal": _choice("decimal", self.decimal, DECIMALS),
            "thousands": _choice("thousands", self.thousands, THOUSANDS),
            "encoding": _encoding(self.encoding),
            "date_order": _choice("date_order", self.date_order, {order: order for order in DATE_ORDERS}),
            "missing": None if self.missing in (None, "") else str(self.missing),
            "hidden_rows": _choice("hidden_rows", self.hidden_rows, HIDDEN_ROWS),
            "not_missing": None if self.not_missing in (None, "") else str(self.not_missing),
            "blanks": None if self.blanks in (None, "") else str(self.blanks),
            "time_zone": _time_zone(self.time_zone),
        }
        for name, value in cleaned.items():
            object.__setattr__(self, name, value)
        if self.decimal and self.decimal == self.thousands:
            raise _refusal("thousands", self.thousands, say("a mark other than the decimal mark"))

    @property
    def decimal_mark(self) -> str | None:
        """The decimal mark given, or the one that follows from the thousands mark given."""
        return self.decimal or {",": ".", ".": ","}.get(self.thousands or "")


def _choice(option: str, value: Any, words: Mapping[str, str]) -> str | None:
    if value is None or value == "":
        return None
    text = str(value)
    chosen = text if text in words.values() else words.get(text.strip().lower())
    if chosen is None:
        allowed = ", ".join(dict.fromkeys(repr(mark) for mark in words.values()))
        raise _refusal(option, value, say("one of {choices}", choices=allowed))
    return chosen


def _time_zone(value: Any) -> str | None:
    if value is None or value == "":
        return None
    try:
        return ZoneInfo(str(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _refusal("time_zone", value, say("the name of a time zone, such as Europe/Berlin")) from None


def _row(option: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    text = str(value).strip()
    if not text.isdecimal() or not 1 <= int(text) <= LAST_HEADER:
        raise _refusal(
            option,
            value,
            say("a row number from 1 to {last:integer}, as numbered in the sheet", last=LAST_HEADER),
        )
    return int(text)


def _encoding(value: Any) -> str | None:
    if value is None or value == "":
        return None
    known = {codecs.lookup(name).name: name for name in ENCODINGS}
    try:
        return known[codecs.lookup(str(value)).name]
    except (LookupError, ValueError):
        raise _refusal("encoding", value, say("one of {choices}", choices=", ".join(ENCODINGS))) from None


def _refusal(option: str, value: Any, allowed: str) -> ReadingError:
    return ReadingError.of(
        "bad_option",
        say("The reading option {option} is '{value}'.", option=option, value=str(value)),
        remedy=say("It must be {allowed}.", allowed=allowed),
    )
