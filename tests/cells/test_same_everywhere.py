"""The same cells, uploaded as CSV or XLSX, sent as JSON or as a sheet to a model, are the same values."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cells.conventions import Conventions
from contract.conform import conform
from datasets import profiling, reading
from datasets.schema.columns import conventions_of, schema_of
from tests.cells.tools import plain

DMY = {
    "day": ["31/01/2026", "03/04/2026", "05/06/2026 10:15", "-"],
    "price": ["1.234,50", "12,5", "(250,00)", "€ 3,00"],
    "rate": ["12 %", "3,5 %", "0 %", "7%"],
    "units": ["5", "1200", "-7", "8"],
    "active": ["ja", "nein", "Ja", "-"],
    "shop": ["A", "B", "A", "A"],
}
MDY = {
    "day": ["01/31/2026", "04/03/2026", "06/05/2026 10:15", "-"],
    "price": ["1,234.50", "12.5", "(250.00)", "$3.00"],
    "rate": ["12 %", "3.5 %", "0 %", "7%"],
    "units": ["5", "1200", "-7", "8"],
    "active": ["yes", "no", "Yes", "-"],
    "shop": ["A", "B", "A", "A"],
}
ISO = {
    "day": ["2026-01-31", "2026-04-03", "2026-06-05 10:15", "-"],
    "price": ["1234.5", "12.5", "-250", "3"],
    "rate": ["12 %", "3.5 %", "0 %", "7%"],
    "units": ["5", "1200", "-7", "8"],
    "active": ["true", "false", "true", "-"],
    "shop": ["A", "B", "A", "A"],
}
VALUES = {
    "day": ["2026-01-31", "2026-04-03", "2026-06-05T10:15:00", None],
    "price": [1234.5, 12.5, -250, 3],
    "rate": [0.12, 0.035, 0, 0.07],
    "units": [5, 1200, -7, 8],
    "active": [True, False, True, None],
    "shop": ["A", "B", "A", "A"],
}
SHEETS = pytest.mark.parametrize("sheet", [DMY, MDY, ISO], ids=["dmy", "mdy", "iso"])


def as_csv(path: Path, sheet: dict[str, list[str]]) -> Path:
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows([list(sheet), *zip(*sheet.values(), strict=True)])
    path.write_text(target.getvalue())
    return path


def as_workbook(path: Path, sheet: dict[str, list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in [list(sheet), *zip(*sheet.values(), strict=True)]:
        book.active.append(row)
    book.save(path)
    return path


def learned(path: Path) -> dict[str, Conventions]:
    """As a version keeps them."""
    read = reading.read(path, path.name)
    profiles = [column.as_dict() for column in profiling.profile(read.frame)]
    return conventions_of(schema_of(read.frame, profiles, len(read.frame), read.conventions))


def columns(frame: Any) -> dict[str, list[Any]]:
    return {name: plain(frame[name]) for name in frame}


@SHEETS
def test_one_sheet_has_one_reading(tmp_path: Path, sheet: dict[str, list[str]]) -> None:
    text, book = as_csv(tmp_path / "sheet.csv", sheet), as_workbook(tmp_path / "sheet.xlsx", sheet)
    expected = {
        name: pytest.approx(cells) if name in ("price", "rate") else cells for name, cells in VALUES.items()
    }
    assert columns(reading.read(text, "sheet.csv").frame) == expected
    assert columns(reading.read(book, "sheet.xlsx").frame) == expected
    rows = [dict(zip(sheet, cells, strict=True)) for cells in zip(*sheet.values(), strict=True)]
    for how in (learned(text), learned(book)):
        for sent in (
            rows,
            reading.read_cells(text, "sheet.csv").frame,
            reading.read_cells(book, "sheet.xlsx").frame,
        ):
            table = conform(sent, how)
            assert columns(table.frame) == expected
            assert not table.invalid_cells


@SHEETS
def test_each_row_alone_says_the_same(tmp_path: Path, sheet: dict[str, list[str]]) -> None:
    """Nothing depends on the other rows of a request."""
    how = learned(as_csv(tmp_path / "sheet.csv", sheet))
    for place in range(4):
        table = conform([{name: cells[place] for name, cells in sheet.items()}], how)
        for name, cells in VALUES.items():
            (value,) = plain(table.frame[name])
            assert value == (pytest.approx(cells[place]) if isinstance(cells[place], float) else cells[place])


@SHEETS
def test_typed_values_say_the_same(tmp_path: Path, sheet: dict[str, list[str]]) -> None:
    path = as_csv(tmp_path / "sheet.csv", sheet)
    how = learned(path)
    rows = [dict(zip(VALUES, cells, strict=True)) for cells in zip(*VALUES.values(), strict=True)]
    for sent in (rows, reading.read(path, "sheet.csv").frame):
        table = conform(sent, how)
        assert not table.invalid_cells
        assert columns(table.frame) == {
            name: pytest.approx(cells) if name in ("price", "rate") else cells
            for name, cells in VALUES.items()
        }


@SHEETS
def test_texts_of_another_convention_are_never_read_in_silence(
    tmp_path: Path, sheet: dict[str, list[str]]
) -> None:
    how = learned(as_csv(tmp_path / "sheet.csv", sheet))
    for other in (DMY, MDY):
        if other is sheet:
            continue
        cells = {"day": other["day"][0], "price": other["price"][0]}
        table = conform([cells], how)
        for name, value in cells.items():
            (found,) = plain(table.frame[name])
            assert found in (None, VALUES[name][0]), value
            assert (found is None) == (name in {cell.column for cell in table.invalid_cells})
