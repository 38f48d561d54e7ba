"""The whole training: right groups, same seed same answer, progress, cancelling, many rows."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from contract.training import Progress
from segmentation.clustering import MINI_BATCH_ROWS


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_known_groups_are_found(seed, blobs, sheet, train):
    frame, truth = blobs(5, rows=400, seed=seed)
    frame.loc[frame.sample(20, random_state=seed).index, ["age", "region"]] = None
    results = train(sheet(frame), segments=5).results
    assert adjusted_rand_score(truth, results["segment"]) > 0.9


def test_results_and_segments_agree(family, train):
    trained = train(family.example(), segments=3)
    frame, results = family.example().main, trained.results
    assert results["id"].tolist() == frame["customer_id"].tolist()
    assert results.notna().all().all()
    for segment in trained.model.segments_:
        members = frame[(results["segment"] == segment["segment"]).to_numpy()]
        assert segment["size"] == len(members)
        assert segment["share"] == pytest.approx(len(members) / len(frame), abs=1e-4)
        assert segment["profile"]["total_sales"] == pytest.approx(members["total_sales"].mean(), rel=1e-5)
        assert segment["profile"]["loyalty"] == members["loyalty"].mode()[0]


def test_the_most_valuable_segment_is_the_first(family, train):
    means = [s["profile"]["total_sales"] for s in train(family.example(), segments=4).model.segments_]
    assert means == sorted(means, reverse=True)


def test_the_largest_segment_is_the_first_without_a_value(blobs, sheet, train):
    sizes = [s["size"] for s in train(sheet(blobs(4, rows=210)[0]), segments=4).model.segments_]
    assert sizes == sorted(sizes, reverse=True)


def test_same_seed_same_answer_and_the_sheet_is_left_alone(family, train):
    data = family.example()
    before = data.main.copy()
    first, second = train(data, seed=7), train(data, seed=7)
    assert first.results.equals(second.results)
    assert first.evaluation.metrics == second.evaluation.metrics
    assert data.main.equals(before)


def test_progress_only_rises_and_ends_at_one(family, train):
    seen: list[float] = []
    train(family.example(), progress=Progress(lambda fraction, message: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_cancelled_training_stops(family, train):
    class Cancelled(Exception):
        pass

    def report(fraction: float, message: str) -> None:
        if fraction > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        train(family.example(), progress=Progress(report))


def test_very_many_customers(blobs, sheet, train):
    frame, truth = blobs(4, rows=MINI_BATCH_ROWS + 20_000)
    started = time.perf_counter()
    trained = train(sheet(frame, value="sales"), segments=4)
    assert time.perf_counter() - started < 20  # about 1 s; a step that is not vectorised takes minutes
    assert adjusted_rand_score(truth[::100], trained.results["segment"][::100]) > 0.9
    assert len(trained.results) == len(frame)
    assert np.isfinite(trained.results["distance"]).all()


def test_importing_the_family_loads_no_heavy_library():
    code = (
        "import sys, segmentation.family; "
        "print([m for m in ('numpy', 'pandas', 'sklearn', 'torch', 'django') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
