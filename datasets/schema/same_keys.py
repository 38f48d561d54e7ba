"""Rows of a sheet that are in the data set by their key, but with other values. Needs no web framework."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from datasets.schema.columns import KEY_WORDS, Entry
from datasets.schema.duplicates import row_hashes, rows_of_period
from datasets.schema.fingerprint import normalised

EXAMPLES = 5
ENOUGH_ROWS = 20  # from which a date that never comes twice names its row, whatever else stands beside it
ITEM = re.compile(
    r"\b(?:store|shop|item|product|article|branch|site|location|region|customer|series|filiale|markt|artikel"
    r"|produkt|kunde|standort|magasin|article|produit|client|tienda|producto|artículo|cliente|negozio)"
)


@dataclass(frozen=True)
class Changed:
    """A row that is there and comes again: its ``key`` and other values by column, as JSON values."""

    key: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]


def natural_key(
    schema: Sequence[Entry], table: pa.Table, files: Sequence[IO[bytes]], shared: Sequence[str], time: str
) -> list[str]:
    """The columns that name a row of amounts over time where nobody has said so: the dates, and what the
    amounts are of. Empty where rows come twice by all of them, as sales one by one do.

    Where there are few rows, every category counts; of many, no more than it takes. Cost: those columns are
    read whole.
    """
    names = [
        entry["name"]
        for entry in schema
        if entry["name"] in shared and entry["name"] != time and _may_name(entry)
    ]
    wanted = table.select([time, *names]).schema
    old = pa.concat_tables(rows_of_period(files, wanted, None, None, None))
    if old.num_rows < ENOUGH_ROWS:
        key = [time, *names]
    else:
        # What has had one value so far says nothing: the next may be another item.
        key = [time, *(name for name in names if len(old.column(name).unique()) < 2)]
        for name in names:
            if _repeats(old, key) and name not in key:
                key.append(name)
    return [] if _repeats(old, key) or _repeats(table, key) else key


def _may_name(entry: Entry) -> bool:
    if entry["kind"] in ("category", "text"):
        return True
    words = normalised(entry["name"])
    return entry["kind"] == "number" and bool(KEY_WORDS & set(words.split()) or ITEM.search(words))


def _repeats(table: pa.Table, key: Sequence[str]) -> bool:
    hashes = row_hashes(table.select(list(key)))
    return len(np.unique(hashes)) < len(hashes)


def with_key_in(table: pa.Table, key: Sequence[str], rows: pa.Table) -> np.ndarray:
    """True for each row of ``table`` whose key some of ``rows`` has; both have the columns of the key in the
    same types."""
    if not rows.num_rows:
        return np.zeros(table.num_rows, dtype=bool)
    return np.isin(row_hashes(table.select(list(key))), row_hashes(rows.select(list(key))))


def in_place(files: Sequence[IO[bytes]], rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """All rows of ``files`` but those with a key of ``rows``, then these, in their columns and types."""
    old = pa.concat_tables(rows_of_period(files, rows.schema, None, None, None))
    return pa.concat_tables([old.filter(pa.array(~with_key_in(old, key, rows))), rows])


def examples(rows: pa.Table, key: Sequence[str], old: Iterable[pa.Table]) -> list[Changed]:
    """The first ``rows`` beside the row of ``old`` with their key; tables have the same columns."""
    first = rows.slice(0, EXAMPLES)
    found = pa.concat_tables(table.filter(pa.array(with_key_in(table, key, first))) for table in old)
    before = dict(zip(row_hashes(found.select(list(key))).tolist(), found.to_pylist(), strict=True))
    hashes = row_hashes(first.select(list(key))).tolist()
    changed = []
    for number, after in zip(hashes, first.to_pylist(), strict=True):
        if (was := before.get(number)) is None:
            continue
        others = [name for name in after if name not in key and was[name] != after[name]]
        changed.append(
            Changed(
                {name: _plain(after[name]) for name in key},
                {name: _plain(was[name]) for name in others},
                {name: _plain(after[name]) for name in others},
            )
        )
    return changed


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value != value:
        return None
    if hasattr(value, "isoformat"):
        return pd.Timestamp(value).isoformat().removesuffix("T00:00:00")
    return value
