"""Which rows of a table count: by the values of a column, or by its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, model_validator

from cells.conventions import Conventions
from contract.data import MAIN, Options
from language.sentences import Sentence, joined, say

if TYPE_CHECKING:
    import numpy as np
    from pandas import DataFrame

Cell = str | bool | int | float
MOST_NAMED = 5  # values of a filter that a sentence names


class Filter(Options):
    """Rows whose ``column`` has one of the values ``in``, none of ``not_in``, and lies from ``from`` to
    ``to``, both included. null among the values is an empty cell; an empty cell lies in no range.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)

    column: str
    table: str = Field(default=MAIN, description="A side table by its key; the main table if left out.")
    among: list[Cell | None] | None = Field(default=None, alias="in")
    not_among: list[Cell | None] | None = Field(default=None, alias="not_in")
    least: Cell | None = Field(default=None, alias="from")
    most: Cell | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _says_something(self) -> Filter:
        if all(said is None for said in (self.among, self.not_among, self.least, self.most)):
            raise ValueError("say which rows count: in, not_in, from or to")
        return self

    def kept(self) -> dict[str, Any]:
        """As JSON, the way it was sent."""
        return self.model_dump(by_alias=True, exclude_defaults=True)


def in_words(wanted: Filter) -> Sentence:
    """Which rows count by this filter."""
    said = []
    if wanted.among is not None:
        said.append(say("'{column}' is {values}", column=wanted.column, values=_listed(wanted.among)))
    if wanted.not_among is not None:
        said.append(say("'{column}' is not {values}", column=wanted.column, values=_listed(wanted.not_among)))
    if wanted.least is not None:
        said.append(say("'{column}' from {value}", column=wanted.column, value=str(wanted.least)))
    if wanted.most is not None:
        said.append(say("'{column}' up to {value}", column=wanted.column, value=str(wanted.most)))
    return joined(said, ", ")


def _listed(cells: Sequence[Cell | None]) -> Sentence:
    shown = [say("empty") if cell is None else str(cell) for cell in cells[:MOST_NAMED]]
    return joined([*shown, *(["…"] if len(cells) > MOST_NAMED else [])], ", ")


class FilterUnfit(Exception):
    """A filter names a cell that its column cannot hold: ``reason`` is a sentence about the ``cell``."""

    def __init__(self, wanted: Filter, cell: Any, reason: str):
        self.wanted, self.cell, self.reason = wanted, cell, reason
        super().__init__(reason)


def rows_that_count(
    frame: DataFrame, filters: Sequence[Filter], conventions: Mapping[str, Conventions]
) -> np.ndarray:
    """True for each row of ``frame`` that every filter keeps. Raises FilterUnfit."""
    import numpy as np

    counts = np.ones(len(frame), dtype=bool)
    for wanted in filters:
        column = frame[wanted.column]
        how = conventions[wanted.column]
        if wanted.among is not None:
            counts &= _among(column, wanted, wanted.among, how)
        if wanted.not_among is not None:
            counts &= ~_among(column, wanted, wanted.not_among, how)
        if wanted.least is not None:
            counts &= (column >= _read(wanted, [wanted.least], how)[0]).fillna(False).to_numpy(bool)
        if wanted.most is not None:
            counts &= (column <= _read(wanted, [wanted.most], how)[0]).fillna(False).to_numpy(bool)
    return counts


def _among(column: Any, wanted: Filter, cells: Sequence[Cell | None], how: Conventions) -> np.ndarray:
    named = [cell for cell in cells if cell is not None]
    found = column.isin(_read(wanted, named, how)) if named else column.isna() & False
    if len(named) < len(cells):
        found |= column.isna()
    return found.fillna(False).to_numpy(bool)


def _read(wanted: Filter, cells: Sequence[Cell], how: Conventions) -> list[Any]:
    from cells.reading import read_cells

    read = read_cells(list(cells), how)
    for unfit in read.unfit:
        raise FilterUnfit(wanted, cells[unfit.place], unfit.message)
    return list(read.values)
