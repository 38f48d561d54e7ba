"""The random forest of all series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract.training import Progress
from forecasting.judging.backtest import choose_candidates, choose_windows
from forecasting.models.boosting import Forest
from forecasting.models.forecaster import new_member
from forecasting.options import Request
from forecasting.params import ForestParams
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train


def shops(count: int = 3, days: int = 168) -> list:
    random = np.random.default_rng(6)
    week = np.resize(WEEK, days)
    return [
        sheet(size * (week + random.normal(0, 0.5, days)), item=f"x{size}") for size in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def model() -> Forest:
    trained = train(*shops(), model="forest", horizon=14).model
    assert isinstance(trained, Forest)
    return trained


def test_it_learns_the_week_of_shops_of_any_size(model: Forest) -> None:
    values = model.predict(Request(horizon=14)).table["value"].to_numpy().reshape(3, 14)
    assert values / np.array([[1], [2], [3]]) == pytest.approx(np.tile(np.tile(WEEK, 2), (3, 1)), rel=0.25)


def test_its_trees_are_averaged_not_added(model: Forest) -> None:
    """A part of the trees forecasts about what all of them do, which no part of boosted trees does."""
    features = model.table(model.panel_, 1).rows(
        np.arange(3), np.full(3, model.panel_.steps), np.ones(3, int)
    )
    everything = model.booster_.predict(features)
    half = model.booster_.predict(features, num_iteration=50)
    assert half == pytest.approx(everything, abs=0.1)
    assert model.booster_.num_trees() == 100


def test_trees_and_leaves_are_as_asked() -> None:
    forest = new_member("forest", ForestParams(trees=12, leaves=5))
    assert isinstance(forest, Forest)
    forest.learn(prepared(*shops()).panel, plan(), Progress())
    assert forest.booster_.num_trees() == 12
    assert max(tree["num_leaves"] for tree in forest.booster_.dump_model()["tree_info"]) == 5


def test_its_file_is_small(model: Forest, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 4_000_000
    again = Forest.load(tmp_path, ForestParams())
    assert again.predict(Request(horizon=30)).table.equals(model.predict(Request(horizon=30)).table)


def test_only_the_best_effort_tries_it() -> None:
    panel = prepared(*shops()).panel
    windows = choose_windows(panel, 14, "best")
    assert "forest" in choose_candidates(panel, windows, plan(effort="best"))[0]
    assert "forest" not in choose_candidates(panel, windows, plan())[0]
