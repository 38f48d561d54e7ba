"""Training: outcomes with known probabilities, without any signal, with a numeric score, and fast or best."""

from __future__ import annotations

import numpy as np
import pytest

from datasets.samples import generate
from scoring.family import LeadScoring
from scoring.judging import metrics


def leads_sheet(sheet, rows=1_500, seed=3, outcome="converted"):
    sample = generate("leads", seed, rows=rows)
    frame = sample.frame
    if outcome != "converted":
        frame = frame.drop(columns="converted")
        frame[outcome] = frame["lead_id"].map(sample.truth["outcomes"][outcome])
    return sheet(frame, label=outcome, entity="lead_id"), sample.truth


def test_known_probabilities_are_found_again(sheet, train):
    data, truth = leads_sheet(sheet, rows=3_000)
    trained = train(data)
    true = np.array([truth["probability"][key] for key in trained.results["id"]])
    said = trained.results["probability"].to_numpy(dtype=float)
    assert np.abs(said - true).mean() < 0.09
    assert np.corrcoef(said, true)[0, 1] > 0.9
    assert trained.evaluation.metrics["auc"] > truth["ceiling"]["converted"]["auc"] - 0.05
    # Of those scored so, as many convert: the true chances are known here, so chance adds nothing.
    assert metrics.calibration_error(true, said) < 0.03


def test_shuffled_outcomes_show_no_signal(sheet, train, people):
    frame = people(800)
    frame["label"] = frame["label"].sample(frac=1, random_state=1).to_numpy()
    trained = train(sheet(frame))
    found = trained.evaluation
    error = next(c.error for c in found.candidates if c.chosen)
    assert abs(found.metrics["auc"] - 0.5) < 2.5 * error
    assert "No signal" in trained.headline
    assert "no signal" in found.reason
    good = next(block for block in trained.blocks if block.title == "How good the scores are")
    assert "No signal" in good.summary


def test_a_numeric_score(sheet, train):
    data, truth = leads_sheet(sheet, outcome="score")
    trained = train(data)
    assert trained.evaluation.metrics["mae"] < 10
    assert trained.evaluation.metrics["r2"] > 0.8
    assert trained.evaluation.metrics["mae"] > 0.9 * truth["ceiling"]["score"]["mae"]
    assert trained.evaluation.metrics["rmse"] < trained.evaluation.baseline["rmse"]
    row = trained.results.iloc[0]
    assert row["lower"] <= row["value"] <= row["upper"]
    assert 0 <= row["score"] <= 100


def test_every_contender_and_the_baselines_are_listed(best):
    labels = {candidate.label for candidate in best.evaluation.candidates}
    assert {"Ensemble", "Trees and regression", "Logistic regression", "the base rate"} <= labels
    assert any(label.endswith(", in Ensemble") for label in labels)
    assert any(label.startswith("one rule on") for label in labels)
    assert best.evaluation.model == "ensemble"


def test_best_effort_says_whether_it_was_worth_it(sheet, train, people):
    trained = train(sheet(people(500)), effort="best")
    if trained.evaluation.model == "ensemble":
        assert "ranks better than the fast model" in trained.evaluation.reason
    else:
        assert "the fast model is recommended and was kept" in trained.evaluation.reason


def test_few_rows_are_answered_by_the_regression(sheet, train, people):
    assert train(sheet(people(150))).evaluation.model == "logistic"


def test_dated_rows_are_tested_on_the_latest(sheet, train):
    sample = generate("leads", 5, rows=600)
    trained = train(sheet(sample.frame, label="converted", entity="lead_id", time="created"))
    assert trained.evaluation.learned["how"] == "time"
    test = trained.evaluation.learned["test"]
    created = sample.frame["created"].to_numpy()
    assert created[test].min() > np.delete(created, test).max()
    assert any(block.title == "By time" for block in trained.blocks)


@pytest.mark.parametrize("minutes", [0.05])
def test_a_search_ends_with_its_budget(sheet, train, people, minutes):
    trained = train(sheet(people(400)), model="ensemble", budget_minutes=minutes)
    assert trained.evaluation.model == "ensemble"
    assert trained.evaluation.metrics["auc"] > 0.7


def test_only_the_libraries_own_files_are_kept(best, tmp_path):
    best.model.save(tmp_path)
    names = {path.suffix for path in tmp_path.iterdir()}
    assert names <= {".json", ".ubj", ".txt", ".npz"}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 10_000_000
    assert LeadScoring.models["ensemble"].load_class() is type(best.model)
