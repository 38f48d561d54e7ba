"""Group totals inside a report: "North Total", "Summe Nord", "Subtotal"."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.numbers import number_texts
from cells.words import VALUE
from datasets.reading.layout.tail import TOTAL, USUAL
from datasets.reading.outcome import RawTable
from datasets.reading.values.distinct import as_texts

LABELLED = 3  # columns of text that are searched for a label
LABEL = r"(?i)total|totaal|sum|som[ame]|gesamt|ergebnis"
TOTAL_BEHIND = re.compile(
    r".*\b(?:totals?|totale|totaal|subtotal|summe|gesamtsumme|ergebnis|zwischensumme)",
    re.IGNORECASE | re.DOTALL,
)
MOST_CELLS = 100_000  # of rows that may be totals or rules
GROUPS_BACK = 50  # totals of totals reach back over so many groups


def subtotals_of(raw: RawTable) -> dict[int, list[str]]:
    """By place the cells of rows with the label of a total that lack what rows of data have, or hold sums.

    A number counts as a sum where it is that of the rows of data since one of the totals before it.
    """
    rows = cells_at(raw, _labelled(raw))
    labels = {place: label for place, cells in rows.items() if (label := _label(cells)) is not None}
    if not labels:
        return {}
    data = np.ones(len(raw.row_numbers), dtype=bool)
    data[list(labels)] = False
    sums = [_Sums(values, data) for column in raw.columns if (values := _numbers(column)) is not None]
    keys = [place for place, column in enumerate(raw.columns) if _is_key(column, data)]
    starts, found = [0], {}
    for place, label in labels.items():
        cells = rows[place]
        lacks = any(not cells[key] for key in keys)
        alone = sum(1 for cell in cells if cell and not VALUE.fullmatch(cell)) == 1
        fewest = 1 if lacks else 2
        if not alone or not (lacks or len(keys) < 2):
            continue
        is_sum = any(one.holds(place, starts[-GROUPS_BACK:], fewest) for one in sums)
        if is_sum or (lacks and TOTAL.fullmatch(label)):
            found[place] = cells
            starts.append(place)
    return found


class _Sums:
    """The numbers of a column (NaN where there is none), and what those of the rows of data add up to."""

    def __init__(self, values: np.ndarray, data: np.ndarray):
        self.values = values
        self.before = np.append(0, np.cumsum(np.where(data & ~np.isnan(values), values, 0)))
        self.rows_before = np.append(0, np.cumsum(data))

    def holds(self, place: int, starts: list[int], fewest: int) -> bool:
        """Whether the number at ``place`` is the sum of ``fewest`` rows or more since one of ``starts``."""
        value = self.values[place]
        if np.isnan(value) or value == 0:
            return False
        return any(
            self.rows_before[place] - self.rows_before[start] >= fewest
            and np.isclose(self.before[place] - self.before[start], value, rtol=1e-6, atol=0.011)
            for start in starts
        )


def cells_at(raw: RawTable, places: np.ndarray) -> dict[int, list[str]]:
    """By place the cells of rows as text, "" where missing. None of so many rows that they must be data."""
    if not len(places) or len(places) * len(raw.columns) > MOST_CELLS:
        return {}
    taken = [as_texts(column.take(pa.array(places))).to_pylist() for column in raw.columns]
    cells = ([(cell or "").strip() for cell in row] for row in zip(*taken, strict=True))
    return dict(zip(places.tolist(), cells, strict=True))


def _labelled(raw: RawTable) -> np.ndarray:
    found = np.zeros(len(raw.row_numbers), dtype=bool)
    for column in [column for column in raw.columns if pa.types.is_string(column.type)][:LABELLED]:
        marked = pc.fill_null(pc.match_substring_regex(column, LABEL), False)
        found |= np.asarray(marked.to_numpy(zero_copy_only=False), dtype=bool)
    return np.flatnonzero(found)


def _label(cells: list[str]) -> str | None:
    first = next((cell for cell in cells if cell), "")
    label = first.rstrip(":").rstrip()
    return label if TOTAL.match(label) or TOTAL_BEHIND.fullmatch(label) else None


def _is_key(column: pa.Array, data: np.ndarray) -> bool:
    """Whether hardly a row of data leaves the column empty, and it holds words or dates."""
    if _numbers(column) is not None:
        return False
    filled = ~np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    return bool(data.any() and filled[data].mean() >= USUAL)


def _numbers(column: pa.Array) -> np.ndarray | None:
    """As float64, NaN where there is none; None where most filled cells are not numbers."""
    if pa.types.is_floating(column.type):
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    if not pa.types.is_string(column.type):
        return None
    texts = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
    numbers = number_texts(texts)
    values, valid = max((numbers.convert(mark, None) for mark in (".", ",")), key=lambda one: one[1].sum())
    filled = np.asarray(pc.not_equal(texts, "").to_numpy(zero_copy_only=False), dtype=bool)
    if valid.sum() * 2 <= filled.sum():
        return None
    return np.where(valid, values.astype(np.float64), np.nan)
