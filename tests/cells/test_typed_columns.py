"""Columns that come with a type, from pandas, numpy and Arrow."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.cells.tools import plain, read

DAY = np.datetime64("2026-04-03T10:15")


@pytest.mark.parametrize(
    ("column", "dtype", "values"),
    [
        (np.array([1, 2]), "int64", [1, 2]),
        (np.array([1.5, np.nan]), "float64", [1.5, None]),
        (pd.Series([1.5, np.inf, 1e31]), "float64", [1.5, None, None]),
        (pd.Series([2**62 + 1, None], dtype="Int64"), "Int64", [2**62 + 1, None]),
        (pd.Series([1, 2], dtype="int8"), "int64", [1, 2]),
        (pa.array([1, None, 3]), "Int64", [1, None, 3]),
        (pa.chunked_array([[1.5], [2.5]]), "float64", [1.5, 2.5]),
        (pd.Series(["1", "2,5"], dtype="string"), "float64", [1, 2.5]),
        (pa.array(["1", None]), "Int64", [1, None]),
        (pd.Series(["5", "6"], dtype="category"), "int64", [5, 6]),
        (pd.Series([5, "6", None], dtype=object), "Int64", [5, 6, None]),
    ],
)
def test_numbers(column: Any, dtype: str, values: list[Any]) -> None:
    found = read(column, "number")
    assert (str(found.values.dtype), plain(found.values)) == (dtype, values)


@pytest.mark.parametrize(
    "column",
    [
        np.array([DAY, "NaT"], dtype="datetime64[s]"),
        pd.Series([DAY, None], dtype="datetime64[ns]"),
        pd.Series([DAY, None]).astype("datetime64[us]"),
        pd.Series(["2026-04-03T12:15+02:00", None]).astype("datetime64[ns, Europe/Berlin]"),
        pa.array([datetime.datetime(2026, 4, 3, 10, 15), None]),
        pa.array([datetime.datetime(2026, 4, 3, 10, 15), None], pa.timestamp("us", "Europe/Berlin")),
        [datetime.datetime(2026, 4, 3, 10, 15), None],
        pd.Series(["2026-04-03T10:15", None], dtype=object),
    ],
)
def test_dates(column: Any) -> None:
    found = read(column, "date")
    assert str(found.values.dtype) == "datetime64[ns]"
    assert plain(found.values) == ["2026-04-03T10:15:00", None]


def test_dates_that_no_column_can_hold() -> None:
    found = read(np.array(["1500-01-01", "2026-04-03"], dtype="datetime64[D]"), "date")
    assert [(unfit.place, unfit.code) for unfit in found.unfit] == [(0, "impossible_date")]
    assert plain(found.values) == [None, "2026-04-03"]


def test_arrow_days_are_dates() -> None:
    assert plain(read(pa.array([datetime.date(2026, 4, 3), None]), "date").values) == ["2026-04-03", None]


@pytest.mark.parametrize("column", [np.array([True, False]), pd.Series([True, False], dtype="boolean")])
def test_flags(column: Any) -> None:
    assert str(read(column, "flag").values.dtype) == "boolean"
    assert plain(read(column, "flag").values) == [True, False]
    assert plain(read(column, "text").values) == ["yes", "no"]
    assert [unfit.code for unfit in read(column, "number").unfit] == ["not_a_number"] * 2


def test_numbers_in_columns_of_another_kind() -> None:
    numbers = pd.Series([1.0, 0.0, np.nan])
    assert plain(read(numbers, "flag").values) == [True, False, None]
    assert plain(read(numbers, "category").values) == ["1", "0", None]
    assert plain(read(pd.Series([46115, 7]), "date").values) == ["2026-04-03", None]


def test_dates_in_columns_of_another_kind() -> None:
    days = pd.Series(np.array(["2026-04-03", "2026-04-03T10:15"], dtype="datetime64[ns]"))
    assert plain(read(days, "text").values) == ["2026-04-03", "2026-04-03 10:15:00"]
    assert [unfit.code for unfit in read(days, "number").unfit] == ["not_a_number"] * 2


def test_a_long_list_is_read_as_a_short_one() -> None:
    cells = ["5", None, "many", "-", "5"]
    short, long = read(cells, "number"), read(cells * 300, "number")
    assert plain(long.values) == plain(short.values) * 300
    assert [unfit.place for unfit in long.unfit] == list(range(2, 1_500, 5))


def test_the_index_of_a_column_does_not_matter() -> None:
    found = read(pd.Series(["5", "many"], index=[7, 9]), "number")
    assert [unfit.place for unfit in found.unfit] == [1]
