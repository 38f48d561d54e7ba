"""Whom to contact: nobody whose outcome is known; a sheet of known outcomes is a test and says so."""

from __future__ import annotations

import pytest

from contract.data import MAIN, TrainingData
from datasets.samples import generate
from scoring.report.contacts import still_open


def left_open(data: TrainingData, every: int) -> TrainingData:
    """``data`` with the outcome of every so many rows open."""
    main = data.main.copy()
    main["label"] = main["label"].astype(object)
    main.loc[main.index % every == 0, "label"] = None
    return TrainingData({MAIN: main}, data.columns, data.kinds)


@pytest.fixture(scope="module")
def some_open(train, sheet, people):
    return train(left_open(sheet(people()), 5))


def test_only_those_whose_outcome_is_open_are_listed(some_open):
    block = next(found for found in some_open.blocks if found.under == "answer")
    assert block.title == "Whom to contact first"
    known = set(some_open.results.loc[some_open.results["known_outcome"] != "", "id"])
    assert len(block.data["rows"]) == 20
    assert not known & {row["id"] for row in block.data["rows"]}
    assert all(row["recommendation"] for row in block.data["rows"])


def test_the_summary_counts_them_and_says_where_to_begin(some_open):
    found = some_open.summary
    to_contact = still_open(some_open.results)
    assert found.value == (to_contact["quality"] == "hot").sum()
    assert sum(found.picture) == len(to_contact) == 120
    assert "Start at the top" in found.do
    assert {ground.about for ground in found.grounds} >= {"data", "error", "coverage"}


def test_where_every_outcome_is_known_the_page_asks_for_todays_customers(fast):
    block = next(found for found in fast.blocks if found.under == "answer")
    assert block.title.startswith("A test")
    assert {row["known_outcome"] for row in block.data["rows"]} <= {"yes", "no"}
    assert "recommendation" not in {column["key"] for column in block.data["columns"]}
    assert set(fast.results["recommendation"]) == {""}
    assert "Give today's customers" in fast.summary.do


def test_fifty_customers_are_not_good(train, sheet, people):
    few = train(left_open(sheet(people().head(60)), 6))
    assert next(ground for ground in few.summary.grounds if ground.about == "data").tone != "good"


def test_the_generated_leads_list_nobody_who_has_decided(train, sheet):
    frame = generate("leads", rows=400).frame
    name = next(column for column in frame if "convert" in column)
    frame[name] = frame[name].map(lambda word: word or None)
    results = train(sheet(frame, label=name)).results
    decided = results["known_outcome"] != ""
    assert decided.any()
    assert set(results.loc[decided, "recommendation"]) == {""}
