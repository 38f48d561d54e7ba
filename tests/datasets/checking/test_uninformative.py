"""Columns with one value, nearly one value, a value per row, or far too many."""

from __future__ import annotations

import numpy as np
import pytest

from tests.datasets.checking.tools import codes, of, people


def test_one_value() -> None:
    (found,) = of(people().assign(country="Norway"), "constant")
    assert (found.column, found.severity, found.steps[0].kind) == ("country", "warn", "drop_column")
    assert found.message == "'country' is Norway in all 200 rows: nothing can be learned from it."


def test_one_value_and_gaps_says_something() -> None:
    frame = people().assign(gift="yes")
    frame.loc[:50, "gift"] = None
    assert "constant" not in codes(frame)


def test_a_constant_target_cannot_be_left_out() -> None:
    (found,) = of(people().assign(left=True), "constant", target="left")
    assert found.steps == []


def test_nearly_one_value() -> None:
    frame = people()
    frame["rare"] = np.arange(len(frame)) == 7
    (found,) = of(frame, "near_constant")
    assert (found.column, found.count, found.row) == ("rare", 199, 7)
    frame["rare"] = np.arange(len(frame)) % 20 == 7
    assert "near_constant" not in codes(frame)


def test_a_rare_outcome_is_no_finding() -> None:
    frame = people()
    frame["left"] = np.arange(len(frame)) == 7
    assert "near_constant" not in codes(frame, target="left")


@pytest.mark.parametrize("names", [list(range(1, 201)), [f"C{number}" for number in range(200)]])
def test_names_of_rows(names: list[object]) -> None:
    (found,) = of(people().assign(number=names), "identifier")
    assert (found.column, found.severity, found.count) == ("number", "note", 200)


def test_a_key_that_was_named_is_no_news() -> None:
    frame = people().assign(number=range(1, 201))
    assert "identifier" not in codes(frame, keys=["number"])


def test_amounts_and_notes_name_no_rows() -> None:
    random = np.random.default_rng(0)
    frame = people().assign(note=[f"called on day {day} about the bill" for day in range(200)])
    frame["amount"] = random.permutation(200) * 17
    assert "identifier" not in codes(frame)


def test_far_too_many_categories() -> None:
    frame = people(2000)
    frame["street"] = [f"Street {number % 500}" for number in range(2000)]
    (found,) = of(frame, "many_values")
    assert (found.column, found.count, found.steps[0].kind) == ("street", 500, "drop_column")
    frame["street"] = [f"Street {number % 50}" for number in range(2000)]
    assert "many_values" not in codes(frame)
