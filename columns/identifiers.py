"""Columns that identify the rows instead of describing them, and texts that are notes."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

IDENTIFIER_FROM = 20  # different values from which a column can be a list of names
IDENTIFIER_NAMES = frozenset({"id", "number", "no", "nr", "code", "key", "row", "index", "uuid", "guid"})


def counts_rows(name: str, found: np.ndarray, different: int, rows: int) -> bool:
    """Whole numbers that all differ and count the rows, or are called a number."""
    if rows < IDENTIFIER_FROM or different < 0.99 * rows or (found % 1 != 0).any():
        return False
    return bool(found.max() - found.min() < 1.2 * rows or words_of(name) & IDENTIFIER_NAMES)


def names_rows(values: pd.Series, different: int, rows: int) -> bool:
    """Texts that mostly differ and are not notes."""
    return different > max(rows / 2, IDENTIFIER_FROM) and not is_prose(values)


def words_of(name: str) -> set[str]:
    """The words in the name of a column: "customerID 2" is "customer" and "id"."""
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def is_prose(values: pd.Series) -> bool:
    """Texts of several words that hardly repeat."""
    known = values.dropna().head(2_000).astype(str)
    if not len(known):
        return False
    return known.nunique() > len(known) / 2 and known.str.count(r"\s+").mean() >= 2
