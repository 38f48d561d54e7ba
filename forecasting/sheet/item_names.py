"""Items as text, the same in every table, and which series a name of another table stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting.panel import Panel


def item_names(column: pd.Series) -> pd.Series:
    """17.0, as a number column with missing cells shows it, is item '17'; None where there is none."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype(object).where(column.isna(), column.astype(str)).where(column.notna(), None)


def named_series(panel: Panel, names: pd.Series) -> list[np.ndarray]:
    """The series that each of ``names`` stands for; none where it is unknown.

    Names are items, or, where several columns name an item, what one of these says: a promotion of a product
    holds in all stores. Of the columns it is the one that knows most of the names.
    """
    columns = [panel.items, *zip(*panel.key_parts, strict=True)]
    known = max(columns, key=lambda column: names.isin(set(column)).sum())
    rows = pd.Series(np.arange(len(known))).groupby(np.asarray(known, dtype=object)).agg(list)
    nothing = np.zeros(0, dtype=int)
    return [np.asarray(rows[name]) if name in rows.index else nothing for name in names]
