"""Typed tables as people write them: day or month first, with a comma or a point, or as ISO has it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from openpyxl import Workbook

from contract.data import Kind

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Hand:
    """How somebody writes the cells of a sheet."""

    day: str
    decimal: str
    thousands: str
    yes: str
    no: str
    delimiter: str

    def text(self, cell: Any, kind: Kind, broken: bool) -> str | None:
        """``broken``: the column has fractions, so that a mark of thousands cannot be taken for theirs."""
        if cell is None or pd.isna(cell):
            return None
        if kind == "date":
            at = pd.Timestamp(cell)
            return at.strftime(self.day if at == at.normalize() else f"{self.day} %H:%M")
        if kind == "flag":
            return self.yes if cell else self.no
        if kind != "number":
            return str(cell)
        if not broken:
            return f"{cell:.0f}"
        marks = {",": self.thousands, ".": self.decimal}
        return "".join(marks.get(sign, sign) for sign in f"{Decimal(repr(float(cell))):,f}")

    def rows(self, table: pd.DataFrame, kinds: Mapping[str, Kind]) -> Rows:
        """``table`` as rows of texts; None where a cell is missing."""
        columns = {
            name: [self.text(cell, kinds[name], _broken(table[name], kinds[name])) for cell in table[name]]
            for name in map(str, table)
        }
        return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


HANDS = {
    "dmy": Hand("%d/%m/%Y", ",", ".", "ja", "nein", ";"),
    "mdy": Hand("%m/%d/%Y", ".", ",", "yes", "no", ","),
    "iso": Hand("%Y-%m-%d", ".", "", "true", "false", ","),
}


def typed_rows(table: pd.DataFrame, kinds: Mapping[str, Kind]) -> Rows:
    """``table`` as rows of cells for a workbook: numbers, dates, True and False, None where missing."""
    rows = []
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        rows.append({str(name): _plain(cell, kinds[str(name)]) for name, cell in row.items()})
    return rows


def as_json(rows: Rows) -> Rows:
    """Rows of ``typed_rows`` as JSON has them: dates as ISO texts."""
    return [
        {name: cell.isoformat() if isinstance(cell, pd.Timestamp) else cell for name, cell in row.items()}
        for row in rows
    ]


def as_csv(rows: Rows, delimiter: str) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def as_workbook(sheets: Mapping[str, Rows]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in [list(rows[0]), *(row.values() for row in rows)]:
            sheet.append(_cells(cells))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(cells: Iterable[Any]) -> list[Any]:
    return [cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in cells]


def _broken(column: pd.Series, kind: Kind) -> bool:
    return kind == "number" and bool((column.dropna() % 1 != 0).any())


def _plain(cell: Any, kind: Kind) -> Any:
    if cell is None or kind in ("category", "text"):
        return cell
    if kind == "date":
        return pd.Timestamp(cell)
    if kind == "flag":
        return bool(cell)
    return int(cell) if cell % 1 == 0 else float(cell)
