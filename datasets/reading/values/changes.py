"""Counts what was changed in the cells of a column, over its distinct texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.numbers import CURRENCY, RAND, matches
from datasets.reading.outcome import EXAMPLE_LENGTH, EXAMPLES, MISSING, Change, as_shown, change
from datasets.reading.values.distinct import Cells, trimmed

NEGATIVE = r"\(.*\)|\d\s*-"
PARTED = re.compile(r"\d([.,'’ \u00a0\u202f])\d{2,3}(?!\d)")
GROUPED = r"\d[{marks} '’\x{{00A0}}\x{{202F}}]\d{{2,3}}(?:\D|$)"


def number_changes(
    cells: Cells, values: np.ndarray, valid: np.ndarray, decimal: str, thousands: str | None
) -> list[Change]:
    """``values`` and ``valid`` are those of the distinct texts; ``decimal`` is the mark they were read by."""
    group = thousands or ("," if decimal == "." else ".")
    patterns = {
        "percent": "%",
        "money": rf"{CURRENCY}|{RAND}",
        "thousands": GROUPED.format(marks="" if group in " '" else group),
        "negative": NEGATIVE,
        "decimal": r"\d,|,\d",
    }
    if decimal == ".":
        del patterns["decimal"]
    changes: list[Change] = []
    if matches(cells.texts, r"[^\d.+-]").any():
        for code, pattern in patterns.items():
            changes += change(code, cells.texts, cells.counts, matches(cells.texts, pattern) & valid, values)
    return changes


def thousands_of(changed: Sequence[Change], cells: Cells, decimal: str) -> str | None:
    """The mark that parts thousands, as the ``changed`` of ``number_changes`` show; None where several do."""
    other = "," if decimal == "." else "."
    examples = [text for one in changed if one.code == "thousands" for text, _ in one.examples]
    marks = {mark for text in examples for mark in PARTED.findall(text) if mark != decimal}
    plain = {"'" if mark in "'’" else mark if mark in ".," else " " for mark in marks}
    if len(plain) != 1:
        return None
    (mark,) = plain
    mixed = mark != other and pc.any(pc.match_substring(cells.texts, other)).as_py()
    return None if mixed else mark


def plain_number_changes(column: pa.Array, decimal: str | None) -> list[Change]:
    """Of a column of nothing but plain numbers; ``decimal`` is None where they are whole."""
    if decimal != ",":
        return []
    marked = column.filter(pc.match_substring(column, ","))
    examples = [(text, text.strip().replace(",", ".")) for text in marked[:EXAMPLES].to_pylist()]
    return [Change("decimal", len(marked), examples)]


def date_changes(cells: Cells, values: np.ndarray) -> list[Change]:
    return change("dates", cells.texts, cells.counts, ~np.isnat(values), values)


def day_number_changes(numbers: Any, days: np.ndarray) -> list[Change]:
    """Both have one value per filled row."""
    shown = zip(numbers[:EXAMPLES], days[:EXAMPLES], strict=True)
    return [Change("serial_dates", len(days), [(as_shown(number), as_shown(day)) for number, day in shown])]


def flag_changes(cells: Cells, yes: np.ndarray) -> list[Change]:
    filled = change("yes_no", cells.texts, cells.counts, ~cells.absent, yes)
    return filled + absent_changes(cells)


def absent_changes(cells: Cells) -> list[Change]:
    """Of a column of numbers, dates or flags: words such as "-" that are missing there."""
    return change("missing_words", cells.texts, cells.counts, cells.absent, MISSING)


def space_changes(cells: Cells) -> list[Change]:
    """Of a column of text. Examples are in quotation marks, or nobody would see the spaces."""
    if cells.found.equals(cells.texts):
        return []
    without = trimmed(cells.found)
    at = np.flatnonzero(pc.not_equal(cells.found, without).to_numpy(zero_copy_only=False))
    pairs = zip(cells.found.take(at[:EXAMPLES]), without.take(at[:EXAMPLES]), strict=True)
    examples = [
        (f'"{str(one)[:EXAMPLE_LENGTH]}"', f'"{str(other)[:EXAMPLE_LENGTH]}"') for one, other in pairs
    ]
    return [Change("spaces", int(cells.counts[at].sum()), examples)] if examples else []


def mark_changes(cells: Cells) -> list[Change]:
    """Of a column of any kind: ="007" was read as 007."""
    if cells.found.equals(cells.texts):
        return []
    without = trimmed(cells.found)
    marked = np.asarray(pc.not_equal(cells.texts, without).to_numpy(zero_copy_only=False))
    return change(
        "text_marks", without, cells.counts, marked, cells.texts.to_pylist() if marked.any() else ""
    )
