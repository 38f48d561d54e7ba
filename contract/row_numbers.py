"""A row has one number on every page and in every answer: that of its line in the sheet it came from.

A version keeps runs: ``[place, number]`` of each row, its place counted from 0, that does not follow the one
before it. Rows of a run are numbered on. Without runs the names are row 1 and all rows follow, as in the
download of the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FIRST_DATA_ROW = 2  # below the names
Runs = Sequence[Sequence[int]]
MOST_RUNS = 2_000
"""Of a sheet with more gaps, the rows are numbered as in the download."""


def runs_of(numbers: np.ndarray) -> list[list[int]]:
    """``numbers`` are those of all rows in the sheet; those of several sheets have no runs."""
    import numpy as np

    steps = np.diff(numbers, prepend=FIRST_DATA_ROW - 1)
    places = np.flatnonzero(steps != 1)
    if len(places) > MOST_RUNS or (steps < 1).any():
        return []
    return [[int(place), int(numbers[place])] for place in places]


def number_of(runs: Runs, place: int) -> int:
    """Of the row at ``place``, counted from 0."""
    before = bisect_right(runs, place, key=lambda run: run[0]) - 1
    first, number = runs[before] if before >= 0 else (0, FIRST_DATA_ROW)
    return number + place - first


def place_of(runs: Runs, number: int, rows: int) -> int | None:
    """Where the row called ``number`` is in a table of ``rows``; None where there is none."""
    before = bisect_right(runs, number, key=lambda run: run[1]) - 1
    first, begins = runs[before] if before >= 0 else (0, FIRST_DATA_ROW)
    place = first + number - begins
    return place if 0 <= place < rows and number_of(runs, place) == number else None
