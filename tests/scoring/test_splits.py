"""What is tested never taught: by time, by group, or stratified."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.sheet.splits import Layout

NEVER = np.full(400, np.datetime64("NaT", "ns"))
Y = (np.random.default_rng(1).random(400) < 0.25).astype(float)


def layout(moments=NEVER, groups=None, y=Y):
    return Layout(y, moments, np.arange(len(y)) if groups is None else groups, seed=3)


def test_stratified_parts_have_their_share_of_hits():
    found = layout()
    assert found.how == "stratified"
    learn, test = found.holdout(0.2)
    assert len(test) == 80
    assert Y[test].mean() == pytest.approx(Y.mean(), abs=0.01)
    folds = found.folds(4)
    assert sorted(np.concatenate([judge for _, judge in folds])) == list(range(400))
    assert all(not set(a) & set(b) for a, b in [*folds, (learn, test)])


def test_groups_stay_on_one_side():
    groups = np.arange(400) // 5
    found = layout(groups=groups)
    assert found.how == "group"
    for learn, test in [found.holdout(0.2), *found.folds(4)]:
        assert not set(groups[learn]) & set(groups[test])
        assert 60 <= len(test) <= 120
        assert Y[test].mean() == pytest.approx(Y.mean(), abs=0.06)


def test_over_time_only_the_past_teaches():
    random = np.random.default_rng(2)
    moments = np.datetime64("2024-01-01", "ns") + random.integers(0, 300, 400) * np.timedelta64(1, "D")
    found = layout(moments=moments)
    assert found.how == "time"
    for learn, test in [found.holdout(0.2), *found.folds(4)]:
        assert moments[learn].max() < moments[test].min()
    assert 60 <= len(found.holdout(0.2)[1]) <= 90


def test_numeric_outcomes_are_spread_over_the_parts():
    y = np.random.default_rng(4).gamma(2, 10, 400)
    found = layout(y=y)
    for _, judge in found.folds(4):
        assert y[judge].mean() == pytest.approx(y.mean(), rel=0.1)
