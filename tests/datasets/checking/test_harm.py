"""Remedies are offered by what they cost: the one that loses least comes first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets.checking.harm import ORDER, cost_of, least_first
from datasets.checking.steps import OPERATIONS, Step
from tests.datasets.checking.tools import findings, people, sales


def test_every_step_has_its_place() -> None:
    assert set(ORDER) == set(OPERATIONS)


def test_whole_rows_and_columns_go_last() -> None:
    kinds = ["drop_column", "fill_missing", "drop_rows_missing", "set_missing"]
    ordered = [step.kind for step in least_first(Step(kind) for kind in kinds)]
    assert ordered == ["set_missing", "fill_missing", "drop_rows_missing", "drop_column"]


def test_the_steps_of_every_finding_are_in_order() -> None:
    frame = sales().assign(orders=pd.array(np.arange(180) % 40, "Int64"), income=50.0)
    frame["income"] += np.random.default_rng(0).normal(0, 5, 180)
    frame.loc[5, "income"] = 400
    frame.loc[10:12, "orders"] = pd.NA
    several = 0
    for one in findings(frame, time="day", keys=["store"]) + findings(people()):
        places = [ORDER.index(step.kind) for step in one.steps]
        assert places == sorted(places)
        several += len(places) > 1
    assert several >= 2


def test_what_a_step_does_is_said_with_its_count() -> None:
    def said(kind: str, count: int = 3, **params: object) -> str:
        return str(cost_of(Step(kind, ("age",), params).as_dict(), count, 200))

    zero = said("fill_missing", 1, **{"with": "zero"})
    assert zero == "1 cell becomes 0: right only if a blank means none."
    assert said("fill_missing", **{"with": "previous"}) == "3 cells get a value that nobody has entered."
    assert said("drop_rows_missing") == "3 of 200 rows go."
    assert said("drop_column") == "All that the column says is lost to models, in 200 rows."
