"""Rows of a sheet that are already in the data set. Needs no web framework."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from datasets.parts import in_types

PRIME = np.uint64(1_000_003)


def copies(new: pa.Table, old: Iterable[pa.Table]) -> np.ndarray:
    """True for each row of ``new`` of which ``old`` has a copy. All tables have the same columns.

    Counted: of three equal rows, where the old ones hold two, the third is no copy.
    """
    hashes = row_hashes(new)
    known = pd.Series(np.concatenate([hashes[:0], *map(row_hashes, old)])).value_counts()
    times = pd.Series(hashes).groupby(hashes).cumcount().to_numpy()
    return times < known.reindex(hashes, fill_value=0).to_numpy()


def known_keys(new: pa.Table, old: Iterable[pa.Table]) -> np.ndarray:
    """True for each row of ``new`` that equals some row of ``old``. All tables have the key columns alone."""
    known = [row_hashes(table) for table in old]
    return np.isin(row_hashes(new), np.concatenate(known)) if known else np.zeros(new.num_rows, dtype=bool)


def rows_of_period(
    files: Sequence[IO[bytes]], wanted: pa.Schema, time: str | None, first: Any, last: Any
) -> list[pa.Table]:
    """The rows of ``files`` from ``first`` to ``last`` in the column ``time``; all rows where it is None.

    Cost: row groups of other periods are passed over, by the statistics in the files.
    """
    return [_rows(file, wanted, time, first, last) for file in files]


def _rows(file: IO[bytes], wanted: pa.Schema, time: str | None, first: Any, last: Any) -> pa.Table:
    there = pq.read_schema(file)
    filters = None
    if time in there.names and pa.types.is_timestamp(there.field(time).type):
        ends = [pa.scalar(end, there.field(time).type) for end in (first, last)]
        filters = (pc.field(time) >= ends[0]) & (pc.field(time) <= ends[1])
    found = pq.read_table(
        file, columns=[name for name in wanted.names if name in there.names], filters=filters
    )
    return in_types(found, wanted, found.num_rows)


def period(column: pa.ChunkedArray) -> tuple[pd.Timestamp, pd.Timestamp]:
    ends = pc.min_max(column).as_py()
    return pd.Timestamp(ends["min"]), pd.Timestamp(ends["max"])


def row_hashes(table: pa.Table) -> np.ndarray:
    """One number per row: equal rows have equal ones, others (but for one in 10^19) do not."""
    total = np.zeros(table.num_rows, dtype=np.uint64)
    for column in table.columns:
        total = total * PRIME + _hashes(column.combine_chunks())
    return total


def _hashes(column: Any) -> np.ndarray:
    missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_string(column.type) or pa.types.is_null(column.type):
        encoded = column.cast(pa.string()).dictionary_encode()
        texts = np.append(encoded.dictionary.to_numpy(zero_copy_only=False), "").astype(object)
        codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
        hashed = pd.util.hash_array(texts, categorize=False)[codes]
    else:
        values = column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
        zero = False if pa.types.is_boolean(column.type) else 0
        filled = np.asarray(pc.fill_null(values, zero).to_numpy(zero_copy_only=False))
        hashed = pd.util.hash_array(filled)
    return np.where(missing, np.uint64(7), hashed)
