"""Writes a small file and reads it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasets import reading

TABLE = "date,amount\n2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n"
ITEMS = "item,day,amount\ntea,2024-01-01,5\nmilk,2024-01-02,6\njam,2024-01-03,7\n"


def codes(table: Any) -> list[str]:
    """Those of what was found, but for rows that were filled up."""
    return [finding.code for finding in table.problems if finding.code != "too_few_cells"]


def read_bytes(
    folder: Path, content: bytes, limits: Any = None, name: str = "sheet.csv", **options: Any
) -> Any:
    path = folder / "upload"
    path.write_bytes(content)
    return reading.read(path, name, reading.ReadingOptions(**options), limits)


def read_text(folder: Path, text: str, **options: Any) -> Any:
    return read_bytes(folder, text.encode(), **options)


def read_column(folder: Path, cells: list[str], **options: Any) -> Any:
    """The column ``value`` of a sheet with one cell per row, and the findings."""
    text = "row;value\n" + "".join(f"r{i};{cell}\n" for i, cell in enumerate(cells))
    table = read_text(folder, text, **options)
    return table.frame["value"], table.problems
