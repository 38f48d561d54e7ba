"""The formulas, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.metrics import accuracy, error_scale
from tests.forecasting.conftest import WEEK, prepared, sheet


def test_mase_scale_is_the_mean_change_over_a_season() -> None:
    panel = prepared(sheet(np.tile(WEEK, 6) + np.repeat(np.arange(6.0), 7) * 3)).panel
    assert error_scale(panel) == pytest.approx([3.0])


def test_wape_mase_mae_and_bias() -> None:
    actual, forecast = np.array([[[10.0, 0.0, 30.0]]]), np.array([[[12.0, 1.0, 27.0]]])
    metrics = accuracy(actual, forecast, scales=np.array([[4.0]]), usual_size=10.0)
    assert metrics == pytest.approx({"wape": 6 / 40, "mae": 2.0, "bias": 0.0, "mase": 0.5})


def test_actuals_of_zero_are_measured_against_the_usual_size() -> None:
    metrics = accuracy(np.zeros((1, 1, 4)), np.ones((1, 1, 4)), np.array([[0.0]]), usual_size=5.0)
    assert metrics == pytest.approx({"wape": 0.2, "mae": 1.0, "bias": 0.2})


def test_what_is_not_judged_does_not_count() -> None:
    actual = np.array([[[10.0], [np.nan]]])
    metrics = accuracy(actual, np.array([[[9.0], [500.0]]]), np.array([[1.0, 1.0]]), usual_size=10.0)
    assert metrics["wape"] == pytest.approx(0.1)
