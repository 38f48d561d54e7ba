"""Whatever a request holds, each cell is a value, missing, or named with a reason; nothing else happens."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells.invalid_cells import SENTENCES
from tests.cells.tools import read

WRITTEN = st.text("0123456789.,-/: %€()TWQ'apre", max_size=14)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**300, 10**320),
    st.floats(),
    st.text(st.characters(), max_size=6),
    st.just("\ud800"),
    WRITTEN,
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)
HOW = [
    {},
    {"date_order": "mdy", "decimal": ","},
    {"date_order": "ymd", "decimal": ".", "percent": True, "missing": ("-1", "x")},
]


@pytest.mark.parametrize("kind", ["number", "date", "flag", "category", "text"])
@given(st.lists(ANYTHING, max_size=30), st.sampled_from(HOW))
def test_any_cells(kind: str, cells: list[Any], how: dict[str, Any]) -> None:
    found = read(cells, kind, **how)
    missing = pd.Series(found.values).isna()
    assert len(missing) == len(cells)
    assert all(missing[unfit.place] for unfit in found.unfit)
    assert {unfit.code for unfit in found.unfit} <= SENTENCES.keys()
    alone = [read([cell], kind, **how) for cell in cells]
    assert [bool(pd.Series(one.values).isna()[0]) for one in alone] == missing.tolist()
    assert [one.unfit[0].code for one in alone if one.unfit] == [unfit.code for unfit in found.unfit]
