"""Tables of any origin as typed tables, by the conventions of the data that a model learned from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cells.conventions import Conventions
from contract.data import TypedTable


def conform(table: Any, conventions: Mapping[str, Conventions]) -> TypedTable:
    frame = table if isinstance(table, pd.DataFrame) else pd.DataFrame(list(table), dtype=object)
    return TypedTable(frame[[name for name in frame if name in conventions]], conventions)
