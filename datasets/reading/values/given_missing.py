"""Values the user declares missing: "Select, -200", or for one column only "Income: 999"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cells.dates import date_texts
from cells.numbers import number_texts
from datasets.reading.outcome import MISSING, Change


@dataclass
class GivenMissing:
    """The values given for one column, and how many cells had each."""

    values: list[str]
    found: dict[str, int]

    def out_of_texts(self, column: pa.Array) -> pa.Array:
        """A column of text without the values, whatever their case."""
        if not self.values or not pa.types.is_string(column.type):
            return column
        wanted = pa.array([value.casefold() for value in self.values], pa.string())
        texts = pc.utf8_lower(pc.utf8_trim_whitespace(column))
        marked = pc.fill_null(pc.is_in(texts, wanted), False)
        self._count(column.filter(marked).to_pylist())
        return pc.if_else(marked, pa.scalar(None, pa.string()), column)

    def out_of_values(self, values: Any) -> Any:
        """A typed column without them: -200 is also written -200,0."""
        for value in self.values:
            marked = _equal(values, value)
            if marked is not None and marked.any():
                self._count([value] * int(marked.sum()))
                values = _without(values, marked)
        return values

    def changes(self) -> list[Change]:
        if not self.found:
            return []
        examples: list[tuple[str, str]] = [(text, MISSING) for text in list(self.found)[:3]]
        return [Change("missing_given", sum(self.found.values()), examples)]

    def _count(self, texts: list[str]) -> None:
        for text in texts:
            self.found[text] = self.found.get(text, 0) + 1


def given_for(option: str | None, columns: list[str]) -> dict[str, GivenMissing]:
    """The values of the option ``missing`` by column. "Name: value" counts for the column of that name."""
    given = {column: GivenMissing([], {}) for column in columns}
    known = {column.casefold(): column for column in columns}
    for part in (option or "").replace(";", ",").split(","):
        name, colon, own = part.partition(":")
        column = known.get(name.strip().casefold()) if colon else None
        value = (own if column else part).strip()
        if value:
            for one in [column] if column else columns:
                given[one].values.append(value)
    return given


def _equal(values: Any, text: str) -> np.ndarray | None:
    kind = str(values.dtype)
    if kind in ("int64", "Int64", "float64"):
        number = _number(text)
        return None if number is None else np.asarray(pd.Series(values).eq(number).fillna(False), dtype=bool)
    if kind == "datetime64[ns]":
        dates = date_texts(pa.array([text]))
        return None if dates is None else np.asarray(values == dates.read_as("dmy")[0])
    if kind == "object":
        return np.array([isinstance(cell, str) and cell.casefold() == text.casefold() for cell in values])
    return None


def _number(text: str) -> float | None:
    values, valid = number_texts(pa.array([text])).convert(".", None)
    return float(values[0]) if valid[0] else None


def _without(values: Any, marked: np.ndarray) -> Any:
    column = pd.Series(values)
    if column.dtype == np.int64:
        column = column.astype("Int64")
    column = column.mask(marked, None if column.dtype == object else pd.NA)
    return column.array if str(column.dtype) in ("Int64", "boolean") else column.to_numpy()
