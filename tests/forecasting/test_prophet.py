"""Prophet, one model for each series."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from forecasting.params import ProphetParams
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, sheet, train


def test_it_is_quiet_and_recovers_trend_and_week(
    random: np.random.Generator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    days = np.arange(140)
    result = train(sheet(50 + days + WEEK[days % 7] + random.normal(0, 0.5, 140)), model="prophet")
    truth = 50 + np.arange(140, 154) + WEEK[np.arange(140, 154) % 7]
    assert result.results["value"].to_numpy() == pytest.approx(truth, rel=0.02)
    assert not caplog.records
    assert capfd.readouterr().err == ""


def test_categories_and_flags_are_drivers(random: np.random.Generator) -> None:
    kind, promotion = random.choice(["none", "radio"], 200), random.random(200) < 0.3
    amounts = 100 + 40 * (kind == "radio") + 20 * promotion + random.normal(0, 1, 200)
    frame = sheet(amounts).assign(kind=kind, promotion=promotion)
    model = train(frame, features=("kind", "promotion"), model="prophet", horizon=7).model
    future = [{"date": "2024-07-19", "kind": "radio", "promotion": True}]
    future += [{"date": "2024-07-20", "kind": "none", "promotion": False}]
    values = ask(FAMILY, model, horizon=2, future=future).table["value"].to_numpy()
    assert values == pytest.approx([160, 100], abs=4)


def test_the_file_holds_no_history(tmp_path: Path, random: np.random.Generator) -> None:
    model = train(sheet(np.tile(WEEK, 40) + random.normal(0, 1, 280)), model="prophet").model
    model.save(tmp_path)
    saved = tmp_path / "prophet.json"
    assert set(json.loads(saved.read_text())["models"]) == {"all"}
    assert saved.stat().st_size < 15_000


def test_the_swing_can_grow_with_the_level() -> None:
    days = np.arange(210)
    frame = sheet((10 + days) * WEEK[days % 7])
    params = ProphetParams(seasonality="multiplicative")
    growing = train(frame, model="prophet", params=params).evaluation.metrics["wape"]
    steady = train(frame, model="prophet").evaluation.metrics["wape"]
    assert growing < 0.5 * steady
