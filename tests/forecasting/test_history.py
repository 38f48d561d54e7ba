"""Rolling numbers of the past."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.features import history
from forecasting.features.history import GroupedMeans, History
from tests.forecasting.conftest import prepared, sheet

FIRST = np.zeros(1, dtype=int)


def test_quantiles_are_those_of_the_values_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "ROWS_AT_ONCE", 1)
    values = np.array([[np.nan, 9.0, 1.0, 5.0, 3.0, 7.0, 100.0]])
    found = History(values).quantiles(np.zeros(2, dtype=int), np.array([6, 5]), (3, 5), (0.0, 0.5, 1.0))
    assert found[0].tolist() == [3, 5, 7, 1, 5, 9]
    assert found[1, :3].tolist() == [1, 3, 5]
    assert np.isnan(found[1, 3:]).all()  # the series had not begun


def test_mean_and_spread_of_a_young_series_are_of_fewer_values() -> None:
    found = History(np.array([[np.nan, np.nan, 2.0, 4.0, 50.0]]))
    assert found.mean(FIRST, np.array([4]), 3).tolist() == [3]
    assert found.spread(FIRST, np.array([4]), 3).tolist() == [1]
    assert np.isnan(found.mean(FIRST, np.array([2]), 2)).all()


def test_what_is_appended_becomes_past() -> None:
    found = History(np.array([[1.0, 2.0]]), ahead=2)
    found.append(np.array([[6.0, 9.0]]))
    assert found.steps == 4
    assert found.mean(FIRST, np.array([4]), 3).tolist() == [pytest.approx(17 / 3)]


def test_means_at_the_like_look_only_at_the_past() -> None:
    panel = prepared(sheet(np.arange(1.0, 31.0))).panel
    groups = (np.arange(32) % 2)[None, :]
    means = GroupedMeans(panel, groups, reach=10)
    mean, count = means.at(FIRST, np.array([20]), np.array([31]))
    assert mean.tolist() == [np.arange(1.0, 31.0)[11:20:2].mean()]
    assert count.tolist() == [5]
    panel.values[0, 20:] = -1e9
    again, _ = GroupedMeans(panel, groups, reach=10).at(FIRST, np.array([20]), np.array([31]))
    assert again.tolist() == mean.tolist()
