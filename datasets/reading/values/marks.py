"""Columns in which one mark says yes and a blank cell no: x, ✓, ja or 1 beside some of the rows.

A column is read so where all that is written in it is one such mark, however it is spelled, and cells are
blank: a sign from ``cells.words.MARKS``, or a word for yes or a 1 beside enough blanks. A 1 needs more: some
rows, and a name that is not that of a quantity. Any other text, such as one country beside blanks, is a text.
The option ``blanks`` says it of a column either way: "Promotion: no, Age: unknown".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cells.conventions import Conventions
from cells.numbers import sample
from cells.words import FLAG_PAIRS, MARKS, SURE_FLAGS
from datasets.reading.outcome import Change, Finding, ReadingError
from datasets.reading.values import changes
from datasets.reading.values.distinct import Cells, cells_of, texts_of
from language.sentences import say

Blank = Literal["no", "unknown"]
MEANINGS: tuple[Blank, ...] = ("no", "unknown")
YES = FLAG_PAIRS[0][0] | {"y", "j"}
ENOUGH_BLANKS = 0.1  # share of blank cells beside words for yes and 1: of fewer, some may be forgotten
FEWEST_ROWS = 10  # for a 1 to be a mark
MOST_SPELLINGS = 20  # of yes and no in one column
QUANTITY = re.compile(
    r"qty|quant|amount|count|number|units?\b|pieces|pcs|items?\b|sum\b|total|sales|sold|price|cost|revenue|value"
    r"|volume|age\b|children|rooms|\bid\b|\bnr\b|\bno\b|level|score|rank|rating|class|group|version|year|month|week"
    r"|day|menge|anzahl|stück|stueck|stk|betrag|summe|umsatz|preis|wert|absatz|alter\b|kinder|stufe|jahr|monat"
    r"|nombre|montant|prix|vente|ventas|unidades|cantidad|número|numero|importe|precio|importo|prezzo|antal|ilość"
)


@dataclass(frozen=True)
class Marked:
    """A column of flags: ``mark`` as it is written first, the words for yes and no, and the blank rows."""

    values: Any
    mark: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    blank: int
    changes: list[Change]


def blanks_by_column(option: str | None, columns: Sequence[str]) -> dict[str, Blank]:
    """What the option ``blanks`` says, by column; a meaning without a name is that of all columns."""
    called = {name.casefold(): name for name in columns}
    found: dict[str, Blank] = {}
    for part in (option or "").replace(";", ",").split(","):
        name, colon, word = part.rpartition(":")
        meaning = next((one for one in MEANINGS if one == word.strip().casefold()), None)
        if meaning is None and part.strip():
            raise _no_meaning(part.strip())
        if meaning is not None and not colon:
            found = {**dict.fromkeys(columns, meaning), **found}
        elif meaning is not None and (column := called.get(name.strip().casefold())):
            found[column] = meaning
    return found


def marked(
    name: str, column: pa.Array, known: Conventions | None, meaning: Blank | None = None, taken: bool = False
) -> Marked | None:
    """The column as yes and no where one mark says yes; None where it is another one.

    ``known`` are the conventions of the rows that these are to join, ``meaning`` is what the option says.
    Where words for missing were ``taken`` out of the cells, nobody can tell them from blanks any more.
    """
    settled = meaning == "no" or (known is not None and known.blank_is_no)
    if meaning == "unknown" or (not settled and (known is not None or taken)) or not _may_be(column):
        return None
    cells = _cells(column)
    texts = [str(text) for text in cells.texts.to_pylist()]
    words = {text.casefold() for text, absent in zip(texts, cells.absent, strict=True) if not absent}
    blank = cells.codes < 0
    if settled:
        answers = _answers(words, known)
    else:
        answers = dict.fromkeys(words, True) if _is_mark(name, words, cells, blank) else None
    if answers is None:
        if meaning == "no":
            raise _several(name, texts)
        return None
    yes = np.array([answers.get(text.casefold(), False) for text in texts], dtype=bool)
    values = pd.arrays.BooleanArray(cells.rows(yes), cells.rows(cells.absent) | (blank & taken))
    first = next((text for text, is_yes in zip(texts, yes, strict=True) if is_yes), "")
    return Marked(
        values,
        first,
        tuple(word for word, is_yes in answers.items() if is_yes),
        tuple(word for word, is_yes in answers.items() if not is_yes),
        int(blank.sum()),
        changes.flag_changes(cells, yes),
    )


def _may_be(column: pa.Array) -> bool:
    """Whether a look at some of the cells finds so few different ones that all are worth one."""
    few = sample(column)
    return len(few) == 0 or bool(pc.count_distinct(few).as_py() <= MOST_SPELLINGS)


def _cells(column: pa.Array) -> Cells:
    """Of a column of any type: 1.0 is "1" and True is "true"."""
    if pa.types.is_string(column.type):
        return cells_of(column)
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    return cells_of(texts_of(encoded.dictionary.to_pylist()).take(encoded.indices))


def _is_mark(name: str, words: set[str], cells: Cells, blank: np.ndarray) -> bool:
    if len(words) != 1 or cells.absent.any() or not blank.any():
        return False
    (word,) = words
    if word in MARKS:
        return True
    if blank.mean() < ENOUGH_BLANKS:
        return False
    number = word in ("1", "1.0")
    return word in YES or (number and len(blank) >= FEWEST_ROWS and not QUANTITY.search(name.casefold()))


def _answers(words: set[str], known: Conventions | None) -> dict[str, bool] | None:
    """What each of the words says, in a column that is known to say no by a blank cell."""
    all_known = {**SURE_FLAGS, **dict.fromkeys(MARKS, True)}
    if known is not None:
        all_known |= {**dict.fromkeys(known.no, False), **dict.fromkeys(known.yes, True)}
    unknown = words - set(all_known)
    if unknown and (known is not None or len(words) > 1):
        return None
    return {word: all_known.get(word, True) for word in sorted(words)}


# --- What is said about it -----------------------------------------------------------------------------


def findings(name: str, found: Marked, known: Mapping[str, Conventions]) -> list[Finding]:
    """None where the rows that are there have settled it."""
    if name in known:
        return []
    message = say(
        "Column '{column}': '{mark}' means yes, a blank cell means no: {share:percent} are blank.",
        column=name,
        mark=found.mark,
        share=found.blank / max(len(found.values), 1),
    )
    remedy = say(
        "If a blank cell means 'not known', read the sheet again so (option {option}).", option="blanks"
    )
    return [Finding("blank_is_no", message, name, count=found.blank, remedy=remedy, value="unknown")]


def _several(name: str, texts: Sequence[str]) -> ReadingError:
    message = say(
        "Column '{column}' holds more than marks: '{first}', '{second}'. A blank cell cannot mean no there.",
        column=name,
        first=texts[0],
        second=texts[-1],
    )
    return ReadingError.of("bad_option", message, column=name, remedy=_write())


def _no_meaning(part: str) -> ReadingError:
    message = say("The reading option {option} is '{value}'.", option="blanks", value=part)
    return ReadingError.of("bad_option", message, remedy=_write())


def _write() -> str:
    return say("Write the column and what its blank cells mean: no, or unknown. Such as: Promotion: no.")


def conventions_of(found: Marked) -> dict[str, Any]:
    return {"yes": found.yes, "no": found.no, "blank_is_no": True}
