"""How many segments there are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from segmentation.choosing import Trial, choose


def trial(segments: int, silhouette: float, stability: float) -> Trial:
    return Trial(segments, np.zeros((segments, 1)), silhouette, 0.01, stability, 0.1, 0.0)


def test_the_clearest_of_the_stable_is_chosen():
    trials = [trial(2, 0.3, 0.9), trial(3, 0.4, 0.86), trial(4, 0.6, 0.5)]
    assert choose(trials).segments == 3


def test_the_most_stable_where_none_is_stable():
    assert choose([trial(2, 0.3, 0.6), trial(3, 0.4, 0.5)]).segments == 2


@pytest.mark.parametrize("groups", [2, 3, 4, 6])
def test_auto_finds_the_groups(groups, blobs, sheet, train):
    frame, truth = blobs(groups, rows=300)
    trained = train(sheet(frame))
    assert len(trained.model.segments_) == groups
    assert adjusted_rand_score(truth, trained.results["segment"]) > 0.9
    assert trained.evaluation.metrics["stability"] > 0.9


def test_the_leaderboard(blobs, sheet, train):
    trained = train(sheet(blobs(3, rows=200)[0], value="sales"), maximum=6)
    *tried, baseline = trained.evaluation.candidates
    assert [c.label for c in tried] == [f"{k} segments" for k in range(2, 7)]
    assert [c.label for c in tried if c.chosen] == ["3 segments"]
    assert baseline.baseline
    assert baseline.label == "equal bands of sales"
    assert trained.evaluation.metrics["silhouette"] > baseline.metrics["silhouette"]


def test_metrics_are_those_of_the_answer(blobs, sheet, train, family):
    from contract.training import Plan
    from segmentation.options import SegmentationSettings

    data = sheet(blobs(4, rows=250)[0])
    trained = train(data, segments=4)
    points = family.prepare(data, Plan(SegmentationSettings(), None)).points
    segment = trained.results["segment"]
    assert trained.evaluation.metrics["silhouette"] == pytest.approx(
        silhouette_score(points, segment), abs=1e-3
    )
    assert trained.evaluation.metrics["smallest_share"] == segment.value_counts(normalize=True).min()


def test_noise_is_not_called_stable(sheet, train):
    noise = pd.DataFrame(np.random.default_rng(0).normal(size=(300, 6)), columns=list("abcdef"))
    metrics = train(sheet(noise), segments=5).evaluation.metrics
    assert metrics["stability"] < 0.6
    assert metrics["silhouette"] < 0.25


def test_why_a_number_was_chosen(blobs, sheet, train):
    frame = blobs(3, rows=150)[0]
    assert train(sheet(frame), segments=4).evaluation.reason == "You asked for 4 segments."
    assert train(sheet(frame), maximum=5).evaluation.reason.endswith(
        "3 segments separate the customers most clearly."
    )


def test_what_is_not_stable_says_so(sheet, train):
    noise = pd.DataFrame(np.random.default_rng(0).normal(size=(200, 6)), columns=list("abcdef"))
    evaluation = train(sheet(noise), maximum=5).evaluation
    assert evaluation.reason.startswith("None of 4 options proved stable")
    assert all(bool(c.note) != c.baseline for c in evaluation.candidates)


def test_the_error_is_how_far_the_silhouette_moves_between_samples(blobs, sheet, train):
    found, errors = [], []
    for seed in range(12):
        evaluation = train(sheet(blobs(3, rows=120, seed=seed)[0]), segments=2).evaluation
        found.append(evaluation.metrics["silhouette"])
        errors += [c.error for c in evaluation.candidates if c.chosen]
    assert np.std(found) / 3 < np.mean(errors) < 3 * np.std(found)
