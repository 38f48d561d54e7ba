"""Values that may mean "not known" ("Select", -200, 1900-01-01): proposed, never assumed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from columns.stand_ins import may_stand_in
from datasets.reading.outcome import Finding, as_shown
from datasets.reading.values.distinct import Cells
from language.sentences import say, say_count

WORDS = {
    *(
        "select",
        "please select",
        "- select -",
        "--select--",
        "choose",
        "not selected",
        "n/a",
        "n.a.",
        "na",
        "n/d",
    ),
    *(
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        "??",
        "???",
        ".",
        "..",
        "...",
        "*",
        "/",
        "\\",
        "#",
        "x",
        "xx",
        "xxx",
        "nan",
    ),
    *(
        "unknown",
        "unkown",
        "unspecified",
        "undefined",
        "not specified",
        "not available",
        "not applicable",
        "nil",
    ),
    *("not provided", "not known", "no data", "missing", "blank", "empty", "tbd", "tba", "null", "no answer"),
    *("unbekannt", "keine angabe", "k.a.", "k. a.", "fehlt", "inconnu", "non renseigné", "nr", "desconocido"),
    *("sin dato", "no aplica", "sconosciuto", "desconhecido", "onbekend", "okänd", "ukendt", "неизвестно"),
}
RARE_WORDS = {"none", "keine", "aucun", "x", "nr"}  # real levels, unless few rows have them
GRADES = frozenset({"+", "-", "0", "++", "--"})  # one is a grade where another stands beside it
RARE = 0.2  # share of rows
FEWEST_REPEATS, FEWEST_SHARE = 3, 0.001  # of a number that may be no number
FEWEST_OTHERS = 5  # distinct other numbers, to say what is far from them
SAMPLED = 20_000
DAYS = tuple(
    np.datetime64(day, "ns")
    for day in (
        "1899-12-30",
        "1899-12-31",
        "1900-01-01",
        "1901-01-01",
        "1970-01-01",
        "2099-12-31",
        "2100-01-01",
    )
)
FAR_DAYS = np.timedelta64(5 * 365, "D")


def in_texts(column: str, cells: Cells) -> list[Finding]:
    """Words of a column of text that usually mean that nothing is known."""
    if len(cells.texts) > SAMPLED or len(cells.texts) < 2:
        return []
    rows = max(int(cells.counts.sum()), 1)
    found = {text.casefold() for text in cells.texts.to_pylist()}
    findings = []
    for text, count in zip(cells.texts.to_pylist(), cells.counts, strict=True):
        word = text.casefold()
        if word in RARE_WORDS and count > RARE * rows:
            continue
        if word in GRADES and (GRADES - {word}) & found:
            continue
        if word in WORDS or word in RARE_WORDS:
            findings.append(_finding(column, text, int(count)))
    return findings


def in_values(values: dict[str, Any]) -> list[Finding]:
    """Numbers far from the rest of their column that repeat, and days that programs write for none.

    A number that is one in some column is also one in the columns that it alone gives another sign.
    """
    numbers = {name: _numbers(column) for name, column in values.items() if _is_numeric(column)}
    far = {name: value for name, column in numbers.items() if (value := _far(name, column)) is not None}
    common = [value for value, _ in Counter(far.values()).most_common(1) if value < 0]
    for name, column in numbers.items():
        if common and name not in far and _only_negative(column, common[0]):
            far[name] = common[0]
    findings = []
    for name, column in values.items():
        if name in far:
            count = int((numbers[name] == far[name]).sum())
            findings.append(_finding(name, as_shown(far[name]), count))
        elif getattr(column, "dtype", None) == np.dtype("datetime64[ns]"):
            findings += _days(name, np.asarray(column))
    return findings


def _is_numeric(column: Any) -> bool:
    return str(column.dtype) in ("int64", "Int64", "float64")


def _numbers(column: Any) -> np.ndarray:
    """The filled ones, as float64."""
    if isinstance(column, pd.arrays.IntegerArray):
        return np.asarray(column[~column.isna()].to_numpy(np.float64))
    numbers = np.asarray(column, dtype=np.float64)
    return numbers[~np.isnan(numbers)]


def _far(name: str, numbers: np.ndarray) -> float | None:
    if len(numbers) < FEWEST_REPEATS + FEWEST_OTHERS:
        return None
    for value, nearest in ((numbers.min(), np.min), (numbers.max(), np.max)):
        if value == 0 or value != np.floor(value):
            continue
        same = numbers == value
        if same.sum() < max(FEWEST_REPEATS, FEWEST_SHARE * len(numbers)) or same.all():
            continue
        rest = numbers[~same]
        if not may_stand_in(name, float(value), int(same.sum()), int((rest == -value).sum())):
            continue
        some = rest[:: len(rest) // SAMPLED + 1]
        low, high = np.percentile(some, (5, 95))
        if len(np.unique(some)) >= FEWEST_OTHERS and abs(nearest(rest) - value) > high - low:
            return float(value)
    return None


def _only_negative(numbers: np.ndarray, value: float) -> bool:
    same = numbers == value
    return bool(same.sum() >= FEWEST_REPEATS and not same.all() and (numbers[~same] >= 0).all())


def _days(name: str, days: np.ndarray) -> list[Finding]:
    filled = days[~np.isnat(days)]
    findings = []
    for day in DAYS:
        same = filled == day
        if 1 < same.sum() < len(filled) and (np.abs(filled[~same] - day) > FAR_DAYS).all():
            findings.append(_finding(name, as_shown(day), int(same.sum())))
    return findings


def _finding(column: str, value: str, count: int) -> Finding:
    message = say_count(
        "Column '{column}': '{value}' appears in {count:integer} row and may mean 'not known'.",
        "Column '{column}': '{value}' appears in {count:integer} rows and may mean 'not known'.",
        count,
        column=column,
        value=value,
    )
    remedy = say(
        "If it does, read the sheet again with it as a missing value (option {option}).", option="missing"
    )
    return Finding("disguised_missing", message, column, count=count, remedy=remedy, value=value)
