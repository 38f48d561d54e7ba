"""A column that knows the outcome stops the run, unless a reason is given; honest columns pass."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from contract.data import MAIN, TrainingData
from contract.training import Plan
from datasets.profiling import profile
from scoring.family import Churn, LeadScoring


def leaky(frame):
    hit = frame["label"] == "yes"
    random = np.random.default_rng(0)
    return frame.assign(
        complaint=np.where(hit ^ (random.random(len(frame)) < 0.01), "yes", "no"),
        closed_by=np.where(hit & (random.random(len(frame)) < 0.85), "Ann", None),
        refund=np.where(hit & (random.random(len(frame)) < 0.4), 9.5, 0.0),
    )


def test_leaks_stop_the_run_and_are_named(refused, sheet, people):
    problems = refused(sheet(leaky(people())))
    assert {p.code for p in problems} == {"leakage"}
    assert {p.column for p in problems} == {"complaint", "closed_by", "refund"}
    assert all(p.remedy for p in problems)


def test_a_reason_lets_it_through_and_is_kept(train, sheet, people, tmp_path):
    reason = "Complaints are known a month before."
    trained = train(sheet(leaky(people())), allow_leakage=True, leakage_reason=reason)
    assert trained.model.leakage_["reason"] == reason
    trained.model.save(tmp_path)
    again = type(trained.model).load(tmp_path, None)
    (note,) = again.explain()
    assert reason in note.data["text"]
    assert "complaint" in note.data["text"]
    assert any(block.title == "Suspected leaks" for block in trained.blocks)
    assert {p.column for p in trained.problems if p.code == "leakage"} == {"complaint", "closed_by", "refund"}


def test_allowed_without_a_reason_is_refused(refused, sheet, people):
    problems = refused(sheet(leaky(people())), allow_leakage=True, leakage_reason="  ")
    assert "leakage_reason" in {p.code for p in problems}


def test_honest_columns_pass(train, sheet, people):
    assert not [p for p in train(sheet(people())).problems if p.code == "leakage"]


def suspected(family, path, label, entity):
    frame = pd.read_csv(path)
    kinds = {column.name: column.kind for column in profile(frame)}
    features = tuple(name for name in frame if name not in {label, entity})
    data = TrainingData(
        {MAIN: frame}, {"label": label, "entity": entity, "features": features}, {MAIN: kinds}
    )
    problems = family.check(data, Plan(family.Settings(), None))
    return {problem.column for problem in problems if problem.code == "leakage"}


@pytest.mark.parametrize(
    ("family", "name", "label", "entity", "leaks"),
    [
        (Churn, "bank_customer_churn_leaky.csv", "Exited", "CustomerId", {"Complain"}),
        (Churn, "telco_churn.csv", "Churn", "customerID", set()),
        (
            LeadScoring, "x_education_leads.csv", "Converted", "Prospect ID",
            {
                "Tags", "Lead Quality", "Last Notable Activity", "Asymmetrique Activity Index",
                "Asymmetrique Activity Score", "Asymmetrique Profile Index", "Asymmetrique Profile Score",
            },
        ),
    ],
)  # fmt: skip
def test_known_leaks(family, name, label, entity, leaks, known_sheets):
    assert suspected(family(), known_sheets / "scoring" / name, label, entity) == leaks
