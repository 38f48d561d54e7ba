"""How much each member counts for each series."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.models.means import learn_shares, left_out_forecasts


def errors(random: np.random.Generator, sizes: list[list[float]], windows: int = 4) -> dict[str, np.ndarray]:
    """Members × series sizes of noise, as windows × series × steps."""
    return {
        f"member {number}": random.normal(0, 1, (windows, len(row), 50)) * np.array(row)[:, None]
        for number, row in enumerate(sizes)
    }


def test_shares_of_each_series_add_up(random: np.random.Generator) -> None:
    shares = learn_shares(errors(random, [[1, 2, 3], [3, 2, 1], [2, 2, 2]]))
    assert shares.values.sum(axis=0) == pytest.approx(1)
    assert sum(shares.mean().values()) == pytest.approx(1)


def test_of_one_window_only_the_shares_of_the_panel_are_learned(random: np.random.Generator) -> None:
    shares = learn_shares(errors(random, [[1, 3], [3, 1]], windows=1))
    assert shares.shrinkage == 1
    assert (shares.values[:, 0] == shares.values[:, 1]).all()


def test_a_member_bad_for_one_series_gets_less_there(random: np.random.Generator) -> None:
    shares = learn_shares(errors(random, [[1, 1, 1, 6], [1.2, 1.2, 1.2, 1.2]]))
    assert shares.shrinkage < 1
    assert shares.values[0, 3] < 0.5 * shares.values[0, 0]


def test_a_member_that_counts_nowhere_is_left_out(random: np.random.Generator) -> None:
    shares = learn_shares(errors(random, [[1, 1], [1.1, 1.1], [9, 9]]))
    assert shares.members == ("member 0", "member 1")
    assert shares.values.sum(axis=0) == pytest.approx(1)


def test_a_series_that_was_never_judged_has_the_shares_of_the_panel(random: np.random.Generator) -> None:
    scaled = errors(random, [[1, 2, 1], [2, 1, 1]])
    for error in scaled.values():
        error[:, 2] = np.nan
    values = learn_shares(scaled).values
    assert np.isfinite(values).all()
    assert values[:, 2] == pytest.approx([0.5, 0.5], abs=0.1)


def test_a_window_is_combined_with_shares_of_the_others(random: np.random.Generator) -> None:
    scaled = errors(random, [[1, 1], [2, 2]])
    forecasts = {"member 0": np.zeros((4, 2, 50)), "member 1": np.ones((4, 2, 50))}
    first = left_out_forecasts(forecasts, scaled, 0.5)
    scaled["member 0"][3] *= 1000
    again = left_out_forecasts(forecasts, scaled, 0.5)
    assert again[3] == pytest.approx(first[3])
    assert (again[:3] > first[:3]).all()
