"""Rows equal in every column to an earlier one: exports that overlap, or the same that happened twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasets.models import DatasetVersion

if TYPE_CHECKING:
    import numpy as np


def copies_of(version: DatasetVersion, kept: np.ndarray | None) -> np.ndarray:
    """Of each row that is ``kept`` (None: all), the place among these of the first row that is equal in
    every column of the sheet, -1 where it is the first."""
    import numpy as np
    import pandas as pd

    frame = version.frame()
    if kept is not None:
        frame = frame.iloc[kept]
    key = np.zeros(len(frame), dtype=np.uint64)
    for number, name in enumerate(frame.columns):
        codes = pd.factorize(frame[name])[0].astype(np.int64)
        key = key * np.uint64(1_099_511_628_211) + pd.util.hash_array(codes + number)
    group = pd.factorize(key)[0]
    first = np.full(group.max(initial=-1) + 1, -1)
    first[group[::-1]] = np.arange(len(group))[::-1]
    return np.where(first[group] == np.arange(len(group)), -1, first[group])
