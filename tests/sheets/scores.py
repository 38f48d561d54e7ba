"""Sheets of customers with an outcome in words, and a known truth: more seats, more often the first word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tests.sheets.conftest import csv

FAST = {"cv_folds": 2}


def deals(
    words: Sequence[str],
    rows: int = 120,
    column: str = "Status",
    undecided: Mapping[str, int] | None = None,
    seed: int = 3,
    mark: str = ",",
) -> str:
    """The first of the ``words`` is likely above 30 seats; the rows that are ``undecided`` follow."""
    random = np.random.default_rng(seed)
    seats = random.integers(1, 60, rows)
    first = random.random(rows) < np.where(seats > 30, 0.85, 0.25)
    said = [words[0] if hit else words[1] for hit in first]
    for word, count in (undecided or {}).items():
        seats = np.append(seats, random.integers(1, 60, count))
        said += [word] * count
    source = random.choice(["Web", "Fair", "Partner"], len(seats))
    cells = [(f"D{n}", source[n], seats[n], said[n]) for n in range(len(seats))]
    return csv(mark.join(("Deal", "Source", "Seats", column)), cells, mark)


def roles(column: str = "Status") -> dict[str, object]:
    """Which column of ``deals`` is what."""
    return {"entity": "Deal", "label": column, "features": ["Source", "Seats"]}


LARGE, SMALL = {"Source": "Web", "Seats": 58}, {"Source": "Web", "Seats": 2}
