"""Whether a version of a data set differs from the one before so much that what was learned from it may no
longer hold. Read off their profiles. Needs no web framework.

    rows          a tenth more, or fewer, than before
    columns       one is gone, or holds another kind of values
    range         numbers or dates reach further, by a tenth of what they spanned
    gaps          the share of missing values rose by ten points
    distribution  the population stability index (PSI) of a column is 0.2 or more, and more than chance gives

PSI is the sum over bins of (now - before) * ln(now / before), of the shares of the filled rows; 0.2 is
commonly called a significant shift. Where nothing changed it is about (1 / rows before + 1 / rows now) times
a chi-squared variable with one degree of freedom less than bins: small sheets do not change by chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from datasets.values import KINDS, bound_text
from language.sentences import Sentence, say

Profile = Mapping[str, Any]

ROWS, RANGE, GAPS, SHIFT = 0.1, 0.1, 0.1, 0.2
FULL_BIN = 0.05  # least share of the rows before that a bin holds, so that it says something
NO_ROW = 0.5  # rows that an empty bin counts as
CHANCE = 3.0  # standard deviations of what chance gives


def significant_change(
    before: Sequence[Profile], after: Sequence[Profile], rows_before: int, rows_after: int
) -> dict[str, Any]:
    """``{"significant": bool, "reasons": [sentence, ...]}``: of the rows first, then of each column."""
    reasons = list(_rows(rows_before, rows_after))
    now = {column["name"]: column for column in after}
    for column in before:
        reasons += _column(column, now.get(column["name"]), rows_before, rows_after)
    return {"significant": bool(reasons), "reasons": reasons}


def _rows(before: int, after: int) -> Iterator[Sentence]:
    if abs(after - before) >= ROWS * max(before, 1):
        yield say("{after:integer} rows, previously {before:integer}", after=after, before=before)


def _column(before: Profile, after: Profile | None, rows_before: int, rows_after: int) -> Iterator[Sentence]:
    name = before["name"]
    if after is None:
        yield say("column “{name}” is gone", name=name)
        return
    if before["kind"] != after["kind"] and {before["kind"], after["kind"]} != {"category", "text"}:
        was, holds = KINDS[before["kind"]].values, KINDS[after["kind"]].values
        yield say("“{name}” now holds {now}, previously {before}", name=name, before=was, now=holds)
        return
    yield from _range(before, after)
    gaps = before["missing"] / max(rows_before, 1), after["missing"] / max(rows_after, 1)
    if gaps[1] - gaps[0] >= GAPS:
        yield say(
            "“{name}” is missing in {now:percent} of rows, previously {before:percent}",
            name=name,
            now=gaps[1],
            before=gaps[0],
        )
    shift = stability_index(before, after)
    if shift is not None:
        yield say(
            "the distribution of “{name}” has changed (stability index {index:number})",
            name=name,
            index=round(shift, 2),
        )


def _range(before: Profile, after: Profile) -> Iterator[Sentence]:
    """Numbers and dates that reach further than before; whoever counts the rows always does."""
    ends = [before["min"], before["max"], after["min"], after["max"]]
    if before["kind"] not in ("number", "date") or None in ends or _counts_rows(before):
        return
    low, high, now_low, now_high = (_height(end, before["kind"]) for end in ends)
    least = RANGE * (high - low)
    if now_low < low - least:
        yield _reaches(say("“{name}” begins at {now}, previously {before}"), before, after, "min")
    if now_high > high + least:
        yield _reaches(say("“{name}” ends at {now}, previously {before}"), before, after, "max")


def _reaches(sentence: Sentence, before: Profile, after: Profile, end: str) -> Sentence:
    kind = before["kind"]
    return sentence.filled(
        name=before["name"], now=bound_text(after[end], kind), before=bound_text(before[end], kind)
    )


def stability_index(before: Profile, after: Profile) -> float | None:
    """The PSI of a column of numbers, categories or flags; None where it is small, or small enough to be
    chance, or cannot be told from the profiles."""
    counts = _counts(before, after)
    if counts is None:
        return None
    was, now = counts
    if len(was) < 2 or not was.sum() or not now.sum():
        return None
    shares = [np.maximum(part, NO_ROW) / np.maximum(part, NO_ROW).sum() for part in (was, now)]
    index = float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
    free = len(was) - 1
    chance = (free + CHANCE * math.sqrt(2 * free)) * (1 / was.sum() + 1 / now.sum())
    return index if index >= SHIFT and index > chance else None


def _counts(before: Profile, after: Profile) -> tuple[np.ndarray, np.ndarray] | None:
    first, second = before.get("histogram"), after.get("histogram")
    if not first or not second or before["kind"] == "date" or _counts_rows(before):
        return None
    if "values" in first:
        return _counts_of_values(first, second) if "values" in second else None
    return _counts_of_numbers(first, second) if "edges" in second else None


def _counts_of_values(first: Profile, second: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Of frequent values that both profiles name, or that one is known not to have; last, of all others."""
    was = dict(zip(first["values"], first["counts"], strict=True))
    now = dict(zip(second["values"], second["counts"], strict=True))
    names = [
        value
        for value in dict.fromkeys([*was, *now])
        if (value in was or not first["other"]) and (value in now or not second["other"])
    ]
    totals = sum(was.values()) + first["other"], sum(now.values()) + second["other"]
    counts = [[part.get(value, 0) for value in names] for part in (was, now)]
    was_counts, now_counts = (np.array(part) for part in counts)
    frequent = was_counts >= FULL_BIN * totals[0]
    return (
        np.array([*was_counts[frequent], totals[0] - was_counts[frequent].sum()]),
        np.array([*now_counts[frequent], totals[1] - now_counts[frequent].sum()]),
    )


def _counts_of_numbers(first: Profile, second: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Counts between the edges of the histogram with the wider bins: within a bin nothing is known, so the
    finer one is read at the edges of the coarser."""
    edges = max((first["edges"], second["edges"]), key=lambda bins: bins[1] - bins[0])
    counts = [_between(histogram, np.array(edges, dtype=float)) for histogram in (first, second)]
    return _full_bins(counts[0], counts[1])


def _between(histogram: Profile, edges: np.ndarray) -> np.ndarray:
    own = np.array(histogram["edges"], dtype=float)
    below = np.concatenate([[0], np.cumsum(histogram["counts"])])
    one_value = own[0] == own[-1]
    at = np.where(edges <= own[0], 0, below[-1]) if one_value else np.interp(edges, own, below)
    return np.diff([0, *at[1:-1], below[-1]])


def _full_bins(was: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring bins together until each holds enough of the rows before; what is left joins the last."""
    least = FULL_BIN * was.sum()
    ends, held = [], 0.0
    for place, count in enumerate(was):
        held += count
        if held >= least:
            ends.append(place + 1)
            held = 0.0
    if not ends:
        return was[:0], now[:0]
    starts = [0, *ends[:-1]]
    return np.add.reduceat(was, starts), np.add.reduceat(now, starts)


def _counts_rows(profile: Profile) -> bool:
    return any(
        problem.get("code") == "identifier" for problem in profile["problems"] if isinstance(problem, Mapping)
    )


def _height(end: Any, kind: str) -> float:
    return (
        float(np.datetime64(end).astype("datetime64[s]").astype(np.int64)) if kind == "date" else float(end)
    )
