"""Item reports, stored with a model version: written once, loaded one by one. No Django here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from language.sentences import revive

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS_PER_GROUP = 50  # What is read to show one item.


def write(items: DataFrame, path: Path) -> None:
    """``items`` has the columns ``item`` and ``report`` (JSON text), the most important item first."""
    items[["item", "report"]].to_parquet(path, index=False, row_group_size=ROWS_PER_GROUP, compression="zstd")


def names(file: IO[bytes]) -> tuple[str, ...]:
    """Every item, the most important first."""
    import pyarrow.parquet as pq

    return tuple(str(name) for name in pq.ParquetFile(file).read(columns=["item"])["item"].to_pylist())


def matching(known: tuple[str, ...], text: str) -> list[str]:
    """The items in which ``text`` occurs, those that begin with it first."""
    wanted = text.strip().casefold()
    found = [name for name in known if wanted in name.casefold()]
    return sorted(found, key=lambda name: not name.casefold().startswith(wanted))


def report(file: IO[bytes], place: int) -> Any:
    """The report of the item at ``place`` of ``names``, its sentences alive."""
    import pyarrow.parquet as pq

    group, offset = divmod(place, ROWS_PER_GROUP)
    rows = pq.ParquetFile(file).read_row_group(group, columns=["report"])
    return revive(json.loads(rows["report"][offset].as_py()))
