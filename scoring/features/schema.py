"""The model's own schema: the columns it reads, and the matrix it turns them into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from columns.values import dates
from contract.asking import Flag
from language.sentences import say
from scoring.features.columns import Column, as_json, from_json, outside_range


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
    """``time`` is the column that dates a row, where the sheet has one; it is not a feature. ``period`` are
    its first and last day. ``complete`` names the columns that were filled in every row learned from.
    """

    columns: list[Column]
    time: str | None = None
    complete: frozenset[str] = frozenset()
    period: tuple[str, str] | None = None
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

    def encode(self, cells: Mapping[str, pd.Series], rows: int) -> Matrix:
        """``cells`` holds the typed columns; one that is not there is missing."""
        moments = dates(cells[self.time]) if self.time and self.time in cells else None
        values = np.full((rows, len(self.owners)), np.nan, dtype=np.float32)
        start = 0
        for column in self.columns:
            if column.name in cells:
                values[:, start : start + column.width] = column.encode(cells[column.name], moments)
            start += column.width
        return Matrix(values, self._categorical, self._levels)

    def filled(self, matrix: Matrix) -> frozenset[str]:
        """The names of the columns that no row of ``matrix`` lacks."""
        return frozenset(
            column.name for column, part in self._parts(matrix) if not np.isnan(part[:, 0]).any()
        )

    def flags(self, cells: Mapping[str, pd.Series], matrix: Matrix) -> list[Flag]:
        """Missing columns once for all rows; a missing cell where training had none, and what is unseen or
        out of range, row by row.
        """
        flags: list[Flag] = []
        for column, part in self._parts(matrix):
            missing = np.isnan(part[:, 0])
            found = column.flags(cells[column.name], part) if column.name in cells else []
            if column.name not in cells or missing.all():
                message = say(
                    "'{column}' is missing: the score is based on the other columns", column=column.name
                )
                flags.append(Flag(None, "missing_column", message, column.name))
            elif column.name in self.complete:
                unread = {flag.row for flag in found}
                rows = (int(row) for row in np.flatnonzero(missing))
                message = say("'{column}' is missing; it never was in training", column=column.name)
                flags += [Flag(row, "missing", message, column.name) for row in rows if row not in unread]
            flags += found
        return flags

    def flags_of_moments(self, cells: Mapping[str, pd.Series], today: date) -> list[Flag]:
        """Rows dated before all that were learned from, or after ``today`` where none of those was."""
        if self.time is None or self.time not in cells or self.period is None:
            return []
        low, high = (np.datetime64(day) for day in self.period)
        days = dates(cells[self.time]).astype("datetime64[D]")
        outside = (days < low) | (days > max(high, np.datetime64(today)))
        return [
            outside_range(self.time, int(row), str(days[row]), *self.period)
            for row in np.flatnonzero(outside)
        ]

    def _parts(self, matrix: Matrix) -> Iterator[tuple[Column, np.ndarray]]:
        """Each column with its features, of shape (rows, width)."""
        start = 0
        for column in self.columns:
            yield column, matrix.values[:, start : start + column.width]
            start += column.width

    def as_json(self) -> dict[str, Any]:
        return {
            "time": self.time,
            "complete": sorted(self.complete),
            "period": self.period,
            "columns": [as_json(column) for column in self.columns],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Schema:
        """Models of earlier releases do not say which columns were complete, nor their period."""
        columns = [from_json(item) for item in stored["columns"]]
        first, last = stored.get("period") or ("", "")
        period = (first, last) if first else None
        return cls(columns, stored["time"], frozenset(stored.get("complete", ())), period)
