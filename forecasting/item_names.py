"""Items as text, the same in every table."""

from __future__ import annotations

import pandas as pd


def item_names(column: pd.Series) -> pd.Series:
    """17.0, as a number column with missing cells shows it, is item '17'; None where there is none."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype(object).where(column.isna(), column.astype(str)).where(column.notna(), None)
