"""Measure the candidates, choose one, and learn what its intervals need."""

from __future__ import annotations

import numpy as np

from forecasting.backtest import (
    Tested,
    choose_candidates,
    choose_model,
    choose_windows,
    combined_forecast,
    run_backtest,
    weights,
)
from forecasting.intervals import Intervals
from forecasting.members import BASELINE, COMBINED, MODELS
from forecasting.panel import PreparedPanel
from training.exchange import Candidate, Evaluation, Plan, Progress


def evaluate_panel(prepared: PreparedPanel, plan: Plan, progress: Progress) -> Evaluation:
    panel = prepared.panel
    windows = choose_windows(panel, prepared.horizon, plan.effort)
    keys, left_out = choose_candidates(panel, windows, plan)
    tested = run_backtest(panel, windows, keys, plan, progress)
    forecasts = dict(tested.forecasts)
    shares = weights(tested, range(len(windows.origins)))
    if plan.model == COMBINED or (plan.model not in keys and len(shares) > 1):
        forecasts[COMBINED] = combined_forecast(tested)
    metrics = {key: tested.metrics(forecast) for key, forecast in forecasts.items()}
    chosen = choose_model(metrics, plan.model)
    error = tested.error(forecasts[chosen])
    return Evaluation(
        model=chosen,
        metrics=metrics[chosen],
        baseline=metrics[BASELINE],
        baseline_label=panel.baseline_label.capitalize(),
        candidates=_leaderboard(metrics, tested, chosen),
        learned={
            "intervals": Intervals.learn(error, tested.scales, tested.total_scales),
            "weights": shares,
            "left_out": left_out,
            "windows": windows,
            "last_window": np.where(np.isnan(tested.actual[-1]), np.nan, forecasts[chosen][-1]),
        },
    )


def _leaderboard(metrics: dict[str, dict[str, float]], tested: Tested, chosen: str) -> list[Candidate]:
    candidates = [
        Candidate(
            model=key,
            label=MODELS[key].label,
            metrics=measured,
            seconds=tested.seconds.get(key, 0.0),
            chosen=key == chosen,
            baseline=key == BASELINE,
        )
        for key, measured in metrics.items()
    ]
    return sorted(candidates, key=lambda candidate: candidate.metrics["wape"])
