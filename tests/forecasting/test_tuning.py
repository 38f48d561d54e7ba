"""Tuning the direct trees within a budget of time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.training import Plan, Progress
from forecasting.judging import tuning, tuning_search
from forecasting.judging.backtest import choose_windows
from forecasting.judging.tuning import Outcome, find
from forecasting.judging.tuning_search import Bench, Clock, Found, OutOfTime, TooFewRows, Tried
from forecasting.models import direct
from forecasting.models.forecaster import new_member
from forecasting.models.means import WeightedMean
from forecasting.options import Settings
from forecasting.panel import Panel
from forecasting.params import DirectParams
from tests.forecasting.conftest import FAMILY, WEEK, data_of, plan, prepared, sheet, train

DAYS = 200


class Stopped(Exception):
    """What a cancelled run raises inside ``progress``."""


def shops(count: int = 3, days: int = DAYS) -> list[pd.DataFrame]:
    random = np.random.default_rng(4)
    week = np.resize(WEEK, days) + 0.02 * np.arange(days)
    return [sheet(size * (week + random.normal(0, 1, days)), item=f"x{size}") for size in range(1, count + 1)]


def tuned(minutes: int = 1, **changes: Any) -> Plan:
    """A plan of the best effort, two weeks ahead."""
    planned = plan(horizon=14, effort="best", **changes)
    return replace(planned, settings=Settings(horizon=14, tuning_minutes=minutes))


@pytest.fixture(autouse=True)
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(direct.TREES, "best", 12)
    monkeypatch.setitem(direct.STEPS_PER_ORIGIN, "fast", 3)
    monkeypatch.setitem(direct.STEPS_PER_ORIGIN, "best", 3)
    monkeypatch.setattr(tuning_search, "MOST_TREES", 25)


@pytest.fixture
def three_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning_search, "MOST_TRIALS", 3)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return prepared(*shops()).panel


def found_in(panel: Panel, planned: Plan, progress: Progress | None = None) -> Any:
    return find(panel, choose_windows(panel, 14, "best"), planned, progress or Progress())


def test_the_same_seed_finds_the_same(three_trials: None, panel: Panel) -> None:
    first, second = (found_in(panel, tuned(model="direct_level")) for _ in range(2))
    assert isinstance(first, Found)
    assert first.trials == 3
    assert first.best == second.best
    other = found_in(panel, replace(tuned(model="direct_level"), seed=5))
    assert other.best.params != first.best.params


def test_only_what_lies_before_the_backtest_is_seen(three_trials: None, panel: Panel) -> None:
    origin = choose_windows(panel, 14, "best").origins[0]
    values = panel.values.copy()
    values[:, origin:] = 1e6
    planned = tuned(model="direct_level")
    assert found_in(replace(panel, values=values), planned).best == found_in(panel, planned).best


def test_the_best_kind_of_direct_trees_is_tuned(three_trials: None, panel: Panel) -> None:
    wapes = {key: found_in(panel, tuned(model=key)).set.wape for key in tuning.DIRECT}
    assert found_in(panel, tuned()).key == min(wapes, key=lambda key: wapes[key])


def test_it_is_measured_as_the_sum_of_errors_over_the_sum_of_amounts(panel: Panel) -> None:
    """Against the same model, fitted and asked as in a backtest; LightGBM draws its features otherwise where
    none is left out ahead, which is worth a percent at most."""
    planned, params = tuned(), DirectParams(trees=20)
    bench = Bench("direct_level", panel, [140, 170], 14, planned)
    error = size = 0.0
    for origin in (140, 170):
        model = new_member("direct_level", params)
        model.learn(panel.until(origin), planned, Progress())
        actual = panel.values[:, origin : origin + 14]
        error += np.abs(model.forecast(panel.until(origin), 14) - actual).sum()
        size += np.abs(actual).sum()
    assert bench.wape_as_set(params, Clock(60, Progress())) == pytest.approx(error / size, rel=0.02)


def test_progress_tells_the_trial_the_error_and_the_time(three_trials: None, panel: Panel) -> None:
    said: list[str] = []
    report = Progress(lambda fraction, message: said.append(message) if message else None)
    found_in(panel, tuned(model="direct_level"), report)
    assert len(said) == 4
    assert said[-1].startswith("Tuning Direct trees on levels: trial 3, best WAPE ")
    assert said[-1].endswith("of 1 min")


def test_it_can_be_cancelled_within_a_trial(panel: Panel) -> None:
    seen = 0

    def stop(fraction: float, message: str) -> None:
        nonlocal seen
        seen += 1
        if seen > 5:
            raise Stopped

    with pytest.raises(Stopped):
        found_in(panel, tuned(), Progress(stop))


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every look at the clock takes as many seconds as stand in the list."""
    now, step = [0.0], [0.5]

    def monotonic() -> float:
        now[0] += step[0]
        return now[0]

    monkeypatch.setattr(tuning_search.time, "monotonic", monotonic)
    return step


