"""Numbers with a mark beside them are read, and the mark is told; a unit is never taken for a mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cells.conventions import Conventions
from cells.reading import read_cells
from tests.datasets.reading_tools import codes, read_text
from tests.sheets.conftest import Sheets

PLAIN = [f"{100 + at}.5" for at in range(20)]


def sheet(cells: list[str], name: str = "value") -> str:
    return f"row;{name}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells))


def told(table: Any) -> list[tuple[Any, ...]]:
    return [(one.value, one.count, one.row) for one in table.problems if one.code == "flags_kept"]


def test_provisional_months_are_known(sheets: Sheets) -> None:
    months = [f"{year}-{month:02}" for year in range(2021, 2025) for month in range(1, 13)]
    cells = [f"{100 + at / 2:.1f}" for at in range(48)]
    cells[45:] = [f"{cell} p" for cell in cells[45:]]
    text = "month,index\n" + "".join(f"{one},{cell}\n" for one, cell in zip(months, cells, strict=True))
    trained = sheets.forecast(text, columns={"time": "month", "target": "index"}, settings={"horizon": 3})
    assert trained.results()[0]["date"].startswith("2025-01")
    assert "flags_kept" in trained.codes
    assert "'p'" in trained.said


@pytest.mark.parametrize(
    ("cell", "number", "mark"),
    [
        ("128.5 p", 128.5, "p"),
        ("12*", 12, "*"),
        ("12 **", 12, "**"),
        ("1234.5 e", 1234.5, "e"),
        ("77.5 b", 77.5, "b"),
        ("5.5 (p)", 5.5, "(p)"),
        ("5.5 [e]", 5.5, "[e]"),
        ("9.5†", 9.5, "†"),
        ("3.5¹", 3.5, "¹"),
        ("<1", 1, "<"),
        (">1000", 1000, ">"),
        ("<= 0.5", 0.5, "<="),
        ("≥ 7", 7, "≥"),
        ("~5", 5, "~"),
        ("ca. 5", 5, "ca."),
        ("Ca 5", 5, "ca"),
        ("approx. 9", 9, "approx."),
        ("etwa 9", 9, "etwa"),
        ("environ 9", 9, "environ"),
        ("-3.5 r", -3.5, "r"),
        ("88.5 bp", 88.5, "bp"),
    ],
)
def test_the_number_is_read_and_the_mark_told(tmp_path: Path, cell: str, number: float, mark: str) -> None:
    table = read_text(tmp_path, sheet([*PLAIN, cell, cell]))
    assert table.frame["value"].tolist() == [*map(float, PLAIN), number, number]
    assert told(table) == [(mark, 2, 22)]
    assert table.rejects == []
    how = table.conventions["value"]
    assert how.notes == (mark,)
    assert list(read_cells([cell, "7.5"], how).values) == [number, 7.5]


@pytest.mark.parametrize(
    "cells",
    [
        [*["12 kg"] * 3, *["500 g"] * 3],
        [*PLAIN[:5], *["5 m"] * 5, *["3 h"] * 5],
        ["5 d", "6 d", "7 d"],
        ["3*", "4*", "5*"],
        ["<18", "18-65", ">65"],
        ["<30", ">30"],
        [*PLAIN[:3], *["7 e"] * 9],
        ["1.2k", "3M", "500"],
        ["A*", "B", "C"],
    ],
)
def test_units_and_categories_stay_text(tmp_path: Path, cells: list[str]) -> None:
    table = read_text(tmp_path, sheet(cells * 2))
    assert table.frame["value"].tolist() == cells * 2
    assert told(table) == []


def test_marks_of_several_kinds_with_decimal_commas(tmp_path: Path) -> None:
    cells = [*[cell.replace(".", ",") for cell in PLAIN], "1.234,5 e", "<0,5", "7,5 p", "8,5 p", ":"]
    table = read_text(tmp_path, sheet(cells))
    assert table.frame["value"].tolist()[20:24] == [1234.5, 0.5, 7.5, 8.5]
    assert told(table) == [("e", 1, 22), ("<", 1, 23), ("p", 2, 24)]
    assert [one.value for one in table.problems if one.code == "taken_as_missing"] == [":"]


def test_a_code_with_a_mark_stays_a_code(tmp_path: Path) -> None:
    cells = ["1001", "1002", "1003", "1004*"] * 3
    assert read_text(tmp_path, sheet(cells, "sku")).frame["sku"].tolist() == cells


def test_an_unknown_mark_in_a_request_is_refused() -> None:
    how = Conventions("value", "number", decimal=".", notes=("p",))
    read = read_cells(["5.5 p", "5.5 e"], how)
    assert [one.code for one in read.unfit] == ["not_a_number"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["250,00", "(250,00)", "250,00-", "1.250,50"], [250, -250, -250, 1250.5]),
        (["12 %", "12,5 %", "(3 %)"], [0.12, 0.125, -0.03]),
        (["€ 5,50", "5,50 €", "-5,50 €"], [5.5, 5.5, -5.5]),
        (["1 234,50", "999,25"], [1234.5, 999.25]),
        (["$1,234.50", "($5.00)"], [1234.5, -5]),
    ],
)
def test_numbers_that_held_before(tmp_path: Path, cells: list[str], values: list[float]) -> None:
    table = read_text(tmp_path, sheet(cells))
    assert table.frame["value"].tolist() == pytest.approx(values)
    assert set(codes(table)) <= {"percent"}
