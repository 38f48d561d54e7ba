"""The table being checked, with what the checks share computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cells.conventions import Conventions
from cells.reading import read_cells
from columns.identifiers import counts_rows, is_prose, names_rows
from datasets.checking.numbers_in_text import Mixture, mixture_of

MOST_LOOKED_AT = 20_000  # different values of a column of text


@dataclass(frozen=True)
class Column:
    """A column of the table; ``kind`` is one of datasets.kinds."""

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
        return mixture_of(self.different, self.counts, self.common)

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
