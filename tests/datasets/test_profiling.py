"""The profile of every column: kind, range, examples, what is wrong."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.profiling import ColumnProfile, profile
from language.sentences import Sentence, revive
from language.sentences import kept as sentences_kept

DAYS = pd.date_range("2024-01-01", periods=40)


def messages(result: ColumnProfile) -> list[str]:
    return [problem.message for problem in result.problems]


def profile_of(values: Any, dtype: Any = None) -> ColumnProfile:
    (result,) = profile(pd.DataFrame({"value": pd.Series(values, dtype=dtype)}))
    json.dumps(result.as_dict(), allow_nan=False)  # every profile is plain JSON
    return result


@pytest.mark.parametrize(
    ("values", "dtype", "kind"),
    [
        (DAYS, None, "date"),
        ([1.5, 2.5, np.nan], None, "number"),
        ([5, 7, 9], None, "number"),
        ([1, 0, 1], None, "flag"),
        ([1, 1, 1], None, "number"),
        ([1, 0, None], "Int64", "flag"),
        ([True, False, None], "boolean", "flag"),
        (["red", "green", "red"], None, "category"),
        ([f"shop {i % 100}" for i in range(400)], None, "category"),
        ([f"shop {i % 300}" for i in range(400)], None, "text"),
        ([f"C{i:04}" for i in range(12)], None, "text"),
        (["0001", "0002", "0001"], None, "category"),
        (["A long note about a customer and what was said on the phone " * 2, "another"] * 5, None, "text"),
        ([None, None], object, "text"),
    ],
)
def test_kinds(values: Any, dtype: Any, kind: str) -> None:
    assert profile_of(values, dtype).kind == kind


def test_numbers() -> None:
    result = profile_of([1.0, 2.0, 2.0, 10.0, np.nan])
    assert (result.missing, result.unique, result.min, result.max) == (1, 3, 1, 10)
    assert (result.mean, result.median) == (3.75, 2)
    assert result.examples == [1, 2, 10]
    assert result.histogram is not None
    assert sum(result.histogram["counts"]) == 4
    assert len(result.histogram["edges"]) == len(result.histogram["counts"]) + 1 == 21
    assert messages(result) == ["20 % missing"]


def test_whole_numbers_have_no_more_bins_than_values() -> None:
    histogram = profile_of([1, 2, 3, 3]).histogram
    assert histogram is not None
    assert histogram["counts"] == [1, 1, 2]


def test_dates() -> None:
    result = profile_of([*DAYS, pd.NaT])
    assert (result.min, result.median, result.max) == ("2024-01-01", "2024-01-21", "2024-02-09")
    assert result.missing == 1
    assert result.histogram is not None
    assert result.histogram["edges"][0] == "2024-01-01"
    assert result.histogram["counts"] == [2] * 20
    assert profile_of([pd.Timestamp("2024-01-01 08:30")]).min == "2024-01-01T08:30:00"


def test_categories() -> None:
    values = [word for i in range(12) for word in [f"w{i:02}"] * (i + 1)]
    result = profile_of([*values, None])
    assert result.unique == 12
    assert result.histogram == {
        "values": [f"w{i:02}" for i in range(11, 1, -1)],
        "counts": list(range(12, 2, -1)),
        "other": 3,
    }
    assert len(result.examples) == 5


def test_flags() -> None:
    result = profile_of([True, True, False, None], "boolean")
    assert (result.missing, result.unique) == (1, 2)
    assert result.mean == pytest.approx(2 / 3)
    assert result.histogram == {"values": [True, False], "counts": [2, 1], "other": 0}


@pytest.mark.parametrize(
    ("values", "dtype", "problem"),
    [
        ([1.0] + [np.nan] * 3, None, "75 % missing"),
        ([1.0] + [np.nan] * 999, None, "99 % missing"),
        ([1.0] * 400 + [np.nan], None, "Less than 1 % missing"),
        ([None, None], object, "Every value is missing"),
        ([7, 7, 7], None, "Every value is the same"),
        (range(5, 25), None, "Looks like an identifier: every value is unique"),
        ([f"C{i}" for i in range(20)], None, "Looks like an identifier: every value is unique"),
    ],
)
def test_problems(values: Any, dtype: Any, problem: str) -> None:
    result = profile_of(values, dtype)
    assert problem in messages(result)
    assert all(problem.remedy for problem in result.problems)


def test_problems_are_kept_as_sentences() -> None:
    stored = json.dumps(sentences_kept(profile_of([1.5, 2.5, None, None]).as_dict()))
    (found,) = revive(json.loads(stored))["problems"]
    assert found["message"] == "50 % missing"
    assert isinstance(found["message"], Sentence)


def test_amounts_that_all_differ_are_no_identifier() -> None:
    assert profile_of([3, 17, 5, 99, 1, 40, 28, 77, 61, 12, 54]).problems == []


def test_extreme_numbers_and_empty_columns_are_plain_json() -> None:
    assert profile_of([1e308, -1e308]).histogram is None
    assert profile_of([np.inf, 1.0]).max == 1
    assert profile_of([10**18, 10**18]).histogram == {"edges": [10**18, 10**18], "counts": [2]}
    assert profile_of([1e17, 1e17 + 64]).histogram["counts"][0] == 1  # type: ignore[index]
    for dtype in ("float64", "Int64", "boolean", "datetime64[ns]", object):
        result = profile_of([], dtype)
        assert (result.missing, result.unique, result.min) == (0, 0, None)


def test_long_examples_are_cut_and_the_frame_is_not_changed() -> None:
    frame = pd.DataFrame({"note": ["x" * 500, None]})
    before = frame.copy()
    (result,) = profile(frame)
    assert len(result.examples[0]) == 80
    pd.testing.assert_frame_equal(frame, before)
