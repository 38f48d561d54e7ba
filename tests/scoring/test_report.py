"""The report says how good, what drives, what it is worth, and whom to call."""

from __future__ import annotations

import json

import numpy as np
import pytest

from scoring.judging.metrics import auc, auc_error, average_precision, calibration_error
from scoring.report.money import choose


def block(trained, title):
    return next(found for found in trained.blocks if found.title == title)


def test_the_page_holds_every_part(fast):
    titles = [found.title for found in fast.blocks]
    assert titles[:3] == [
        "Score today's customers", "Scores tested on known outcomes", "What drives the scores",
    ]  # fmt: skip
    assert {
        "How good the scores are", "How the scores were made",
        "Gain", "Lift", "Right and wrong at the cut-off",
        "Do the probabilities hold?", "ROC curve", "Precision and recall", "What more outcomes would bring",
    } <= set(titles)  # fmt: skip
    assert sum(title.startswith("Score by '") for title in titles) == 4
    assert all(found.summary or found.kind == "note" for found in fast.blocks)
    json.dumps([found.as_dict() for found in fast.blocks], allow_nan=False)


def test_every_figure_has_its_interval_and_the_baseline(fast):
    outcome, *cards = block(fast, "How good the scores are").data["cards"]
    assert (outcome["value"], outcome["note"]) == ("yes", "40.2 % of 600 in 'label'")
    assert [card["label"] for card in cards][:2] == ["Ranking (ROC-AUC)", "Average precision"]
    assert all("95 % interval" in card["note"] and "one rule on" in card["note"] for card in cards)


def test_the_drivers_are_in_order(fast):
    labels = block(fast, "What drives the scores").data["labels"]
    assert labels[:2] == ["strong", "weak"]
    curve = block(fast, "Score by 'strong'").data["series"][0]["values"]
    assert curve[0] > curve[-1] + 20


def test_the_confusion_adds_up(fast):
    rows = block(fast, "Right and wrong at the cut-off").data["rows"]
    assert sum(row["hit"] + row["other"] for row in rows) == len(fast.evaluation.learned["test"])


def test_metrics_by_group(train, sheet, people):
    trained = train(sheet(people()), protected="colour")
    rows = block(trained, "By 'colour'").data["rows"]
    assert [row["group"] for row in rows] == ["blue", "green", "red"]
    assert sum(row["rows"] for row in rows) == len(trained.evaluation.learned["test"])


def test_the_call_list_is_by_score_of_models_that_had_not_seen_the_row(fast, sheet, people):
    results = fast.results
    assert len(results) == 600
    assert results["probability"].is_monotonic_decreasing
    assert results["reasons"].map(type).eq(str).all()
    assert "points)" in results["reasons"].iloc[0]
    y = (people()["label"] == "yes").to_numpy(dtype=float)[results["id"].astype(int) - 1]
    own = fast.evaluation.metrics["auc"]
    assert auc(y, results["probability"].to_numpy(dtype=float)) == pytest.approx(own, abs=0.06)


def test_small_data_says_how_many_more_outcomes_are_needed(fast):
    summary = block(fast, "What more outcomes would bring").summary
    assert "more outcomes" in summary


def test_the_cut_off_is_where_a_contact_pays():
    p = np.linspace(0, 1, 1_001)
    cut = choose(p, least=0.2, capacity=None, customers=1_000)
    assert (cut.least, cut.limited) == (0.2, False)
    assert cut.share == pytest.approx(0.8, abs=0.01)
    few = choose(p, least=0.2, capacity=50, customers=1_000)
    assert (few.least, few.share, few.limited) == (pytest.approx(0.95), 0.05, True)
    assert choose(p, least=1.2, capacity=None, customers=10).least == 1.0


def test_metrics_are_those_of_scikit_learn():
    from sklearn.metrics import average_precision_score, roc_auc_score

    random = np.random.default_rng(0)
    y = (random.random(500) < 0.3).astype(float)
    p = (0.5 * y + random.random(500)).round(2) / 1.5
    assert auc(y, p) == pytest.approx(roc_auc_score(y, p))
    assert average_precision(y, p) == pytest.approx(average_precision_score(y, p))
    drawn = [
        auc(y[rows], p[rows]) for rows in (random.integers(500, size=500) for _ in range(400))
    ]  # The bootstrap and DeLong's formula agree.
    assert auc_error(y, p) == pytest.approx(np.std(drawn), rel=0.15)
    assert calibration_error(y, np.full(500, y.mean())) < 0.1
