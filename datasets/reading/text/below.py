"""What stands below the table of a text file: another table, whose rows are left aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from datasets.reading.layout.raw import empty_places
from datasets.reading.layout.second_table import Rows, another_finding, another_table
from datasets.reading.outcome import Finding
from datasets.reading.text.ragged_rows import RaggedRows, cells_of_line


def end_at_another(
    columns: list[pa.Array], numbers: np.ndarray, ragged: RaggedRows, names: Sequence[str], first: int
) -> tuple[list[pa.Array], np.ndarray, list[Finding]]:
    """The rows below the header (row ``first``) up to another table, and the finding about it. What
    ``ragged`` has of the rows behind is dropped: they are no rows of this table."""
    long = np.array(sorted(number for number in ragged.long if number > first), dtype=np.int64)
    places = np.sort(np.concatenate([numbers, long]))
    blank = np.isin(places, numbers[empty_places(columns)])
    behind = np.flatnonzero(~blank[1:] & (blank[:-1] | (np.diff(places) > 1))) + 1

    def row(place: int) -> list[str]:
        number = int(places[place])
        if number in ragged.long:
            return [
                cell.strip() for cell in cells_of_line(ragged.long[number], ragged.delimiter, ragged.quote)
            ]
        at = int(np.searchsorted(numbers, number))
        return [(column[at].as_py() or "").strip() for column in columns]

    found = another_table(Rows(len(places), row, behind.tolist()), names)
    if found is None:
        return columns, numbers, []
    start, header = int(places[found.start]), int(places[found.header])
    count = int((~blank[found.header + 1 :]).sum())
    ragged.end_before(start)
    keep = pa.array(numbers < start)
    columns = [column.filter(keep) for column in columns]
    return columns, numbers[numbers < start], [another_finding(found.names, start, header, count)]
