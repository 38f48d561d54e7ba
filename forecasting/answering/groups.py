"""Items that belong together: all of a store, all of a brand. Totals are made over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.panel import Panel

ALL_ITEMS = "All items"
MOST_GROUPS = 100  # of a report, the largest
MOST_GROUPED = 5_000  # items of a report; of more, the sum of all is enough


@dataclass(frozen=True)
class Group:
    """``rows`` are the items whose ``column`` says ``value``."""

    column: str
    value: str
    rows: np.ndarray


def group_columns(panel: Panel) -> dict[str, tuple[str, ...]]:
    """What items can be grouped by, and what it says of each item."""
    found = (
        dict(zip(panel.key_columns, zip(*panel.key_parts, strict=True), strict=True))
        if panel.key_parts
        else {}
    )
    for column, values in zip(panel.static_columns, panel.static, strict=True):
        if column.categories:
            known = np.isfinite(values)
            places = np.where(known, values, 0).astype(int)
            said = np.where(known, np.asarray(column.categories, dtype=object)[places], "")
            found.setdefault(column.name, tuple(said))
    return found


def groups_of(column: str, said: tuple[str, ...]) -> list[Group]:
    """In the order of the items; items without a value are in no group."""
    values = np.asarray(said, dtype=object)
    return [Group(column, value, np.flatnonzero(values == value)) for value in dict.fromkeys(said) if value]


def reported_groups(panel: Panel, sizes: np.ndarray) -> list[Group]:
    """The largest groups of more than one item, by the sum of ``sizes``; none for very many items."""
    if len(panel.items) > MOST_GROUPED:
        return []
    every = [group for column, said in group_columns(panel).items() for group in groups_of(column, said)]
    several = [group for group in every if 1 < len(group.rows) < len(panel.items)]
    return sorted(several, key=lambda group: -float(sizes[group.rows].sum()))[:MOST_GROUPS]
