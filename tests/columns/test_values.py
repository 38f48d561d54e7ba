"""Typed columns as numbers, dates and words: nothing is parsed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from columns.values import EMPTY, dates, numbers, spellings, words


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1, 0, None], dtype="Int64"),
        pd.Series([True, False, None], dtype="boolean"),
        pd.Series([True, False, None], dtype=object),
        pd.Series([1.0, 0.0, np.inf]),
        pd.Series([1.0, 0.0, 1e40]),
    ],
)
def test_numbers_and_flags_are_floats(column: pd.Series) -> None:
    assert np.array_equal(numbers(column), [1.0, 0.0, np.nan], equal_nan=True)


@pytest.mark.parametrize("cells", [["1", "2"], [1, "2"], ["1,5", None]])
def test_texts_are_no_numbers(cells: list[object]) -> None:
    with pytest.raises(TypeError, match="amount"):
        numbers(pd.Series(cells, name="amount", dtype=object))


def test_dates_are_nanoseconds_whatever_their_unit() -> None:
    column = pd.Series(np.array(["2026-04-03", "9999-12-31", "NaT"], dtype="datetime64[us]"))
    found = dates(column)
    assert found.dtype == "datetime64[ns]"
    assert found[0] == np.datetime64("2026-04-03")
    assert np.isnat(found[1:]).all()


@pytest.mark.parametrize("cells", [["2026-04-03"], [20260403]])
def test_texts_and_numbers_are_no_dates(cells: list[object]) -> None:
    with pytest.raises(TypeError, match="day"):
        dates(pd.Series(cells, name="day"))


def test_a_column_without_any_value_is_of_every_kind() -> None:
    nothing = pd.Series([None, None], dtype=object)
    assert np.isnan(numbers(nothing)).all()
    assert np.isnat(dates(nothing)).all()
    assert words(nothing)[0].tolist() == [-1, -1]
    assert spellings(nothing).tolist() == [None, None]


def test_words_differ_by_more_than_case() -> None:
    codes, texts = words(pd.Series(["Red", "red ", "blue", None, "Select", "?"]))
    assert (codes.tolist(), texts) == ([0, 0, 1, -1, -1, -1], ["Red", "blue"])
    codes, texts = words(pd.Series(["Select", "?", ""]), missing=EMPTY)
    assert (codes.tolist(), texts) == ([0, 1, -1], ["Select", "?"])


def test_equal_values_of_other_types_are_spelled_alike() -> None:
    columns = [pd.Series([5, 7]), pd.Series([5.0, 7.0]), pd.Series(["5", "7.0"]), pd.Series([5, "7"])]
    assert [spellings(column).tolist() for column in columns] == [["5", "7"]] * 4
    assert spellings(pd.Series(["v1.0", "v1", "007"])).tolist() == ["v1.0", "v1", "007"]
