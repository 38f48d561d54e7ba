"""What each column could be, found from its distinct values before the columns are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cells.codes import lose_spelling
from cells.conventions import Conventions
from cells.dates import DateTexts, date_texts
from cells.numbers import NumberTexts, lost_digits, number_texts, plain_numbers, sample
from cells.periods import pointed_months
from cells.words import flags
from datasets.reading.outcome import Change
from datasets.reading.values import changes
from datasets.reading.values.distinct import Cells, cells_of
from datasets.reading.values.flagged import numbers_with_marks
from datasets.reading.values.marks import Marked
from datasets.reading.values.missing_words import absent_words

REPORTED_FROM = 0.5  # share of numbers (or dates) from which a column is no ordinary text
LARGE = 1e11  # from here on spreadsheet programs shorten numbers
MOST_FLAG_TEXTS = 20  # distinct spellings of yes and no, with spaces and case


@dataclass
class Survey:
    """A column as far as it can be told alone: ready values, or what its texts could be.

    ``written`` says that it came as text, ``taken`` which words were taken as missing,
    ``marks`` those beside the distinct numbers; ``yes`` and ``no`` are
    its words for a flag, casefolded. ``one_mark`` says yes, a blank cell no.
    """

    name: str
    ready: Any = None
    cells: Cells | None = None
    numbers: NumberTexts | None = None
    dates: DateTexts | None = None
    decimal: str | None = None
    marked: bool = False
    order: str | None = None
    shortened: str | None = None
    written: bool = True
    taken: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    one_mark: Marked | None = None
    changes: list[Change] = field(default_factory=list)


def survey(
    name: str,
    column: pa.Array,
    whole_from_floats: bool = True,
    known: Conventions | None = None,
    kept: Sequence[str] = (),
) -> Survey:
    """``whole_from_floats``: workbooks know no whole numbers, floats without a rest become such. ``known``
    are the conventions of the rows that these are to join: what is text there is text here. ``kept`` are
    words that are values here although they mean missing elsewhere."""
    if pa.types.is_dictionary(column.type):  # text of a file that knows the kinds
        return Survey(name, ready=_decoded(column), written=False)
    if not pa.types.is_string(column.type):
        return Survey(name, ready=from_arrow(column, whole_from_floats), written=False)
    if known is not None and known.kind in ("category", "text"):
        return Survey(name, cells=cells_of(column, kept))
    of_dates = known is not None and known.kind == "date"
    if (known is None or of_dates) and pointed_months(column, of_dates):
        return _survey_texts(name, cells_of(column, kept), known)
    plain = plain_numbers(column) if column.null_count < len(column) else None
    # Whole numbers that are written plainly lose nothing.
    if plain is not None and (
        pa.types.is_integer(plain[0].type) or not lose_spelling(name, column.drop_null())
    ):
        values, mark = plain
        # Nothing else is as large and written with a mark; so no other column is searched.
        shortened = lost_digits(column) if mark and (pc.max(values).as_py() or 0) >= LARGE else None
        found = changes.plain_number_changes(column, mark)
        return Survey(name, from_arrow(values), decimal=mark, shortened=shortened, changes=found)
    return _survey_texts(name, cells_of(column, kept), known)


def _survey_texts(name: str, cells: Cells, known: Conventions | None) -> Survey:
    if cells.absent.all():
        return Survey(name, cells=cells)
    if (yes := _flags(cells, known)) is not None:
        ready = pd.arrays.BooleanArray(cells.rows(yes), ~cells.rows(~cells.absent))
        words = [_casefolded(cells, marked) for marked in (yes, ~yes & ~cells.absent)]
        found = changes.flag_changes(cells, yes)
        taken = absent_words(cells)
        return Survey(name, ready, taken=taken, yes=words[0], no=words[1], changes=found)
    few = sample(cells.texts)
    period = known.period if known is not None else None
    dates = date_texts(few, period)
    if dates is not None and few is not cells.texts:
        dates = date_texts(cells.texts, period)
    if dates is not None and cells.share(dates.written) >= REPORTED_FROM:
        return Survey(name, cells=cells, dates=dates, order=dates.order(cells.counts))
    marks: list[str] = []
    if with_marks := numbers_with_marks(name, cells, known.notes if known is not None else ()):
        numbers, marks = with_marks
    else:
        numbers = number_texts(few)
        if len(numbers.at) == 0:
            return Survey(name, cells=cells)
        if few is not cells.texts:
            numbers = number_texts(cells.texts)
    if cells.share(numbers.loose()) < REPORTED_FROM:
        return Survey(name, cells=cells)
    decimal, marked = numbers.decimal(cells.counts)
    shortened = lost_digits(numbers.cleaned)
    number = Survey(name, cells=cells, numbers=numbers, decimal=decimal, marked=marked, shortened=shortened)
    return replace(number, marks=marks)


def _decoded(column: pa.DictionaryArray) -> np.ndarray:
    texts = np.array([*column.dictionary.to_pylist(), None], dtype=object)
    return texts[np.asarray(pc.fill_null(column.indices.cast(pa.int64()), -1))]


def from_arrow(values: pa.Array, whole_from_floats: bool = False) -> Any:
    """Typed cells as a pandas column."""
    missing = np.asarray(values.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_boolean(values.type):
        filled = np.asarray(pc.fill_null(values, False).to_numpy(zero_copy_only=False))
        return pd.arrays.BooleanArray(filled, missing)
    if pa.types.is_timestamp(values.type):
        return values.to_numpy(zero_copy_only=False).astype("datetime64[ns]")
    filled = np.array(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
    whole = whole_from_floats and bool((np.abs(filled) < 2**53).all() and (filled == np.floor(filled)).all())
    return numeric(filled.astype(np.int64) if whole else filled, missing)


def numeric(values: np.ndarray, missing: np.ndarray) -> Any:
    """float64 with NaN, int64 without missing values, Int64 with."""
    if values.dtype != np.int64:
        return np.where(missing, np.nan, values)
    return pd.arrays.IntegerArray(values, missing) if missing.any() else values


def _casefolded(cells: Cells, marked: np.ndarray) -> tuple[str, ...]:
    texts = cells.texts.filter(pa.array(marked)).to_pylist()
    return tuple(dict.fromkeys(text.casefold() for text in texts))


def _flags(cells: Cells, known: Conventions | None) -> np.ndarray | None:
    """Which of the distinct texts mean yes, or None where they are no pair of yes and no."""
    filled = np.flatnonzero(~cells.absent)
    if len(filled) > MOST_FLAG_TEXTS:
        return None
    texts = cells.texts.take(pa.array(filled)).to_pylist()
    answers = _known_flags(texts, known) or flags(texts)
    if answers is None:
        return None
    yes = np.zeros(len(cells.texts), dtype=bool)
    yes[filled] = answers
    return yes


def _known_flags(texts: list[str], known: Conventions | None) -> list[bool] | None:
    """By the words of the rows that are there: "y" alone says enough then."""
    if known is None or known.kind != "flag" or not (known.yes or known.no):
        return None
    words = [text.casefold() for text in texts]
    return [word in known.yes for word in words] if {*words} <= {*known.yes, *known.no} else None
