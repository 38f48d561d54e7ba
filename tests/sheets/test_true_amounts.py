"""A frequent true amount is not proposed as a stand-in for "not known"."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from datasets.checking import check
from tests.datasets.reading_tools import read_text

REFUNDS = [*[6, 7, 8, 9, 10, 11, 12] * 6, *[-1] * 5]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("Qty", REFUNDS),
        ("Gross Sales", [*[30, 35, 40, 45, 50, 55, 60] * 6, *[-5] * 5]),
        ("Menge", REFUNDS),
        ("montant", [*range(100, 140), *[-100] * 6]),
        ("Importe", [*range(200, 240), *[-200] * 4]),
        ("Revenue", [*range(100, 140), *[900] * 40]),
        ("price", [*range(5, 45), *[999] * 9]),
        ("x", [*range(100, 140), *[900] * 40]),
        ("x", [*range(10, 50), *[-5] * 4]),
        ("fee paid", [*range(10, 50), *[0] * 9]),
        ("x", [*range(10, 50), *[200] * 9, *[-200] * 9]),
    ],
)
def test_true_amounts(tmp_path: Path, column: str, cells: list[int]) -> None:
    text = f"row;{column}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells))
    assert [one.code for one in read_text(tmp_path, text).problems] == []
    found = check(pd.DataFrame({column: cells}), {column: "number"})
    assert "disguised_number" not in [one.code for one in found]


@pytest.mark.parametrize(
    ("column", "value"), [("age", 999), ("age", -1), ("sensor", -200), ("price", -9999), ("Umsatz", 99999)]
)
def test_stand_ins_are_proposed_all_the_same(tmp_path: Path, column: str, value: int) -> None:
    cells = [*range(40, 70), *[value] * 6]
    text = f"row;{column}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells))
    (told,) = read_text(tmp_path, text).problems
    assert (told.code, told.value) == ("disguised_missing", str(value))
    found = check(pd.DataFrame({column: cells}), {column: "number"})
    assert "disguised_number" in [one.code for one in found]
