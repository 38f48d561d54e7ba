"""Neural networks. They are an extra: `make test-deep` installs it and runs these tests."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

if importlib.util.find_spec("torch") is None:
    pytest.skip("the neural networks are not installed: make deep", allow_module_level=True)

from contract.data import DataProblems, Options
from contract.training import Progress
from forecasting.judging import backtest
from forecasting.judging.backtest import choose_candidates, choose_windows
from forecasting.models.deep import learning
from forecasting.models.deep.batches import Batches, Ways
from forecasting.models.deep.lstm import Lstm, LstmPerItem
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.options import Request
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, plan, prepared, sheet, train


class Stopped(Exception):
    """What a cancelled run raises inside ``progress``."""


def shops(count: int = 4, days: int = 210) -> list[pd.DataFrame]:
    """A week, and half as much again where there is a promotion."""
    random = np.random.default_rng(6)
    frames = []
    for size in range(1, count + 1):
        promotion = random.random(days) < 0.2
        values = size * np.resize(WEEK, days) * np.where(promotion, 1.5, 1.0) * random.normal(1, 0.02, days)
        frames.append(sheet(values, item=f"x{size}").assign(promotion=promotion))
    return frames


@pytest.fixture(scope="module")
def model() -> Lstm:
    learned = train(*shops(), features=("promotion",), model="lstm", horizon=14).model
    assert isinstance(learned, Lstm)
    return learned


def week_of(model: Forecaster, promotion: bool) -> np.ndarray:
    """The next week of every shop, in its own size."""
    dates = pd.date_range("2024-07-29", periods=7).strftime("%Y-%m-%d")
    future = [
        {"item": f"x{size}", "date": date, "promotion": promotion} for size in range(1, 5) for date in dates
    ]
    table = ask(FAMILY, model, horizon=7, future=future).table
    found: np.ndarray = table["value"].to_numpy().reshape(4, 7) / np.arange(1, 5)[:, None]
    return found


def test_it_learns_the_week_and_the_driver(model: Lstm) -> None:
    """The week ahead begins on a Monday, as the sheet does: 210 days are 30 weeks."""
    usual, promoted = week_of(model, False), week_of(model, True)
    assert np.abs(usual - WEEK).mean() < 0.1 * WEEK.mean()
    assert np.abs(promoted - 1.5 * WEEK).mean() < 0.15 * WEEK.mean()


def test_it_is_the_same_when_loaded(model: Lstm, tmp_path: Path) -> None:
    model.save(tmp_path)
    files = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert {"lstm.json", "lstm.npz", "lstm.safetensors"} <= set(files)
    assert sum(files.values()) < 500_000
    again = Lstm.load(tmp_path, Options())
    assert again.predict(Request(horizon=60)).table.equals(model.predict(Request(horizon=60)).table)


def test_the_seed_decides() -> None:
    panel = prepared(*shops(2, 120), features=("promotion",)).panel

    def answer(seed: int) -> np.ndarray:
        network, planned = new_member("lstm"), plan(horizon=7)
        network.learn(panel, type(planned)(planned.settings, planned.params, seed=seed), Progress())
        return network.forecast(panel, 7)

    first = answer(1)
    assert np.array_equal(answer(1), first)
    assert not np.array_equal(answer(2), first)


def test_each_epoch_reports_and_can_be_the_last() -> None:
    said: list[str] = []

    def stop(fraction: float, message: str) -> None:
        said.append(str(message))
        if "epoch 3" in message:
            raise Stopped

    with pytest.raises(Stopped):
        new_member("lstm").learn(prepared(*shops(), features=("promotion",)).panel, plan(), Progress(stop))
    assert [message.split(",")[0] for message in said] == [
        f"LSTM of all items: epoch {epoch} of at most 20" for epoch in (1, 2, 3)
    ]


def test_it_stops_when_it_learns_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise has nothing to teach: the error of the held-out part stops falling at once."""
    monkeypatch.setitem(learning.MOST_EPOCHS, "fast", 200)
    said: list[str] = []
    noise = np.random.default_rng(1).normal(10, 1, 150)
    report = Progress(lambda fraction, message: said.append(message) if "epoch" in message else None)
    new_member("lstm").learn(prepared(sheet(noise)).panel, plan(), report)
    assert learning.PATIENCE < len(said) < 100


def test_nothing_from_after_the_origin_is_seen() -> None:
    panel = prepared(*shops(2), features=("promotion",)).panel
    values = panel.values.copy()
    values[:, 150:] = 1e6
    changed = type(panel)(**{**vars(panel), "values": values})
    series, origins = np.array([0, 1]), np.array([150, 150])
    ways = Ways.learn(panel)
    first, second = (Batches(one, ways, 0).at(series, origins, 7) for one in (panel, changed))
    for name in ("past", "known", "begun", "base"):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
    assert not np.array_equal(first.target, second.target)


def test_a_history_too_short_for_any_window_is_repeated() -> None:
    panel = prepared(sheet(np.resize(WEEK, 24))).panel.until(10)
    network = new_member("lstm")
    network.learn(panel, plan(horizon=7), Progress())
    assert np.array_equal(network.forecast(panel, 7), panel.repeat_season(7))


@pytest.mark.parametrize("days", [20, 24, 40])
def test_short_sheets_are_answered(days: int) -> None:
    values = train(sheet(np.resize(WEEK, days) + np.arange(days)), model="lstm", horizon=7).results["value"]
    assert np.isfinite(values).all()


def test_the_best_effort_tries_it_where_values_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = prepared(*shops(), features=("promotion",)).panel
    windows = choose_windows(panel, 14, "best")
    keys, sentence = choose_candidates(panel, windows, plan(effort="best"))
    assert "lstm" not in keys
    assert "The LSTM was left out: a network needs at least 4,000 values, and there are 840." in sentence
    monkeypatch.setattr(backtest, "FEWEST_LSTM_VALUES", 840)
    assert "lstm" in choose_candidates(panel, windows, plan(effort="best"))[0]
    assert "lstm" not in choose_candidates(panel, windows, plan())[0]
    assert "lstm_per_item" not in choose_candidates(panel, windows, plan(effort="best"))[0]


# --- One for each item ----------------------------------------------------------------------------


@pytest.fixture
def few_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(learning.MOST_EPOCHS, "fast", 2)


def test_each_item_has_four_layers_of_its_own(few_epochs: None, tmp_path: Path) -> None:
    learned: Any = train(*shops(2, 60), features=("promotion",), model="lstm_per_item", horizon=7).model
    assert isinstance(learned, LstmPerItem)
    assert list(learned.members_) == ["x1", "x2"]
    for member in learned.members_.values():
        assert [layer.hidden_size for layer in member.network_.layers] == [128, 64, 32, 16]
    learned.save(tmp_path)
    again = LstmPerItem.load(tmp_path, Options())
    request = Request(horizon=20, items=["x2"])
    assert again.predict(request).table.equals(learned.predict(request).table)


def test_too_many_items_are_refused_before_anything_is_learned() -> None:
    with pytest.raises(DataProblems, match="at most 20 are allowed"):
        train(*shops(21, 30), features=("promotion",), model="lstm_per_item")
