"""The first screen of scores: one figure of those who are open, and trust that has to be earned."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd


def tones(trained) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for ground in trained.summary.grounds:
        found.setdefault(ground.about, set()).add(ground.tone)
    return found


def test_the_figure_counts_the_best_of_those_who_are_open(people, sheet, train):
    frame = people()
    frame.loc[frame.index[-60:], "label"] = None
    trained = train(sheet(frame))
    waiting = trained.results[trained.results["known_outcome"] == ""]
    assert trained.summary.value == (waiting["quality"] == "hot").sum() > 0
    assert sum(trained.summary.picture) == 60
    assert trained.summary.label == "hot leads whose outcome is open"


def test_where_nobody_is_open_the_figure_is_the_test(fast):
    assert fast.summary.value == 600
    assert "test" in fast.summary.label
    assert "today's customers" in fast.summary.do


def test_enough_rows_that_beat_the_baseline_are_good(people, sheet, train):
    found = tones(train(sheet(people(2_000))))
    assert (found["data"], found["coverage"]) == ({"good"}, {"good"})
    assert "bad" not in found["error"]


def test_fifty_customers_are_not_good(people, sheet, train):
    assert tones(train(sheet(people(50))))["data"] == {"bad"}


def test_no_signal_is_bad(people, sheet, train):
    frame = people(800)
    frame["label"] = frame["label"].sample(frac=1, random_state=1).to_numpy()
    assert "bad" in tones(train(sheet(frame)))["error"]


def test_mostly_open_outcomes_are_a_reason_for_care(people, sheet, train):
    frame = people()
    frame.loc[frame.index[-400:], "label"] = None
    assert tones(train(sheet(frame)))["coverage"] == {"warn"}


def test_an_allowed_leak_is_bad(people, sheet, train):
    frame = people().assign(gone=lambda rows: np.where(rows["label"] == "yes", "x", "o"))
    trained = train(sheet(frame), allow_leakage=True, leakage_reason="known before")
    assert tones(trained)["drivers"] == {"bad"}


def test_the_data_ends_with_its_newest_dated_row_not_with_a_date_ahead(people, sheet, train, fast):
    days = pd.date_range("2024-01-01", periods=600)
    frame = people().assign(day=days, contract_ends=days + pd.Timedelta(days=900))
    assert train(sheet(frame, time="day")).summary.data_until == date(2025, 8, 22)
    assert fast.summary.data_until is None


def test_blocks_stand_under_their_tabs(fast):
    under = {block.title: block.under for block in fast.blocks}
    assert under["Scores tested on known outcomes"] == "answer"
    assert under["What drives the scores"] == "why"
    assert under["How good the scores are"] == under["ROC curve"] == under["Gain"] == "good"
