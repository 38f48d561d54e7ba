"""The formulas, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.judging.metrics import accuracy, error_scale, per_series, ratio_error
from tests.forecasting.conftest import WEEK, prepared, sheet


def test_mase_scale_is_the_mean_change_over_a_season() -> None:
    panel = prepared(sheet(np.tile(WEEK, 6) + np.repeat(np.arange(6.0), 7) * 3)).panel
    assert error_scale(panel) == pytest.approx([3.0])


def test_wape_mase_mae_and_bias() -> None:
    actual, forecast = np.array([[[10.0, 0.0, 30.0]]]), np.array([[[12.0, 1.0, 27.0]]])
    metrics = accuracy(actual, forecast, scales=np.array([[4.0]]), usual_size=10.0)
    assert metrics == pytest.approx({"wape": 6 / 40, "mae": 2.0, "bias": 0.0, "mape": 0.15, "mase": 0.5})


def test_actuals_of_zero_are_measured_against_the_usual_size() -> None:
    metrics = accuracy(np.zeros((1, 1, 4)), np.ones((1, 1, 4)), np.array([[0.0]]), usual_size=5.0)
    assert metrics == pytest.approx({"wape": 0.2, "mae": 1.0, "bias": 0.2})


def test_what_is_not_judged_does_not_count() -> None:
    actual = np.array([[[10.0], [np.nan]]])
    metrics = accuracy(actual, np.array([[[9.0], [500.0]]]), np.array([[1.0, 1.0]]), usual_size=10.0)
    assert metrics["wape"] == pytest.approx(0.1)


def test_each_series_has_its_own_error_and_bias() -> None:
    actual = np.array([[[10.0, 10.0], [0.0, 0.0], [np.nan, np.nan]]])
    forecast = np.array([[[8.0, 9.0], [1.0, 1.0], [5.0, 5.0]]])
    wape, bias = per_series(actual, forecast, usual_sizes=np.array([10.0, 4.0, 4.0]))
    assert wape == pytest.approx([0.15, 0.25, np.nan], nan_ok=True)
    assert bias == pytest.approx([-0.15, 0.25, np.nan], nan_ok=True)


def test_the_error_of_a_ratio_is_that_of_repeated_draws(random: np.random.Generator) -> None:
    """40 windows of one series, each a draw: the spread of the ratio over many such sets."""
    top, bottom = random.gamma(2, 1, size=(500, 40, 1)), random.gamma(9, 1, size=(500, 40, 1))
    spread = (top.sum(axis=(1, 2)) / bottom.sum(axis=(1, 2))).std()
    errors = [ratio_error(top[draw], bottom[draw]) for draw in range(500)]
    assert np.mean(errors) == pytest.approx(spread, rel=0.1)  # type: ignore[arg-type]


def test_what_moves_together_counts_once(random: np.random.Generator) -> None:
    """Many series that err together in a window tell no more than one."""
    window = random.gamma(2, 1, size=(12, 1))
    one, many = ratio_error(window, np.ones((12, 1))), ratio_error(window.repeat(50, 1), np.ones((12, 50)))
    assert many == pytest.approx(one, rel=0.01)
    assert ratio_error(np.ones((1, 1)), np.ones((1, 1))) is None
