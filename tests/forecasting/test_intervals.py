"""Intervals contain the truth as often as they say, on data they have not seen."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.uncertainty.intervals import SHAPES, BandShape, ErrorBands, PastErrors, coverage, learn_bands
from tests.forecasting.conftest import WEEK, sheet, train

SIMPLEST = SHAPES[0]


def inside(bands: ErrorBands, errors: np.ndarray, level: int) -> float:
    """Share of ``errors``, series × steps, inside the bands of a forecast of 0."""
    low, high = bands.bounds(level, np.zeros_like(errors), np.ones_like(errors))
    return float(((low <= errors) & (errors <= high)).mean())


def past(errors: np.ndarray, forecasts: np.ndarray | None = None) -> PastErrors:
    """Windows that lie side by side, of series of size and scale 1."""
    windows, series, steps = errors.shape
    return PastErrors(
        forecasts=np.zeros_like(errors) if forecasts is None else forecasts,
        errors=errors,
        scales=np.ones((windows, series)),
        sizes=np.ones(series),
        origins=[20 + steps * window for window in range(windows)],
    )


@pytest.mark.parametrize("level", [50, 80, 95])
def test_white_noise_is_covered_as_said(random: np.random.Generator, level: int) -> None:
    bands = ErrorBands.learn(random.normal(size=(8, 40, 14)), SIMPLEST)
    assert bands.growth < 0.1
    assert inside(bands, random.normal(size=(2000, 14)), level) == pytest.approx(level / 100, abs=0.02)


@pytest.mark.parametrize("level", [80, 95])
def test_random_walks_grow_with_the_root_of_the_step(random: np.random.Generator, level: int) -> None:
    bands = ErrorBands.learn(random.normal(size=(8, 200, 14)).cumsum(axis=2), SIMPLEST)
    assert bands.growth == pytest.approx(0.5, abs=0.08)
    fresh = random.normal(size=(4000, 14)).cumsum(axis=1)
    assert inside(bands, fresh, level) == pytest.approx(level / 100, abs=0.03)


def test_few_windows_that_move_together_make_wider_intervals(random: np.random.Generator) -> None:
    moving = np.repeat(random.normal(size=(6, 1, 1)), 14, axis=2) + random.normal(scale=0.01, size=(6, 1, 14))
    apart = random.normal(size=(6, 1, 14))
    together = ErrorBands.learn(moving, SIMPLEST)
    assert together.high[94] > 0.98 * np.abs(moving).max()
    assert ErrorBands.learn(apart, SIMPLEST).high[79] < np.abs(apart).max()


def test_coverage_is_measured_on_other_windows() -> None:
    """Each window's errors are ten times those of the others: its own would cover, theirs do not."""
    errors = np.ones((3, 1, 7)) * np.array([1.0, 1.0, 10.0])[:, None, None]
    measured = coverage(past(errors), SIMPLEST)
    assert measured["coverage_95"] == pytest.approx(2 / 3)


def test_widths_nest_and_go_on_growing_beyond_the_test(random: np.random.Generator) -> None:
    bands = ErrorBands.learn(random.normal(size=(5, 3, 14)), SIMPLEST)
    zeros, ones = np.zeros((1, 59)), np.ones((1, 59))
    widths = [bands.bounds(level, zeros, ones)[1][0] for level in (50, 80, 95, 99)]
    assert (np.diff(widths, axis=0) >= 0).all()
    assert (np.diff(widths[0][13:]) > 0).all()
    assert widths[0][55] >= 2 * widths[0][13] * 0.999


def test_noise_around_a_week_is_covered_on_days_to_come(random: np.random.Generator) -> None:
    """Twelve shops, 180 days learned, the next 28 compared."""
    shops = np.tile(WEEK * 10, 30)[:208] + random.normal(0, 8, size=(12, 208))
    result = train(*(sheet(shop[:180], item=f"S{row}") for row, shop in enumerate(shops)), horizon=28)
    truth = shops[:, 180:].ravel()
    for level in (80, 95):
        low, high = result.results[f"lower_{level}"], result.results[f"upper_{level}"]
        assert float(((truth >= low) & (truth <= high)).mean()) == pytest.approx(level / 100, abs=0.06)
        assert result.evaluation.metrics[f"coverage_{level}"] == pytest.approx(level / 100, abs=0.06)


def test_bounds_are_ordered_and_never_negative_where_history_is_not(random: np.random.Generator) -> None:
    sales = np.maximum(random.normal(3, 4, 120), 0)
    change = random.normal(0, 4, 120)
    table = train(sheet(sales, item="sales"), sheet(change, item="change")).results
    columns = ["lower_95", "lower_80", "value", "upper_80", "upper_95"]
    assert (np.diff(table[columns].to_numpy(), axis=1) >= 0).all()
    assert (table.loc[table["item"] == "sales", columns].to_numpy() >= 0).all()
    assert (table.loc[table["item"] == "change", "lower_95"] < 0).all()


def test_few_errors_still_tell_80_from_95_percent():
    """Three windows of one total: no share of three errors is 95 %."""
    bands = ErrorBands.learn(np.array([1.0, -2.0, 1.5])[:, None, None], SIMPLEST)
    narrow, wide = bands.high[79], bands.high[94]
    assert 2.0 <= narrow < wide
    assert wide == pytest.approx(np.sqrt((1 + 4 + 2.25) / 3) * 3.182, rel=0.01)


def test_skewed_errors_reach_further_up_than_down(random: np.random.Generator) -> None:
    errors = random.exponential(1.0, size=(6, 60, 14)) - np.log(2)  # their median is 0
    bands = learn_bands(past(errors))
    assert not bands.shape.symmetric
    assert bands.high[79] > 2 * -bands.low[79]
    fresh = random.exponential(1.0, size=(500, 14)) - np.log(2)
    assert inside(bands, fresh, 80) == pytest.approx(0.8, abs=0.02)


def test_errors_in_proportion_to_the_forecast_are_found(random: np.random.Generator) -> None:
    forecasts = random.choice([0.3, 3.0], size=(6, 40, 14))
    bands = learn_bands(past(random.normal(size=forecasts.shape) * forecasts, forecasts))
    assert bands.shape.proportion == 1.0
    values = np.array([[0.3] * 14, [3.0] * 14])
    units = bands.select(np.array([0, 0])).units_of(values, np.ones(2), np.ones(2))
    low, high = bands.bounds(80, values, units)
    assert ((high - low)[1] / (high - low)[0]).mean() == pytest.approx(3.1 / 0.4)


def test_a_wild_series_has_wider_bounds_than_a_calm_one(random: np.random.Generator) -> None:
    errors = random.normal(size=(6, 40, 14)) * np.where(np.arange(40) < 20, 1.0, 5.0)[:, None]
    bands = learn_bands(past(errors))
    assert bands.shape.own
    assert bands.spreads[20:].mean() > 3 * bands.spreads[:20].mean()


def test_the_simplest_shape_is_kept_where_windows_overlap(random: np.random.Generator) -> None:
    errors = random.exponential(1.0, size=(5, 60, 14))
    apart = past(errors)
    overlapping = PastErrors(apart.forecasts, errors, apart.scales, apart.sizes, [20, 21, 22, 23, 24])
    assert learn_bands(overlapping).shape == BandShape()
