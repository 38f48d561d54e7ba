"""A table stored in several Parquet files, its parts, read as one. Needs no web framework.

The last part says which columns there are and of which type: a column that an earlier part lacks is missing
there, and numbers of an earlier part are text where the last part holds text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

NULLABLE = {pa.bool_(): pd.BooleanDtype()}


def read_parts(
    files: Sequence[IO[bytes]], columns: Sequence[str] | None = None, rows: int | None = None
) -> pd.DataFrame:
    """The rows of all ``files``, in order, or only some ``columns``, or only the first ``rows``.

    Columns are as ``reading.read`` returns them. Cost: only the columns asked for are read, and only as many
    parts as hold ``rows``.
    """
    target = pq.read_schema(files[-1])
    names = list(target.names if columns is None else columns)
    wanted = pa.schema([target.field(name).remove_metadata() for name in names])
    tables: list[pa.Table] = []
    left = rows
    for file in files:
        if left is not None and left <= 0:
            break
        tables.append(_read(file, wanted, left))
        left = None if left is None else left - tables[-1].num_rows
    whole = pa.concat_tables(tables)
    return pd.DataFrame({name: as_column(whole.column(name)) for name in names}, copy=False)


def _read(file: IO[bytes], wanted: pa.Schema, rows: int | None) -> pa.Table:
    reader = pq.ParquetFile(file)
    there = [name for name in wanted.names if name in reader.schema_arrow.names]
    height = reader.metadata.num_rows if rows is None else min(rows, reader.metadata.num_rows)
    if rows is None or not there or height == 0:
        found = reader.read(columns=there)
    else:
        found = pa.Table.from_batches([next(reader.iter_batches(batch_size=rows, columns=there))])
    return in_types(found, wanted, height)


def in_types(table: pa.Table, wanted: pa.Schema, rows: int) -> pa.Table:
    """The ``rows`` of ``table`` with exactly the ``wanted`` columns; what it lacks is missing."""
    columns = [
        in_type(table.column(field.name), field.type)
        if field.name in table.column_names
        else pa.chunked_array([pa.nulls(rows, field.type)])
        for field in wanted
    ]
    return pa.Table.from_arrays(columns, schema=wanted)


def in_type(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if column.type == wanted:
        return column
    if pa.types.is_timestamp(column.type) and pa.types.is_string(wanted):
        moments = column.cast(pa.timestamp("s"), safe=False)
        days = moments.cast(pa.date32(), safe=False).cast(pa.timestamp("s"))
        midnight = pc.all(pc.equal(moments, days)).as_py()
        return pc.strftime(moments, "%Y-%m-%d" if midnight is not False else "%Y-%m-%d %H:%M:%S")
    return column.cast(wanted, safe=False)


def as_column(column: pa.ChunkedArray) -> Any:
    """An Arrow column as ``reading.read`` would give it: whole numbers stay whole next to missing ones."""
    if pa.types.is_integer(column.type) and column.null_count:
        filled = np.array(pc.fill_null(column, 0).to_numpy())
        return pd.arrays.IntegerArray(filled, np.array(column.is_null().to_numpy()))
    return column.to_pandas(types_mapper=NULLABLE.get)
