"""Models fitted to each item separately are refused if there are too many items."""

from __future__ import annotations

from contract.data import Problem, TrainingData
from contract.training import Plan
from forecasting.judging.backtest import MOST_PROPHET_FITS, WINDOWS
from forecasting.members import COMBINED, FIXED_MEAN, LSTM, LSTM_PER_ITEM, MODELS, MOST_LSTM_ITEMS
from language.sentences import say


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
