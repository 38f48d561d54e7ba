"""Tables read by conventions: what is there, what is left out, what does not fit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cells.conventions import Conventions
from contract.conform import conform
from tests.cells.tools import plain

HOW = {
    "Signup": Conventions("Signup", "date", date_order="dmy"),
    "Spend": Conventions("Spend", "number", decimal=","),
    "Plan": Conventions("Plan", "category", categories=("basic", "pro")),
}


def test_rows_of_json() -> None:
    table = conform([{"Signup": "03/04/2026", "Spend": 5.5}, {"Spend": "7,5", "Plan": "pro"}], HOW)
    assert list(table.frame) == ["Signup", "Spend", "Plan"]
    assert plain(table.frame["Signup"]) == ["2026-04-03", None]
    assert plain(table.frame["Spend"]) == [5.5, 7.5]
    assert plain(table.frame["Plan"]) == [None, "pro"]
    assert [table.kind(name) for name in table.frame] == ["date", "number", "category"]
    assert len(table) == 2


def test_a_frame_counts_its_rows_from_0() -> None:
    frame = pd.DataFrame({"Spend": ["5,5", "many"], "Plan": ["pro", None]}, index=[4, 9])
    table = conform(frame, HOW)
    assert table.frame.index.tolist() == [0, 1]
    assert [(cell.row, cell.column, cell.value) for cell in table.invalid_cells] == [(1, "Spend", "many")]


def test_what_has_no_conventions_is_left_out_and_named() -> None:
    table = conform([{"Spend": 5, "Note": "x"}], HOW)
    assert list(table.frame) == ["Spend"]
    assert list(table.conventions) == ["Spend"]
    assert table.left_out == ("Note",)


def test_invalid_cells_come_in_the_order_of_the_rows() -> None:
    rows = [{"Signup": "12/25/2026", "Spend": "1"}, {"Signup": "x", "Spend": "12.5"}, {"Plan": ["a"]}]
    invalid_cells = conform(rows, HOW).invalid_cells
    assert [(cell.row, cell.column, cell.code) for cell in invalid_cells] == [
        (0, "Signup", "impossible_date"),
        (1, "Signup", "not_a_date"),
        (1, "Spend", "not_a_number"),
        (2, "Plan", "not_a_cell"),
    ]
    assert invalid_cells[0].message == (
        "'Signup' is '12/25/2026', but its dates are written day first. Write 2026-12-25."
    )


@pytest.mark.parametrize("table", [[], [{}], pd.DataFrame()])
def test_nothing(table: Any) -> None:
    found = conform(table, HOW)
    assert (len(found), list(found.frame), found.invalid_cells) == (len(table), [], [])
