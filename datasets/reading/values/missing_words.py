"""Which cells are words for missing ("NA", "n/a", "#N/A"), and where such a word is a value.

"NA" is North America beside EU and APAC, "NULL" a surname among surnames. A word is missing only where it
cannot be one of these, and what was taken for missing is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.conventions import Conventions
from cells.words import BLANKS, MISSING, flags
from datasets.reading.outcome import Finding, RawTable
from datasets.reading.values.column_words import ColumnWords
from datasets.reading.values.distinct import Cells
from datasets.reading.values.given_missing import given_for
from language.sentences import say, say_count

WORDS = tuple(word for word in MISSING if word)
CODE, NULLS = "NA", ("NULL", "null")
SHORT_CODE = re.compile(r"[A-Z][A-Z0-9]{0,4}")
PLACES = re.compile(
    r"\b(?:region|regio|région|región|regi[aã]o|countr|land|länd|pays|pa[ií]s|paese|kraj|země|maa\b|ország|ülke|bölge|stato"
    r"|staat|state|bundesland|contin|kontinent|market|markt|march|mercado|mercato|territor|area|zon[ae]|gebiet"
    r"|nation|nació|geo|iso\b|origin|destin|element|symbol|ticker|airport|airline|carrier|страна|регион|国|地域|地区)"
)
NAMES = re.compile(
    r"name|naam|nom\b|prénom|apellido|nombre|cognome|nome\b|sobrenome|navn|namn|nazwisk|imię|příjmení|jméno"
    r"|név|soyad|фамили|имя|姓|氏名|customer|kunde|client|klient|contact|kontakt|person|employee|mitarbeiter"
    r"|author|autor|player|patient|member|mitglied"
)
CODES_FROM, SHORT_FROM, SHORT = 0.9, 0.5, 3  # shares of the other words, and letters of a short one
FEWEST_NAMES = 5  # different ones, to say how often a name appears
NAMED_ALONE = 5  # columns for which a word is told one by one


@dataclass(frozen=True)
class WordRules:
    """``option`` names words that are values, as the reading option ``not_missing`` does; ``known`` tells the
    conventions of rows that are there from the names of the sheet."""

    option: str | None = None
    known: Callable[[Sequence[str]], Mapping[str, Conventions]] | None = None

    def settled(self, raw: RawTable) -> RawTable:
        """The table without the words that mean missing in it."""
        known = self.known(raw.names) if self.known is not None else {}
        columns, words = _settled(raw.names, raw.columns, self.option, known)
        return replace(raw, columns=columns, words=words)


def _settled(
    names: Sequence[str], columns: Sequence[pa.Array], option: str | None, known: Mapping[str, Conventions]
) -> tuple[list[pa.Array], dict[str, ColumnWords]]:
    there = {name: _counts(column) for name, column in zip(names, columns, strict=True)}
    there = {name: counts for name, counts in there.items() if counts}
    if not there and not option:
        return list(columns), {}
    given = given_for(option, list(names))
    candidates = {
        name: _may_be(name, column, there[name])
        for name, column in zip(names, columns, strict=True)
        if name in there
    }
    # A word that stands where it can be no value is this file's word for missing everywhere.
    missing = {word for name, counts in there.items() for word in counts if word not in candidates[name]}
    result, words = [], {}
    for name, column in zip(names, columns, strict=True):
        if name not in there:
            result.append(column)
            continue
        kept = {word for word, sure in candidates[name].items() if sure or word not in missing}
        kept |= set(given[name].values) | _known_values(known.get(name))
        words[name] = ColumnWords(tuple(word for word in there[name] if word in kept))
        words[name].add({word: count for word, count in there[name].items() if word not in kept})
        result.append(_without(column, list(words[name].taken)))
    # Words of a column of numbers, such as "-", are seen when it is typed.
    for name, one in given.items():
        if one.values:
            found = words.setdefault(name, ColumnWords())
            found.kept = tuple(dict.fromkeys([*found.kept, *one.values]))
    return result, words


def _counts(column: pa.Array) -> dict[str, int]:
    """How many cells of a column of text hold each of the words."""
    if not pa.types.is_string(column.type):
        return {}
    marked = pc.is_in(column, pa.array(WORDS))
    if not pc.any(marked).as_py():
        return {}
    counted = column.filter(marked).value_counts()
    return {one["values"]: one["counts"] for one in counted.to_pylist()}


def _without(column: pa.Array, words: list[str]) -> pa.Array:
    if not words:
        return column
    marked = pc.fill_null(pc.is_in(column, pa.array(words, pa.string())), False)
    return pc.if_else(marked, pa.scalar(None, pa.string()), column)


def _known_values(how: Conventions | None) -> set[str]:
    if how is None:
        return set()
    return {*how.not_missing, *(word for word in how.categories or () if word in WORDS)}


def _may_be(name: str, column: pa.Array, counts: Mapping[str, int]) -> dict[str, bool]:
    """The words that may be values of a column, and whether they are wherever else they stand."""
    wanted = [word for word in counts if word == CODE or word in NULLS]
    if not wanted:
        return {}
    counted = column.drop_null().value_counts()
    texts = [text.strip(BLANKS) for text in counted.field("values").to_pylist()]
    others = {
        text: count
        for text, count in zip(texts, counted.field("counts").to_pylist(), strict=True)
        if text and text not in WORDS
    }
    return {
        word: sure
        for word in wanted
        if (sure := _as_code(name, others) if word == CODE else _as_name(name, others, word, counts[word]))
        is not None
    }


def _as_code(name: str, others: Mapping[str, int]) -> bool | None:
    """Whether NA is a code like the ``others``, None where it is none. Sure where they are those of places:
    such columns hold Namibia or North America in files that write NA for missing, too."""
    if not others or flags(list(others)) is not None:
        return None
    place = bool(PLACES.search(name.casefold()))
    codes = [text for text in others if SHORT_CODE.fullmatch(text)]
    of_codes = len(codes) >= CODES_FROM * len(others)
    if place and of_codes:
        return True
    words = sum(1 for text in others if text[:1].isalpha())
    if place and words >= CODES_FROM * len(others):
        return False
    short = [text for text in codes if len(text) <= SHORT]
    longer = [text for text in short if len(text) > 1]
    many = len(others) > 1 and len(short) > SHORT_FROM * len(others)
    return False if of_codes and many and len(longer) >= SHORT_FROM * len(short) else None


def _as_name(name: str, others: Mapping[str, int], word: str, count: int) -> bool | None:
    """Whether NULL is a name, where it appears no more often than other names do."""
    if not NAMES.search(name.casefold()) or len(others) < FEWEST_NAMES or count > max(others.values()) + 1:
        return None
    return False if word.isupper() or all(text.islower() for text in others) else None


# --- What is told about them -------------------------------------------------------------------------


def absent_words(cells: Cells) -> dict[str, int]:
    """Of a column of numbers, dates or flags: words such as "-", with how many cells have them."""
    at = np.flatnonzero(cells.absent)
    return {str(cells.texts[int(place)].as_py()): int(cells.counts[place]) for place in at}


def kept_words(raw: RawTable, column: str) -> tuple[str, ...]:
    """Words that are values in the column although they mean missing elsewhere."""
    return raw.words[column].kept if column in raw.words else ()


def taken_findings(
    settled: Mapping[str, ColumnWords], more: Mapping[str, Mapping[str, int]]
) -> list[Finding]:
    """What was taken as missing, by column and word; a word of many columns once. ``more`` was seen when the
    columns were typed."""
    words: dict[str, ColumnWords] = {}
    columns: dict[str, list[str]] = {}
    for name, taken in more.items():
        words[name] = ColumnWords().with_more(settled.get(name, ColumnWords()))
        words[name].add(taken)
        for word in words[name].taken:
            columns.setdefault(word, []).append(name)
    findings = []
    for word, named in columns.items():
        counts = [words[name].taken[word] for name in named]
        if len(named) > NAMED_ALONE:
            findings.append(_in_many(word, named, sum(counts)))
            continue
        for name, count in zip(named, counts, strict=True):
            message = say_count(
                "Column '{column}': '{word}' was taken as missing in {count:integer} cell.",
                "Column '{column}': '{word}' was taken as missing in {count:integer} cells.",
                count,
                column=name,
                word=word,
            )
            findings.append(_taken(message, name, word, count))
    return findings


def _in_many(word: str, columns: Sequence[str], count: int) -> Finding:
    message = say(
        "'{word}' was taken as missing in {count:integer} cells of {columns:integer} columns, the first is "
        "'{column}'.",
        word=word,
        count=count,
        columns=len(columns),
        column=columns[0],
    )
    return _taken(message, None, word, count)


def _taken(message: str, column: str | None, word: str, count: int) -> Finding:
    if word.startswith("#"):
        remedy = say("A formula of the sheet ended with this error. Mend it and upload the sheet again.")
        return Finding("taken_as_missing", message, column, count=count, remedy=remedy)
    remedy = say(
        "If it is a value, read the sheet again with it as one (option {option}).", option="not_missing"
    )
    return Finding("taken_as_missing", message, column, count=count, remedy=remedy, value=word)
