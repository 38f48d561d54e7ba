"""Promotions nobody has planned: they are assumed, and the test assumes them as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.conform import conform, conventions_of
from contract.family import Trained
from forecasting.models.forecaster import Forecaster
from forecasting.options import Request
from forecasting.sheet.assumed import as_assumed, coming_back, unknown_ahead
from tests.forecasting.conftest import WEEK, prepared, sheet, train

WEEKS, AHEAD = 60, 14
DAYS = np.arange(7 * WEEKS)
LIFT = 0.8
KINDS: Any = {"item": "text", "date": "date", "promo": "flag"}


def shops(promo: np.ndarray, ahead: np.ndarray | None = None) -> list[pd.DataFrame]:
    """Two shops whose amounts rise by four fifths in a promotion; ``ahead`` plans the next two weeks."""
    random, frames = np.random.default_rng(5), []
    for item, size in (("A", 10.0), ("B", 30.0)):
        noise = random.normal(1, 0.05, len(DAYS))
        frame = sheet(size * WEEK[DAYS % 7] * (1 + LIFT * promo) * noise, item=item).assign(promo=promo == 1)
        if ahead is not None:
            begin = str(frame["date"].max() + pd.Timedelta(days=1))
            later = sheet(np.full(AHEAD, np.nan), start=begin, item=item).assign(promo=ahead == 1)
            frame = pd.concat([frame, later], ignore_index=True)
        frames.append(frame)
    return frames


def by_week(weeks: np.ndarray) -> np.ndarray:
    return np.repeat(weeks, 7).astype(float)


ANY_WEEK = by_week(np.random.default_rng(1).random(WEEKS) < 0.5)
EVERY_OTHER = by_week(np.arange(WEEKS) % 2 == 0)


@pytest.fixture(scope="module")
def unplanned() -> Trained:
    return train(*shops(ANY_WEEK), features=("promo",), horizon=AHEAD, model="direct_level")


@pytest.fixture(scope="module")
def planned() -> Trained:
    frames = shops(ANY_WEEK, by_week(np.array([1, 0])))
    return train(*frames, features=("promo",), horizon=AHEAD, model="direct_level")


def test_the_stated_error_is_that_of_the_assumption_where_nothing_is_planned(unplanned: Trained) -> None:
    """Noise alone is 4 %; promotions at random are told wrong every other week."""
    metrics = unplanned.evaluation.metrics
    assert metrics["wape"] > 0.15
    assert metrics["wape_known"] < 0.08
    assert "wape_assumed" not in metrics


def test_the_stated_error_is_that_of_the_plan_where_the_sheet_gives_one(
    planned: Trained, unplanned: Trained
) -> None:
    metrics = planned.evaluation.metrics
    assert metrics["wape"] == pytest.approx(unplanned.evaluation.metrics["wape_known"])
    assert metrics["wape_assumed"] == pytest.approx(unplanned.evaluation.metrics["wape"])
    assert "wape_known" not in metrics


def test_the_assumption_is_in_the_headline_and_the_summary_with_both_errors(unplanned: Trained) -> None:
    metrics = unplanned.evaluation.metrics
    assert unplanned.summary is not None
    said = str(unplanned.summary.assumes)
    assert said.startswith("This assumes 'promo' to be as before: ")
    assert f"{metrics['wape'] * 100:.1f}".rstrip("0").rstrip(".") in said
    assert f"{metrics['wape_known'] * 100:.1f}".rstrip("0").rstrip(".") in said
    assert said in str(unplanned.headline)


def drivers_tone(trained: Trained) -> str:
    assert trained.summary is not None
    return next(str(one.tone) for one in trained.summary.grounds if one.about == "drivers")


def test_a_plan_is_good_and_a_guess_that_matters_is_not(planned: Trained, unplanned: Trained) -> None:
    assert (drivers_tone(planned), drivers_tone(unplanned)) == ("good", "bad")
    assert planned.summary is not None
    assert planned.summary.assumes == ""


def width(trained: Trained | Forecaster, future: list[dict[str, Any]] | None) -> float:
    model = trained.model if isinstance(trained, Trained) else trained
    rows = None if future is None else conform(future, conventions_of(KINDS))
    table = model.predict(Request(horizon=AHEAD), rows).table
    return float((table["upper_80"] - table["lower_80"]).sum() / table["value"].sum())


def plan_of(trained: Trained) -> list[dict[str, Any]]:
    dates = trained.results["date"].unique()
    return [{"item": item, "date": date, "promo": False} for item in "AB" for date in dates]


def test_ranges_are_narrow_with_a_plan_and_wide_without(unplanned: Trained, planned: Trained) -> None:
    plan = plan_of(unplanned)
    assert width(unplanned, plan) < 0.5 * width(unplanned, None)
    assert width(unplanned, plan[1:]) > 2 * width(unplanned, plan)  # with a gap it is no plan
    assert width(planned, None) == pytest.approx(width(unplanned, plan), rel=0.2)


def test_a_stored_model_knows_both_ranges(unplanned: Trained, tmp_path: Path) -> None:
    unplanned.model.save(tmp_path)
    loaded = type(unplanned.model).load(tmp_path, unplanned.model.params)
    for future in (None, plan_of(unplanned)):
        assert width(loaded, future) == pytest.approx(width(unplanned, future))


def test_without_drivers_there_is_one_error_and_nothing_assumed() -> None:
    found = train(shops(ANY_WEEK)[0].drop(columns="promo"), horizon=AHEAD, model="seasonal_naive")
    assert not {"wape_known", "wape_assumed"} & set(found.evaluation.metrics)
    assert found.summary is not None
    assert found.summary.assumes == ""
    assert "drivers" not in {one.about for one in found.summary.grounds}


# --- After how many steps promotions come back ----------------------------------------------------


def test_promotions_of_every_other_week_come_every_other_week() -> None:
    found = train(*shops(EVERY_OTHER), features=("promo",), horizon=AHEAD, model="direct_level")
    (driver,) = found.model.panel_.driver_columns
    assert driver.back == 14
    assert found.evaluation.metrics["wape"] == pytest.approx(found.evaluation.metrics["wape_known"])
    assert found.summary is not None
    assert found.summary.assumes == ""
    flags = found.model.predict(Request(horizon=AHEAD)).flags
    assert str(flags[0].message).endswith("its value 14 days earlier is used.")


def test_what_came_later_is_not_looked_at() -> None:
    """Until week 30 promotions were of every week; how they went on is not known there."""
    promo = by_week(np.where(np.arange(WEEKS) < 30, 1, np.arange(WEEKS) % 2))
    panel = prepared(*shops(promo), features=("promo",), horizon=AHEAD).panel
    past = panel.until(30 * 7)
    assert coming_back(past, AHEAD).driver_columns[0].back == 0
    told = as_assumed(past, AHEAD, unknown_ahead(panel, AHEAD)).drivers[0, :, past.steps :]
    assert (told == 1).all()
