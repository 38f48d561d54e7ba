"""Missing values, and columns that are always missing together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.datasets.checking.tools import codes, findings, of, people, sales


def test_a_clean_table_has_no_findings() -> None:
    assert findings(people(), target="left") == []


def test_an_empty_table_has_no_findings() -> None:
    assert findings(people(0)) == []


def test_missing_values_are_counted_and_nothing_is_made_up() -> None:
    frame = people()
    frame.loc[4:13, "income"] = np.nan
    (found,) = of(frame, "missing")
    assert (found.column, found.row, found.count, found.share) == ("income", 4, 10, 0.05)
    assert found.severity == "note"
    assert found.message == "'income' is missing in 10 of 200 rows (5 %)."
    assert "Left as it is, a blank counts as unknown" in found.remedy
    assert [(step.kind, step.params) for step in found.steps] == [
        ("drop_rows_missing", {}),
    ]


@pytest.mark.parametrize("column", ["age", "city", "income"])
def test_nobody_gets_an_age_or_a_city_that_nobody_knows(column: str) -> None:
    frame = people()
    frame.loc[:30, column] = None
    (found,) = of(frame, "missing")
    assert found.steps == []


def test_a_blank_count_may_be_none() -> None:
    frame = people().assign(orders=3)
    frame.loc[:10, "orders"] = pd.NA
    frame.loc[50:, "orders"] = range(150)
    (found,) = of(frame, "missing")
    assert [step.params for step in found.steps] == [{"with": "zero"}]


def test_a_column_that_is_mostly_missing_is_a_warning_and_can_go() -> None:
    frame = people()
    frame.loc[:120, "income"] = np.nan
    (found,) = of(frame, "missing")
    assert found.severity == "warn"
    assert [step.kind for step in found.steps] == ["drop_column"]


def test_an_empty_column_can_go() -> None:
    (found,) = of(people().assign(fax=None), "empty")
    assert (found.column, found.count, found.steps[0].kind) == ("fax", 200, "drop_column")


def test_rows_without_the_outcome_can_be_left_out() -> None:
    frame = people().astype({"left": "boolean"})
    frame.loc[:2, "left"] = pd.NA
    (found,) = of(frame, "missing", target="left")
    assert found.severity == "warn"
    assert [step.kind for step in found.steps] == ["drop_rows_missing"]


def test_gaps_of_a_series_are_filled_with_the_value_before() -> None:
    frame = sales().assign(price=2.0)
    frame["price"] += np.arange(len(frame)) % 5
    frame.loc[3:5, "price"] = np.nan
    (found,) = of(frame, "missing", target="sold", time="day", keys=["store"])
    assert found.steps[0].params == {"with": "previous", "time": "day", "keys": ["store"]}


def test_columns_that_are_always_missing_together() -> None:
    frame = people()
    frame.loc[10:40, ["age", "income"]] = np.nan
    (found,) = of(frame, "missing_together")
    assert (found.examples, found.count, found.row) == (["age", "income"], 31, 10)
    frame.loc[41, "age"] = np.nan
    assert "missing_together" not in codes(frame)
