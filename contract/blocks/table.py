"""Blocks of the kind ``table``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind


@dataclass(frozen=True)
class Table(Block):
    """Rows to be read.

    ``{"columns": [{"key", "label", "format"}],
    "rows": [{key: value, "_tone": tone, "_rows": {column: value}}]}``; a row may hold more than the columns,
    and lack some.
    """

    kind = "table"

    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]

    def check(self) -> None:
        for column in self.columns:
            checks.has_keys("a column", column, "key", "label")
            checks.has_format(column.get("format"))
        for row in self.rows:
            checks.has_tone(row.get("_tone"))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        return Behind(data["columns"], data["rows"], len(data["rows"]))
