"""Rolling-origin backtest: every candidate forecasts several past windows it has not seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from contract.training import Plan, Progress
from forecasting.judging.metrics import accuracy, error_scale, scaled_errors
from forecasting.members import (
    BASELINE,
    CANDIDATES,
    FAST,
    FIXED_MEAN,
    LSTM,
    MEANS,
    MODELS,
    ONE_BY_ONE,
    RARE_DEMAND,
)
from forecasting.models.closed_days import closed_ahead, learn_closing
from forecasting.models.forecaster import Forecaster, new_member
from forecasting.models.means import fixed_members, fixed_note
from forecasting.panel import Panel
from forecasting.sheet.assumed import View, as_assumed, as_it_came, needs_a_rule, unknown_ahead
from forecasting.uncertainty.intervals import PastErrors
from forecasting.uncertainty.series_stats import SeriesStats
from language.sentences import Sentence, joined, say

WINDOWS = {"fast": 3, "best": 5}
MOST_PROPHET_FITS = {"fast": 12, "best": 400}
LONGEST_SHARE_TESTED = 4  # a window is at most this part of the history
SHARE_OF_ZEROS_THAT_IS_RARE = 0.4  # from here on the models for rare demand are tried
FEWEST_LSTM_VALUES = 4_000  # the fewest with which it was seen to add to the weighted mean
MOST_STATISTICAL_FITS = {"fast": 1_600, "best": 40_000}  # of a model, of some 15 ms each
LEAST_ACTUAL = 0.05  # of a series' usual size: percentages of almost nothing mean nothing
SLOW_FITS = {"ets": 10}  # one of these takes as long as so many of the others


@dataclass(frozen=True)
class Windows:
    """Where the backtest looks: ``origins`` ascending, each with ``horizon`` steps after it."""

    origins: list[int]
    horizon: int


@dataclass(frozen=True)
class Tested:
    """``forecasts`` by model are windows × series × steps, as is ``actual``, NaN where not judged.

    ``closed`` is True where a driver told that nothing would be sold: forecasts are 0 there, and certain.
    ``members`` are the models as they were last fitted. ``assumed`` says that drivers were assumed where they
    are not known in use; ``other`` is the same test the other way, None where the drivers make no difference.
    """

    windows: Windows
    actual: np.ndarray
    closed: np.ndarray
    forecasts: dict[str, np.ndarray]
    members: dict[str, Forecaster]
    seconds: dict[str, float]
    scales: np.ndarray
    stats: SeriesStats
    usual_size: float
    assumed: bool = False
    other: Tested | None = None

    def error(self, forecast: np.ndarray) -> np.ndarray:
        return forecast - self.actual

    def judged_error(self, forecast: np.ndarray, counts: str) -> np.ndarray:
        """What models are weighed by: where the amount counts, errors in scales of each series as it was at
        the window's origin; where percent count, in parts of the actual."""
        if counts == "percent":
            return self.error(forecast) / np.maximum(np.abs(self.actual), self._least_actual)
        return scaled_errors(self.error(forecast), self.scales)

    @property
    def _least_actual(self) -> np.ndarray:
        return LEAST_ACTUAL * self.stats.sizes[:, None]

    def past_errors(self, forecast: np.ndarray) -> PastErrors:
        """What intervals are learned from: without closed days, which are certain."""
        error = np.where(self.closed, np.nan, -self.error(forecast))
        return PastErrors(forecast, error, self.scales, self.stats.sizes, self.windows.origins)

    def metrics(self, forecast: np.ndarray) -> dict[str, float]:
        return accuracy(self.actual, forecast, self.scales, self.usual_size)


