"""Several columns that together name an item: product × customer × store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.panel import ONLY_ITEM
from forecasting.sheet.item_names import item_names

JOINT = " / "
COLUMN_KEY = "column"  # the key that the names of several amount columns are the parts of


@dataclass(frozen=True)
class Keys:
    """``codes`` number the item of each row, -1 where a part is missing; ``parts`` is items × columns."""

    columns: tuple[str, ...]
    codes: np.ndarray
    parts: np.ndarray

    def names(self, codes: np.ndarray) -> tuple[str, ...]:
        """``A / X``; a part that holds the joint itself is quoted, so that no two items share a name."""
        if not self.columns:
            return (ONLY_ITEM,) * len(codes)
        parts = self.parts[codes]
        if len(self.columns) == 1:
            return tuple(parts[:, 0])
        return tuple(JOINT.join(f"'{part}'" if JOINT in part else part for part in row) for row in parts)

    def parts_of(self, codes: np.ndarray) -> tuple[tuple[str, ...], ...]:
        """What each key says of each item; empty where an item's name is all there is."""
        return tuple(map(tuple, self.parts[codes])) if len(self.columns) > 1 else ()

    def with_columns(self, names: Sequence[str]) -> Keys:
        """Each of ``names`` as one more key: rows are those of the first name, then of the second ..."""
        count, items = len(names), max(len(self.parts), 1)
        codes = np.concatenate([np.where(self.codes < 0, -1, self.codes + items * n) for n in range(count)])
        parts = np.tile(self.parts, (count, 1)) if self.columns else np.empty((count, 0), dtype=object)
        last = np.repeat(np.asarray(names, dtype=object), items)[:, None]
        return Keys((*self.columns, COLUMN_KEY), codes, np.hstack([parts, last]))

    def repeated(self, count: int) -> Keys:
        return Keys(self.columns, np.tile(self.codes, count), self.parts)


def read_keys(sheet: pd.DataFrame, columns: Sequence[str]) -> Keys:
    """The item of each row; without columns there is one."""
    codes = np.zeros(len(sheet), dtype=np.int64)
    parts: list[np.ndarray] = []
    for column in columns:
        own, names = pd.factorize(sheet[column])
        missing = (codes < 0) | (own < 0)
        both, pairs = pd.factorize(np.where(missing, -1, codes * max(len(names), 1) + own))
        # factorize has numbered "missing", too, where it came.
        real = pairs >= 0
        number = np.full(len(pairs), -1, dtype=np.int64)
        number[real] = np.arange(int(real.sum()))
        kept = pairs[real]
        earlier, this = np.divmod(kept, max(len(names), 1))
        parts = [part[earlier] for part in parts] + [
            item_names(pd.Series(names)).to_numpy(dtype=object)[this]
        ]
        codes = number[both] if len(both) else codes
    found = np.column_stack(parts) if parts else np.empty((1, 0), dtype=object)
    return Keys(tuple(columns), codes, found)
