"""What is refused or noted before a training, in words and numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from contract.data import MAIN, DataProblems, TrainingData
from contract.training import Plan
from segmentation.options import SegmentationSettings

PLAN = Plan(SegmentationSettings(), None)


def codes(problems, fatal=True):
    return {problem.code for problem in problems if problem.fatal is fatal}


def test_example_has_no_problem(family):
    assert family.problems(family.example(), PLAN) == []


def test_missing_role(family):
    data = replace(family.example(), columns={"id": "customer_id"})
    assert codes(family.problems(data, PLAN)) == {"missing_role"}


@pytest.mark.parametrize(("rows", "segments", "needed"), [(9, None, 10), (0, None, 10), (15, 8, 16)])
def test_too_few_rows(family, rows, segments, needed):
    data = family.example()
    data = replace(data, tables={MAIN: data.main.head(rows)})
    problems = family.problems(data, Plan(SegmentationSettings(segments=segments), None))
    found = next(problem for problem in problems if problem.code == "too_few_rows")
    assert found.message == f"The sheet has {rows} customers; at least {needed} are needed."
    assert found.count == rows
    assert found.remedy


def test_nothing_but_constants(family, sheet):
    data = sheet(pd.DataFrame({"a": [1.0] * 20, "b": ["x"] * 20, "c": [np.nan] * 20}))
    problems = family.problems(data, PLAN)
    assert codes(problems) == {"no_usable_column"}
    assert [p.column for p in problems if p.code == "left_out"] == ["a", "b", "c"]
    with pytest.raises(DataProblems):
        family.train(data, PLAN)


def test_names_dates_and_constants_are_left_out_and_said(family):
    frame = pd.DataFrame(
        {
            "city": [f"City {n}" for n in range(30)],
            "since": pd.date_range("2024-01-01", periods=30),
            "country": "NL",
            "visits": range(30),
        }
    )
    data = TrainingData(
        tables={MAIN: frame},
        columns={"features": tuple(frame)},
        kinds={MAIN: {"city": "text", "since": "date", "country": "category", "visits": "number"}},
    )
    trained = family.train(data, Plan(SegmentationSettings(segments=2), None))
    notes = {problem.column: problem for problem in trained.problems}
    assert set(notes) == {"city", "since", "country"}
    assert not any(problem.fatal for problem in notes.values())
    assert "30 different words in 30 rows" in notes["city"].message
    assert list(trained.model.segments_[0]["profile"]) == ["visits"]


def test_repeated_ids_are_noted(family):
    data = family.example()
    frame = pd.concat([data.main, data.main.head(5)])
    problems = family.problems(replace(data, tables={MAIN: frame}), PLAN)
    assert [(p.code, p.count, p.fatal) for p in problems] == [("repeated_id", 5, False)]


def test_customers_too_alike(family, sheet):
    data = sheet(pd.DataFrame({"area": ["a", "b"] * 10}))
    with pytest.raises(DataProblems, match="Only 2 customers differ"):
        family.train(data, Plan(SegmentationSettings(segments=3), None))
