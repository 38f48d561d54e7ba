"""Rows that share item and date are said to be added up or averaged, over which column, with counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cells.conventions import Conventions
from contract.family import Sheet
from forecasting.sheet.combining import combined

ROWS = pd.DataFrame(
    {
        "date": ["2025-01-01", "2025-01-02"] * 6,
        "store": ["A"] * 6 + ["B"] * 6,
        "product": ["x", "x", "y", "y", "z", "z"] * 2,
        "till": ["1", "1", "1", "2", "2", "2"] * 2,
        "units": range(12),
    }
)
KINDS = {"date": "date", "units": "number"}


def said(target: str = "units", item: str = "store", percent: bool = False, **settings: Any) -> list[str]:
    frame = ROWS.rename(columns={"units": target})
    conventions = {
        name: Conventions(name, KINDS.get(name, "category"), percent=percent and name == target)
        for name in frame
    }
    sheet = Sheet(lambda names: frame[list(names)], conventions, settings)
    columns = {"time": "date", "target": target, "item": item.split() or ()}
    return [str(one) for one in combined(columns, sheet)]


def test_what_is_added_up_over_what() -> None:
    assert said() == [
        "12 rows of 3 different 'product' are added up per 'store' and 'date'. Use 'product' as the item too "
        "to keep them apart."
    ]


def test_nothing_is_said_where_every_row_stands_alone() -> None:
    assert said(item="store product") == []


@pytest.mark.parametrize("target", ["conversion_rate", "stock_level"])
def test_rates_and_levels_are_averaged(target: str) -> None:
    assert said(target)[0].startswith("12 rows of 3 different 'product' are averaged per")


def test_how_cells_are_written_and_what_was_set_count() -> None:
    assert "are averaged" in said(percent=True)[0]
    assert "are averaged" in said(unit="%")[0]
    assert "are averaged" in said(adds_up="mean")[0]
    assert "the last one counts" in said(adds_up="last")[0]
    assert "are added up" in said("stock_level", adds_up="sum")[0]
    assert "are added up" in said("price")[0], "several prices a day are those of sales"


def test_no_column_tells_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.forecasting.test_combining.ROWS", ROWS.drop(columns=["product", "till"]))
    assert said() == [
        "12 rows share 'store' and 'date' with another row: their amounts are added up. Choose a "
        "further column as the item to keep them apart."
    ]
