"""What cannot be learned from is refused with the thing, the number and a remedy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


def only(problems, code):
    (problem,) = [problem for problem in problems if problem.code == code]
    assert problem.remedy
    return problem


def test_one_class_only(refused, sheet, people):
    problem = only(refused(sheet(people(200).assign(label="yes"))), "one_class")
    assert "'label' is 'yes' in all 200 rows" in problem.message


def test_five_positives(refused, sheet, people):
    frame = people(200).assign(label=["yes"] * 5 + ["no"] * 195)
    problem = only(refused(sheet(frame)), "too_few_outcomes")
    assert "'yes' in 5 of 200 rows; at least 10" in problem.message
    assert problem.count == 5


def test_a_label_with_more_values_than_are_asked_about(refused, sheet, people):
    frame = people(310).assign(label=[f"stage {n}" for n in range(31)] * 10)
    problem = only(refused(sheet(frame)), "many_outcomes")
    assert "31 different values" in problem.message
    assert "'Outcome to predict'" in problem.remedy


def test_three_values_with_the_one_looked_for(train, refused, sheet, people):
    frame = people(300)
    frame["label"] = np.where(frame["label"] == "yes", "won", np.where(frame["noise"] > 0, "lost", "open"))
    problem = only(refused(sheet(frame), positive="won"), "which_opposite")
    assert [choice.value for choice in problem.question.choices if choice.suggested] == ["lost"]
    trained = train(sheet(frame), positive="won", negative="*")
    assert trained.evaluation.metrics["auc"] > 0.7
    assert trained.evaluation.learned["margin"].shape == (300,)


def test_a_value_that_the_label_never_has(refused, sheet, people):
    problem = only(refused(sheet(people(200)), positive="maybe"), "unknown_positive")
    assert "'maybe'" in problem.message
    assert "yes" in problem.message


def test_no_label_and_no_sheet_of_outcomes(refused, sheet, people):
    data = sheet(people(100))
    del data.columns["label"]
    assert only(refused(data), "missing_label").count == 0


def test_an_id_as_feature_is_left_out_with_a_note(train, sheet, people):
    frame = people(200).assign(number=np.arange(200), code=[f"K{n}" for n in range(200)])
    trained = train(sheet(frame))
    noted = {p.column for p in trained.problems if p.code == "identifier"}
    assert noted == {"number", "code"}
    assert not noted & {column.name for column in trained.model.schema_.columns}


def test_the_customer_number_as_feature_is_left_out(train, sheet, people):
    data = sheet(people(200).assign(client=[f"K{n}" for n in range(200)]), entity="client")
    data.columns["features"] = (*data.columns["features"], "client")
    trained = train(data)
    assert only(trained.problems, "id_as_feature").column == "client"
    assert "client" not in {column.name for column in trained.model.schema_.columns}


def test_an_all_missing_column_is_left_out_with_a_note(train, sheet, people):
    trained = train(sheet(people(200).assign(empty=np.nan)))
    assert only(trained.problems, "empty").column == "empty"


def test_forty_thousand_categories_are_said(train, sheet, people):
    frame = people(90_000)
    frame["street"] = [f"street {n % 40_000}" for n in range(len(frame))]
    data = sheet(frame)
    data.kinds["main"]["street"] = "category"
    from contract.training import Plan
    from scoring.options import ScoringSettings
    from scoring.questions import OUTCOME
    from scoring.sheet.checking import check

    problems = check(data, Plan(ScoringSettings(), None), OUTCOME)
    assert only(problems, "many_categories").count == 40_000


def test_an_outcome_in_the_future(refused, sheet, people):
    frame = people(200)
    frame["day"] = pd.Timestamp.today().normalize() - pd.to_timedelta(np.arange(200), unit="D")
    frame.loc[:2, "day"] = pd.Timestamp.today().normalize() + pd.Timedelta(days=40)
    problem = only(refused(sheet(frame, time="day")), "future_outcome")
    assert problem.count == 3
    assert problem.row == 2


@pytest.mark.parametrize("rows", [5, 29])
def test_too_few_rows(refused, sheet, people, rows):
    assert only(refused(sheet(people(100).head(rows))), "too_few_rows").count == rows


def test_nothing_to_learn_from(refused, sheet, people):
    frame = people(100)[["label"]].assign(same=1)
    assert only(refused(sheet(frame)), "no_usable_column").count == 0


def test_disguised_missing_values_are_missing(train, sheet, people):
    frame = people(300)
    frame["colour"] = np.where(frame["noise"] > 0, "Select", frame["colour"])
    trained = train(sheet(frame))
    assert only(trained.problems, "disguised_missing").count == int((frame["noise"] > 0).sum())
    (colour,) = [c for c in trained.model.schema_.columns if c.name == "colour"]
    assert "Select" not in colour.levels


def test_outcomes_that_all_came_late_cannot_be_tested_over_time(refused, sheet, people):
    frame = people(300).sort_values("label", ignore_index=True)
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(300), unit="D")
    frame["label"] = np.where(np.arange(300) >= 250, "yes", "no")
    problem = only(refused(sheet(frame, time="day")), "one_sided_split")
    assert problem.count == 0
