"""Codes stay names: none falls together with another, none loses its spelling, a date among them is told."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.datasets.reading_tools import codes, read_bytes, read_text
from tests.sheets.conftest import Sheets, csv

DAY = datetime.date(2026, 1, 5)


def units(items: Sequence[str], count: int = 42) -> list[tuple[Any, ...]]:
    return [
        (DAY + datetime.timedelta(at), item, 20 * place + at % 7 + 5)
        for at in range(count)
        for place, item in enumerate(items)
    ]


def test_codes_with_an_exponent_are_four_products(sheets: Sheets) -> None:
    items = ["1E5", "2E3", "100000", "2000"]
    trained = sheets.forecast(
        csv("Day,SKU,Units", units(items)),
        columns={"time": "Day", "target": "Units", "item": "SKU"},
        settings={"horizon": 7},
    )
    assert {row["item"] for row in trained.results()} == set(items)
    assert "summed" not in trained.said


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("anything", ["1E5", "100000", "2E3"]),
        ("Teil", ["90.750", "90.75", "12.10"]),
        ("Artikelnummer", ["90,750", "90,75", "12,10"]),
        ("article", ["007", "7", "1200"]),
        ("réf", ["007", "8", "12"]),
        ("código", ["1.10", "1.20", "1.30"]),
        ("Product ID", ["00123", "4567", "890123"]),
        ("SKU", ["1001", "1002", *["1003"] * 30, "10AB"]),
        ("item_no", [*["1001", "1002"] * 15, "12a4"]),
        ("isbn", ["0306406152", "080442957X", "3161484100"]),
        ("Order number", ["1E3", "1000", "12"]),
        ("kod", ["+12", "12", "13"]),
        ("商品コード コード", ["0012", "12", "7"]),
        ("версия код", ["1.0", "1.10", "1.1"]),
        ("varenummer", ["10.203", "10.204"]),
    ],
)
def test_codes_are_text_as_they_are_spelled(tmp_path: Path, column: str, cells: list[str]) -> None:
    text = f"row;{column}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells))
    table = read_text(tmp_path, text)
    assert table.frame[column].tolist() == cells
    assert table.rejects == []


@pytest.mark.parametrize(
    ("column", "cells", "kind"),
    [
        ("Customer ID", ["1001", "1002", "1003"], "int64"),
        ("id", ["12.0", "13.0", "14.0"], "float64"),
        ("SKU", ["1001", "1002", "1003"], "int64"),
        ("order id", ["4006381333931", "4006381333932", "4006381333933"], "int64"),
        ("id", ["12345678901234567", "12345678901234568"], "int64"),
        ("price", ["5.50", "5.5", "6.25"], "float64"),
        ("Artikelpreis", ["90,750", "90,75", "91,5"], "float64"),
        ("number of items", ["12.50", "12.5", "13"], "float64"),
        ("visitors", ["1E+05", "100000", "120000"], "float64"),
        ("amount", ["1e5", "2e3", "7e4"], "float64"),
        ("item count", ["7", "8", "9"], "int64"),
        ("No", ["1", "2", "3"], "int64"),
        ("rating", ["4.5", "4.50", "5.0", "5"], "float64"),
        ("discount", ["0.10", "0.1", "0.25"], "float64"),
    ],
)
def test_numbers_stay_numbers(tmp_path: Path, column: str, cells: list[str], kind: str) -> None:
    text = f"row;{column}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells))
    table = read_text(tmp_path, text)
    assert str(table.frame[column].dtype) == kind
    assert codes(table) == []


def workbook(column: str, cells: Sequence[Any]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["row", column])
    for at, cell in enumerate(cells):
        made.active.append([f"r{at}", cell])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("column", "cells", "row"),
    [
        ("SKU", ["AB-1", "KX-22", datetime.datetime(2026, 3, 1)], 4),
        ("Artikel", [datetime.datetime(2026, 1, 5), "A7", "B9"], 2),
        ("gene", ["TP53", "BRCA1", "MYC2", datetime.datetime(2026, 9, 2)], 5),
    ],
)
def test_a_code_that_became_a_date_in_a_workbook(
    tmp_path: Path, column: str, cells: list[Any], row: int
) -> None:
    table = read_bytes(tmp_path, workbook(column, cells * 5), name="a.xlsx")
    (told,) = table.problems
    assert (told.code, told.column, told.row, told.count) == ("codes_became_dates", column, row, 5)


@pytest.mark.parametrize(
    "date", ["1-Mar", "Mar-01", "01-Mar-26", "01. Mrz", "mars-01", "2026-03-01", "01.03.2026"]
)
def test_a_code_that_became_a_date_in_a_text(tmp_path: Path, date: str) -> None:
    text = "row;code\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(["AB1", "KX22", date] * 4))
    (told,) = read_text(tmp_path, text).problems
    assert (told.code, told.row, told.count) == ("codes_became_dates", 4, 4)


@pytest.mark.parametrize(
    "cells",
    [
        ["MAR-01", "KOL-02", "FER-12"],
        ["Mar-01", "Kol-02", "Fer-12"],
        ["tea", "milk", "Mar-01"],
        ["paid late", "call on 2026-03-01", "May"],
        ["A1", "B2", "March"],
    ],
)
def test_codes_that_look_like_dates_are_not_told(tmp_path: Path, cells: list[str]) -> None:
    text = "row;code\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells * 4))
    assert codes(read_text(tmp_path, text)) == []


def test_what_is_a_code_in_a_sheet_is_one_in_a_request(sheets: Sheets) -> None:
    trained = sheets.forecast(
        csv("Day,Teil,Units", units(["90.750", "90.75"])),
        columns={"time": "Day", "target": "Units", "item": "Teil"},
        settings={"horizon": 7},
    )
    assert {row["item"] for row in trained.results()} == {"90.750", "90.75"}
    assert "90.750" in str(trained.ask(items=["90.750"], horizon=7))
