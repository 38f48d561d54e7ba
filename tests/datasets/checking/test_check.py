"""What holds for every check: the order of findings, the roles, and the index of the table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from datasets.checking import check
from tests.datasets.checking.tools import findings, kinds_of, people


def messy() -> pd.DataFrame:
    frame = people(300).assign(copy=lambda f: f["left"], country="Norway", number=range(300))
    frame.loc[:9, "age"] = 999
    frame.loc[20:24, "income"] = np.nan
    return frame


def test_the_gravest_come_first_then_those_of_most_rows() -> None:
    found = findings(messy(), target="left")
    order = [("stop", "warn", "note").index(one.severity) for one in found]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2}
    for severity in ("stop", "warn", "note"):
        counts = [one.count for one in found if one.severity == severity]
        assert counts == sorted(counts, reverse=True)


def test_rows_are_counted_from_the_top_whatever_the_index() -> None:
    frame = messy()
    (found,) = [
        one for one in check(frame.set_index(frame.index + 1_000), kinds_of(frame)) if one.code == "missing"
    ]
    assert (found.column, found.row) == ("income", 20)


@pytest.mark.parametrize("roles", [{"target": "gone"}, {"time": "gone"}, {"keys": ["gone"]}])
def test_a_role_needs_a_column_that_is_there(roles: dict[str, object]) -> None:
    with pytest.raises(KeyError, match="gone"):
        check(people(), kinds_of(people()), **roles)  # type: ignore[arg-type]


def test_infinite_numbers_do_no_harm() -> None:
    frame = people()
    frame.loc[3, "income"] = np.inf
    findings(frame, target="left")
