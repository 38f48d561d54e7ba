"""Numbers by the marks of their column."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cells.tools import DMY_COMMA, ISO, MDY_POINT, outcome, plain, read

NO, TWO = "not_a_number", "ambiguous_number"


@pytest.mark.parametrize(
    ("cell", "comma", "point", "unknown"),
    [
        ("1200", 1200, 1200, 1200),
        ("-7", -7, -7, -7),
        ("12.5", NO, 12.5, 12.5),
        ("12,5", 12.5, NO, 12.5),
        ("1.234", 1234, 1.234, TWO),
        ("1,234", 1.234, 1234, TWO),
        ("0.758", NO, 0.758, 0.758),
        ("1.234,5", 1234.5, 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5, 1234.5),
        ("1.234.567", 1234567, NO, 1234567),
        ("1 234,50", 1234.5, 1234.5, 1234.5),
        ("1'234.50", NO, 1234.5, 1234.5),
        ("(250,00)", -250, -250, -250),
        ("250,00-", -250, -250, -250),
        ("(250.00)", NO, -250, -250),
        ("€ 3,00", 3, 3, 3),
        ("$3.00", 3, 3, 3),
        (" 5 ", 5, 5, 5),
        ('="12"', 12, 12, 12),
        ("1e3", 1000, 1000, 1000),
        ("-", None, None, None),
        ("$ -", None, None, None),
        ("#N/A", None, None, None),
        ("", None, None, None),
        ("many", NO, NO, NO),
        ("12 kg", NO, NO, NO),
        ("2026-04-03", NO, NO, NO),
        ("1e40", NO, NO, NO),
        ("inf", NO, NO, NO),
        (5, 5, 5, 5),
        (2.5, 2.5, 2.5, 2.5),
        (None, None, None, None),
        (math.nan, None, None, None),
        (math.inf, NO, NO, NO),
        (1e31, NO, NO, NO),
        (10**40, NO, NO, NO),
        (10**25, 1e25, 1e25, 1e25),
        (True, NO, NO, NO),
        ([1], "not_a_cell", "not_a_cell", "not_a_cell"),
        ({"a": 1}, "not_a_cell", "not_a_cell", "not_a_cell"),
    ],
)
def test_a_number(cell: Any, comma: Any, point: Any, unknown: Any) -> None:
    assert outcome(cell, "number", **DMY_COMMA) == comma
    assert outcome(cell, "number", **MDY_POINT) == point
    assert outcome(cell, "number", **ISO) == unknown


@pytest.mark.parametrize(
    ("cell", "percentages", "numbers"),
    [
        ("12 %", 0.12, "ambiguous_percent"),
        ("3,5%", 0.035, "ambiguous_percent"),
        ("12", "ambiguous_percent", 12),
        ("0 %", 0, 0),
        ("0", 0, 0),
        (0.12, 0.12, 0.12),
    ],
)
def test_a_percentage(cell: Any, percentages: Any, numbers: Any) -> None:
    assert outcome(cell, "number", decimal=",", percent=True) == percentages
    assert outcome(cell, "number", decimal=",") == numbers


@pytest.mark.parametrize(
    ("cell", "how", "said"),
    [
        ("1,234", {}, "'value' is '1,234': that could be 1234 or 1.234. Write 1234 or 1.2340."),
        ("12.5", {"decimal": ","}, "'value' is '12.5', but its decimal mark is a comma. Write 12,5."),
        ("many", {"decimal": ","}, "'value' is 'many': that is not a number."),
        (
            "12 %",
            {"decimal": "."},
            "'value' is '12 %', but holds numbers without a percent sign. Write 0.12 or 12.",
        ),
    ],
)
def test_what_is_said_of_a_cell_that_does_not_fit(cell: str, how: dict[str, Any], said: str) -> None:
    (unfit,) = read([cell], "number", **how).unfit
    assert unfit.message == said


def test_what_is_to_be_written_instead_fits() -> None:
    assert plain(read(["1234", "1.2340"], "number").values) == [1234, 1.234]


def test_types() -> None:
    assert read([1, 2], "number").values.dtype == np.int64
    assert read(["1", "2"], "number").values.dtype == np.int64
    assert str(read([1, None], "number").values.dtype) == "Int64"
    assert read([1, 2.5], "number").values.dtype == np.float64
    assert read([None, None], "number").values.dtype == np.float64
    assert read([], "number").values.dtype == np.float64
    large = 2**62 + 1
    assert read([large, None], "number").values[0] == large
    assert read([str(large), "5"], "number").values[0] == large


def test_the_columns_own_words_for_missing() -> None:
    found = read(
        [-200, "-200", "-200,0", -200.0, "Select", "5,5"], "number", decimal=",", missing=("-200", "select")
    )
    assert plain(found.values) == [None, None, None, None, None, 5.5]
    assert found.unfit == []


@given(st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6), st.sampled_from(".,"))
def test_a_number_that_a_column_writes_is_read_back(value: float, mark: str) -> None:
    group = "," if mark == "." else "."
    plainly = f"{value:.6f}"
    grouped = f"{value:,.6f}".replace(",", "G").replace(".", mark).replace("G", group)
    for text in (
        plainly.replace(".", mark),
        grouped,
        f"{grouped} €",
        f"$ {grouped}" if value > 0 else grouped,
    ):
        assert outcome(text, "number", decimal=mark) == float(plainly)


@given(st.integers(-(10**17), 10**17))
def test_a_whole_number_is_read_back(value: int) -> None:
    for how in (DMY_COMMA, MDY_POINT, ISO):
        assert outcome(str(value), "number", **how) == value
        assert outcome(value, "number", **how) == value


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_what_has_two_readings_is_never_guessed(thousands: int, rest: int, mark: str) -> None:
    text = f"{thousands}{mark}{rest:03}"
    assert outcome(text, "number") == TWO
    assert outcome(text, "number", decimal=mark) == float(f"{thousands}.{rest:03}")
    assert outcome(text, "number", decimal="," if mark == "." else ".") == thousands * 1000 + rest
