"""Reads the known outcomes: hits and misses, by what their words mean or as chosen, or a numeric score.

How often a word occurs never decides what it means. What is neither a hit nor a miss is not known yet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cells.words import FLAG_LETTERS, SURE_FLAGS, spelled
from columns.values import numbers, words
from contract.data import MAIN, Choice, DataProblems, Problem
from language.sentences import say
from scoring.questions import Question
from scoring.sheet import label_problems as problems
from scoring.sheet.label_problems import (
    ALL_OTHERS,
    FEWEST_OF_A_CLASS,
    FEWEST_SCORES,
    NEGATIVE,
    POSITIVE,
    Place,
)
from scoring.sheet.outcome_words import meaning, opposite, plain_no, undecided

FEW_VALUES = 10  # a whole number with at most as many values is no score, but a category
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?")
MOST_CHOICES = 30  # values that are asked about


@dataclass(frozen=True)
class Labels:
    """``values`` holds one float per row: 1 and 0, or the score; NaN where the outcome is not known.

    ``words`` is what the cell says, "" where it is empty or undecided. ``notes`` count what is undecided.
    """

    values: np.ndarray
    numeric: bool
    column: str = ""
    positive: str = ""
    negative: str = ""
    words: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Cells:
    """The column as words: a code per row (-1: empty), ``texts`` by code, and how often each occurs."""

    place: Place
    codes: np.ndarray
    texts: list[str]
    counts: np.ndarray
    numeric: bool

    @classmethod
    def of(cls, values: pd.Series, place: Place) -> Cells:
        codes, texts = words(values)
        counts = np.bincount(codes[codes >= 0], minlength=len(texts))
        return cls(place, codes, texts, counts, all(NUMBER.fullmatch(text) for text in texts))

    @property
    def present(self) -> list[int]:
        """The codes that occur, the most frequent first."""
        return [int(place) for place in np.argsort(-self.counts, kind="stable") if self.counts[place]]

    @property
    def rows(self) -> int:
        return int((self.codes >= 0).sum())

    def texts_of(self, codes: Collection[int]) -> list[str]:
        return [self.texts[code] for code in self.present if code in codes]

    def named(self, wanted: str) -> set[int]:
        """The codes that ``wanted`` names: one value as it stands, or several, separated by commas."""
        codes = {self.texts[code].casefold(): code for code in self.present}
        whole = self._found(wanted, codes)
        if whole is not None:
            return {whole}
        found = (self._found(one, codes) for one in next(csv.reader([wanted], skipinitialspace=True), []))
        return {code for code in found if code is not None}

    def _found(self, wanted: str, codes: dict[str, int]) -> int | None:
        """Yes and no also by other words, where the column holds nothing else."""
        word = spelled(wanted).casefold()
        if word not in codes and set(codes) <= {"yes", "no"} and word in SURE_FLAGS:
            word = "yes" if SURE_FLAGS[word] else "no"
        return codes.get(word)


def read(
    values: pd.Series, column: str, positive: str, question: Question, table: str = MAIN, negative: str = ""
) -> Labels:
    """Raises DataProblems where the column holds no outcome that can be learned, or asks what it means."""
    cells = Cells.of(values, Place(column, table))
    present = cells.present
    if not present:
        raise DataProblems([problems.no_outcome(cells.place)])
    if positive or negative:
        return _binary(cells, *_chosen(cells, positive, negative, question))
    if len(present) == 1:
        raise DataProblems([problems.one_class(cells.place, cells.texts[present[0]], cells.rows)])
    if len(present) == 2:
        return _binary(cells, *_of_two(cells, question))
    if pd.api.types.is_numeric_dtype(values.dtype):
        scores = numbers(values)
        known = scores[cells.codes >= 0]
        if not np.isnan(known).any() and (len(present) > FEW_VALUES or (known % 1 != 0).any()):
            return _scores(cells, scores)
    return _binary(cells, *_of_several(cells, question))


# --- Which values are hits, and which are misses -----------------------------------------------------


def _meant(cells: Cells, question: Question) -> tuple[set[int], set[int]]:
    """Hits and misses as far as their words say so. Codes of numbers say nothing: 2 is no "not known"."""
    if cells.numeric:
        return set(), set()
    said = {code: meaning(cells.texts[code], question.key, question.positive_words) for code in cells.present}
    letters = {cells.texts[code].casefold(): code for code in cells.present}
    for yes, no in FLAG_LETTERS:
        if yes in letters and no in letters:
            said |= {letters[yes]: 1, letters[no]: -1}
    return {code for code in said if said[code] > 0}, {code for code in said if said[code] < 0}


def _of_two(cells: Cells, question: Question) -> tuple[set[int], set[int]]:
    first, second = cells.present
    hit = _hit(cells, question)
    if hit is None:
        choices = _choices(cells, cells.present, ())
        raise DataProblems(
            [problems.which(cells.place, POSITIVE, choices, cells.texts_of(cells.present), many=False)]
        )
    return {hit}, {first, second} - {hit}


def _hit(cells: Cells, question: Question) -> int | None:
    """Which of two values is the outcome; None where neither says so."""
    texts = {code: cells.texts[code] for code in cells.present}
    if cells.numeric:
        return _hit_of_numbers(texts)
    hits, misses = _meant(cells, question)
    if len(hits) == 1 and (misses or _complete(texts, hits, misses)):
        return hits.pop()
    if hits:
        return None
    first, second = cells.present
    for code, other in ((first, second), (second, first)):
        if undecided(texts[code]) or undecided(texts[other]):
            continue
        if plain_no(texts[code]) and other not in misses:
            return other
        # What the question calls a hit may be denied: of "renewed" and "not renewed", the second has left.
        if opposite(texts[code], texts[other]) and question.key != "churn":
            return other
    return None


def _complete(texts: dict[int, str], hits: Collection[int], misses: Collection[int]) -> bool:
    """Whether all others are misses, though nobody knows their words: "converted" beside "prospect"."""
    return not any(undecided(text) for code, text in texts.items() if code not in {*hits, *misses})


def _hit_of_numbers(texts: dict[int, str]) -> int | None:
    """1 beside 0 or -1, and any number beside 0."""
    by_text = {text: code for code, text in texts.items()}
    zero = by_text.get("0", by_text.get("-1") if "1" in by_text else None)
    return None if zero is None else next(code for code in texts if code != zero)


def _of_several(cells: Cells, question: Question) -> tuple[set[int], set[int]]:
    if len(cells.present) > MOST_CHOICES:
        raise DataProblems([problems.too_many_values(cells.place, cells.texts_of(cells.present))])
    hits, misses = _meant(cells, question)
    if hits and misses:
        return hits, misses
    asked = [_ask(cells, option, (), meant) for option, meant in ((POSITIVE, hits), (NEGATIVE, misses))]
    raise DataProblems(asked)


def _chosen(cells: Cells, positive: str, negative: str, question: Question) -> tuple[set[int], set[int]]:
    hits, misses = cells.named(positive), cells.named(negative)
    everything = set(cells.present)
    hits = everything - misses if positive.strip() == ALL_OTHERS else hits
    misses = everything - hits if negative.strip() == ALL_OTHERS else misses
    for option, wanted, found in ((POSITIVE, positive, hits), (NEGATIVE, negative, misses)):
        if wanted and not found:
            raise DataProblems([problems.unknown(cells.place, option, wanted, cells.texts_of(everything))])
    if hits & misses:
        raise DataProblems([problems.both_ways(cells.place, cells.texts_of(hits & misses))])
    if len(everything) == 1 or everything in (hits, misses):
        raise DataProblems(
            [problems.one_class(cells.place, ", ".join(cells.texts_of(everything)), cells.rows)]
        )
    if len(everything) == 2:
        return hits or everything - misses, misses or everything - hits
    if not hits:
        raise DataProblems([_ask(cells, POSITIVE, misses, _meant(cells, question)[0])])
    if not misses:
        raise DataProblems([_ask(cells, NEGATIVE, hits, _meant(cells, question)[1])])
    return hits, misses


def _ask(cells: Cells, option: str, named: Collection[int], meant: Collection[int]) -> Problem:
    """``named`` are in the other setting already; ``meant`` are what the words suggest."""
    left = [code for code in cells.present if code not in named]
    choices = _choices(cells, left[:MOST_CHOICES], meant)
    if named:
        rows = int(cells.counts[left].sum())
        choices.append(Choice(ALL_OTHERS, say("All of these, and any others"), count=rows))
    return problems.which(cells.place, option, choices, cells.texts_of(cells.present), many=True)


def _choices(cells: Cells, codes: Collection[int], meant: Collection[int]) -> list[Choice]:
    return [
        Choice(cells.texts[code], count=int(cells.counts[code]), suggested=code in meant) for code in codes
    ]


# --- What is learned from ----------------------------------------------------------------------------


def _binary(cells: Cells, hits: set[int], misses: set[int]) -> Labels:
    codes = cells.codes
    values = np.where(np.isin(codes, list(misses)), 0.0, np.nan)
    values[np.isin(codes, list(hits))] = 1.0
    happened, did_not = int(np.nansum(values)), int((values == 0).sum())
    few = min(happened, did_not)
    positive, negative = (", ".join(cells.texts_of(side)) for side in (hits, misses))
    if few < FEWEST_OF_A_CLASS:
        rare = positive if happened == few else negative
        raise DataProblems([problems.too_few(cells.place, rare, few, happened + did_not)])
    others = [
        (cells.texts[code], int(cells.counts[code])) for code in cells.present if code not in hits | misses
    ]
    # Of a sheet of its own, customers without an outcome are counted where it is joined.
    blank = int((codes < 0).sum()) if cells.place.table == MAIN else 0
    said = np.array([*cells.texts, ""], dtype=object)[codes]
    return Labels(
        values,
        numeric=False,
        column=cells.place.column,
        positive=positive,
        negative=negative,
        words=np.where(np.isnan(values), "", said),
        notes=tuple(problems.undecided(cells.place, others, blank, len(codes))),
    )


def _scores(cells: Cells, values: np.ndarray) -> Labels:
    known = int((~np.isnan(values)).sum())
    if known < FEWEST_SCORES:
        raise DataProblems([problems.too_few_scores(cells.place, known)])
    blank = len(values) - known if cells.place.table == MAIN else 0
    return Labels(
        values,
        numeric=True,
        column=cells.place.column,
        words=np.array([*cells.texts, ""], dtype=object)[cells.codes],
        notes=tuple(problems.undecided(cells.place, (), blank, len(values))),
    )
