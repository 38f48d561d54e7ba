"""Numbers and dates that are probably wrong: far from all others, or meaning "not known"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from cells.numbers import LARGEST
from columns.stand_ins import may_stand_in
from datasets.checking.finding import Finding, examples
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from datasets.checking.uninformative import NEARLY_ALL
from language.sentences import Sentence, say, say_count

FEWEST_ROWS = 30  # from which a column has a usual range
STAND_INS = (-1, -9, -99, -999, -9999, 99, 999, 9999, 99999, 999999, 9999999, 99999999)
STAND_IN_SHARE, STAND_IN_ROWS = 0.001, 3  # at least as often is no single slip
STAND_IN_GAP = 0.25  # of the usual range is between a stand-in and all other numbers
OTHER_GAP = 1.0  # the same for a negative number that is not in the list
STAND_IN_DATES = ("1899-12-30", "1900-01-01", "1970-01-01")
YEARS_FROM_OTHERS = 10
FAR, FAR_AS_LOGARITHM = 6.0, 4.0  # quartile distances beyond the quartiles
MOST_OUTLIERS = 0.01  # more are the tail of a column, not outliers
FEWEST_WITH_NEGATIVES, RARE_NEGATIVES, MOSTLY_POSITIVE = 100, 0.01, 0.9
MANY_ZEROS, DIFFERENT_BESIDE_ZERO, USUAL_BESIDE_ZERO = 0.25, 10, 5.0
FREQUENT, TIMES_THE_NEXT, DIFFERENT_BESIDE_FREQUENT = 0.05, 10, 50
DAYS_PER_YEAR = 365


def check(sheet: Sheet) -> list[Finding]:
    found: list[Finding] = []
    for column in sheet.columns.values():
        dtype = column.values.dtype
        if column.name in sheet.names or column.name in sheet.keys or column.filled < FEWEST_ROWS:
            continue
        if pd.api.types.is_datetime64_any_dtype(dtype):
            found += _stand_in_dates(column)
        elif column.kind == "number" and pd.api.types.is_numeric_dtype(dtype) and len(column.different) > 2:
            found += _numbers(column)
    return found


def _numbers(column: Column) -> Iterator[Finding]:
    values = column.numbers
    stand_ins = _stand_ins(column)
    if stand_ins:
        yield _disguised(column, np.isin(values, stand_ins), stand_ins)
        values = np.where(np.isin(values, stand_ins), np.nan, values)
    known = values[~np.isnan(values)]
    if len(known) < FEWEST_ROWS:
        return
    negatives = _rare_negatives(column, values, known)
    yield from negatives
    if not negatives:
        yield from _outliers(column, values, known)
    yield from _zeros(column, values, known)
    yield from _frequent(column, known)


def _place(column: Column, marked: np.ndarray) -> dict[str, Any]:
    """Where the marked rows are: the fields of a finding that say so."""
    count = int(marked.sum())
    return {
        "column": column.name,
        "row": column.first(marked),
        "count": count,
        "share": count / max(column.filled, 1),
    }


# --- Stand-ins for "not known" ----------------------------------------------------------------------


def _stand_ins(column: Column) -> list[int]:
    """Numbers such as 999 that come often and are apart from all others; any negative one, such as -200."""
    real = np.abs(column.different.astype(float)) < LARGEST
    different, rows = column.different.astype(float)[real], column.counts[real]
    if not len(different):
        return []
    often = rows >= max(STAND_IN_ROWS, STAND_IN_SHARE * column.filled)
    least = (different == different.min()) & (different < 0) & (different % 1 == 0)
    candidates = often & (np.isin(different, STAND_INS) | least)
    if not candidates.any():
        return []
    rest, counts = different[~candidates], rows[~candidates]
    if counts.sum() < FEWEST_ROWS or len(rest) < 2:
        return []
    order = np.argsort(rest)
    low, high = rest[order][np.searchsorted(counts[order].cumsum() / counts.sum(), (0.01, 0.99))]
    usual = max(high - low, 1)
    found = zip(different[candidates], rows[candidates], strict=True)
    apart = ((value, n) for value, n in found if _apart(value, rest, usual))
    return [int(v) for v, n in apart if may_stand_in(column.name, v, n, counts[rest == -v].sum())]


def _apart(value: float, rest: np.ndarray, usual: float) -> bool:
    """Whether ``value`` is beyond all others: how far it must depends on what it looks like."""
    gap = max(value - rest.max(), rest.min() - value)
    return bool(value < 0 <= rest.min() or gap > (STAND_IN_GAP if value in STAND_INS else OTHER_GAP) * usual)


def _disguised(column: Column, marked: np.ndarray, values: list[int]) -> Finding:
    named = ", ".join(map(str, values))
    return Finding(
        "disguised_number",
        "warn",
        say_count(
            "'{column}' is {values} in {count:integer} row, far from all other numbers: it may mean 'not "
            "known'.",
            "'{column}' is {values} in {count:integer} rows, far from all other numbers: it may mean 'not "
            "known'.",
            int(marked.sum()),
            column=column.name,
            values=named,
        ),
        say("Treat it as missing, unless it is a real amount."),
        examples=list(values),
        steps=[Step("set_missing", (column.name,), {"values": list(values)})],
        **_place(column, marked),
    )


def _stand_in_dates(column: Column) -> list[Finding]:
    suspected = pd.DatetimeIndex(STAND_IN_DATES)
    marked = column.values.isin(suspected).to_numpy()
    rest = column.values[~marked & ~column.missing]
    if marked.sum() < STAND_IN_ROWS or len(rest) < FEWEST_ROWS:
        return []
    far = [day for day in suspected if (rest.min() - day).days > YEARS_FROM_OTHERS * DAYS_PER_YEAR]
    marked = column.values.isin(far).to_numpy()
    if not marked.any():
        return []
    shown = sorted({str(value.date()) for value in column.values[marked].unique()})
    return [
        Finding(
            "disguised_date",
            "warn",
            say_count(
                "'{column}' is {dates} in {count:integer} row, years before all other dates: it may mean "
                "'not known'.",
                "'{column}' is {dates} in {count:integer} rows, years before all other dates: it may mean "
                "'not known'.",
                int(marked.sum()),
                column=column.name,
                dates=", ".join(shown),
            ),
            say("Treat it as missing, unless it is a real date."),
            examples=list(shown),
            steps=[Step("set_missing", (column.name,), {"values": shown})],
            **_place(column, marked),
        )
    ]


def _zeros(column: Column, values: np.ndarray, known: np.ndarray) -> list[Finding]:
    """Many zeros, although the other numbers are not small counts that could be 0 as well."""
    zero = values == 0
    others = known[known != 0]
    if not MANY_ZEROS <= zero.sum() / len(known) < NEARLY_ALL or (others < 0).any():
        return []
    if len(column.different) <= DIFFERENT_BESIDE_ZERO or np.median(others) < USUAL_BESIDE_ZERO:
        return []
    share = zero.sum() / len(known)
    return [
        Finding(
            "many_zeros",
            "note",
            say(
                "'{column}' is 0 in {count:integer} rows ({share:percent}); the others are usually "
                "{middle:number}.",
                column=column.name,
                count=int(zero.sum()),
                share=share,
                middle=float(np.median(others)),
            ),
            say("If 0 means 'not known', treat it as missing; if it means 'none', keep it."),
            examples=[0, *examples(others[:4])],
            steps=[Step("set_missing", (column.name,), {"values": [0]})],
            **_place(column, zero),
        )
    ]


def _frequent(column: Column, known: np.ndarray) -> list[Finding]:
    """One number within the usual range that comes far more often than any other: a default."""
    if len(column.different) < DIFFERENT_BESIDE_FREQUENT:
        return []
    second, most = np.argsort(column.counts, kind="stable")[-2:]
    count, value = int(column.counts[most]), float(column.different[most])
    inside = known.min() < value < known.max() and value != 0
    if not inside or count < FREQUENT * len(known) or count < TIMES_THE_NEXT * column.counts[second]:
        return []
    marked = column.codes == most
    return [
        Finding(
            "frequent_value",
            "note",
            say(
                "'{column}' is {value:number} in {count:integer} rows; the next most common number appears "
                "in {next:integer}. It may mean 'not known'.",
                column=column.name,
                value=value,
                count=count,
                next=int(column.counts[second]),
            ),
            say("If it was entered where nothing was known, treat it as missing."),
            examples=examples([column.different[most]]),
            steps=[Step("set_missing", (column.name,), {"values": examples([column.different[most]])})],
            **_place(column, marked),
        )
    ]


# --- Far from all others ------------------------------------------------------------------------------


def _rare_negatives(column: Column, values: np.ndarray, known: np.ndarray) -> list[Finding]:
    marked = values < 0
    count = int(marked.sum())
    if len(known) < FEWEST_WITH_NEGATIVES or not 0 < count <= RARE_NEGATIVES * len(known):
        return []
    if (known > 0).mean() < MOSTLY_POSITIVE:
        return []
    return [
        Finding(
            "rare_negatives",
            "warn",
            say_count(
                "'{column}' is negative in {count:integer} of {rows:integer} rows and positive elsewhere.",
                "'{column}' is negative in {count:integer} of {rows:integer} rows and positive elsewhere.",
                count,
                column=column.name,
                rows=len(known),
            ),
            say(
                "Correct the signs. If they are returns or corrections, keep them, or treat them as missing."
            ),
            examples=examples(known[known < 0]),
            steps=[Step("set_missing", (column.name,), {"below": 0})],
            **_place(column, marked),
        )
    ]


def _outliers(column: Column, values: np.ndarray, known: np.ndarray) -> list[Finding]:
    low, high = _fences(known)
    marked = (values < low) | (values > high)
    count = int(marked.sum())
    if not 0 < count <= max(1, MOST_OUTLIERS * len(known)):
        return []
    usual = known[(known >= low) & (known <= high)]
    whole = pd.api.types.is_integer_dtype(column.values.dtype)
    least, most = (int(end) if whole else float(end) for end in (usual.min(), usual.max()))
    far = known[(known < low) | (known > high)]
    return [
        Finding(
            "outliers",
            "warn",
            _far_off(column.name, count, least, most),
            say("Correct typing errors. Real values can be capped, or treated as missing."),
            examples=examples(far[np.argsort(-np.abs(far - np.median(known)), kind="stable")]),
            steps=[
                Step("clip_outliers", (column.name,), {"low": least, "high": most}),
                Step("set_missing", (column.name,), {"below": least, "above": most}),
            ],
            **_place(column, marked),
        )
    ]


def _far_off(column: str, count: int, least: float, most: float) -> Sentence:
    return say_count(
        "'{column}' has {count:integer} number far from all others, which range from {least:number} to "
        "{most:number}.",
        "'{column}' has {count:integer} numbers far from all others, which range from {least:number} to "
        "{most:number}.",
        count,
        column=column,
        least=least,
        most=most,
    )


def _fences(known: np.ndarray) -> tuple[float, float]:
    """Beyond these a number is far off: measured by quartiles, and where none is negative as logarithms,
    too, so that a few large orders among many small ones are none.
    """
    first, third = np.quantile(known, (0.25, 0.75))
    if first == third:
        return -np.inf, np.inf
    low, high = first - FAR * (third - first), third + FAR * (third - first)
    if known.min() < 0:
        return float(low), float(high)
    first, third = np.log1p(first), np.log1p(third)
    reach = FAR_AS_LOGARITHM * (third - first)
    return min(float(low), float(np.expm1(first - reach))), max(float(high), float(np.expm1(third + reach)))
