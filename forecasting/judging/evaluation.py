"""Measure the candidates, choose one, and learn what its intervals need."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from contract.data import Problem, TrainingData
from contract.training import Evaluation, Plan, Progress
from forecasting.judging.backtest import MOST_PROPHET_FITS, WINDOWS, choose_candidates, choose_windows
from forecasting.judging.leaderboard import Contest, file_sizes
from forecasting.judging.tuning import Outcome, tuned_backtest
from forecasting.members import (
    BASELINE,
    COMBINED,
    FIXED_MEAN,
    LSTM,
    LSTM_PER_ITEM,
    MEANS,
    MODELS,
    MOST_LSTM_ITEMS,
)
from forecasting.models.means import fixed_shares, learn_shares, left_out_forecasts
from forecasting.panel import PreparedPanel
from forecasting.uncertainty.intervals import coverage
from forecasting.uncertainty.learned import Cases, Uncertainty
from language.sentences import say

WAPE_KNOWN, WAPE_ASSUMED = "wape_known", "wape_assumed"
"""Metrics of the case that does not hold in use: the drivers ahead are known, or are not and are assumed."""
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

    def together(found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        forecasts = dict(found)
        if mean == FIXED_MEAN:
            forecasts[mean] = shares.combine(found)
        elif plan.model == COMBINED or (plan.model not in keys and len(shares.members) > 1):
            forecasts[COMBINED] = left_out_forecasts(found, errors, shares.shrinkage)
        return {key: tested.stats.whole(forecast) for key, forecast in forecasts.items()}

    forecasts = together(tested.forecasts)
    metrics = {key: tested.metrics(forecast) for key, forecast in forecasts.items()}
    contest = Contest(metrics, forecasts, tested, counts)
    chosen = plan.model if plan.model in MODELS else contest.best()
    uncertainty = Uncertainty.learn(tested.past_errors(forecasts[chosen]))
    for key, forecast in forecasts.items():
        metrics[key] |= coverage(tested.past_errors(forecast), uncertainty.bands.shape)
    cases = Cases(uncertainty)
    if (other := tested.other) is not None:
        otherwise = together(other.forecasts)
        for key, forecast in otherwise.items():
            metrics[key][WAPE_KNOWN if tested.assumed else WAPE_ASSUMED] = other.metrics(forecast)["wape"]
        second = Uncertainty.learn(other.past_errors(otherwise[chosen]))
        cases = Cases(second, uncertainty) if tested.assumed else Cases(uncertainty, second)
    means = {mean: shares.members}
    sizes = file_sizes(tested.members, panel, cases, means, progress.part(MEASURED, 1.0))
    return Evaluation(
        model=chosen,
        metrics=metrics[chosen],
        baseline=metrics[BASELINE],
        baseline_label=say("{baseline:capital}", baseline=panel.baseline_label),
        candidates=contest.candidates(sizes, chosen),
        learned={
            "uncertainty": uncertainty,
            "cases": cases,
            "shares": shares,
            "left_out": left_out,
            "tuning": tuning,
            "tuned": tuning.params if isinstance(tuning, Outcome) else {},
            "tested": tested,
            "forecast": forecasts[chosen],
        },
        reason=contest.reason(chosen, plan.model, panel.baseline_label),
    )


# --- Models fitted to each item separately are refused if there are too many items ---


def check_model(data: TrainingData, plan: Plan) -> list[Problem]:
    """What makes the model that was asked for by name impossible on this sheet."""
    keys = list(data.many("item"))
    items = (len(data.main[keys].drop_duplicates()) if keys else 1) * max(len(data.many("target")), 1)
    if plan.model == FIXED_MEAN:
        return _enough_fits(items, plan)
    if plan.model == LSTM_PER_ITEM and items > MOST_LSTM_ITEMS:
        message = say(
            "'{model}' trains one network per item ({items:integer} here); at most {most:integer} are "
            "allowed.",
            model=MODELS[LSTM_PER_ITEM].label,
            items=items,
            most=MOST_LSTM_ITEMS,
        )
        remedy = say("Choose '{model}', or fewer items.", model=MODELS[LSTM].label)
        return [Problem("not_feasible", message, count=items, remedy=remedy)]
    return []


def _enough_fits(items: int, plan: Plan) -> list[Problem]:
    """As many as the best effort allows Prophet: it was asked for by name."""
    fits, most = items * (WINDOWS[plan.effort] + 1), MOST_PROPHET_FITS["best"]
    if fits <= most:
        return []
    message = say(
        "'{model}' needs Prophet, fitted to each item: {items:integer} items would take {fits:integer} "
        "fits; at most {most:integer} are allowed.",
        model=MODELS[FIXED_MEAN].label,
        items=items,
        fits=fits,
        most=most,
    )
    remedy = say("Choose '{model}', or fewer items.", model=MODELS[COMBINED].label)
    return [Problem("not_feasible", message, count=items, remedy=remedy)]
