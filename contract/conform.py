"""Tables of any origin, read by the conventions that a model or data set learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cells.conventions import Conventions, Kind
from contract.data import InvalidCell, TypedTable

if TYPE_CHECKING:
    from pandas import DataFrame


def conform(
    table: DataFrame | Sequence[Mapping[str, Any]],
    conventions: Mapping[str, Conventions | None],
) -> TypedTable:
    """``table`` with its cells read: rows of JSON, or a frame of texts, typed cells or both.

    Columns that ``conventions`` does not name are left out and named, those of None stay as they came; those
    that the table lacks are not there. A cell
    that a row of JSON does not have is missing.
    """
    import pandas as pd

    from cells.reading import read_cells

    names, cells_of = _cells(table)
    values: dict[str, Any] = {}
    invalid_cells: list[InvalidCell] = []
    for name in names:
        if name not in conventions:
            continue
        how = conventions[name]
        if how is None:
            values[name] = pd.Series(cells_of(name), dtype=object).to_numpy()
        else:
            read = read_cells(cells_of(name), how)
            values[name] = read.values
            invalid_cells += [
                InvalidCell(one.place, name, one.text, one.code, one.message) for one in read.unfit
            ]
    return TypedTable(
        frame=pd.DataFrame(values, index=pd.RangeIndex(len(table)), copy=False),
        conventions={name: how for name in values if (how := conventions[name])},
        invalid_cells=sorted(invalid_cells, key=lambda cell: cell.row),
        left_out=tuple(name for name in names if name not in values),
    )


def conventions_of(kinds: Mapping[str, Kind]) -> dict[str, Conventions]:
    """For models and tables that kept none: the kinds, and nothing settled. What has one reading is read."""
    return {name: Conventions(name, kind) for name, kind in kinds.items()}


def _cells(table: DataFrame | Sequence[Mapping[str, Any]]) -> tuple[list[str], Any]:
    """The names of the columns, and the cells of one."""
    if isinstance(table, Sequence):
        return list(_keys(table)), lambda name: [row.get(name) for row in table]
    return list(map(str, table.columns)), lambda name: table[name]


def _keys(rows: Iterable[Mapping[str, Any]]) -> dict[str, None]:
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    return names
