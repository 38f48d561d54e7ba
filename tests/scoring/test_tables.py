"""Outcomes, transactions and notes in sheets of their own, joined by the customer's number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def customers(people, sheet):
    frame = people(400)
    frame.insert(0, "client_id", [f"C{n}" for n in range(len(frame))])
    return sheet(frame, entity="client_id")


def with_table(data, name, frame, kinds, **roles):
    columns = {**data.columns, **{f"{name}.{role}": column for role, column in roles.items()}}
    return replace(
        data,
        tables={**data.tables, name: frame},
        columns=columns,
        kinds={**data.kinds, name: kinds},
    )


def with_outcomes(data, frame):
    data = replace(data, columns={k: v for k, v in data.columns.items() if k != "label"})
    kinds = {"client_id": "text", "purchased": "category", "date": "date"}
    return with_table(data, "labels", frame, kinds, key="client_id", label="purchased", date="date")


def outcomes_of(data):
    main = data.main
    return pd.DataFrame(
        {
            "client_id": main["client_id"],
            "purchased": main["label"],
            "date": pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(len(main)), unit="D"),
        }
    )


def test_outcomes_are_joined_and_what_did_not_match_is_listed(customers, train):
    outcomes = outcomes_of(customers)
    strangers = outcomes.head(3).assign(client_id=["X1", "X2", "X3"])
    trained = train(with_outcomes(customers, pd.concat([outcomes.iloc[:300], strangers])))
    notes = {problem.code: problem for problem in trained.problems}
    assert notes["unmatched_outcomes"].count == 3
    assert "X1, X2, X3" in notes["unmatched_outcomes"].message
    assert notes["without_outcome"].count == 100
    assert trained.evaluation.learned["how"] == "time"
    assert trained.evaluation.metrics["auc"] > 0.7


def test_customers_without_outcome_lead_the_call_list(customers, train):
    trained = train(with_outcomes(customers, outcomes_of(customers).iloc[:300]))
    first, rest = trained.results.iloc[:100], trained.results.iloc[100:]
    assert sorted(first["id"]) == sorted(customers.main["client_id"].iloc[300:])
    assert set(first["known_outcome"]) == {""}
    assert set(rest["known_outcome"]) == {"yes", "no"}
    for part in (first, rest):
        assert part["probability"].is_monotonic_decreasing


def test_the_latest_outcome_of_a_customer_counts(customers, train):
    outcomes = outcomes_of(customers)
    earlier = outcomes.assign(date=pd.Timestamp("2020-01-01"), purchased="no")
    trained = train(with_outcomes(customers, pd.concat([outcomes, earlier])))
    assert next(p for p in trained.problems if p.code == "repeated_outcomes").count == 400
    assert trained.evaluation.metrics["auc"] > 0.7


def test_numbers_that_do_not_match_are_refused(customers, refused):
    outcomes = outcomes_of(customers).assign(client_id="nobody")
    assert "nothing_matched" in {problem.code for problem in refused(with_outcomes(customers, outcomes))}


def test_transactions_become_count_sum_and_days(customers, train):
    bought = pd.DataFrame(
        {
            "client_id": ["C0", "C0", "C1", "X9"],
            "date": pd.to_datetime(["2025-03-01", "2025-03-11", "2025-03-05", "2025-03-21"]),
            "amount": [10.0, 30.0, 5.0, 1.0],
        }
    )
    kinds = {"client_id": "text", "date": "date", "amount": "number"}
    data = with_table(customers, "transactions", bought, kinds, key="client_id", date="date", amount="amount")
    from scoring.options import ScoringSettings
    from scoring.questions import PURCHASE
    from scoring.sheet.assembling import assemble

    frame = assemble(data, ScoringSettings(), PURCHASE).frame
    first = frame.iloc[0]
    assert (first["transactions"], first["transactions: sum"], first["transactions: mean"]) == (2, 40, 20)
    assert (first["days since last transaction"], first["days since first transaction"]) == (10, 20)
    assert frame["transactions"].iloc[2] == 0
    assert np.isnan(frame["days since last transaction"].iloc[2])


@pytest.mark.parametrize("typed", [pd.Series([5, 5, None], dtype="Int64"), pd.Series([5.0, 5.0, np.nan])])
def test_a_number_and_a_text_are_the_same_customer(typed):
    from scoring.sheet.side_tables import note_columns, transaction_columns

    bought = pd.DataFrame({"client_id": typed, "date": pd.to_datetime(["2025-02-01"] * 3), "text": "a note"})
    keys, moments = pd.Series(["5", "6", None]), np.full(3, np.datetime64("2025-03-01", "ns"))
    names = {"key": "client_id", "date": "date", "text": "text"}
    found, _ = transaction_columns(bought, names, keys, moments)
    assert found["transactions"].tolist() == [2, 0, 0]  # What names no customer is no one's.
    found, _ = note_columns(bought, names, keys, moments)
    assert found["notes"].tolist() == [2, 0, 0]


def test_what_happened_after_the_row_is_not_looked_at(people, sheet):
    from scoring.options import ScoringSettings
    from scoring.questions import PURCHASE
    from scoring.sheet.assembling import assemble

    frame = people(60)
    frame.insert(0, "client_id", [f"C{n}" for n in range(60)])
    frame["day"] = pd.Timestamp("2025-03-01")
    bought = pd.DataFrame({"client_id": ["C0", "C0"], "date": pd.to_datetime(["2025-02-01", "2025-04-01"])})
    data = with_table(
        sheet(frame, entity="client_id", time="day"), "transactions", bought,
        {"client_id": "text", "date": "date"}, key="client_id", date="date",
    )  # fmt: skip
    assert assemble(data, ScoringSettings(), PURCHASE).frame["transactions"].iloc[0] == 1


def test_notes_are_read_by_their_words(customers, train):
    hit = customers.main["label"] == "yes"
    random = np.random.default_rng(0)
    wanted = hit ^ (random.random(len(hit)) < 0.25)
    notes = pd.DataFrame(
        {
            "client_id": customers.main["client_id"],
            "text": np.where(wanted, "asked about the price today", "was only looking around"),
        }
    )
    notes["text"] += [f" number {n}" for n in range(len(notes))]
    kinds = {"client_id": "text", "text": "text"}
    data = with_table(customers, "notes", notes, kinds, key="client_id", text="text")
    trained = train(data)
    (column,) = [c for c in trained.model.schema_.columns if c.name == "notes: text"]
    assert {"price", "looking"} <= set(column.frequent)
    assert trained.evaluation.metrics["auc"] > train(customers).evaluation.metrics["auc"]
