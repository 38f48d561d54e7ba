"""The weighted mean of the members, saved with all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract.data import Options
from forecasting.models.means import WeightedMean
from forecasting.options import Request
from tests.forecasting.conftest import WEEK, sheet, train


@pytest.fixture(scope="module")
def model() -> WeightedMean:
    noise = np.random.default_rng(3).normal(0, 4, 140)
    trained = train(sheet(np.tile(WEEK, 20) + noise), model="combined").model
    assert isinstance(trained, WeightedMean)
    return trained


def test_shares_of_each_series_add_up(model: WeightedMean) -> None:
    assert model.shares_.shape == (len(model.members_), 1)
    assert model.shares_.sum(axis=0) == pytest.approx(1)
    assert len(model.members_) > 1


def test_the_answer_is_the_mean_of_the_members(model: WeightedMean) -> None:
    panel, nonnegative = model.panel_, np.array([True])
    members = [
        share * member.bounded(panel, 5, nonnegative)
        for share, member in zip(model.shares_[:, 0], model.members_.values(), strict=True)
    ]
    values = model.predict(Request(horizon=5)).table["value"].to_numpy()
    assert values == pytest.approx(np.sum(members, axis=0)[0])


def test_members_are_saved_in_their_own_folders(model: WeightedMean, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == set(model.members_)
    again = WeightedMean.load(tmp_path, Options())
    assert again.predict(Request()).table.equals(model.predict(Request()).table)