def test_it_stops_at_the_budget(panel: Panel, ticking: list[float]) -> None:
    found = found_in(panel, tuned(3, model="direct_level"))
    assert isinstance(found, Found)
    assert 1 <= found.trials < 20
    assert found.seconds == pytest.approx(180, abs=3)


def test_where_time_is_short_fewer_kinds_are_compared(panel: Panel, ticking: list[float]) -> None:
    ticking[0] = 1.2
    said: list[str] = []
    found = found_in(panel, tuned(3), Progress(lambda fraction, message: said.append(message)))
    assert isinstance(found, Found)
    assert found.key == "direct_level"
    assert len([message for message in said if "trial 0" in message]) == 1


def test_a_budget_too_short_for_a_trial_is_said(panel: Panel, ticking: list[float]) -> None:
    ticking[0] = 20
    assert found_in(panel, tuned()) == (
        "Nothing was tuned: 1 minute was not enough for the first trial. Allow more minutes."
    )


def test_the_clock_is_looked_at_while_trees_are_learned() -> None:
    with pytest.raises(OutOfTime):
        Clock(0, Progress()).check()


def test_short_histories_are_not_tuned() -> None:
    short = prepared(*shops(3, 80)).panel
    said = find(short, choose_windows(short, 14, "best"), tuned(), Progress())
    assert (
        said == "Nothing was tuned: the 42 steps before the backtest are too few for 2 windows of 14 steps."
    )


def test_too_few_rows_are_said(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning_search, "FEWEST_ROWS", 10**9)
    with pytest.raises(TooFewRows):
        Bench("direct_level", panel, [140], 14, tuned())
    assert "too few rows before the backtest" in found_in(panel, tuned())


def test_other_models_are_not_tuned(panel: Panel) -> None:
    assert "Theta was selected by name" in found_in(panel, tuned(model="theta"))


# --- In a training --------------------------------------------------------------------------------


def trained(monkeypatch: pytest.MonkeyPatch, params: DirectParams) -> Any:
    """A training by name, in which the search finds ``params``."""
    found = Found("direct_level", Tried(DirectParams(), 0.2), Tried(params, 0.1), 9, 30.0)
    monkeypatch.setattr(tuning, "find", lambda *args: found)
    return FAMILY.train(data_of(*shops()), tuned(model="direct_level", params=DirectParams()))


def block_of(result: Any) -> Any:
    return next((block for block in result.blocks if block.title == "Tuning"), None)


def test_what_is_better_in_the_backtest_is_used_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    params = DirectParams(learning_rate=0.06, leaves=12, least_rows=9, feature_share=0.5, trees=70)
    monkeypatch.setitem(direct.TREES, "best", 1)  # what is set is far off
    result = trained(monkeypatch, params)
    outcome = result.evaluation.learned["tuning"]
    assert isinstance(outcome, Outcome)
    assert outcome.taken
    assert outcome.wape_as_found < outcome.wape_as_set
    assert result.evaluation.metrics["wape"] == outcome.wape_as_found
    assert result.model.params == params
    assert result.model.booster_.num_trees() == 70
    rows = {str(row["setting"]): (row["set"], row["found"]) for row in block_of(result).data["rows"]}
    assert rows["Learning rate"] == (0.05, 0.06)
    assert rows["Trees"][1] == 70
    assert rows["Leaves per tree"] == (None, 12)
    assert "9 trials of Direct trees on levels in 0.5 minutes" in block_of(result).summary
    assert "the parameters found are used" in block_of(result).summary


def test_what_is_no_better_in_the_backtest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    worse = DirectParams(learning_rate=0.001, leaves=2, least_rows=20, feature_share=0.5, trees=10)
    result = trained(monkeypatch, worse)
    outcome = result.evaluation.learned["tuning"]
    assert not outcome.taken
    assert result.evaluation.metrics["wape"] == outcome.wape_as_set
    assert result.model.params == DirectParams()
    assert "no better: the parameters stay as set" in block_of(result).summary


def test_the_weighted_mean_learns_with_what_was_found(
    monkeypatch: pytest.MonkeyPatch, three_trials: None
) -> None:
    params = DirectParams(trees=33)
    shares = train(*shops(1, 120), model="combined").evaluation.learned["shares"]
    mean = WeightedMean(DirectParams())
    key = next(key for key in shares.members if key in tuning.DIRECT)
    mean.adopt({"shares": shares, "tuned": {key: params}}, plan())
    assert mean.members_[key].params == params


def test_fast_runs_and_runs_without_minutes_are_not_tuned(panel: Panel) -> None:
    for planned in (tuned(0), replace(tuned(5), effort="fast")):
        windows = choose_windows(panel, 14, planned.effort)
        _, outcome = tuning.tuned_backtest(panel, windows, ["seasonal_naive"], planned, Progress())
        assert outcome is None
