"""Bounds of totals, from errors of a known structure."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.uncertainty.intervals import SHAPES, ErrorBands
from forecasting.uncertainty.joint_samples import Futures, JointErrors, period_totals, sampled_bounds

SERIES, STEPS = 30, 28
STRUCTURES = {
    "independent": (0.0, 0.0, 0.0),
    "shared at a step": (0.0, 0.5, 0.0),
    "kept by a series": (0.0, 0.0, 0.5),
    "shared by a window": (0.3, 0.0, 0.0),
}


def drawn(random: np.random.Generator, windows: int, parts: tuple[float, float, float]) -> np.ndarray:
    """Errors of variance 1, windows × series × steps."""
    window, step, series = np.sqrt(parts)
    rest = np.sqrt(1 - sum(parts))
    return np.asarray(
        window * random.normal(size=(windows, 1, 1))
        + step * random.normal(size=(windows, 1, STEPS))
        + series * random.normal(size=(windows, SERIES, 1))
        + rest * random.normal(size=(windows, SERIES, STEPS))
    )


def futures(errors: np.ndarray, floors: float = -np.inf, value: float = 0.0) -> Futures:
    bands = ErrorBands.learn(errors, SHAPES[0])
    shape = errors.shape[1:]
    items = tuple(f"S{row}" for row in range(shape[0]))
    joint = JointErrors.learn(errors, bands)
    return Futures(items, np.full(shape, value), np.ones(shape), np.full(shape[0], floors), bands, joint)


@pytest.mark.parametrize("parts", STRUCTURES.values(), ids=STRUCTURES)
def test_the_parts_of_the_variance_are_found(
    random: np.random.Generator, parts: tuple[float, float, float]
) -> None:
    errors = drawn(random, 40, parts)
    found = JointErrors.learn(errors, ErrorBands.learn(errors, SHAPES[0]))
    assert (found.window, found.step, found.series) == pytest.approx(parts, abs=0.1)


@pytest.mark.parametrize("parts", list(STRUCTURES.values())[:3], ids=list(STRUCTURES)[:3])
def test_totals_of_weeks_and_of_all_cover_as_they_say(
    random: np.random.Generator, parts: tuple[float, float, float]
) -> None:
    weeks, everything = [], []
    begins, ends = np.arange(0, STEPS, 7), np.arange(7, STEPS + 1, 7)
    for _ in range(25):
        found, truth = futures(drawn(random, 5, parts)), drawn(random, 1, parts)
        paths = found.paths(np.arange(SERIES))
        low, high = sampled_bounds(period_totals(paths, begins, ends), np.zeros((SERIES, 4)), 80)
        actual = period_totals(truth[0][:, :, None], begins, ends)[:, :, 0]
        weeks.append(((low <= actual) & (actual <= high)).mean())
        low, high = sampled_bounds(found.summed(np.arange(SERIES)), np.zeros(STEPS), 80)
        actual = truth[0].sum(axis=0)
        everything.append(((low <= actual) & (actual <= high)).mean())
    assert np.mean(weeks) == pytest.approx(0.8, abs=0.05)
    assert np.mean(everything) == pytest.approx(0.8, abs=0.1)


def test_single_steps_have_the_distribution_of_the_intervals(random: np.random.Generator) -> None:
    errors = drawn(random, 10, (0.0, 0.3, 0.2))
    found, bands = futures(errors), ErrorBands.learn(errors, SHAPES[0])
    paths = found.paths(np.arange(SERIES))
    low, high = bands.bounds(80, np.zeros((1, STEPS)), np.ones((1, STEPS)))
    inside = (paths >= low[0][:, None]) & (paths <= high[0][:, None])
    assert inside.mean() == pytest.approx(0.8, abs=0.02)


def test_the_sum_of_series_that_move_together_is_less_certain_than_of_others(
    random: np.random.Generator,
) -> None:
    together, apart = (futures(drawn(random, 8, parts)) for parts in ((0.0, 0.6, 0.0), (0.0, 0.0, 0.0)))
    assert together.summed(np.arange(SERIES)).std() > 3 * apart.summed(np.arange(SERIES)).std()


def test_a_series_has_the_same_future_whoever_is_asked_for_with_it(random: np.random.Generator) -> None:
    found = futures(drawn(random, 5, (0.1, 0.2, 0.2)))
    alone, among = found.paths(np.array([7])), found.paths(np.arange(SERIES))
    np.testing.assert_array_equal(alone[0], among[7])
    np.testing.assert_allclose(among.sum(axis=0), found.summed(np.arange(SERIES)))


def test_no_future_is_below_the_floor(random: np.random.Generator) -> None:
    assert (
        futures(drawn(random, 5, (0.0, 0.0, 0.0)), floors=0.0, value=0.5).summed(np.arange(SERIES)).min() >= 0
    )


def test_a_single_series_keeps_what_it_keeps(random: np.random.Generator) -> None:
    lasting = np.sqrt(0.5) * (random.normal(size=(40, 1, 1)) + random.normal(size=(40, 1, STEPS)))
    found = JointErrors.learn(lasting, ErrorBands.learn(lasting, SHAPES[0]))
    assert found.series == pytest.approx(0.5, abs=0.15)
    assert found.step == found.window == 0
