"""What is refused before a run is queued, with column, row and number."""

from __future__ import annotations

import numpy as np

from forecasting.options import Settings
from forecasting.sheet.checks import check_sheet
from tests.forecasting.conftest import data_of, sheet


def test_a_good_sheet_has_no_problem() -> None:
    assert check_sheet(data_of(sheet(np.arange(30.0))), Settings()) == []


def test_an_infinite_amount_names_column_and_sheet_row() -> None:
    frame = sheet(np.arange(30.0))
    frame.loc[[4, 9], "amount"] = np.inf
    (problem,) = check_sheet(data_of(frame), Settings())
    assert (problem.code, problem.column, problem.row, problem.count) == ("not_a_number", "amount", 6, 2)
    assert problem.fatal


def test_too_few_rows_say_how_many_there_are() -> None:
    frame = sheet(np.arange(25.0))
    frame.loc[:7, "amount"] = np.nan
    (problem,) = check_sheet(data_of(frame), Settings())
    assert problem.code == "too_few_rows"
    assert "17 rows" in problem.message
    assert "at least 20" in problem.message


def test_a_constant_amount_is_refused() -> None:
    (problem,) = check_sheet(data_of(sheet(np.full(40, 5.0))), Settings())
    assert problem.code == "constant_target"
    assert "5 in all 40 rows" in problem.message
