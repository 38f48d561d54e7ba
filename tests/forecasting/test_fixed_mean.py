"""The mean of gradient boosting, Prophet and LSTM with fixed shares, with and without the LSTM."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from contract.data import DataProblems, Options
from contract.family import Trained
from forecasting import members
from forecasting.judging.backtest import choose_candidates, choose_windows
from forecasting.models.means import FixedMean, fixed_members, fixed_note, fixed_shares
from forecasting.options import Request
from tests.forecasting.conftest import WEEK, plan, prepared, sheet, train


@pytest.fixture
def no_lstm(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(members.MODELS["lstm"], needs=("no_such_library",))
    monkeypatch.setitem(members.MODELS, "lstm", missing)


@pytest.fixture
def with_lstm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(members.MODELS, "lstm", replace(members.MODELS["lstm"], needs=()))


@pytest.fixture(scope="module")
def trained() -> Trained:
    noise = np.random.default_rng(3).normal(0, 1, 100)
    return train(sheet(np.resize(WEEK, 100) + noise), model="fixed_mean", horizon=7)


def test_the_shares_are_those_of_the_systems_before(with_lstm: None) -> None:
    assert fixed_shares(2).members == ("boosting", "prophet", "lstm")
    assert fixed_shares(2).values == pytest.approx(np.array([[0.4, 0.4], [0.3, 0.3], [0.3, 0.3]]))
    assert fixed_note() == "Fixed shares: 40 % Gradient boosting, 30 % Prophet, 30 % LSTM of all items."


def test_without_the_lstm_the_others_share_its_part(no_lstm: None) -> None:
    assert fixed_shares(1).values[:, 0] == pytest.approx([4 / 7, 3 / 7])
    assert "57 % Gradient boosting, 43 % Prophet" in fixed_note()
    assert "LSTM of all items needs no_such_library, which is not installed: run `make deep`" in fixed_note()


def test_the_answer_is_the_mean_of_the_members(trained: Trained) -> None:
    model = trained.model
    assert isinstance(model, FixedMean)
    assert tuple(model.members_) == fixed_members()
    shares = fixed_shares(1).values
    parts = [member.bounded(model.panel_, 5, np.array([True])) for member in model.members_.values()]
    values = model.predict(Request(horizon=5)).table["value"].to_numpy()
    assert values == pytest.approx(np.sum(shares[:, :, None] * np.stack(parts), axis=0)[0])


def test_it_is_measured_beside_its_members(trained: Trained) -> None:
    evaluation = trained.evaluation
    assert evaluation.model == "fixed_mean"
    rows = {candidate.model: candidate for candidate in evaluation.candidates}
    assert set(rows) == {"seasonal_naive", *fixed_members(), "fixed_mean"}
    assert rows["fixed_mean"].chosen
    assert rows["fixed_mean"].note == fixed_note()
    assert rows["fixed_mean"].size == sum(rows[key].size or 0 for key in fixed_members())
    mean = fixed_shares(1).combine(evaluation.learned["tested"].forecasts)
    assert np.array_equal(evaluation.learned["forecast"], mean)


def test_it_is_the_same_when_loaded(trained: Trained, tmp_path: Path) -> None:
    trained.model.save(tmp_path)
    again = FixedMean.load(tmp_path, Options())
    assert again.predict(Request()).table.equals(trained.model.predict(Request()).table)


def test_automatic_never_takes_it() -> None:
    panel = prepared(sheet(np.resize(WEEK, 100))).panel
    for effort in ("fast", "best"):
        assert "fixed_mean" not in choose_candidates(panel, choose_windows(panel, 7, effort), plan())[0]


def test_more_items_than_prophet_can_be_fitted_to_are_refused() -> None:
    many = [sheet(np.resize(WEEK, 30), item=f"x{number}") for number in range(101)]
    with pytest.raises(DataProblems, match="101 items would take 404 fits; at most 400 are allowed"):
        train(*many, model="fixed_mean")
