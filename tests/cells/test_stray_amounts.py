"""An amount with a sign or cents among numbers of the other decimal mark has one reading, and gets it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells.conventions import Conventions
from cells.reading import read_cells
from tests.datasets.reading_tools import read_column, read_text

POINTS = [f"{100 + at}.5" for at in range(20)]
COMMAS = [f"{100 + at},5" for at in range(20)]
WHOLE = [f"{100 + at}" for at in range(20)]


@pytest.mark.parametrize("others", [POINTS, COMMAS, WHOLE])
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("122,50 €", 122.5),
        ("1.250,00 EUR", 1250),
        ("$ 12", 12),
        ("€122.50", 122.5),
        ("-12,50 €", -12.5),
        ("1 250,00 €", 1250),
        ("$1,250.75", 1250.75),
    ],
)
def test_it_is_read_among_plain_numbers(tmp_path: Path, others: list[str], cell: str, value: float) -> None:
    column, problems = read_column(tmp_path, [*others, cell])
    assert column.iloc[-1] == value
    assert column.iloc[0] == float(others[0].replace(",", "."))
    assert "not_a_number" not in [one.code for one in problems]


def test_it_is_said_where_the_column_has_another_mark(tmp_path: Path) -> None:
    _, problems = read_column(tmp_path, [*POINTS, "122,50 €"])
    (found,) = [one for one in problems if one.code == "other_mark"]
    assert (found.row, found.count) == (22, 1)
    assert "'122,50 €' was read as 122.5" in str(found.message)
    _, problems = read_column(tmp_path, [*COMMAS, "122,50 €"])
    assert [one.code for one in problems if one.column == "value"] == []


@pytest.mark.parametrize("cell", ["12.5", "10.12", "1.2.3"])
def test_what_may_be_a_day_or_a_version_is_not_guessed(tmp_path: Path, cell: str) -> None:
    column, problems = read_column(tmp_path, [*COMMAS, cell])
    assert np.isnan(column.iloc[-1])
    assert "not_a_number" in [one.code for one in problems]


def test_the_mark_of_thousands_is_that_of_the_column(tmp_path: Path) -> None:
    table = read_text(tmp_path, "row;value\n" + "".join(f"r;{cell}\n" for cell in [*POINTS, "122,50 €"]))
    assert (table.conventions["value"].decimal, table.conventions["value"].thousands) == (".", None)


MONEY = st.decimals(-9_999_999, 9_999_999, places=2)


@settings(max_examples=80, deadline=None)
@given(MONEY, st.sampled_from([".", ","]), st.sampled_from(["€", "EUR", "$"]))
def test_money_is_read_alike_whatever_the_column_writes(amount: object, decimal: str, sign: str) -> None:
    """With the marks of one country or the other."""
    written = f"{amount:,.2f}"
    european = written.translate(str.maketrans(",.", ".,"))
    how = Conventions("a", "number", decimal=decimal)
    found = read_cells([f"{written} {sign}", f"{european} {sign}"], how)
    assert found.unfit == []
    assert list(found.values) == [float(str(amount))] * 2
