"""Numbers and words become coordinates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation.encoding import NumberColumn, WordColumn, ranks


def test_a_number_is_standardised():
    series = pd.Series([1.0, 2.0, 3.0, 4.0], name="visits")
    coordinate = NumberColumn.learn(series).encode(series)[:, 0]
    assert coordinate.mean() == pytest.approx(0)
    assert coordinate.std() == pytest.approx(1)


def test_a_skewed_number_is_put_on_a_logarithmic_scale_whatever_its_unit():
    cents = pd.Series(np.exp(np.random.default_rng(0).normal(0, 1.5, 500)) * 1e5, name="sales")
    column = NumberColumn.learn(cents)
    assert column.scale == pytest.approx(cents.median())
    assert column.encode(cents) == pytest.approx(NumberColumn.learn(cents / 1e5).encode(cents / 1e5))


def test_a_missing_number_is_the_median():
    series = pd.Series([1.0, 2.0, 9.0, None], name="visits")
    coordinates = NumberColumn.learn(series).encode(series)[:, 0]
    assert coordinates[3] == coordinates[1]


@pytest.mark.parametrize(
    "words",
    [
        ["low", "medium", "high"],
        ["Low", "HIGH"],
        ["primary", "mid", "high"],
        ["youth", "adult", "senior"],
        ["small", "medium", "large"],
        ["bronze", "silver", "gold"],
    ],
)
def test_ordered_words_become_one_rising_number(words):
    column = WordColumn.learn(pd.Series(words * 4, name="level"))
    assert column.width == 1
    assert column.levels == words
    steps = [row[0] for row in column.table[:-1]]
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("words", [["low", "blue"], ["medium", "mid"], ["red", "green"]])
def test_other_words_have_no_order(words):
    assert ranks(words) is None


def test_words_become_zeros_and_ones():
    series = pd.Series(["a", "b", "a", "B"], name="kind")
    column = WordColumn.learn(series)
    assert column.levels == ["a", "b"]
    assert column.encode(series).tolist() == [[1, 0], [0, 1], [1, 0], [0, 1]]


def test_rare_words_are_grouped_and_missing_ones_are_a_word_of_their_own():
    words = [f"w{n}" for n in range(30) for _ in range(30 - n)]
    series = pd.Series([*words, None, None], name="trade")
    column = WordColumn.learn(series)
    assert column.levels[-2:] == ["other", "unknown"]
    assert len(column.levels) == 22
    places = column.codes(pd.Series(["w0", "w29", "never seen", None]))
    assert places.tolist() == [0, 20, 20, 21]


def test_a_word_never_seen_lies_at_the_average():
    column = WordColumn.learn(pd.Series(["a", "a", "a", "b"], name="kind"))
    assert column.encode(pd.Series(["zzz"])).tolist() == [[0.75, 0.25]]


def test_the_same_word_in_other_types():
    column = WordColumn.learn(pd.Series([True, False, True], name="member"))
    assert column.levels == ["yes", "no"]
    assert column.codes(pd.Series([True, False, None], dtype="boolean")).tolist() == [0, 1, -1]
    assert column.codes(pd.Series(["True", "no", False], dtype=object)).tolist() == [0, 1, 1]
    numbers = WordColumn.learn(pd.Series([1.0, 2.0, np.nan], name="channel"))
    assert numbers.codes(pd.Series(["1", 2], dtype=object)).tolist() == [0, 1]


def test_yes_in_a_request_is_the_one_of_a_sheet():
    column = WordColumn.learn(pd.Series([1, 0, 1], name="member"))
    asked = pd.Series([True, False, None], name="member", dtype="boolean")
    assert column.codes(asked).tolist() == [column.levels.index("1"), column.levels.index("0"), -1]
    assert [flag.code for flag in column.flags(asked)] == ["missing"]
