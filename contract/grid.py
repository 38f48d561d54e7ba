"""A grid to be filled in by a person: what is known in advance, date by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class GridColumn:
    """A flag is "1" or "0", a category one of its ``choices``."""

    name: str
    kind: Literal["number", "flag", "category"]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """``dates`` (ISO text) by ``columns``, of one of ``items`` or of all.

    ``table`` is the request's table that takes the rows, ``side`` the table of a training that keeps them.
    ``known`` and ``year_before`` hold texts by column, one per date: what is known already, and what was a
    year before; "" where nothing is.
    """

    table: str
    side: str
    items: tuple[str, ...]
    dates: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year_before: Mapping[str, Sequence[str]] = field(default_factory=dict)
