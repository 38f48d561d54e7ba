"""Trees on logarithms: promotions that multiply, percent, zeros and negative amounts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.forecasting.conftest import sheet, train


def promoted(random: np.random.Generator, level: float, days: int = 200) -> pd.DataFrame:
    """What is sold triples in a promotion, with 20 % of noise; the last 14 days are known ahead only."""
    promotion = random.random(days) < 0.25
    sold = level * np.where(promotion, 3.0, 1.0) * random.lognormal(0, 0.2, days)
    frame = sheet(sold, item=f"L{level:g}").assign(promotion=promotion.astype(float))
    return frame.assign(amount=frame["amount"].where(np.arange(days) < days - 14), truth=sold)


def test_what_a_promotion_multiplies_is_learned_over_all_sizes(random: np.random.Generator) -> None:
    frames = [promoted(random, level) for level in (2.0, 30.0, 500.0)]
    found = train(
        *(frame.drop(columns="truth") for frame in frames),
        features=("promotion",),
        horizon=14,
        model="direct_log",
    )
    truth = np.concatenate([frame["truth"].to_numpy()[-14:] for frame in frames])
    error = np.abs(found.results["value"].to_numpy() / truth - 1)
    assert error.mean() < 0.3


def test_where_percent_count_forecasts_are_lower(random: np.random.Generator) -> None:
    """A percent of a small amount is dear: the best forecast of wide noise is below its median."""
    frames = [sheet(random.lognormal(3, 1.0, 200), item=str(row)) for row in range(3)]
    median, percent = (
        train(*frames, horizon=7, model="direct_log", counts=counts).results["value"].mean()
        for counts in ("amount", "percent")
    )
    assert 0.15 * median < percent < 0.75 * median


def test_zeros_and_negative_amounts_are_forecast(random: np.random.Generator) -> None:
    change = random.normal(0, 10, 150)
    seldom = random.poisson(1.0, 150).astype(float)
    found = train(sheet(change, item="change"), sheet(seldom, item="seldom"), model="direct_log")
    table = found.results.set_index("item")["value"]
    assert np.isfinite(table).all()
    assert (table["seldom"] >= 0).all()
    assert np.abs(table["change"]).max() < 40
