"""How the known outcomes are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from contract.data import DataProblems
from scoring.questions import CHURN, LEAD_SCORING
from scoring.sheet.labels import read


@pytest.mark.parametrize(
    ("hit", "other"),
    [
        ("yes", "no"), ("Oui", "Non"), ("ja", "nein"), ("sí", "no"), (1, 0), (True, False), ("TRUE", "FALSE"),
        (1.0, 0.0), (1, -1), (5, 0), ("Churned", "Stayed"), ("left", "active"), ("member", "No"),
    ],
)  # fmt: skip
def test_the_hit_is_found_by_its_meaning(hit, other):
    values = pd.Series([hit] * 30 + [other] * 20, dtype=object)
    labels = read(values, "label", "", CHURN)
    assert labels.values.tolist() == [1.0] * 30 + [0.0] * 20
    assert not labels.numeric


@pytest.mark.parametrize("values", [["A"] * 30 + ["B"] * 20, [1] * 30 + [2] * 20])
def test_what_is_rarer_is_no_hit_for_that(values):
    with pytest.raises(DataProblems) as asked:
        read(pd.Series(values), "label", "", CHURN)
    (problem,) = asked.value.problems
    assert problem.fatal
    assert problem.question.option == "settings.positive"
    assert [(choice.value, choice.count) for choice in problem.question.choices] == [
        (str(values[0]), 30),
        (str(values[-1]), 20),
    ]


def test_the_setting_overrides():
    labels = read(pd.Series(["yes"] * 30 + ["no"] * 20), "label", "no", CHURN)
    assert labels.values.sum() == 20


def test_unknown_outcomes_stay_unknown():
    labels = read(pd.Series(["yes"] * 20 + ["no"] * 20 + [None] * 5), "label", "", LEAD_SCORING)
    assert np.isnan(labels.values[-5:]).all()
    assert "empty: 5" in labels.notes[0].message


def test_many_numbers_are_a_score():
    labels = read(pd.Series(np.linspace(0, 100, 60)), "label", "", LEAD_SCORING)
    assert labels.numeric
    assert labels.values[-1] == 100
