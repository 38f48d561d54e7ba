"""Columns of numbers some of which carry a mark: the number is read, the mark is kept as a note."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from cells.codes import maybe_codes
from cells.number_notes import ABOUT, BOUNDS, MAY_BE_UNITS, parted
from cells.numbers import NumberTexts, number_texts, sample
from datasets.reading.outcome import Finding
from datasets.reading.values.distinct import Cells
from datasets.reading.values.notes import Place
from language.sentences import say, say_count

MOST_MARKED = 0.5  # share of the numbers with a mark behind them; more is a unit
FEWEST_PLAIN, PLAIN_FROM = 3, 0.1  # different numbers without a mark, and their share


def numbers_with_marks(
    name: str, cells: Cells, known: Collection[str]
) -> tuple[NumberTexts, list[str]] | None:
    """The texts as numbers without their marks, and the mark of each; None where no marks are notes.

    ``known`` are the marks of the rows that are there."""
    if maybe_codes(name) or not any(parted(sample(cells.texts))[1]):
        return None
    bare, marks = parted(cells.texts)
    numbers = number_texts(bare)
    counts = np.where(numbers.loose(), cells.counts, 0)
    marked = np.array([bool(mark) for mark in marks])
    before = np.array([mark in BOUNDS or mark in ABOUT for mark in marks])
    total, plain = int(counts.sum()), counts[~marked]
    enough = plain.sum() >= PLAIN_FROM * total and np.count_nonzero(plain) >= FEWEST_PLAIN
    few_behind = counts[marked & ~before].sum() <= MOST_MARKED * total
    letters = {mark for mark, behind in zip(marks, marked & ~before, strict=True) if behind}
    units = bool(letters) and letters <= MAY_BE_UNITS
    as_known = {mark for mark in marks if mark} <= {*known}
    return (numbers, marks) if as_known or (total and enough and few_behind and not units) else None


def marks_of(marks: Sequence[str], valid: np.ndarray) -> tuple[str, ...]:
    """Those beside the ``valid`` numbers."""
    found = (mark for mark, is_number in zip(marks, valid, strict=False) if is_number and mark)
    return tuple(dict.fromkeys(found))


def flag_findings(
    marks: Sequence[str], valid: np.ndarray, place_of: Callable[[np.ndarray], Place]
) -> list[Finding]:
    """One for each mark. ``place_of`` has the place of marked texts."""
    findings = []
    for mark in marks_of(marks, valid):
        place = place_of(np.array([one == mark for one in marks]) & valid)
        finding = _of_bounds(place, mark) if mark in BOUNDS else _of_notes(place, mark)
        findings.append(finding)
    return findings


def _of_notes(place: Place, mark: str) -> Finding:
    message = say_count(
        "Column '{column}': {count:integer} number carries the mark '{mark}', row {row}: '{example}'. The "
        "number was read, the mark is noted here.",
        "Column '{column}': {count:integer} numbers carry the mark '{mark}', the first is row {row}: "
        "'{example}'. The numbers were read, the mark is noted here.",
        place.count,
        column=place.column,
        mark=mark,
        row=place.shown_row,
        example=place.text,
    )
    remedy = say("If the mark is a unit, or changes what the number means, put it in a column of its own.")
    return Finding("flags_kept", message, place.column, place.row, place.count, remedy, mark)


def _of_bounds(place: Place, mark: str) -> Finding:
    message = say_count(
        "Column '{column}': {count:integer} cell is a bound with '{mark}', row {row}: '{example}'. The bound "
        "was read as the number.",
        "Column '{column}': {count:integer} cells are bounds with '{mark}', the first is row {row}: "
        "'{example}'. The bounds were read as the numbers.",
        place.count,
        column=place.column,
        mark=mark,
        row=place.shown_row,
        example=place.text,
    )
    remedy = say("If another number is meant, write it into the sheet and upload it again.")
    return Finding("flags_kept", message, place.column, place.row, place.count, remedy, mark)
