"""Whom to contact: nobody whose outcome is known, in the rows of a run, on the page and in answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from columns.values import spellings
from contract.data import MAIN, TrainingData
from datasets.profiling import profile
from datasets.samples.leads import leads
from datasets.samples.sample import SampleSize
from scoring.family import Churn, LeadScoring
from scoring.questions import KNOWN
from tests.asking import ask

OPEN = 40


def telco(people) -> pd.DataFrame:
    """As telco writes it: a number for each customer, Churn Yes or No, some rows of today without either."""
    frame = people(400).rename(columns={"label": "Churn"})
    frame["Churn"] = frame["Churn"].map({"yes": "Yes", "no": "No"})
    frame.loc[frame.index[-OPEN:], "Churn"] = None
    return frame.assign(customerID=[f"C{number:04d}" for number in range(len(frame))])


def x_education(people) -> pd.DataFrame:
    """As X-Education writes it: Converted 1 or 0, a number for each prospect."""
    frame = people(400).rename(columns={"label": "Converted"})
    frame["Converted"] = frame["Converted"].map({"yes": 1.0, "no": 0.0})
    frame.loc[frame.index[-OPEN:], "Converted"] = np.nan
    return frame.assign(**{"Lead Number": np.arange(len(frame)) + 660_000})


def generated(people) -> pd.DataFrame:
    frame = leads(np.random.default_rng(0), SampleSize(rows=400)).frame
    frame.loc[frame.index[-OPEN:], "converted"] = None
    return frame


SHEETS = {
    "telco": (telco, Churn, "Churn", "customerID"),
    "x_education": (x_education, LeadScoring, "Converted", "Lead Number"),
    "generated": (generated, LeadScoring, "converted", "lead_id"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_rows_to_contact_hold_nobody_with_a_known_outcome(name, people, sheet, train):
    build, family, label, key = SHEETS[name]
    frame = build(people)
    trained = train(sheet(frame, label=label, entity=key), of=family())
    waiting = set(spellings(frame.loc[frame[label].isna(), key]))
    results = trained.results
    to_contact = results[results["known_outcome"] == ""]
    assert set(to_contact["id"]) == waiting
    assert set(results.loc[results["recommendation"] != KNOWN, "id"]) == waiting
    shown = next(block for block in trained.blocks if block.title == "Whom to contact first")
    assert {row["id"] for row in shown.data["rows"]} <= waiting
    assert [row["id"] for row in shown.data["rows"]] == to_contact["id"].head(20).tolist()


def test_where_every_outcome_is_known_nobody_is_to_be_contacted(fast):
    assert set(fast.results["recommendation"]) == {KNOWN}
    first, test = fast.blocks[:2]
    assert (first.title, first.under) == ("Score today's customers", "answer")
    assert "known_outcome" in [column["key"] for column in test.data["columns"]]
    assert "recommendation" not in [column["key"] for column in test.data["columns"]]
    assert {row["known_outcome"] for row in test.data["rows"]} <= {"yes", "no"}


def test_who_left_in_one_row_is_not_called_because_of_another(people, sheet, train):
    frame = telco(people)
    frame.loc[frame.index[-1], "customerID"] = frame["customerID"][0]
    results = train(sheet(frame, label="Churn", entity="customerID"), of=Churn()).results
    assert len(results[results["known_outcome"] == ""]) == OPEN - 1
    assert set(results.loc[results["id"] == "C0000", "recommendation"]) == {KNOWN}


def test_a_row_scored_with_its_outcome_is_not_to_be_contacted(fast):
    row = {"strong": -1.5, "weak": 0.8, "noise": 0.1, "colour": "red"}
    rows = [row, *({**row, "label": word} for word in ("yes", "No", "true", "", "pending"))]
    told = ask(LeadScoring(), fast.model, rows=rows).table
    assert (told["recommendation"] == KNOWN).tolist() == [False, True, True, True, False, False]
    assert told["probability"].nunique() == 1


def test_the_reasons_shown_are_those_of_the_row(fast):
    rows = fast.blocks[1].data["rows"]
    for shown, kept in zip(rows, fast.results["reasons"], strict=False):
        assert [text.split(":")[0] for text in str(shown["reasons"]).split("; ")] == [
            text.split(" is ")[0] for text in kept.split("; ")
        ]


def test_numeric_outcomes_also_say_who_is_open(people, train):
    frame = people(300).assign(label=lambda rows: np.where(rows.index < 250, rows["strong"] * 10, np.nan))
    kinds = {column.name: column.kind for column in profile(frame)}
    roles = {"label": "label", "features": ("weak", "noise", "colour")}
    results = train(TrainingData({MAIN: frame}, roles, {MAIN: kinds})).results
    assert len(results[results["known_outcome"] == ""]) == 50
