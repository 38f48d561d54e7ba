"""The rows that a run produced: filtered, ordered, read a page at a time. No Django here.

For all rows only the columns that are asked about are read, batch by batch; whole rows only where they
are shown. A million rows therefore never lie in memory together, unless all are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_PER_GROUP = 50_000  # What is read at least to show one row.
BATCH = 50_000


@dataclass(frozen=True)
class Wanted:
    """Which rows, and in which order.

    ``equal`` maps a column to the text of the one value it may have; ``text`` must occur in a column
    of words; ``order`` is a column, with "-" in front for the highest first. Columns must exist.
    """

    equal: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    order: str = ""


@dataclass(frozen=True)
class GivenNames:
    """In the column ``name`` stands what people call the group that the column ``key`` names."""

    key: str
    name: str
    given: Mapping[str, str]

    def told(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        import pyarrow as pa
        import pyarrow.compute as pc

        if not {self.key, self.name} <= set(batch.schema.names):
            return batch
        keys, place = batch.column(self.key).cast(pa.string()), batch.schema.get_field_index(self.name)
        names = batch.column(place)
        for key, name in self.given.items():
            names = pc.if_else(pc.equal(keys, key), pa.scalar(name, names.type), names)
        return batch.set_column(place, self.name, names)


class Rows:
    """The rows of a file that are wanted, all at first: a sequence, so that a Paginator can cut pages of it.

    The file must stay open meanwhile.
    """

    def __init__(self, file: pq.ParquetFile, wanted: Wanted | None = None, given: GivenNames | None = None):
        self._file = file
        self.wanted = wanted or Wanted()
        self._given = given

    def where(self, wanted: Wanted) -> Rows:
        """Of the same file, those that are ``wanted``."""
        return Rows(self._file, wanted, self._given)

    @property
    def formats(self) -> dict[str, str]:
        """How each column is shown (``language.formats``), by its name."""
        return {one.name: _format(one.type) for one in self._file.schema_arrow}

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows) if self._places is None else len(self._places)

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        start, stop, _ = part.indices(len(self))
        rows: list[dict[str, Any]] = self.table(start, stop).to_pylist()
        return rows

    def table(self, start: int = 0, stop: int | None = None) -> pa.Table:
        """The rows from ``start`` to ``stop``, in their order; all of them by default."""
        import numpy as np
        import pyarrow as pa

        start, stop, _ = slice(start, stop).indices(len(self))
        places = np.arange(start, max(start, stop)) if self._places is None else self._places[start:stop]
        in_file = np.sort(places)
        parts = [batch.take(pa.array(inside)) for batch, inside in self._batches_with(in_file)]
        table = pa.Table.from_batches(parts, schema=self._file.schema_arrow)
        return table.take(pa.array(np.searchsorted(in_file, places)))

    def _batches_with(self, places: np.ndarray) -> Iterator[tuple[pa.RecordBatch, np.ndarray]]:
        """The batches that hold any of the ``places`` (rising), with where in them these are."""
        import numpy as np

        first = 0
        for group in range(self._file.num_row_groups):
            size = self._file.metadata.row_group(group).num_rows
            # An empty list of row groups would mean all of them: one is asked for at a time.
            if len(_between(places, first, first + size)):
                for batch in self._file.iter_batches(BATCH, row_groups=[group]):
                    if len(inside := _between(places, first, first + batch.num_rows)):
                        yield self._told(batch), np.asarray(inside - first)
                    first += batch.num_rows
            else:
                first += size

    @cached_property
    def _places(self) -> np.ndarray | None:
        """Where in the file the wanted rows are, in the wanted order. None: all, as they are."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        order = self.wanted.order.removeprefix("-")
        columns = {*self.wanted.equal, *(self._text_columns if self.wanted.text else ())}
        if order:
            columns.add(order)
        if not columns:  # Without a column of words, no word occurs.
            return np.array([], dtype=int) if self.wanted.text else None
        if self._given and self._given.name in columns:
            columns.add(self._given.key)
        found, keys, first = [np.array([], dtype=int)], [], 0
        for read in self._file.iter_batches(BATCH, columns=sorted(columns)):
            batch = self._told(read)
            mask = self._mask(batch)
            found.append(np.flatnonzero(mask) + first)
            first += batch.num_rows
            if order:
                keys.append(batch.select([order]).filter(pa.array(mask)))
        places = np.concatenate(found)
        if not keys:
            return places
        direction = "descending" if self.wanted.order.startswith("-") else "ascending"
        ordered = pc.sort_indices(pa.Table.from_batches(keys), sort_keys=[(order, direction)])
        return places[ordered.to_numpy()]

    def _told(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return self._given.told(batch) if self._given else batch

    @property
    def _text_columns(self) -> list[str]:
        return [name for name, format in self.formats.items() if format == "text"]

    def _mask(self, batch: pa.RecordBatch) -> np.ndarray:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        mask = np.ones(batch.num_rows, dtype=bool)
        for name, text in self.wanted.equal.items():
            mask &= _equal(batch.column(name), text)
        if self.wanted.text:
            occurs = np.zeros(batch.num_rows, dtype=bool)
            for name in self._text_columns:
                words = batch.column(name).cast(pa.string())
                occurs |= _plain(pc.match_substring(words, self.wanted.text, ignore_case=True))
            mask &= occurs
        return mask


def _equal(column: pa.Array, text: str) -> np.ndarray:
    """Where ``column`` says ``text``, read as what the column holds: 1 for "1" in numbers."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        value = pa.scalar(text).cast(column.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return np.zeros(len(column), dtype=bool)
    return _plain(pc.equal(column, value))


def _plain(mask: pa.Array) -> np.ndarray:
    return mask.fill_null(False).to_numpy(zero_copy_only=False)


def _between(places: np.ndarray, first: int, end: int) -> np.ndarray:
    return places[places.searchsorted(first) : places.searchsorted(end)]


def _format(type: pa.DataType) -> str:
    import pyarrow.types as kinds

    if kinds.is_integer(type):
        return "integer"
    if kinds.is_floating(type) or kinds.is_decimal(type):
        return "number"
    if kinds.is_temporal(type):
        return "date"
    return "flag" if kinds.is_boolean(type) else "text"
