"""The files of a prediction job: what was asked, and what was answered.

A cell of an answer may hold a list, such as the reasons of a score. It is stored twice: as the text that a
sheet shows, and as JSON in a column of its own that only the JSON answer reads.
"""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from contract.plain import plain

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile
    from pandas import DataFrame

AS_JSON = " as JSON"


def packed_request(body: dict[str, Any]) -> ContentFile[bytes]:
    return ContentFile(gzip.compress(json.dumps(body).encode(), compresslevel=1))


def read_request(file: FieldFile) -> dict[str, Any]:
    """Raises FileNotFoundError where it is gone from the disk."""
    with file.open("rb") as stored:
        body: dict[str, Any] = json.loads(gzip.decompress(stored.read()))
    return body


def packed_result(table: DataFrame) -> ContentFile[bytes]:
    stored = table.copy()
    for name in _structured(table):
        stored[f"{name}{AS_JSON}"] = [json.dumps(plain(cell)) for cell in table[name]]
        stored[name] = table[name].map(str)
    buffer = io.BytesIO()
    stored.to_parquet(buffer, index=False)
    return ContentFile(buffer.getvalue())


def result_table(file: FieldFile) -> DataFrame:
    """As a sheet shows it. Raises FileNotFoundError where it is gone from the disk."""
    table = _read(file)
    return table[[name for name in table if not name.endswith(AS_JSON)]]


def result_rows(file: FieldFile, start: int = 0, stop: int | None = None) -> list[dict[str, Any]]:
    """Rows ``start`` to ``stop`` as plain JSON. Raises FileNotFoundError where it is gone from the disk."""
    table = _read(file).iloc[start:stop]
    shown = [name for name in table if not name.endswith(AS_JSON)]
    columns: dict[str, list[Any]] = {}
    for name in shown:
        kept = f"{name}{AS_JSON}"
        columns[name] = (
            [json.loads(cell) for cell in table[kept]] if kept in table else plain(table[name].tolist())
        )
    return [dict(zip(shown, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _read(file: FieldFile) -> DataFrame:
    import pandas as pd

    with file.open("rb") as stored:
        return pd.read_parquet(io.BytesIO(stored.read()))


def _structured(table: DataFrame) -> list[str]:
    return [
        name
        for name in table
        if table[name].dtype == object and table[name].map(lambda cell: isinstance(cell, (list, dict))).any()
    ]
