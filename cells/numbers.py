"""Numbers written as text: decimal marks, thousands, currency signs, percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Decimal = Literal[".", ","]

CODES = "USD|EUR|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|AUD|CAD|NZD|BRL|ZAR|TRY|AED|SGD|HKD|MXN"
CURRENCY = rf"(?:US\$|C\$|A\$|R\$|[$€£¥₹₽₺₩₴₪฿₫円元]|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?|{CODES})"
# The rand is a letter like any other: "R100" may be a code, "R 100" and "R100.50" are money.
RAND = r"(?:R\s+[-+−(]?\d|R[-+−(]?\d[\d ,.'’]*[.,]\d{2}(?:\D|$))"
# Everything that could be a number once signs are taken off; anchored, so that text fails at once.
LOOSE = (
    rf"^\(?[-+−]?\s*{CURRENCY}?\s*\(?[-+−]?\s*[\d.,][\d.,' \x{{00A0}}\x{{202F}}’]*(?:[eE][-+]?\d{{1,3}})?"
    rf"\s*-?-?\s*(?:%|{CURRENCY})?\)?\s*%?$"
)
NO_AMOUNT = rf"^(?:{CURRENCY}|R)\s*[-–—]$"  # as bookkeepers write nothing
WIDE = "[０-９￥％－＋（）]"  # as keyboards of East Asia write them
UNSEEN = "[\u200b\u200c\u200d\u2060\ufeff]"
SPACED = r"^[-+]?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)?$"
BOTH_MARKS, CENTS = r"\..*,|,.*\.", r"\d,\d\d$"
LEADING_ZERO = r"^0\d+$"
SHORTENED = r"^\d[.,]\d{1,6}E\+1[1-9]$"
PHONE = r"^\+\d{7,}$"
CODE_WITH_E = r"^\d{2,}E\d+$"  # programs write such large numbers as 1.2E+5
LARGEST = 1e30  # beyond it float32 overflows: no such amount is real
LONGEST_INTEGER = 18  # digits that int64 holds for certain
SAMPLED = 2_000  # texts looked at first, where a few can settle the question


def _pattern(decimal: str, group: str) -> str:
    """Numbers with ``decimal`` and, unless ``group`` is empty, thousands (or lakhs) separated by it."""
    decimal, group = re.escape(decimal), re.escape(group)
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{2,3}})*{group}\d{{3}}|" if group else ""
    return rf"^[-+]?(?:(?:{grouped}\d+)(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d{{1,3}})?$"


def _fits(texts: pa.Array, decimal: str, thousands: str | None = None) -> np.ndarray:
    """Which of the cleaned ``texts`` are numbers when ``decimal`` is the decimal mark."""
    group = thousands or ("," if decimal == "." else ".")
    return matches(texts, _pattern(decimal, "" if group in " '" else group))


@dataclass(frozen=True)
class NumberTexts:
    """Distinct texts of a column, prepared: signs, spaces and currencies are gone.

    ``at`` are the positions of those that may be numbers; ``cleaned`` has one text per position, ``money``
    says which carried a sign of a currency.
    """

    size: int
    at: np.ndarray
    cleaned: pa.Array
    percent: np.ndarray
    money: np.ndarray

    def decimal(self, counts: np.ndarray) -> tuple[Decimal | None, bool]:
        """The decimal mark that the texts prove, or None; and whether they hold any mark at all.

        "1,234" proves nothing: it is 1234, or 1.234 where the comma is the decimal mark.
        """
        marked = False
        for texts, at in (
            (self.cleaned[:SAMPLED], self.at[:SAMPLED]),
            (self.cleaned[SAMPLED:], self.at[SAMPLED:]),
        ):
            dot, comma = _fits(texts, "."), _fits(texts, ",")
            only_dot, only_comma = counts[at[dot & ~comma]].sum(), counts[at[comma & ~dot]].sum()
            if only_dot != only_comma:
                return ("." if only_dot > only_comma else ","), True
            marked = marked or _any(texts, r"[.,]")
        return None, marked

    def convert(self, decimal: str, thousands: str | None) -> tuple[np.ndarray, np.ndarray]:
        """Values (int64 where all are whole, else float64) and which texts are numbers."""
        fits = _fits(self.cleaned, decimal, thousands)
        texts = self.cleaned.filter(pa.array(fits))
        texts = pc.replace_substring(texts, "," if decimal == "." else ".", "")
        if decimal == ",":
            texts = pc.replace_substring(texts, ",", ".")
        valid = np.zeros(self.size, dtype=bool)
        percent = np.zeros(self.size, dtype=bool)
        valid[self.at[fits]] = True
        percent[self.at[fits]] = self.percent[fits]
        whole = not percent.any() and not _any(texts, rf"[.eE]|\d{{{LONGEST_INTEGER + 1}}}")
        values = np.zeros(self.size, dtype=np.int64 if whole else np.float64)
        if len(texts):
            texts = pc.utf8_ltrim(texts, "+")
            values[valid] = texts.cast(pa.int64() if whole else pa.float64()).to_numpy(zero_copy_only=False)
        valid &= np.isfinite(values)
        return values, valid

    def strays(self, valid: np.ndarray, decimal: str) -> tuple[np.ndarray, np.ndarray]:
        """Values, and which of the texts that are no numbers by ``decimal`` have one clear reading by the
        other mark: those with money, with both marks, or with a comma and cents ("122,50 €", "1.250,00").
        """
        clear = self.money | matches(self.cleaned, BOTH_MARKS) | matches(self.cleaned, CENTS)
        marked = np.zeros(self.size, dtype=bool)
        marked[self.at] = clear & ~valid[self.at]
        if not marked.any():
            return np.zeros(self.size), marked
        values, others = self.convert("," if decimal == "." else ".", None)
        return values, others & marked

    def loose(self) -> np.ndarray:
        """Which of the distinct texts may be numbers."""
        marked = np.zeros(self.size, dtype=bool)
        marked[self.at] = True
        return marked

    def percent_texts(self) -> np.ndarray:
        """Which of the distinct texts carry a percent sign."""
        marked = np.zeros(self.size, dtype=bool)
        marked[self.at] = self.percent
        return marked


def number_texts(texts: pa.Array) -> NumberTexts:
    """Prepare the distinct, trimmed ``texts`` of a column."""
    if not pc.all(pc.string_is_ascii(texts)).as_py():
        texts = _narrow(texts)
    rand = pc.match_substring_regex(texts, rf"^\(?[-+−]?{RAND}")
    if pc.any(rand).as_py():
        texts = pc.if_else(rand, pc.replace_substring_regex(texts, r"^(\(?[-+−]?)R\s*", r"\1"), texts)
    loose = matches(texts, LOOSE)
    at = np.flatnonzero(loose)
    cleaned = texts.filter(pa.array(loose))
    if len(cleaned) == 0:
        return NumberTexts(len(texts), at, cleaned, np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    if not pc.all(pc.string_is_ascii(cleaned)).as_py():
        for old, new in (("−", "-"), ("\u00a0", " "), ("\u202f", " "), ("’", "'")):
            cleaned = pc.replace_substring(cleaned, old, new)
    percent = np.asarray(pc.match_substring(cleaned, "%").to_numpy(zero_copy_only=False))
    money = np.zeros(len(cleaned), dtype=bool)
    if matches(cleaned, r"[^\d.,eE+-]|-$").any():
        money = matches(cleaned, CURRENCY)
        cleaned = pc.replace_substring(cleaned, "%", "")
        cleaned = pc.replace_substring_regex(cleaned, rf"\s*{CURRENCY}\s*", "")
        cleaned = pc.replace_substring_regex(cleaned, r"(\d)[.,]--?$", r"\1")
        cleaned = pc.replace_substring_regex(cleaned, r"^\((.*)\)$", r"-\1")
        cleaned = pc.replace_substring_regex(cleaned, r"^(.*\d)\s*-$", r"-\1")
        cleaned = pc.replace_substring_regex(cleaned, r"^([-+])\s+", r"\1")
        cleaned = pc.utf8_trim_whitespace(cleaned)
        spaced = pc.match_substring_regex(cleaned, SPACED)
        cleaned = pc.if_else(spaced, pc.replace_substring_regex(cleaned, "[ ']", ""), cleaned)
    keep = ~matches(cleaned, PHONE)
    return NumberTexts(len(texts), at[keep], cleaned.filter(pa.array(keep)), percent[keep], money[keep])


def _narrow(texts: pa.Array) -> pa.Array:
    """Digits and signs of full width as ours, without what nobody sees, and with one sign for minus."""
    wide = pc.match_substring_regex(texts, WIDE)
    if pc.any(wide).as_py():
        texts = pc.if_else(wide, pc.utf8_normalize(texts, "NFKC"), texts)
    texts = pc.replace_substring_regex(texts, UNSEEN, "")
    return pc.replace_substring_regex(texts, r"^[–—](\s*\d)", r"-\1")


def plain_numbers(cells: pa.Array) -> tuple[pa.Array, Decimal | None] | None:
    """All ``cells`` as int64 or float64 in one step with their decimal mark, or None where one is in doubt.

    Doubts: a cell that is no plain number, a leading zero (an identifier) or plus, a mark that may part
    thousands in every cell that has one, and whole numbers too long for int64.
    """
    decimal: Decimal = "."
    original = cells
    spread = sample(cells)
    if pc.any(pc.match_substring(spread, ",")).as_py():
        if pc.any(pc.match_substring(cells, ".")).as_py():
            return None
        decimal, cells = ",", pc.replace_substring(cells, ",", ".")
    try:
        sample(cells).cast(pa.float64())  # a cast that fails on every cell is slow
        values = cells.cast(pa.float64())
        pointed = pc.match_substring(cells, ".")
        whole = not pc.any(pointed).as_py()
        if whole:
            sample(cells).cast(pa.int64())
            values = cells.cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    if not pc.all(pc.is_finite(values)).as_py() or pc.any(pc.starts_with(cells, "+")).as_py():
        return None
    if pc.any(pc.starts_with(cells, "0")).as_py() and _any(cells, LEADING_ZERO):
        return None
    marked = original.filter(pointed)
    other: Decimal = "," if decimal == "." else "."
    if not whole and all(_fits(part, other).all() for part in (marked[:SAMPLED], marked[SAMPLED:])):
        return None
    return values, None if whole else decimal


def currencies(texts: pa.Array, marked: np.ndarray) -> list[str]:
    """The money signs in the ``marked`` of the distinct ``texts``."""
    signs = pc.extract_regex(texts.filter(pa.array(marked)), rf"(?P<sign>{CURRENCY})").field("sign")
    return sorted(sign for sign in signs.unique().to_pylist() if sign)


def lost_digits(texts: pa.Array) -> str | None:
    """The first of ``texts`` that a spreadsheet program shortened: 4006381333931 became "4.00638E+12"."""
    found = texts.filter(pc.match_substring_regex(texts, SHORTENED))
    return str(found[0].as_py()) if len(found) else None


def sample(texts: pa.Array) -> pa.Array:
    """Texts spread evenly over ``texts``."""
    if len(texts) <= SAMPLED:
        return texts
    return texts.take(pa.array(np.linspace(0, len(texts) - 1, SAMPLED).astype(np.int64)))


def are_identifiers(numbers: NumberTexts, counts: np.ndarray) -> bool:
    """Whether whole numbers are codes: too long to count with, with leading zeros throughout, or 12E4.

    Leading zeros count when all texts have one length ("0007", "1203") or 1 % of the cells have one.
    """
    if _any(numbers.cleaned, rf"^[-+]?\d{{{LONGEST_INTEGER + 1},}}$"):
        return True
    if _any(numbers.cleaned, CODE_WITH_E):
        return True
    zeros = matches(numbers.cleaned, LEADING_ZERO)
    if not zeros.any():
        return False
    weights = counts[numbers.at]
    same_length = pc.count_distinct(pc.utf8_length(numbers.cleaned)).as_py() == 1
    return bool(same_length or weights[zeros].sum() >= weights.sum() / 100)


def matches(texts: pa.Array, pattern: str) -> np.ndarray:
    """Which of the ``texts`` hold the regular expression."""
    return np.asarray(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False), dtype=bool)


def _any(texts: pa.Array, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())
