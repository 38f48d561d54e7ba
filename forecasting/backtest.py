"""Rolling-origin backtest: every candidate forecasts several past windows it knew nothing of."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.forecaster import Forecaster, known_scales
from forecasting.intervals import coverage
from forecasting.members import BASELINE, CANDIDATES, COMBINED, MODELS, new_member
from forecasting.metrics import accuracy, error_scale, scaled_errors
from forecasting.panel import MIN_PAST, Panel
from language.sentences import say
from training.exchange import Plan, Progress

WINDOWS = {"fast": 4, "best": 10}
MOST_PROPHET_FITS = {"fast": 12, "best": 400}
LONGEST_SHARE_TESTED = 4  # a window is at most this part of the history
WEIGHT_POWER = 4
SMALLEST_WEIGHT = 0.05
GAIN_WORTH_COMBINING = 0.99


@dataclass(frozen=True)
class Windows:
    """Where the backtest looks: ``origins`` ascending, each with ``horizon`` steps after it."""

    origins: list[int]
    horizon: int


@dataclass(frozen=True)
class Tested:
    """``forecasts`` by model are windows × series × steps, as is ``actual``, NaN where not judged.

    ``members`` are the models as they were last fitted.
    """

    windows: Windows
    actual: np.ndarray
    forecasts: dict[str, np.ndarray]
    members: dict[str, Forecaster]
    seconds: dict[str, float]
    scales: np.ndarray
    total_scales: np.ndarray
    usual_size: float

    def error(self, forecast: np.ndarray) -> np.ndarray:
        return forecast - self.actual

    def metrics(self, forecast: np.ndarray) -> dict[str, float]:
        scaled = scaled_errors(self.error(forecast), self.scales)
        return {
            **accuracy(self.actual, forecast, self.scales, self.usual_size),
            **coverage(scaled, self.windows.origins),
        }


def choose_windows(panel: Panel, horizon: int, effort: str) -> Windows:
    """Windows end with the history and overlap only where it is too short for them not to.

    A window is at most a quarter of the history; before the first origin half of the history remains,
    at least a season and ``MIN_PAST`` steps.
    """
    tested = max(min(horizon, panel.steps // LONGEST_SHARE_TESTED), 1)
    earliest = max(panel.steps // 2, panel.season, MIN_PAST)
    latest = panel.steps - tested
    count = min(WINDOWS[effort], latest - earliest + 1)
    stride = min(tested, max((latest - earliest) // max(count - 1, 1), 1))
    return Windows([latest - stride * back for back in reversed(range(count))], tested)


def choose_candidates(panel: Panel, windows: Windows, plan: Plan) -> tuple[list[str], str]:
    """The models to try, and a sentence about those left out."""
    if plan.model in CANDIDATES:
        return list(dict.fromkeys([BASELINE, plan.model])), ""
    fits = len(panel.items) * (len(windows.origins) + 1)
    if fits <= MOST_PROPHET_FITS[plan.effort]:
        return list(CANDIDATES), ""
    left_out = say(
        "Prophet was left out: {series:integer} series would take {fits:integer} fits.",
        series=len(panel.items),
        fits=fits,
    )
    return [key for key in CANDIDATES if key != "prophet"], left_out


def run_backtest(
    panel: Panel, windows: Windows, candidates: Sequence[str], plan: Plan, progress: Progress
) -> Tested:
    forecasts, members, seconds = {}, {}, {}
    for number, key in enumerate(candidates):
        part = progress.part(number / len(candidates), (number + 1) / len(candidates))
        part(0.0, say("Testing on the past: {model}", model=MODELS[key].label))
        started = time.perf_counter()
        members[key] = new_member(key, plan.params)
        forecasts[key] = members[key].backtest(panel, windows.origins, windows.horizon, plan, part)
        seconds[key] = time.perf_counter() - started
    actual = np.stack([panel.values[:, origin : origin + windows.horizon] for origin in windows.origins])
    pasts = [panel.until(origin) for origin in windows.origins]
    judged = np.stack([~past.repeat_only & (past.lengths >= MIN_PAST) for past in pasts])
    return Tested(
        windows=windows,
        actual=np.where(judged[:, :, None], actual, np.nan),
        forecasts=forecasts,
        members=members,
        seconds=seconds,
        scales=np.stack([error_scale(past) for past in pasts]),
        total_scales=np.stack([known_scales(past.summed())[0] for past in pasts]),
        usual_size=float(np.nanmean(np.abs(panel.values))),
    )


# --- Combining ------------------------------------------------------------------------------------


def weights(tested: Tested, windows: Sequence[int]) -> dict[str, float]:
    """Shares in proportion to error^-4 over ``windows``; members below a twentieth get none."""
    usable = list(windows)
    errors = {
        key: max(float(np.nanmean(np.abs(tested.error(forecast)[usable]))), 1e-12)
        for key, forecast in tested.forecasts.items()
    }
    least = min(errors.values())
    raw = {key: (least / error) ** WEIGHT_POWER for key, error in errors.items()}
    kept = {key: share for key, share in raw.items() if share >= SMALLEST_WEIGHT * sum(raw.values())}
    return {key: share / sum(kept.values()) for key, share in kept.items()}


def combined_forecast(tested: Tested) -> np.ndarray:
    """The weighted mean in every window, with weights learned from the other windows."""
    count = len(tested.windows.origins)
    forecast = np.zeros_like(tested.actual)
    for window in range(count):
        others = [other for other in range(count) if other != window] or [window]
        for key, share in weights(tested, others).items():
            forecast[window] += share * tested.forecasts[key][window]
    return forecast


def choose_model(metrics: dict[str, dict[str, float]], wanted: str) -> str:
    """The wanted model; for auto the smallest WAPE, a combination only where it gains a hundredth."""
    if wanted in MODELS:
        return wanted
    single = min((key for key in metrics if key != COMBINED), key=lambda key: metrics[key]["wape"])
    combined = metrics.get(COMBINED, {}).get("wape", np.inf)
    return COMBINED if combined < GAIN_WORTH_COMBINING * metrics[single]["wape"] else single
