"""Money is asked, never invented: without it no amount is shown; quality or capacity cut the list."""

from __future__ import annotations

import pytest

from language.sentences import told
from scoring.family import LeadScoring
from tests.asking import asked
from tests.scoring.test_report import block

ROW = {"strong": -1.5, "weak": 0.8, "noise": 0.1, "colour": "red"}
PROFIT = "Profit by number of contacts"


@pytest.fixture(scope="module")
def paid(train, sheet, people):
    return train(sheet(people()), value=200, margin=50, cost=10, currency="EUR")


def test_without_worth_no_money_is_shown(fast, family):
    assert fast.results["expected_value"].isna().all()
    shown = str([found.as_dict() for found in fast.blocks])
    assert PROFIT not in shown and "pays off" not in shown
    for rows in ([ROW], [ROW, ROW]):
        (first, *_) = family.ask().present(*asked(family, fast.model, {"rows": rows, "reasons": 0}))
        assert "profit" not in str(first.as_dict())


def test_half_an_answer_is_no_money(train, sheet, people):
    assert PROFIT not in {found.title for found in train(sheet(people()), value=200).blocks}


def test_without_worth_the_upper_quality_is_contacted(fast):
    rows = block(fast, "Right and wrong at the cut-off").data["rows"]
    test = fast.evaluation.learned["test"]
    predicted = fast.model.predicted(fast.evaluation.learned["margin"][test])
    assert rows[0]["hit"] + rows[0]["other"] == (predicted >= fast.model.scale_.high).sum()


def test_amounts_show_the_currency_and_what_is_kept(paid, family):
    summary = str(told(block(paid, PROFIT).as_dict())["summary"])
    assert "100 EUR per hit" in summary and "10 EUR per contact" in summary
    context, answer = asked(LeadScoring(), paid.model, {"rows": [ROW], "reasons": 0})
    row = answer.table.iloc[0]
    assert row["expected_value"] == pytest.approx(100 * row["probability"] - 10, abs=0.02)
    (cards,) = family.ask().present(context, answer)
    assert cards.data["cards"][-1]["label"] == "Expected profit (EUR)"


def test_who_told_their_outcome_brings_nothing(paid):
    _, answer = asked(LeadScoring(), paid.model, {"rows": [{**ROW, "label": "yes"}, ROW]})
    assert answer.table["expected_value"].isna().tolist() == [True, False]


def test_money_changes_no_score(fast, paid):
    assert fast.results["probability"].equals(paid.results["probability"])


def test_the_ratings_are_said_in_words(fast):
    text = str(block(fast, "How the scores were made").data["text"])
    assert "Hot: from" in text and text.rstrip().endswith("cold: below.")
