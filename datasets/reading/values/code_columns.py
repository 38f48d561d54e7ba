"""Columns of codes: numbers that are none, and cells that a spreadsheet program has turned into dates."""

from __future__ import annotations

import re

import numpy as np

from cells.codes import LETTERS, have_letters, lose_spelling
from cells.months import month_of
from cells.numbers import NumberTexts, are_identifiers
from cells.words import DATE
from datasets.reading.outcome import Finding
from datasets.reading.values.distinct import Cells
from datasets.reading.values.notes import Place
from language.sentences import say, say_count

MOST_CODES, REPEATED_FROM = 20, 5  # distinct numbers at most, and rows per word, of a list of codes
MOST_DIFFERENT = 20_000  # texts that are looked at
FEWEST_CODES, CODES_FROM, DIGITS_FROM = 2, 0.9, 0.5  # shares of the cells that are no dates
OF_WORKBOOK = re.compile(r"\d{4}-\d\d-\d\dT00:00:00")
OF_MONTH = re.compile(r"(?:\d{1,2}[-. ]{1,2})?([^\W\d_]{3,9})\.?(?:[-. ]\d{2,4})?")
CODE = re.compile(LETTERS)


def are_names(name: str, cells: Cells, numbers: NumberTexts) -> bool:
    """Whether numbers are codes, of which some would be one or lose their spelling."""
    loose = numbers.loose()
    if are_identifiers(numbers, cells.counts):
        return True
    if have_letters(name, cells.texts.filter(~loose & ~cells.absent)):
        return True
    return lose_spelling(name, cells.texts.filter(loose))


def are_listed(cells: Cells, valid: np.ndarray) -> bool:
    """Whether a few numbers appear among words that recur: 0, a, b, c."""
    words = ~valid & ~cells.absent
    return bool(words.any() and valid.sum() <= MOST_CODES and cells.counts[words].mean() >= REPEATED_FROM)


def became_dates(cells: Cells) -> np.ndarray:
    """Which texts of a column of codes are dates, as programs make them of MAR1 or 3-1."""
    marked = np.zeros(len(cells.texts), dtype=bool)
    if not 1 < len(cells.texts) <= MOST_DIFFERENT:
        return marked
    texts = cells.texts.to_pylist()
    dates = np.array([_is_date(text) for text in texts], dtype=bool)
    if not dates.any() or not _are_codes(texts, cells, ~dates & ~cells.absent):
        return marked
    shapes = {_shape(text) for text, date in zip(texts, dates, strict=True) if not date}
    return np.array(
        [date and _shape(text) not in shapes for text, date in zip(texts, dates, strict=True)], dtype=bool
    )


def became_dates_finding(place: Place) -> Finding:
    message = say_count(
        "Column '{column}' holds codes, but {count:integer} cell is a date, row {row}: '{example}'. A "
        "spreadsheet program may have made it of a code such as MAR1.",
        "Column '{column}' holds codes, but {count:integer} cells are dates, the first is row {row}: "
        "'{example}'. A spreadsheet program may have made them of codes such as MAR1.",
        place.count,
        column=place.column,
        row=place.shown_row,
        example=place.text.removesuffix("T00:00:00"),
    )
    remedy = say("Set the column to text in the program the codes come from, and export the sheet again.")
    return Finding("codes_became_dates", message, place.column, place.row, place.count, remedy)


def _is_date(text: str) -> bool:
    if OF_WORKBOOK.fullmatch(text) or DATE.fullmatch(text):
        return True
    found = OF_MONTH.fullmatch(text)
    return found is not None and any(map(str.isdigit, text)) and month_of(found[1]) > 0


def _are_codes(texts: list[str], cells: Cells, others: np.ndarray) -> bool:
    """Whether the ``others`` are short words without blanks, half of them with digits: KX-22."""
    rows = cells.counts[others].sum()
    if others.sum() < FEWEST_CODES:
        return False
    codes = np.array([bool(CODE.fullmatch(text)) for text in texts]) & others
    digits = codes & np.array([any(map(str.isdigit, text)) for text in texts])
    return bool(
        cells.counts[codes].sum() >= CODES_FROM * rows and cells.counts[digits].sum() >= DIGITS_FROM * rows
    )


def _shape(text: str) -> str:
    """``"Mar-01"`` as "Aaa-99": a code of the same shape beside it says that this one is no date either."""
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", text))
