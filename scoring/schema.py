"""The model's own schema: which columns it reads, and the matrix it makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from columns.values import dates
from language.sentences import say
from scoring.columns import Column, as_json, from_json
from training.exchange import Flag


@dataclass(frozen=True)
class Matrix:
    """``values`` is float32 of shape (rows, features), NaN where missing; ``categorical`` marks features
    that are codes from 0, with ``levels`` codes each (0 for numbers).
    """

    values: np.ndarray
    categorical: tuple[bool, ...]
    levels: tuple[int, ...]

    def take(self, rows: np.ndarray) -> Matrix:
        return Matrix(self.values[rows], self.categorical, self.levels)

    def widened(self, more: np.ndarray) -> Matrix:
        """With further numbers as features at the end."""
        extra = more.shape[1]
        values = np.hstack([self.values, more.astype(np.float32)])
        return Matrix(values, (*self.categorical, *[False] * extra), (*self.levels, *[0] * extra))

    def __len__(self) -> int:
        return len(self.values)


@dataclass
class Schema:
    """``time`` is the column that dates a row, where the sheet has one; it is no feature."""

    columns: list[Column]
    time: str | None = None
    owners: np.ndarray = field(init=False)
    """For each feature, the place of the column it comes from."""

    def __post_init__(self) -> None:
        widths = [column.width for column in self.columns]
        self.owners = np.repeat(np.arange(len(self.columns)), widths)

    @cached_property
    def _categorical(self) -> tuple[bool, ...]:
        return tuple(column.categorical for column in self.columns for _ in range(column.width))

    @cached_property
    def _levels(self) -> tuple[int, ...]:
        return tuple(
            len(column.levels) + 1 if column.kind == "category" else 0  # type: ignore[union-attr]
            for column in self.columns
            for _ in range(column.width)
        )

    def encode(self, cells: Mapping[str, Any], rows: int) -> Matrix:
        """``cells`` holds a Series or list per column; a column that is not there is missing."""
        moments = dates(cells[self.time]) if self.time and self.time in cells else None
        values = np.full((rows, len(self.owners)), np.nan, dtype=np.float32)
        start = 0
        for column in self.columns:
            if column.name in cells:
                values[:, start : start + column.width] = column.encode(cells[column.name], moments)
            start += column.width
        return Matrix(values, self._categorical, self._levels)

    def flags(self, cells: Mapping[str, Any], matrix: Matrix) -> list[Flag]:
        """Missing columns once for all rows; what is unseen or out of range, row by row."""
        flags, start = [], 0
        for column in self.columns:
            encoded = matrix.values[:, start : start + column.width]
            start += column.width
            if column.name not in cells or np.isnan(encoded).all():
                message = say(
                    "'{column}' is missing: the score rests on the other columns", column=column.name
                )
                flags.append(Flag(row=None, code="missing_column", message=message, column=column.name))
            if column.name in cells:
                flags += column.flags(cells[column.name], encoded)
        return flags

    def as_json(self) -> dict[str, Any]:
        return {"time": self.time, "columns": [as_json(column) for column in self.columns]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Schema:
        return cls([from_json(item) for item in stored["columns"]], stored["time"])
