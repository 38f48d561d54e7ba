"""The table being checked, with what the checks share computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from cells.conventions import Conventions
from cells.numbers import are_identifiers, number_texts
from cells.reading import read_cells
from columns.identifiers import counts_rows, is_prose, names_rows

MOST_LOOKED_AT = 20_000  # different values of a column of text
MIXED_FROM = 0.5  # share of numbers in a column of text
FEWEST_NUMBERS = 10  # different ones: fewer beside words are codes (0, a, b)


@dataclass(frozen=True)
class Mixture:
    """A column of text of which at least half is numbers; ``words`` are the codes of what is none."""

    decimal: str
    words: np.ndarray


@dataclass(frozen=True)
class Column:
    """A column of the table; ``kind`` is one of datasets.values.KINDS."""

    name: str
    kind: str
    values: pd.Series

    @cached_property
    def missing(self) -> np.ndarray:
        """One bool per row."""
        return self.values.isna().to_numpy()

    @cached_property
    def coded(self) -> tuple[np.ndarray, np.ndarray]:
        """A code per row (-1: missing), and the different values in the order in which they come."""
        codes, found = pd.factorize(self.values)
        return codes, np.asarray(found, dtype=object) if self.values.dtype == object else np.asarray(found)

    @property
    def codes(self) -> np.ndarray:
        return self.coded[0]

    @property
    def different(self) -> np.ndarray:
        return self.coded[1]

    @cached_property
    def counts(self) -> np.ndarray:
        """Rows of each different value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.different))

    @cached_property
    def filled(self) -> int:
        return len(self.values) - int(self.missing.sum())

    @cached_property
    def numbers(self) -> np.ndarray:
        """float64 per row; NaN where there is no number."""
        found = pd.Series(read_cells(self.values, Conventions(self.name, "number")).values)
        return found.to_numpy(dtype=np.float64, na_value=np.nan)

    @cached_property
    def common(self) -> np.ndarray:
        """The codes of the different values; of the most common MOST_LOOKED_AT where they are more."""
        if len(self.different) <= MOST_LOOKED_AT:
            return np.arange(len(self.different))
        return np.argsort(-self.counts, kind="stable")[:MOST_LOOKED_AT]

    @cached_property
    def mixture(self) -> Mixture | None:
        """The words among the numbers of a column of text; None where it is not a mixture."""
        if self.kind not in ("category", "text") or not self.filled:
            return None
        return _mixture_of(self.different, self.counts, self.common)

    @cached_property
    def names_rows(self) -> bool:
        """Whether it only names the rows: a customer's number, a name."""
        if self.kind == "number":
            known = self.numbers[~np.isnan(self.numbers)]
            return counts_rows(self.name, known, len(self.different), len(known))
        if self.mixture is not None:
            return False
        return self.kind in ("category", "text") and names_rows(self.values, len(self.different), self.filled)

    @cached_property
    def is_prose(self) -> bool:
        return is_prose(self.values)

    def first(self, marked: np.ndarray) -> int:
        """The place of the first marked row."""
        return int(marked.argmax())

    def rows_of(self, marked: np.ndarray) -> np.ndarray:
        """One bool per row, from one per different value."""
        return np.append(marked, False)[self.codes]


@dataclass(frozen=True)
class Sheet:
    """``columns`` in the order of the table; ``target``, ``time`` and ``keys`` are names among them."""

    columns: Mapping[str, Column]
    rows: int
    target: str | None
    time: str | None
    keys: tuple[str, ...]

    @cached_property
    def names(self) -> set[str]:
        """The columns that only name the rows; a key of a series names no row."""
        found = {column.name for column in self.columns.values() if column.names_rows}
        found -= {self.target or "", self.time or "", *self.keys}
        return found if self.time else found | set(self.keys)

    @property
    def learned(self) -> list[Column]:
        """The columns that a model would learn from."""
        left_out = {self.target, self.time, *self.keys} | self.names
        return [column for column in self.columns.values() if column.name not in left_out]

    @property
    def series(self) -> bool:
        """Whether the rows are amounts over time."""
        return self.time is not None and (
            self.target is None or self.columns[self.target].kind not in ("flag", "category", "text")
        )


def sheet_of(
    frame: pd.DataFrame,
    kinds: Mapping[str, str],
    target: str | None,
    time: str | None,
    keys: tuple[str, ...],
) -> Sheet:
    """Raises KeyError for a column that ``frame`` or ``kinds`` does not have."""
    frame = frame.reset_index(drop=True)
    columns = {str(name): Column(str(name), kinds[str(name)], frame[name]) for name in frame}
    for name in filter(None, (target, time, *keys)):
        if name not in columns:
            raise KeyError(name)
    return Sheet(columns, len(frame), target, time, keys)


def _mixture_of(different: np.ndarray, counts: np.ndarray, looked: np.ndarray) -> Mixture | None:
    """``different`` values of a column and the rows of each; ``looked`` are the codes of those to read, the
    way uploads are read."""
    rows = counts[looked]
    texts = number_texts(pa.array([str(cell).strip() for cell in different[looked]], type=pa.string()))
    decimal = texts.decimal(rows)[0] or "."
    _, valid = texts.convert(decimal, None)
    valid &= ~texts.percent_texts()  # 12 % among plain numbers is 0.12, or 12
    share = rows[valid].sum() / rows.sum()
    if not MIXED_FROM <= share < 1 or valid.sum() < FEWEST_NUMBERS or are_identifiers(texts, rows):
        return None
    return Mixture(decimal, looked[~valid])
