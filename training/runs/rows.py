"""Which rows of its sheets a run learns from."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cells.conventions import Conventions
from contract.data import Problem, TrainingData
from contract.filters import Filter, FilterUnfit, in_words, rows_that_count
from contract.orders import OrderError, OrderRefused
from datasets.models import DatasetVersion
from language.sentences import joined, say, say_count

if TYPE_CHECKING:
    import numpy as np
    from pandas import DataFrame


def filters_of(
    filters: Sequence[Filter], conventions: Mapping[str, Mapping[str, Conventions]]
) -> Sequence[Filter]:
    """``filters``, of columns that are there and values that these can hold. Raises OrderRefused."""
    import pandas as pd

    errors = []
    for number, wanted in enumerate(filters):
        place = f"filters.{number}"
        columns = conventions.get(wanted.table)
        if columns is None:
            message = say("No data set is named for the table '{table}'.", table=wanted.table)
            errors.append(OrderError(f"{place}.table", "unknown", message))
        elif wanted.column not in columns:
            near = difflib.get_close_matches(wanted.column, columns, 1) or list(columns)
            message = say(
                "The sheet has no column '{column}'; it has {there}.",
                column=wanted.column,
                there=", ".join(near),
            )
            errors.append(OrderError(f"{place}.column", "unknown", message))
        else:
            nothing = pd.DataFrame({wanted.column: pd.Series(dtype=object)})
            try:
                rows_that_count(nothing, [wanted], columns)
            except FilterUnfit as unfit:
                errors.append(OrderError(place, "unfit_value", unfit.reason))
    if errors:
        raise OrderRefused(*errors)
    return filters


def rows_of(
    version: DatasetVersion, columns: Sequence[str], filters: Sequence[Filter]
) -> tuple[DataFrame, np.ndarray | None]:
    """``columns`` of the rows that every filter keeps, with their places in the sheet; None: all of them."""
    looked_at = [one.column for one in filters]
    frame = version.frame(columns=list(dict.fromkeys([*columns, *looked_at])))
    if not filters:
        return frame, None
    counts = rows_that_count(frame, filters, version.conventions(looked_at))
    frame = frame.loc[counts, list(dict.fromkeys(columns))].reset_index(drop=True)
    return frame, counts.nonzero()[0]


def no_rows_left(data: TrainingData, filters: Sequence[Filter]) -> list[Problem]:
    """Fatal where filters have left a table without rows."""
    return [
        Problem(
            "no_rows_left",
            say("No row is left: {filters}.", filters=_all_in_words(filters, table)),
            table,
            count=0,
            remedy=say("Let more rows count."),
        )
        for table in data.positions
        if not len(data.tables[table])
    ]


def rows_left_out(
    data: TrainingData, filters: Sequence[Filter], versions: Mapping[str, DatasetVersion]
) -> list[Problem]:
    """What is said with every answer that rests on some of the rows."""
    problems = []
    for table in data.positions:
        rows, kept = versions[table].rows, len(data.tables[table])
        message = say_count(
            "{count:integer} of {rows:integer} rows counts: {filters}.",
            "{count:integer} of {rows:integer} rows count: {filters}.",
            kept,
            rows=rows,
            filters=_all_in_words(filters, table),
        )
        problems.append(Problem("rows_left_out", message, table, count=rows - kept, fatal=False))
    return problems


def _all_in_words(filters: Sequence[Filter], table: str) -> str:
    return joined([in_words(one) for one in filters if one.table == table], "; ")
