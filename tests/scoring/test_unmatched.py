"""Training says which transactions and notes belong to nobody."""

from __future__ import annotations

import pandas as pd

from contract import registry
from contract.data import TrainingData
from tests.lead_sheets import leads
from training.runs.orders import plan_for

DATA = leads()


def test_a_sheet_of_nobody_stops_the_training() -> None:
    family = registry.get("lead_scoring")
    nobody = DATA.tables["notes"].assign(customer=-1)
    found = family.problems(with_table("notes", nobody), plan_for(family, {}, {}))
    (problem,) = [problem for problem in found if problem.fatal]
    assert (problem.code, problem.table, problem.count) == ("nothing_matched", "notes", len(nobody))
    some = pd.concat([DATA.tables["notes"], nobody.head(3)], ignore_index=True)
    found = family.problems(with_table("notes", some), plan_for(family, {}, {}))
    assert [(problem.code, problem.count) for problem in found if problem.table == "notes"] == [
        ("unmatched_records", 3)
    ]


def test_a_sheet_that_nothing_links_stops_the_training() -> None:
    family = registry.get("lead_scoring")
    columns = {role: name for role, name in DATA.columns.items() if role != "entity"}
    data = TrainingData(DATA.tables, columns, DATA.kinds)
    assert "missing_key" in {problem.code for problem in family.problems(data, plan_for(family, {}, {}))}


def with_table(key: str, table: pd.DataFrame) -> TrainingData:
    return TrainingData({**DATA.tables, key: table}, DATA.columns, DATA.kinds)
