"""A Parquet file: its columns already have types, nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from cells.dates import ENDLESS_DAYS, NO_END
from datasets.reading.layout.headers import name_columns
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import RawTable, ReadingError
from datasets.reading.values.distinct import FIRST_DAY, LAST_DAY, texts_of
from language.sentences import say

INDEX = re.compile(r"__index_level_\d+__")


def read(path: Path, name: str, limits: ReadingLimits) -> RawTable:
    """Columns as boolean, int64, float64, timestamp[ns] or a dictionary of text, which is anything else."""
    try:
        with pa.parquet.ParquetFile(path) as file:
            _check_size(file.metadata, name, limits)
            texts = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        # A text that is repeated for millions of rows is kept once.
        with pa.parquet.ParquetFile(path, read_dictionary=texts) as file:
            table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadingError.of(
            "damaged_file",
            say("'{name}' is a damaged Parquet file ({error}).", name=name, error=str(error).split(".")[0]),
            remedy=say("Save it again, or upload the table as CSV or XLSX."),
        ) from None
    kept = [place for place, column in enumerate(table.column_names) if not INDEX.fullmatch(column)]
    names, findings = name_columns([table.column_names[place] for place in kept], len(kept))
    columns = [_plain(_combined(table.column(place))) for place in kept]
    return RawTable(names, columns, np.arange(1, table.num_rows + 1), {}, findings, kinds_known=True)


def _check_size(metadata: pa.parquet.FileMetaData, name: str, limits: ReadingLimits) -> None:
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    for what, count, limit in (
        ("columns", metadata.num_columns, limits.columns),
        ("rows", metadata.num_rows, limits.rows),
        ("unpacked_bytes", sum(group.total_byte_size for group in groups), limits.unpacked_bytes),
    ):
        if count > limit:
            raise ReadingError.too_many(what, name, count, limit)


def _combined(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _plain(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_boolean(kind) or _is_text(kind):
        return column if pa.types.is_boolean(kind) else _without_blanks(column)
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return column.cast(pa.int64())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind) or kind == pa.uint64():
        numbers = column.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_finite(numbers), numbers, None)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        days = np.array(column.cast(pa.timestamp("us"), safe=False).to_numpy(zero_copy_only=False))
        days[np.isin(days.astype("datetime64[D]"), ENDLESS_DAYS)] = NO_END
        if not ((days < FIRST_DAY) | (days > LAST_DAY)).any():
            return pa.array(days.astype("datetime64[ns]"))
    return texts_of([None if cell is None else str(cell) for cell in column.to_pylist()]).dictionary_encode()


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def _without_blanks(column: pa.Array) -> pa.Array:
    """Texts by dictionary, empty ones as missing."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    texts = pc.if_else(pc.equal(encoded.dictionary, ""), None, encoded.dictionary.cast(pa.string()))
    return pa.DictionaryArray.from_arrays(encoded.indices, texts)
