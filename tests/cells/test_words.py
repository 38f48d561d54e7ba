"""Flags, categories and texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.cells.tools import outcome, plain, read


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        (1.0, True),
        ("1", True),
        ("0.0", False),
        ("Yes", True),
        ("nein", False),
        ("n", False),
        ("active", True),
        ("LAPSED", False),
        ("-", None),
        (None, None),
        (np.True_, True),
        ("maybe", "not_a_flag"),
        (2, "not_a_flag"),
        (0.5, "not_a_flag"),
        ([True], "not_a_cell"),
    ],
)
def test_a_flag(cell: Any, value: Any) -> None:
    assert outcome(cell, "flag", yes=("active",), no=("lapsed",)) == value


def test_a_columns_own_words_come_first() -> None:
    assert outcome("no", "flag", yes=("no",), no=("si",))


def test_a_flag_that_does_not_fit_is_told_the_words_of_its_column() -> None:
    (unfit,) = read(["maybe"], "flag", yes=("ja",), no=("nein",)).unfit
    assert unfit.message == "'value' is 'maybe': that is neither yes nor no. Write ja or nein."


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Paris", "Paris"),
        ("  Paris\u200b ", "Paris"),
        (1, "1"),
        (1.0, "1"),
        (1.5, "1.5"),
        (True, "yes"),
        ("true", "yes"),
        ("-", "-"),
        ("NA", None),
        ("", None),
        (None, None),
        ("Select", None),
        ("007", "007"),
        ('="007"', "007"),
        ("2.0", "2.0"),
        ("north ", "north "),
        ("3.0", "3"),
        ({"a": 1}, "not_a_cell"),
    ],
)
def test_a_category(cell: Any, value: Any) -> None:
    how = {"categories": ("Paris", "2.0", "north "), "missing": ("select",)}
    assert outcome(cell, "category", **how) == value


def test_texts_are_objects_with_none() -> None:
    values = read(["a", None, 5], "text").values
    assert values.dtype == object
    assert plain(values) == ["a", None, "5"]
    assert values[1] is None
