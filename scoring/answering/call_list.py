"""The rows of a run: whoever is open, to be contacted, then those whose outcome is known, a test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cells.words import SURE_FLAGS
from columns.values import spellings
from scoring.models.model import ScoringModel
from scoring.questions import KNOWN
from scoring.sheet.customers import Customers
from scoring.sheet.outcome_words import undecided

REASONS = 3
MOST_EXPLAINED = 1_000  # rows; the others, further down the list, come without reasons


@dataclass(frozen=True)
class Order:
    """``rows`` are places in the sheet, the open ones first, best score first; ``margin`` and ``words`` (the
    known outcome, "" where it is open) are theirs."""

    rows: np.ndarray
    margin: np.ndarray
    words: np.ndarray

    @property
    def open(self) -> np.ndarray:
        return np.asarray(self.words == "", dtype=bool)


def order(model: ScoringModel, customers: Customers) -> Order:
    """Customers with an outcome are scored by models that had not seen them."""
    found = customers.assembled
    margin = model.scorer_.margin(customers.matrix)
    margin[customers.known] = np.where(np.isnan(model.unseen_), margin[customers.known], model.unseen_)
    if found.copies is not None:
        margin = margin[found.copies.first]
    words = _outcomes(customers)
    rows = np.lexsort((-model.predicted(margin), words != ""))
    return Order(rows, margin[rows], words[rows])


def _outcomes(customers: Customers) -> np.ndarray:
    """What is known of each row. Without dates, a customer has one outcome, whichever of their rows says it:
    nobody who left in one row is called because of another."""
    found = customers.assembled
    told = pd.Series(found.labels.words, dtype=object)
    if found.id_column is None or found.time_column is not None:
        return np.asarray(told, dtype=object)
    by_person = told[told != ""].groupby(found.ids[told != ""]).first()
    return np.asarray(told.where(told != "", found.ids.map(by_person).fillna("")), dtype=object)


def call_list(model: ScoringModel, customers: Customers) -> pd.DataFrame:
    """Reasons are text. ``known_outcome`` is "" where it is open; nothing is recommended where it is not."""
    found, listed = customers.assembled, order(model, customers)
    parts = []
    for start, reasons in ((0, REASONS), (MOST_EXPLAINED, 0)):
        end = MOST_EXPLAINED if reasons else None
        part = listed.rows[start:end]
        if len(part):
            cells = {str(name): found.frame[name].iloc[part] for name in found.frame}
            matrix = customers.matrix.take(part)
            parts.append(model.answer(found.ids.iloc[part], matrix, cells, reasons, listed.margin[start:end]))
    answer = pd.concat(parts, ignore_index=True)
    answer["reasons"] = answer["reasons"].map(str)
    answer["known_outcome"] = listed.words
    return closed(answer, ~listed.open).assign(**model.facts)


def closed(answer: pd.DataFrame, known: np.ndarray) -> pd.DataFrame:
    """``answer`` without anything to do, nor to gain, where the outcome is ``known``."""
    answer = answer.copy()
    answer["recommendation"] = np.where(known, KNOWN, answer["recommendation"]).astype(object)
    answer["expected_value"] = answer["expected_value"].where(~known)
    return answer


def tells_outcome(cells: pd.Series, words: Collection[str]) -> np.ndarray:
    """Where a sheet to be scored says what happened, in one of the ``words`` that were learned from, or in
    another way to say yes or no, where these are yes and no; any number, where there are no words."""
    known = {word.casefold() for word in words}
    plain = bool(known) and all(word in SURE_FLAGS for word in known)
    texts = spellings(cells)
    return np.array([_told(text, known, plain) for text in texts], dtype=bool)


def _told(text: str | None, known: Collection[str], plain: bool) -> bool:
    if text is None or not text.strip() or undecided(text):
        return False
    word = text.strip().casefold()
    return word in known or not known or (plain and word in SURE_FLAGS)
