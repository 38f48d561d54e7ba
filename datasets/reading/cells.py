"""The cells of a column as its distinct texts: what is done once per text is quick for a million rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.reading.words import MISSING, MISSING_IN_VALUES


@dataclass
class Cells:
    """The cells of a column as distinct texts, each row's code (-1 is missing) and rows per text.

    ``found`` are the texts before spaces around them were taken off. ``absent`` marks texts such as "-"
    that are missing in a column of numbers, but a word in text.
    """

    texts: pa.Array
    found: pa.Array
    codes: np.ndarray
    counts: np.ndarray
    absent: np.ndarray

    def share(self, distinct: np.ndarray) -> float:
        """The share of filled cells whose text is among the marked ``distinct`` ones."""
        filled = np.where(self.absent, 0, self.counts)
        return float(filled[distinct].sum() / max(filled.sum(), 1))

    def rows(self, distinct: np.ndarray) -> np.ndarray:
        """The marks of the distinct texts, per row; missing rows are not marked."""
        return np.append(distinct, False)[self.codes]

    def as_objects(self) -> np.ndarray:
        """Every row's text, None where missing."""
        return np.array([*self.texts.to_pylist(), None], dtype=object)[self.codes]

    def without(self, distinct: np.ndarray) -> Cells:
        """The same cells, with the marked ``distinct`` texts missing."""
        if not distinct.any():
            return self
        keep = pa.array(~distinct)
        renumbered = np.append(np.where(distinct, -1, np.cumsum(~distinct) - 1), -1)
        return Cells(
            self.texts.filter(keep),
            self.found.filter(keep),
            renumbered[self.codes],
            self.counts[~distinct],
            self.absent[~distinct],
        )


def cells_of(column: pa.Array) -> Cells:
    """The cells of a column of text; those of nothing but spaces are missing."""
    encoded = column.dictionary_encode()
    found = encoded.dictionary
    texts = pc.utf8_trim_whitespace(found)
    codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    return Cells(texts, found, codes, counts, _is_in(texts, MISSING_IN_VALUES)).without(
        _is_in(texts, MISSING)
    )


def _is_in(texts: pa.Array, words: tuple[str, ...]) -> np.ndarray:
    return np.asarray(pc.is_in(texts, pa.array(words)).to_numpy(zero_copy_only=False), dtype=bool)
