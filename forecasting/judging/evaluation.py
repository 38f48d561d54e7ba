"""Measure the candidates, choose one, and learn what its intervals need."""

from __future__ import annotations

from contract.training import Evaluation, Plan, Progress
from forecasting.judging.backtest import choose_candidates, choose_windows
from forecasting.judging.leaderboard import Contest, file_sizes
from forecasting.judging.tuning import Outcome, tuned_backtest
from forecasting.members import BASELINE, COMBINED, FIXED_MEAN, MEANS, MODELS
from forecasting.models.combining import learn_shares, left_out_forecasts
from forecasting.models.fixed_mean import fixed_shares
from forecasting.panel import PreparedPanel
from forecasting.uncertainty.interval_choice import coverage
from forecasting.uncertainty.learned import Uncertainty
from language.sentences import say

TESTED, MEASURED = 0.9, 0.95  # parts of the progress


def evaluate_panel(prepared: PreparedPanel, plan: Plan, progress: Progress) -> Evaluation:
    panel = prepared.panel
    windows = choose_windows(panel, prepared.horizon, plan.effort)
    keys, left_out = choose_candidates(panel, windows, plan)
    tested, tuning = tuned_backtest(panel, windows, keys, plan, progress.part(0.0, TESTED))
    progress(TESTED, say("Comparing the models"))
    counts = plan.settings.counts
    errors = {key: tested.judged_error(forecast, counts) for key, forecast in tested.forecasts.items()}
    mean = plan.model if plan.model in MEANS else COMBINED
    shares = fixed_shares(len(panel.items)) if mean == FIXED_MEAN else learn_shares(errors)
    forecasts = dict(tested.forecasts)
    if mean == FIXED_MEAN:
        forecasts[mean] = shares.combine(tested.forecasts)
    elif plan.model == COMBINED or (plan.model not in keys and len(shares.members) > 1):
        forecasts[COMBINED] = left_out_forecasts(tested.forecasts, errors, shares.shrinkage)
    forecasts = {key: tested.traits.whole(forecast) for key, forecast in forecasts.items()}
    metrics = {key: tested.metrics(forecast) for key, forecast in forecasts.items()}
    contest = Contest(metrics, forecasts, tested, counts)
    chosen = plan.model if plan.model in MODELS else contest.best()
    uncertainty = Uncertainty.learn(tested.past_errors(forecasts[chosen]))
    for key, forecast in forecasts.items():
        metrics[key] |= coverage(tested.past_errors(forecast), uncertainty.bands.shape)
    means = {mean: shares.members}
    sizes = file_sizes(tested.members, panel, uncertainty, means, progress.part(MEASURED, 1.0))
    return Evaluation(
        model=chosen,
        metrics=metrics[chosen],
        baseline=metrics[BASELINE],
        baseline_label=say("{baseline:capital}", baseline=panel.baseline_label),
        candidates=contest.candidates(sizes, chosen),
        learned={
            "uncertainty": uncertainty,
            "shares": shares,
            "left_out": left_out,
            "tuning": tuning,
            "tuned": tuning.params if isinstance(tuning, Outcome) else {},
            "tested": tested,
            "forecast": forecasts[chosen],
        },
        reason=contest.reason(chosen, plan.model, panel.baseline_label),
    )
