"""Columns that give the outcome away: they predict too well alone, or were filled in after the event.

Each column alone is judged out of fold by its bins (``single.py``), a tree of one column. The words in
the names are a rule of thumb, and count only together with what the column shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from columns.identifiers import words_of
from columns.ranking import Bins, auc, bins, out_of_fold
from language.sentences import Sentence, say

ALONE = 0.9  # AUC of one column, from which it is not believed
FAR_ABOVE = 2.5  # times the distance from .5 of the next column, where the column reaches at least
FAR_ABOVE_FROM = 0.85
EXPLAINED_ALONE = 0.95  # of the ranks of amounts (R2) by one column, from which it is not believed
EXPLAINED_FAR_ABOVE = 2.0  # times that of the next column, where the column reaches at least
EXPLAINED_FROM = 0.85
FILLED = 0.75  # AUC of "is filled in" alone
SURE_ROWS = 50  # rows of one value that all had the rarer outcome
JUDGED = frozenset({"tag", "tags", "quality", "disposition", "resolution", "remark", "remarks", "notable"})
JUDGED_FROM = 0.65  # AUC of a column whose name says that somebody judged the case
RATED = frozenset({"score", "scoring", "index", "rating", "grade"})
RATED_FROM = 0.53  # AUC of a column whose name says that it was rated ...
RATED_MISSING = (0.2, 0.95)  # ... where only some customers were
MOST_ROWS = 20_000  # looked at
LARGE_GROUP = 0.005


@dataclass(frozen=True)
class Suspect:
    """A column that seems to know the outcome; ``strength`` is its AUC or R2 alone."""

    column: str
    reason: Sentence
    strength: float


def sampled(rows: np.ndarray) -> np.ndarray:
    """At most MOST_ROWS of ``rows`` in their order, drawn at random and always the same."""
    if len(rows) <= MOST_ROWS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, MOST_ROWS, replace=False))


def suspects(frame: pd.DataFrame, kinds: Mapping[str, str], y: np.ndarray) -> list[Suspect]:
    """The columns of ``frame`` that seem to know ``y`` (1 and 0, one per row), the strongest first."""
    binned = {str(name): bins(frame[name], kinds[str(name)]) for name in frame}
    alone = {name: auc(y, out_of_fold(codes, y, seed=0)) for name, codes in binned.items()}
    ranked = sorted(alone, key=lambda name: -alone[name])
    reasons = {name: _reason(name, binned[name], y, alone) for name in ranked}
    return [Suspect(name, reason, alone[name]) for name, reason in reasons.items() if reason is not None]


def copies(frame: pd.DataFrame, kinds: Mapping[str, str], amounts: np.ndarray) -> list[Suspect]:
    """The columns of ``frame`` that alone nearly give ``amounts`` (one number per row), strongest first.

    Ranks are explained, not amounts: a few large ones do not decide.
    """
    ranks = rankdata(amounts)
    spread = float(((ranks - ranks.mean()) ** 2).sum()) or 1.0
    explained = {}
    for name in map(str, frame):
        errors = ranks - out_of_fold(bins(frame[name], kinds[name]), ranks, seed=0)
        explained[name] = 1 - float((errors**2).sum()) / spread
    ranked = sorted(explained, key=lambda name: -explained[name])
    return [
        Suspect(
            name,
            say(
                "'{column}' alone almost determines the amounts (it explains {share:percent} of their "
                "ranking).",
                column=name,
                share=round(explained[name], 3),
            ),
            explained[name],
        )
        for name in ranked
        if explained[name] >= EXPLAINED_ALONE or _explains_far_more(name, explained)
    ]


def _explains_far_more(name: str, explained: Mapping[str, float]) -> bool:
    others = [value for other, value in explained.items() if other != name]
    return bool(others) and explained[name] >= max(EXPLAINED_FROM, EXPLAINED_FAR_ABOVE * max(others))


def _reason(name: str, codes: Bins, y: np.ndarray, alone: Mapping[str, float]) -> Sentence | None:
    """Why the column is suspected, or None."""
    measured = round(alone[name], 3)
    if alone[name] >= ALONE or _far_above(name, alone):
        return say(
            "'{column}' alone separates the outcomes almost perfectly (AUC {auc:number}).",
            column=name,
            auc=measured,
        )
    missing = codes.missing.mean()
    if 0.02 < missing < 0.98:
        filled = auc(y, (~codes.missing).astype(float))
        if max(filled, 1 - filled) >= FILLED:
            return say(
                "Just knowing whether '{column}' is filled in separates the outcomes (AUC {auc:number}): it "
                "looks filled in after the outcome.",
                column=name,
                auc=round(max(filled, 1 - filled), 3),
            )
    if rows := _settled(codes, y):
        return say(
            "All {rows:integer} rows with one particular value of '{column}' have the rarer outcome: the "
            "value looks filled in afterwards.",
            column=name,
            rows=rows,
        )
    called = words_of(name)
    if called & JUDGED and alone[name] >= JUDGED_FROM:
        return say(
            "'{column}' sounds like a judgement made after the contact, and separates the outcomes (AUC "
            "{auc:number}).",
            column=name,
            auc=measured,
        )
    low, high = RATED_MISSING
    if called & RATED and alone[name] >= RATED_FROM and low < missing < high:
        return say(
            "'{column}' sounds like a rating, and only {share:percent} of the customers have one: it was "
            "probably given after the contact (AUC {auc:number}).",
            column=name,
            share=round(1 - missing, 2),
            auc=measured,
        )
    return None


def _far_above(name: str, alone: Mapping[str, float]) -> bool:
    others = [value for other, value in alone.items() if other != name]
    if alone[name] < FAR_ABOVE_FROM or not others:
        return False
    return alone[name] - 0.5 >= FAR_ABOVE * max(max(others) - 0.5, 0.02)


def _settled(codes: Bins, y: np.ndarray) -> int:
    """Rows of the largest value whose rows all have the rarer outcome, where they are many."""
    rare = y if y.mean() < 0.5 else 1 - y
    rows = np.bincount(codes.codes, minlength=codes.count)
    hits = np.bincount(codes.codes, weights=rare, minlength=codes.count)
    sure = (hits == rows) & (rows >= max(SURE_ROWS, LARGE_GROUP * len(y)))
    return int(rows[sure].max()) if sure.any() else 0
