"""Numbers in text columns, read the way uploads are read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cells.numbers import are_identifiers, number_texts

MIXED_FROM = 0.5  # share of numbers in a column of text
FEWEST_NUMBERS = 10  # different ones: fewer beside words are codes (0, a, b)


@dataclass(frozen=True)
class Mixture:
    """A column of text of which at least half is numbers; ``words`` are the codes of what is none."""

    decimal: str
    words: np.ndarray


def mixture_of(different: np.ndarray, counts: np.ndarray, looked: np.ndarray) -> Mixture | None:
    """``different`` values of a column and the rows of each; ``looked`` are the codes of those to read."""
    rows = counts[looked]
    texts = number_texts(pa.array([str(cell).strip() for cell in different[looked]], type=pa.string()))
    decimal = texts.decimal(rows)[0] or "."
    _, valid = texts.convert(decimal, None)
    valid &= ~texts.percent_texts()  # 12 % among plain numbers is 0.12, or 12
    share = rows[valid].sum() / rows.sum()
    if not MIXED_FROM <= share < 1 or valid.sum() < FEWEST_NUMBERS or are_identifiers(texts, rows):
        return None
    return Mixture(decimal, looked[~valid])