def choose_windows(panel: Panel, horizon: int, effort: str) -> Windows:
    """Windows end with the history and overlap only where it is too short for them not to.

    A window is at most a quarter of the history; before the first origin half of the history remains,
    at least a season and the steps that a series needs to be judged. The history is that of the longest
    series that is learned from.
    """
    length = int(panel.lengths[~panel.repeat_only].max())
    tested = max(min(horizon, length // LONGEST_SHARE_TESTED), 1)
    season = panel.season if length >= 2 * panel.season else 1
    earliest = panel.steps - length + max(length // 2, season, panel.frequency.min_past)
    latest = panel.steps - tested
    count = min(WINDOWS[effort], latest - earliest + 1)
    stride = min(tested, max((latest - earliest) // max(count - 1, 1), 1))
    return Windows([latest - stride * back for back in reversed(range(count))], tested)


def choose_candidates(panel: Panel, windows: Windows, plan: Plan) -> tuple[list[str], Sentence | str]:
    """The models to try, and a sentence about those left out."""
    if plan.model == FIXED_MEAN:
        return [BASELINE, *fixed_members()], fixed_note()
    if plan.model in MODELS and plan.model not in MEANS:
        return list(dict.fromkeys([BASELINE, plan.model])), ""
    tried = FAST if plan.effort == "fast" else CANDIDATES
    keys = [key for key in tried if key not in ("prophet", LSTM) and MODELS[key].available]
    if (panel.values == 0).sum() < SHARE_OF_ZEROS_THAT_IS_RARE * (~np.isnan(panel.values)).sum():
        keys = [key for key in keys if key not in RARE_DEMAND]
    fits = len(panel.items) * (len(windows.origins) + 1)
    most = MOST_STATISTICAL_FITS[plan.effort]
    keys = [key for key in keys if key not in ONE_BY_ONE or fits * SLOW_FITS.get(key, 1) <= most]
    left_out = []
    if LSTM in tried and MODELS[LSTM].available:
        left_out.append(_too_few_for_the_lstm(panel))
        keys += [] if left_out[0] else [LSTM]
    if fits <= MOST_PROPHET_FITS[plan.effort]:
        keys.append("prophet")
    else:
        said = say(
            "Prophet was left out: {series:integer} series would take {fits:integer} fits.",
            series=len(panel.items),
            fits=fits,
        )
        left_out.append(said)
    return keys, joined(left_out)


def _too_few_for_the_lstm(panel: Panel) -> Sentence | str:
    known = int((~np.isnan(panel.values)).sum())
    if known >= FEWEST_LSTM_VALUES:
        return ""
    return say(
        "The LSTM was left out: a network needs at least {least:integer} values, and there are "
        "{known:integer}.",
        least=FEWEST_LSTM_VALUES,
        known=known,
    )


def run_backtest(
    panel: Panel, windows: Windows, candidates: Sequence[str], plan: Plan, progress: Progress
) -> Tested:
    """What is known ahead of the drivers is what will be in use: where the sheet does not tell, it is assumed
    by the same rule. The other case is tested, too."""
    pasts = [panel.until(origin) for origin in windows.origins]
    views = _views(panel, windows.horizon, plan.settings.horizon)
    closed = [
        np.stack([closed_ahead(view(past), windows.horizon, learn_closing(past)) for past in pasts])
        for view in views
    ]
    forecasts: list[dict[str, np.ndarray]] = [{} for _ in views]
    members, seconds = {}, {}
    for number, key in enumerate(candidates):
        part = progress.part(number / len(candidates), (number + 1) / len(candidates))
        part(0.0, say("Testing on the past: {model}", model=MODELS[key].label))
        started = time.perf_counter()
        members[key] = new_member(key, plan.params)
        found = members[key].backtests(panel, windows.origins, windows.horizon, plan, part, views)
        for case, forecast in enumerate(found):
            forecasts[case][key] = np.where(closed[case], 0.0, forecast)
        seconds[key] = time.perf_counter() - started
    actual = np.stack([panel.values[:, origin : origin + windows.horizon] for origin in windows.origins])
    judged = np.stack([~past.repeat_only & (past.lengths >= panel.frequency.min_past) for past in pasts])
    tested = Tested(
        windows=windows,
        actual=np.where(judged[:, :, None], actual, np.nan),
        closed=closed[0],
        forecasts=forecasts[0],
        members=members,
        seconds=seconds,
        scales=np.stack([error_scale(past) for past in pasts]),
        stats=SeriesStats.learn(panel),
        usual_size=float(np.nanmean(np.abs(panel.values))),
        assumed=views[0] is not as_it_came,
    )
    if len(views) == 1:
        return tested
    other = replace(tested, closed=closed[1], forecasts=forecasts[1], assumed=not tested.assumed)
    return replace(tested, other=other)


def _views(panel: Panel, tested: int, horizon: int) -> list[View]:
    """What is known of the drivers at an origin: as in use, then the other way. Where the sheet tells
    everything ahead, the other way is to know nothing."""
    if not needs_a_rule(panel).any():
        return [as_it_came]
    unknown = unknown_ahead(panel, horizon)
    everything = np.broadcast_to(needs_a_rule(panel)[:, None, None], unknown.shape)
    assumed = partial(as_assumed, horizon=tested, unknown=unknown if unknown.any() else everything)
    return [assumed, as_it_came] if unknown.any() else [as_it_came, assumed]
