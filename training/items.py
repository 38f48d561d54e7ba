"""Reports of single items, kept beside a model version: written once, fetched one by one. No Django here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS_PER_GROUP = 50  # What is read to show one item.


def write(items: DataFrame, path: Path) -> None:
    """``items`` has the columns ``item`` and ``report`` (JSON text), the most important item first."""
    items[["item", "report"]].to_parquet(path, index=False, row_group_size=ROWS_PER_GROUP, compression="zstd")


def names(file: IO[bytes]) -> list[str]:
    """Every item, the most important first."""
    import pyarrow.parquet as pq

    return [str(name) for name in pq.read_table(file, columns=["item"])["item"].to_pylist()]


def search(found: list[str], text: str, limit: int) -> list[str]:
    """The items in which ``text`` occurs, those that begin with it first."""
    wanted = text.casefold()
    matching = [name for name in found if wanted in name.casefold()]
    return sorted(matching, key=lambda name: not name.casefold().startswith(wanted))[:limit]


def report(file: IO[bytes], name: str) -> Any:
    """The report of one item. Raises KeyError where there is none of that name."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file)
    position = [str(one) for one in table.read(columns=["item"])["item"].to_pylist()].index
    try:
        row = position(name)
    except ValueError:
        raise KeyError(name) from None
    group, offset = divmod(row, ROWS_PER_GROUP)
    return json.loads(table.read_row_group(group, columns=["report"])["report"][offset].as_py())
