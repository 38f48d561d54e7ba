"""Measure the candidates, choose one, and learn what its intervals need."""

from __future__ import annotations

from forecasting.backtest import (
    choose_candidates,
    choose_model,
    choose_windows,
    combined_forecast,
    run_backtest,
    weights,
)
from forecasting.intervals import Intervals
from forecasting.leaderboard import Contest, file_sizes
from forecasting.members import BASELINE, COMBINED
from forecasting.panel import PreparedPanel
from language.sentences import say
from training.exchange import Evaluation, Plan, Progress


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
    intervals = Intervals.learn(tested.error(forecasts[chosen]), tested.scales, tested.total_scales)
    contest = Contest(metrics, forecasts, tested, chosen)
    sizes = file_sizes(tested.members, panel, intervals, shares)
    return Evaluation(
        model=chosen,
        metrics=metrics[chosen],
        baseline=metrics[BASELINE],
        baseline_label=say("{baseline:capital}", baseline=panel.baseline_label),
        candidates=contest.candidates(sizes),
        learned={
            "intervals": intervals,
            "weights": shares,
            "left_out": left_out,
            "tested": tested,
            "forecast": forecasts[chosen],
        },
        reason=contest.reason(plan.model, panel.baseline_label),
    )
